// SPDX-License-Identifier: Apache-2.0
//! The flags of runc 1.3 and crun 1.x that eci-runtime supports, and whether each takes a value.
//!
//! Only flags that mean the same in every runtime that supports them may be listed. If a runtime parsed a flag
//! differently, it could execute another verb or use another bundle than the one sent to the agent. All other flags are
//! rejected.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Takes no value. `--flag=true` is rejected, because crun does not support that form.
    Switch,
    /// `--flag value` or `--flag=value`.
    Value,
    /// The runtime prints information about itself and exits.
    Info,
}

/// Flags before the verb.
pub const GLOBAL_FLAGS: &[(&str, Kind)] = &[
    ("--cgroup-manager", Kind::Value),
    ("--debug", Kind::Switch),
    ("--help", Kind::Info),
    ("--log", Kind::Value),
    ("--log-format", Kind::Value),
    ("--log-level", Kind::Value),
    ("--root", Kind::Value),
    ("--rootless", Kind::Value),
    ("--systemd-cgroup", Kind::Switch),
    ("--version", Kind::Info),
    ("-h", Kind::Info),
    ("-v", Kind::Info),
];

/// Flags after `create`, `run` and `restore`. One list for all three: the runtime fails if a verb does not support a
/// flag.
pub const CREATE_FLAGS: &[(&str, Kind)] = &[
    ("--auto-dedup", Kind::Switch),
    ("--bundle", Kind::Value),
    ("--console-socket", Kind::Value),
    ("--detach", Kind::Switch),
    ("--empty-ns", Kind::Value),
    ("--ext-unix-sk", Kind::Switch),
    ("--file-locks", Kind::Switch),
    ("--image-path", Kind::Value),
    ("--keep", Kind::Switch),
    ("--lazy-pages", Kind::Switch),
    ("--lsm-mount-context", Kind::Value),
    ("--lsm-profile", Kind::Value),
    ("--manage-cgroups-mode", Kind::Value),
    ("--no-new-keyring", Kind::Switch),
    ("--no-pivot", Kind::Switch),
    ("--no-subreaper", Kind::Switch),
    ("--pid-file", Kind::Value),
    ("--pidfd-socket", Kind::Value),
    ("--preserve-fds", Kind::Value),
    ("--shell-job", Kind::Switch),
    ("--tcp-established", Kind::Switch),
    ("--work-path", Kind::Value),
    // containerd's go-runc writes this one with a single dash on restore.
    ("-no-subreaper", Kind::Switch),
    ("-b", Kind::Value),
    ("-d", Kind::Switch),
];

/// Flags of `exec`, before the container's ID. `exec` is passed through with any flags: with others than these,
/// eci-runtime does not know which argument is the ID.
pub const EXEC_FLAGS: &[(&str, Kind)] = &[
    ("--additional-gids", Kind::Value),
    ("--apparmor", Kind::Value),
    ("--cap", Kind::Value),
    ("--cgroup", Kind::Value),
    ("--console-socket", Kind::Value),
    ("--cwd", Kind::Value),
    ("--detach", Kind::Switch),
    ("--env", Kind::Value),
    ("--ignore-paused", Kind::Switch),
    ("--no-new-privs", Kind::Switch),
    ("--pid-file", Kind::Value),
    ("--pidfd-socket", Kind::Value),
    ("--preserve-fds", Kind::Value),
    ("--process", Kind::Value),
    ("--process-label", Kind::Value),
    ("--tty", Kind::Switch),
    ("--user", Kind::Value),
    ("-d", Kind::Switch),
    ("-e", Kind::Value),
    ("-p", Kind::Value),
    ("-t", Kind::Switch),
    ("-u", Kind::Value),
];

/// The verbs by which a runtime starts a container from a bundle.
pub const CREATE_VERBS: &[&str] = &["create", "run", "restore"];

/// The verbs that the agent does not decide on. Not listed, and therefore rejected: runc's internal `init`, and crun's
/// `mounts`, which mounts host directories into a running container.
pub const PASS_THROUGH_VERBS: &[&str] = &[
    "checkpoint",
    "delete",
    "events",
    "exec",
    "features",
    "h",
    "help",
    "kill",
    "list",
    "pause",
    "ps",
    "resume",
    "spec",
    "start",
    "state",
    "update",
];

/// A flag as given on the command line.
pub struct Flag<'a> {
    pub name: &'static str,
    pub kind: Kind,
    /// The value after `=`, if given in that form.
    pub joined: Option<&'a OsStr>,
}

/// Finds `arg` in `known` by its whole name. crun would also accept an abbreviation.
pub fn find_flag<'a>(known: &'static [(&'static str, Kind)], arg: &'a OsStr) -> Option<Flag<'a>> {
    let bytes = arg.as_bytes();
    let (name, joined) = match bytes.iter().position(|&b| b == b'=') {
        Some(at) => (&bytes[..at], Some(OsStr::from_bytes(&bytes[at + 1..]))),
        None => (bytes, None),
    };
    let (name, kind) = *known.iter().find(|(known, _)| known.as_bytes() == name)?;
    // `-b=dir` is the directory `dir` for runc and `=dir` for crun.
    if joined.is_some() && (kind != Kind::Value || !name.starts_with("--")) {
        return None;
    }
    Some(Flag { name, kind, joined })
}

/// Returns the list's own string for a verb.
pub fn find_verb(known: &'static [&'static str], arg: &OsStr) -> Option<&'static str> {
    known.iter().copied().find(|known| known.as_bytes() == arg.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(arg: &str) -> Option<(&'static str, Option<String>)> {
        find_flag(CREATE_FLAGS, OsStr::new(arg)).map(|flag| (flag.name, flag.joined.map(|v| v.to_string_lossy().into_owned())))
    }

    #[test]
    fn matches_whole_names_only() {
        assert_eq!(found("--bundle"), Some(("--bundle", None)));
        assert_eq!(found("--bundle=/b=c"), Some(("--bundle", Some("/b=c".into()))));
        assert_eq!(found("-b"), Some(("-b", None)));
        for other in ["--bun", "--bundles", "-bundle", "bundle", "-b/x", "-b=/x", "--detach=true", "--detach=", "---bundle", "--", "-", ""]
        {
            assert_eq!(found(other), None, "{other}");
        }
    }

    #[test]
    fn verb_lists_are_disjoint() {
        assert!(CREATE_VERBS.iter().all(|verb| !PASS_THROUGH_VERBS.contains(verb)));
    }
}
