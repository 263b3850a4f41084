// SPDX-License-Identifier: Apache-2.0
//! The headers of requests and responses between eci-runtime and the agent: docs/protocol.md, version 6. The module
//! `frame` sends and receives them.

use crate::args::CreateArgs;
use crate::bind_sources::BindSource;
use crate::device_files::DeviceFiles;
use crate::error::{Error, Result};
use crate::network_sysctls::NetworkSysctls;
use crate::rootfs_plan::RootfsPlan;
use crate::strict_json::{self, Object};
use serde_json::json;
use std::ffi::OsString;

pub const VERSION: u64 = 6;
pub const MAX_FRAME: usize = 16 * 1024 * 1024;

pub struct CreateRequest<'a> {
    pub create: &'a CreateArgs,
    /// The directory that was opened, whatever the command line named.
    pub bundle: &'a str,
    /// The arguments of the runtime.
    pub args: &'a [OsString],
}

impl CreateRequest<'_> {
    pub fn header(&self) -> Result<Vec<u8>> {
        let utf8 = |arg: &OsString| arg.to_str().map(str::to_owned);
        let args: Option<Vec<String>> = self.args.iter().map(utf8).collect();
        let args = args.ok_or_else(|| Error::new("the container is not created because an argument of the runtime is not UTF-8"))?;
        let header = json!({"protocol": VERSION, "verb": self.create.verb, "id": self.create.id, "bundle": self.bundle, "args": args});
        Ok(header.to_string().into_bytes())
    }
}

/// The mounts that eci-runtime creates for a container.
#[derive(Debug, PartialEq, Eq)]
pub struct CreatePlan {
    /// None: the engine has mapped the IDs of the files itself.
    pub rootfs: Option<RootfsPlan>,
    pub binds: Vec<BindSource>,
    pub devices: Vec<DeviceFiles>,
    /// None: the container owns its network, or its configuration sets no sysctls.
    pub network: Option<NetworkSysctls>,
}

#[derive(Debug)]
pub struct CreateResponse {
    decision: String,
    message: String,
    plan: CreatePlan,
}

impl CreateResponse {
    pub fn parse(header: &[u8]) -> Result<Self> {
        strict_json::parse_object(header).and_then(Self::parse_object).map_err(|e| malformed(&e))
    }

    fn parse_object(mut header: Object) -> strict_json::Result<Self> {
        let protocol = header.take("protocol")?.number()?;
        // Checked first, because other errors follow from it.
        if protocol != VERSION {
            return Err(format!("has protocol version {protocol}, not {VERSION}"));
        }
        let (decision, message) = (header.take("decision")?.string()?, header.take("message")?.string()?);
        let rootfs = header.take("rootfs")?.nullable().map(RootfsPlan::parse).transpose()?;
        let binds = BindSource::parse_all(header.take("binds")?)?;
        let devices = header.take_optional("devices").map_or(Ok(Vec::new()), DeviceFiles::parse_all)?;
        let network = header.take_optional("network").map(NetworkSysctls::parse).transpose()?;
        header.finish()?;
        Ok(Self { decision, message, plan: CreatePlan { rootfs, binds, devices, network } })
    }

    /// Returns an error unless the agent allows the container.
    pub fn into_plan(self) -> Result<CreatePlan> {
        match self.decision.as_str() {
            "allow" => Ok(self.plan),
            "deny" if self.message.is_empty() => Err(Error::new("the ECI node agent denied the container without a reason")),
            "deny" => Err(Error::new(&self.message)),
            other => Err(malformed(&format!("has the unknown decision '{other}'"))),
        }
    }
}

fn malformed(reason: &str) -> Error {
    Error::new(format!(
        "the container is not created because the ECI node agent's response {reason}; \
         the versions of agent and eci-runtime seem to differ: reinstall eci-runtime with the agent"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(header: &[u8]) -> Result<CreatePlan> {
        CreateResponse::parse(header)?.into_plan()
    }

    fn error_of(header: &str) -> String {
        plan(header.as_bytes()).unwrap_err().to_string()
    }

    #[test]
    fn writes_documented_request_header() {
        let create = CreateArgs { verb: "create", id: "x".into(), bundle: None, root: None, pid_file: None };
        let args = ["create".into(), "x\"".into()];
        let request = CreateRequest { create: &create, bundle: "/b", args: &args }.header().unwrap();
        let parsed: serde_json::Value = serde_json::from_slice(&request).unwrap();
        assert_eq!(parsed, json!({"protocol": 6, "verb": "create", "id": "x", "bundle": "/b", "args": ["create", "x\""]}));
    }

    #[test]
    fn accepts_allow_and_reports_message_of_deny() {
        assert_eq!(
            plan(br#"{"protocol":6,"decision":"allow","message":"","rootfs":null,"binds":[]}"#),
            Ok(CreatePlan { rootfs: None, binds: vec![], devices: vec![], network: None })
        );
        let denied = error_of(
            r#"{"rootfs":null,"binds":[],"message":"enhanced container isolation: no such thing","decision":"deny","protocol":6}"#,
        );
        assert_eq!(denied, "enhanced container isolation: no such thing");
        assert!(error_of(r#"{"protocol":6,"decision":"deny","message":"","rootfs":null,"binds":[]}"#).contains("without a reason"));
    }

    #[test]
    fn rejects_malformed_headers() {
        for header in [
            "",
            "{}",
            "null",
            "[]",
            r#""allow""#,
            r#"[6,"allow","",null]"#,
            r#"{"protocol":6,"decision":"allow","message":""}"#,
            r#"{"protocol":6,"decision":"allow","message":"","rootfs":null}"#,
            r#"{"protocol":6,"decision":"allow","message":"","rootfs":null,"binds":null}"#,
            r#"{"protocol":6,"decision":"allow","message":"","rootfs":null,"binds":["/srv"]}"#,
            r#"{"protocol":6,"decision":"allow","rootfs":null,"binds":[]}"#,
            r#"{"protocol":6,"message":"","rootfs":null,"binds":[]}"#,
            r#"{"decision":"allow","message":"","rootfs":null,"binds":[]}"#,
            r#"{"protocol":6,"decision":"Allow","message":"","rootfs":null,"binds":[]}"#,
            r#"{"protocol":6,"decision":null,"message":"","rootfs":null,"binds":[]}"#,
            r#"{"protocol":6,"decision":"allow","message":"","rootfs":[],"binds":[]}"#,
            r#"{"protocol":6,"decision":"allow","message":"","rootfs":{"path":"/x"},"binds":[]}"#,
            r#"{"protocol":7,"decision":"allow","message":"","rootfs":null,"binds":[]}"#,
            r#"{"protocol":6.0,"decision":"allow","message":"","rootfs":null,"binds":[]}"#,
            r#"{"protocol":"6","decision":"allow","message":"","rootfs":null,"binds":[]}"#,
            r#"{"protocol":6,"decision":"deny","decision":"allow","message":"","rootfs":null,"binds":[]}"#,
            r#"{"protocol":6,"decision":"allow","message":"","rootfs":null,"binds":[],"mounts":[]}"#,
            r#"{"protocol":6,"decision":"allow","message":"","rootfs":null,"binds":[]} {"protocol":6}"#,
        ] {
            assert!(plan(header.as_bytes()).is_err(), "{header}");
        }
        assert!(
            error_of(r#"{"protocol":7,"decision":"allow","message":"","rootfs":null,"binds":[],"new":1}"#)
                .contains("has protocol version 7, not 6")
        );
    }
}
