//! What launcher and agent say to each other: docs/protocol.md, version 4. Headers only; frames are in `wire`.

use crate::args::Start;
use crate::binds::Bind;
use crate::plan::Plan;
use crate::refusal::{Refusal, Result};
use crate::strict::{self, Object};
use serde_json::json;
use std::ffi::OsString;

pub const VERSION: u64 = 4;
pub const LARGEST_FRAME: usize = 16 * 1024 * 1024;

/// `bundle` is the directory that was opened, whatever the command line called it.
pub fn question(start: &Start, bundle: &str, args: &[OsString]) -> Result<Vec<u8>> {
    let utf8 = |arg: &OsString| arg.to_str().map(str::to_owned);
    let args: Option<Vec<String>> = args.iter().map(utf8).collect();
    let args = args.ok_or_else(|| Refusal::new("the container is not created because an argument of the runtime is not UTF-8"))?;
    Ok(json!({"protocol": VERSION, "verb": start.verb, "id": start.id, "bundle": bundle, "args": args}).to_string().into_bytes())
}

/// What a container is to be made of.
#[derive(Debug, PartialEq, Eq)]
pub struct Parts {
    /// None: the engine has shifted the files itself.
    pub rootfs: Option<Plan>,
    pub binds: Vec<Bind>,
}

/// Ok only for `run`; everything else is a reason not to.
pub fn decision(header: &[u8]) -> Result<Parts> {
    let answer = strict::object(header).and_then(read).map_err(|e| misunderstood(&e))?;
    match answer.decision.as_str() {
        "run" => Ok(answer.parts),
        "refuse" if answer.message.is_empty() => Err(Refusal::new("the eci node agent refused the container and gave no reason")),
        "refuse" => Err(Refusal::new(&answer.message)),
        other => Err(misunderstood(&format!("decides '{other}'"))),
    }
}

struct Answer {
    decision: String,
    message: String,
    parts: Parts,
}

fn read(mut answer: Object) -> strict::Result<Answer> {
    let protocol = answer.take("protocol")?.number()?;
    // First: what else is amiss follows from it.
    if protocol != VERSION {
        return Err(format!("speaks protocol {protocol}, not {VERSION}"));
    }
    let (decision, message) = (answer.take("decision")?.text()?, answer.take("message")?.text()?);
    let rootfs = answer.take("rootfs")?.nullable().map(Plan::read).transpose()?;
    let binds = Bind::read_all(answer.take("binds")?)?;
    answer.end()?;
    Ok(Answer { decision, message, parts: Parts { rootfs, binds } })
}

fn misunderstood(why: &str) -> Refusal {
    Refusal::new(format!(
        "the container is not created because the eci node agent's answer {why}; agent and launcher seem to be of different versions: let the agent install its launcher again"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn why(header: &str) -> String {
        decision(header.as_bytes()).unwrap_err().to_string()
    }

    #[test]
    fn the_question_is_what_the_contract_says() {
        let start = Start { verb: "create", id: "x".into(), bundle: None, root: None };
        let question = question(&start, "/b", &["create".into(), "x\"".into()]).unwrap();
        let parsed: serde_json::Value = serde_json::from_slice(&question).unwrap();
        assert_eq!(parsed, json!({"protocol": 4, "verb": "create", "id": "x", "bundle": "/b", "args": ["create", "x\""]}));
    }

    #[test]
    fn run_means_run_and_refuse_carries_the_agent_s_sentence() {
        assert_eq!(
            decision(br#"{"protocol":4,"decision":"run","message":"","rootfs":null,"binds":[]}"#),
            Ok(Parts { rootfs: None, binds: vec![] })
        );
        let refused =
            why(r#"{"rootfs":null,"binds":[],"message":"enhanced container isolation: no such thing","decision":"refuse","protocol":4}"#);
        assert_eq!(refused, "enhanced container isolation: no such thing");
        assert!(why(r#"{"protocol":4,"decision":"refuse","message":"","rootfs":null,"binds":[]}"#).contains("gave no reason"));
    }

    #[test]
    fn whatever_is_not_a_plain_run_refuses() {
        for header in [
            "",
            "{}",
            "null",
            "[]",
            r#""run""#,
            r#"[4,"run","",null]"#,
            r#"{"protocol":4,"decision":"run","message":""}"#,
            r#"{"protocol":4,"decision":"run","message":"","rootfs":null}"#,
            r#"{"protocol":4,"decision":"run","message":"","rootfs":null,"binds":null}"#,
            r#"{"protocol":4,"decision":"run","message":"","rootfs":null,"binds":["/srv"]}"#,
            r#"{"protocol":4,"decision":"run","rootfs":null,"binds":[]}"#,
            r#"{"protocol":4,"message":"","rootfs":null,"binds":[]}"#,
            r#"{"decision":"run","message":"","rootfs":null,"binds":[]}"#,
            r#"{"protocol":4,"decision":"Run","message":"","rootfs":null,"binds":[]}"#,
            r#"{"protocol":4,"decision":null,"message":"","rootfs":null,"binds":[]}"#,
            r#"{"protocol":4,"decision":"run","message":"","rootfs":[],"binds":[]}"#,
            r#"{"protocol":4,"decision":"run","message":"","rootfs":{"path":"/x"},"binds":[]}"#,
            r#"{"protocol":5,"decision":"run","message":"","rootfs":null,"binds":[]}"#,
            r#"{"protocol":4.0,"decision":"run","message":"","rootfs":null,"binds":[]}"#,
            r#"{"protocol":"4","decision":"run","message":"","rootfs":null,"binds":[]}"#,
            r#"{"protocol":4,"decision":"refuse","decision":"run","message":"","rootfs":null,"binds":[]}"#,
            r#"{"protocol":4,"decision":"run","message":"","rootfs":null,"binds":[],"mounts":[]}"#,
            r#"{"protocol":4,"decision":"run","message":"","rootfs":null,"binds":[]} {"protocol":4}"#,
        ] {
            assert!(decision(header.as_bytes()).is_err(), "{header}");
        }
        assert!(
            why(r#"{"protocol":5,"decision":"run","message":"","rootfs":null,"binds":[],"new":1}"#).contains("speaks protocol 5, not 4")
        );
    }
}
