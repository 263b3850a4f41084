// SPDX-License-Identifier: Apache-2.0
//! The container runtime's default sysctls of a pod's network, `network` in docs/protocol.md. The network namespace
//! belongs to the host's user namespace, where the container's root may set none: without them, no container of the pod
//! could use a port below 1024.

use crate::error::{Error, Result};
use crate::rootfs_plan::absolute;
use crate::strict_json::{self, Json};
use rustix::fs::{Mode, OFlags, fstat, open, stat};
use rustix::thread::{LinkNameSpaceType, move_into_link_name_space};
use std::fs;
use std::io;
use std::os::fd::AsFd;

/// Network settings only, which affect no other network namespace.
const KNOWN: &[&str] = &["net.ipv4.ip_unprivileged_port_start", "net.ipv4.ping_group_range"];

#[derive(Debug, PartialEq, Eq)]
pub struct NetworkSysctls {
    path: String,
    values: Vec<(&'static str, String)>,
}

impl NetworkSysctls {
    pub fn parse(json: Json) -> strict_json::Result<Self> {
        let mut object = json.object()?;
        let path = absolute(object.take("path")?.string()?)?;
        let mut values = Vec::new();
        for name in KNOWN {
            if let Some(value) = object.take_optional(name) {
                let value = value.string()?;
                if !value.bytes().all(|b| b.is_ascii_digit() || b == b' ') {
                    return Err(format!("sets {name} to '{value}'"));
                }
                values.push((*name, value));
            }
        }
        object.finish()?;
        Ok(Self { path, values })
    }

    /// Sets them from a thread that ends in the namespace.
    pub fn apply(&self) -> Result<()> {
        let written = std::thread::scope(|scope| scope.spawn(|| self.write()).join());
        match written {
            Ok(Ok(())) => Ok(()),
            Ok(Err(e)) => Err(self.error(&e.to_string())),
            Err(_) => Err(self.error("the thread ended")),
        }
    }

    fn write(&self) -> io::Result<()> {
        let namespace = open(&self.path, OFlags::RDONLY | OFlags::CLOEXEC, Mode::empty())?;
        let (joined, own) = (fstat(&namespace)?, stat("/proc/thread-self/ns/net")?);
        if (joined.st_dev, joined.st_ino) == (own.st_dev, own.st_ino) {
            return Err(io::Error::other("it is the host's own network"));
        }
        move_into_link_name_space(namespace.as_fd(), Some(LinkNameSpaceType::Network))?;
        for (name, value) in &self.values {
            fs::write(format!("/proc/sys/{}", name.replace('.', "/")), value)?;
        }
        Ok(())
    }

    fn error(&self, reason: &str) -> Error {
        Error::new(format!("the container is not created because sysctls of its network {} cannot be set: {reason}", self.path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn parse(network: &Value) -> strict_json::Result<NetworkSysctls> {
        let mut outer = strict_json::parse_object(json!({"network": network}).to_string().as_bytes())?;
        NetworkSysctls::parse(outer.take("network")?)
    }

    #[test]
    fn accepts_known_sysctls_only() {
        let parsed = parse(&json!({"path": "/run/netns/x", "net.ipv4.ping_group_range": "0 2147483647"})).unwrap();
        assert_eq!(parsed.values, [("net.ipv4.ping_group_range", "0 2147483647".to_owned())]);
        for network in [
            json!({}),
            json!({"path": "run/netns/x"}),
            json!({"path": "/run/../x"}),
            json!({"path": "/run/netns/x", "kernel.core_pattern": "1"}),
            json!({"path": "/run/netns/x", "net.ipv4.ping_group_range": 5}),
            json!({"path": "/run/netns/x", "net.ipv4.ping_group_range": "0\n1"}),
        ] {
            assert!(parse(&network).is_err(), "{network}");
        }
    }

    #[test]
    fn leaves_network_of_host_alone() {
        let own = NetworkSysctls { path: "/proc/self/ns/net".into(), values: vec![("net.ipv4.ip_unprivileged_port_start", "1".into())] };
        assert!(own.apply().unwrap_err().to_string().contains("the host's own network"));
    }
}
