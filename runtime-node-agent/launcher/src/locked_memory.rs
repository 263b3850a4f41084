// SPDX-License-Identifier: Apache-2.0
//! `CAP_IPC_LOCK` lets a process lock any amount of memory. The kernel accepts it only from the host's user namespace,
//! so a process that gets it gets the limit (`RLIMIT_MEMLOCK`) raised instead. Memory cgroups limit it as without ECI.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use serde_json::Value;

const CAPABILITY: &str = "CAP_IPC_LOCK";

/// Returns whether the text of a configuration can name the capability at all. Few do, and the others need not be parsed.
pub fn is_named_in(config: &[u8]) -> bool {
    config.windows(CAPABILITY.len()).any(|text| text == CAPABILITY.as_bytes())
}

/// Raises this process's limit, which the runtime and the container's process inherit, if `process` (config.json or
/// the file of `exec --process`) has the capability and no limit of its own.
pub fn raise_for(process: &Value) {
    if !needs_raise(process) {
        return;
    }
    let unlimited = Rlimit { current: None, maximum: None };
    if setrlimit(Resource::Memlock, unlimited).is_err() {
        // An engine without CAP_SYS_RESOURCE: its own limit is the most that there is.
        let maximum = getrlimit(Resource::Memlock).maximum;
        let _ = setrlimit(Resource::Memlock, Rlimit { current: maximum, maximum });
    }
}

fn needs_raise(process: &Value) -> bool {
    let contains = |list: &Value, wanted: &dyn Fn(&Value) -> bool| list.as_array().is_some_and(|list| list.iter().any(wanted));
    contains(&process["capabilities"]["bounding"], &|name| name == CAPABILITY)
        && !contains(&process["rlimits"], &|limit| limit["type"] == "RLIMIT_MEMLOCK")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn finds_capability_in_text() {
        for (config, named) in
            [(r#"{"bounding":["CAP_IPC_LOCK"]}"#, true), (r#"["CAP_IPC_LOC"]"#, false), ("CAP_IPC_LOCK", true), ("", false)]
        {
            assert_eq!(is_named_in(config.as_bytes()), named, "{config}");
        }
    }

    #[test]
    fn raises_limit_only_for_capability_without_limit() {
        let lock = json!({"bounding": ["CAP_CHOWN", "CAP_IPC_LOCK"]});
        assert!(needs_raise(&json!({"capabilities": lock})));
        assert!(needs_raise(&json!({"capabilities": lock, "rlimits": [{"type": "RLIMIT_NOFILE", "hard": 1, "soft": 1}]})));
        assert!(!needs_raise(&json!({"capabilities": lock, "rlimits": [{"type": "RLIMIT_MEMLOCK", "hard": 1, "soft": 1}]})));
        for other in [json!({}), json!({"capabilities": null}), json!({"capabilities": {"bounding": ["CAP_IPC_OWNER"]}}), json!(null)] {
            assert!(!needs_raise(&other), "{other}");
        }
    }
}
