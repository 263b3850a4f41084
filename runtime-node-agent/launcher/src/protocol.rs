//! What launcher and agent say to each other: docs/protocol.md, version 1. Headers only; frames are in `wire`.

use crate::args::Start;
use crate::refusal::{Refusal, Result};
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde_json::json;
use std::ffi::OsString;
use std::fmt;

pub const VERSION: u64 = 1;
pub const LARGEST_FRAME: usize = 16 * 1024 * 1024;

/// `bundle` is the directory that was opened, whatever the command line called it.
pub fn question(start: &Start, bundle: &str, args: &[OsString]) -> Result<Vec<u8>> {
    let utf8 = |arg: &OsString| arg.to_str().map(str::to_owned);
    let args: Option<Vec<String>> = args.iter().map(utf8).collect();
    let args = args.ok_or_else(|| Refusal::new("the container is not created because an argument of the runtime is not UTF-8"))?;
    Ok(json!({"protocol": VERSION, "verb": start.verb, "id": start.id, "bundle": bundle, "args": args}).to_string().into_bytes())
}

/// Ok only for a plain `run`; everything else is a reason not to.
pub fn decision(header: &[u8]) -> Result<()> {
    let mut json = serde_json::Deserializer::from_slice(header);
    let answer = json.deserialize_map(AnswerVisitor).and_then(|answer| json.end().map(|()| answer));
    let answer = answer.map_err(|e| misunderstood(&format!("is malformed: {e}")))?;
    match answer {
        Answer { protocol, .. } if protocol != VERSION => Err(misunderstood(&format!("speaks protocol {protocol}, not {VERSION}"))),
        Answer { unknown: Some(key), .. } => Err(misunderstood(&format!("has an unknown part '{key}'"))),
        Answer { decision, message, .. } if decision == "refuse" => {
            Err(Refusal::new(if message.is_empty() { "the eci node agent refused the container and gave no reason" } else { &message }))
        }
        Answer { decision, .. } if decision != "run" => Err(misunderstood(&format!("decides '{decision}'"))),
        Answer { steps: 1.., .. } => Err(misunderstood("asks for steps, of which this launcher knows none")),
        Answer { .. } => Ok(()),
    }
}

fn misunderstood(why: &str) -> Refusal {
    Refusal::new(format!(
        "the container is not created because the eci node agent's answer {why}; agent and launcher seem to be of different versions: let the agent install its launcher again"
    ))
}

struct Answer {
    protocol: u64,
    decision: String,
    message: String,
    steps: usize,
    unknown: Option<String>,
}

/// By hand, as a derived one needs a procedural macro, which cargo cannot build for a static target.
struct AnswerVisitor;

impl<'de> Visitor<'de> for AnswerVisitor {
    type Value = Answer;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Answer, A::Error> {
        let (mut protocol, mut decision, mut message, mut unknown) = (None, None, None, None);
        let mut steps: Option<Vec<IgnoredAny>> = None;
        while let Some(key) = map.next_key::<String>()? {
            // Readers differ in which of two equal keys they believe.
            let again = match key.as_str() {
                "protocol" => protocol.replace(map.next_value()?).is_some(),
                "decision" => decision.replace(map.next_value()?).is_some(),
                "message" => message.replace(map.next_value()?).is_some(),
                "steps" => steps.replace(map.next_value()?).is_some(),
                _ => {
                    map.next_value::<IgnoredAny>()?;
                    unknown = Some(key);
                    continue;
                }
            };
            if again {
                return Err(A::Error::custom(format_args!("'{key}' twice")));
            }
        }
        let missing = |key| move || A::Error::missing_field(key);
        Ok(Answer {
            protocol: protocol.ok_or_else(missing("protocol"))?,
            decision: decision.ok_or_else(missing("decision"))?,
            message: message.ok_or_else(missing("message"))?,
            steps: steps.ok_or_else(missing("steps"))?.len(),
            unknown,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn why(header: &str) -> String {
        decision(header.as_bytes()).unwrap_err().to_string()
    }

    #[test]
    fn the_question_is_what_the_contract_says() {
        let start = Start { verb: "create", id: "x".into(), bundle: None };
        let question = question(&start, "/b", &["create".into(), "x\"".into()]).unwrap();
        let parsed: serde_json::Value = serde_json::from_slice(&question).unwrap();
        assert_eq!(parsed, json!({"protocol": 1, "verb": "create", "id": "x", "bundle": "/b", "args": ["create", "x\""]}));
    }

    #[test]
    fn run_means_run_and_refuse_carries_the_agent_s_sentence() {
        assert_eq!(decision(br#"{"protocol":1,"decision":"run","message":"","steps":[]}"#), Ok(()));
        let refused = why(r#"{"steps":[],"message":"enhanced container isolation: no such thing","decision":"refuse","protocol":1}"#);
        assert_eq!(refused, "enhanced container isolation: no such thing");
        assert!(why(r#"{"protocol":1,"decision":"refuse","message":"","steps":[]}"#).contains("gave no reason"));
    }

    #[test]
    fn whatever_is_not_a_plain_run_refuses() {
        for header in [
            "",
            "{}",
            "null",
            "[]",
            r#""run""#,
            r#"[1,"run","",[]]"#,
            r#"{"protocol":1,"decision":"run","message":""}"#,
            r#"{"protocol":1,"decision":"run","steps":[]}"#,
            r#"{"protocol":1,"message":"","steps":[]}"#,
            r#"{"decision":"run","message":"","steps":[]}"#,
            r#"{"protocol":1,"decision":"Run","message":"","steps":[]}"#,
            r#"{"protocol":1,"decision":null,"message":"","steps":[]}"#,
            r#"{"protocol":1,"decision":"run","message":"","steps":null}"#,
            r#"{"protocol":1,"decision":"run","message":"","steps":[{"idmap":"/x"}]}"#,
            r#"{"protocol":2,"decision":"run","message":"","steps":[]}"#,
            r#"{"protocol":1.0,"decision":"run","message":"","steps":[]}"#,
            r#"{"protocol":"1","decision":"run","message":"","steps":[]}"#,
            r#"{"protocol":1,"decision":"refuse","decision":"run","message":"","steps":[]}"#,
            r#"{"protocol":1,"decision":"run","message":"","steps":[],"mounts":[]}"#,
            r#"{"protocol":1,"decision":"run","message":"","steps":[]} {"protocol":1}"#,
        ] {
            assert!(decision(header.as_bytes()).is_err(), "{header}");
        }
        assert!(why(r#"{"protocol":2,"decision":"run","message":"","steps":[],"new":1}"#).contains("speaks protocol 2, not 1"));
    }
}
