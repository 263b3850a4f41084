//! The flags of runc 1.3 and crun 1.x which the launcher has to understand, and whether each takes a value.
//!
//! Only flags on which every runtime that knows them agrees may be listed. A flag one of them reads differently would let the runtime
//! carry out another verb, or use another bundle, than the one the agent was asked about. What is not listed is refused.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Stands alone. `--flag=true` is not taken: crun does not know that form.
    Switch,
    /// `--flag value` or `--flag=value`.
    Value,
    /// The runtime prints something about itself and ends.
    Informs,
}

/// Before the verb.
pub const GLOBAL: &[(&str, Kind)] = &[
    ("--cgroup-manager", Kind::Value),
    ("--debug", Kind::Switch),
    ("--help", Kind::Informs),
    ("--log", Kind::Value),
    ("--log-format", Kind::Value),
    ("--log-level", Kind::Value),
    ("--root", Kind::Value),
    ("--rootless", Kind::Value),
    ("--systemd-cgroup", Kind::Switch),
    ("--version", Kind::Informs),
    ("-h", Kind::Informs),
    ("-v", Kind::Informs),
];

/// After `create`, `run` and `restore`. One list for the three: a flag that a verb does not have makes the runtime fail.
pub const STARTING: &[(&str, Kind)] = &[
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
    // containerd's go-runc spells this one with a single dash on restore.
    ("-no-subreaper", Kind::Switch),
    ("-b", Kind::Value),
    ("-d", Kind::Switch),
];

/// The verbs in which a runtime starts a container from a bundle.
pub const STARTING_VERBS: &[&str] = &["create", "run", "restore"];

/// The verbs that need no answer of the agent. Not listed, thus refused: runc's internal `init`, and crun's `mounts`, which brings
/// directories of the node into a running container.
pub const OTHER_VERBS: &[&str] = &[
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

/// One flag as it stands on the command line.
pub struct Flag<'a> {
    pub name: &'static str,
    pub kind: Kind,
    /// The value after `=`, if the flag was written so.
    pub joined: Option<&'a OsStr>,
}

/// Finds `arg` in `known`: the whole name, as crun would also take the beginning of one.
pub fn find<'a>(known: &'static [(&'static str, Kind)], arg: &'a OsStr) -> Option<Flag<'a>> {
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

/// The list's own spelling of a verb.
pub fn verb(known: &'static [&'static str], arg: &OsStr) -> Option<&'static str> {
    known.iter().copied().find(|known| known.as_bytes() == arg.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(arg: &str) -> Option<(&'static str, Option<String>)> {
        find(STARTING, OsStr::new(arg)).map(|flag| (flag.name, flag.joined.map(|v| v.to_string_lossy().into_owned())))
    }

    #[test]
    fn finds_whole_names_only() {
        assert_eq!(found("--bundle"), Some(("--bundle", None)));
        assert_eq!(found("--bundle=/b=c"), Some(("--bundle", Some("/b=c".into()))));
        assert_eq!(found("-b"), Some(("-b", None)));
        for other in ["--bun", "--bundles", "-bundle", "bundle", "-b/x", "-b=/x", "--detach=true", "--detach=", "---bundle", "--", "-", ""]
        {
            assert_eq!(found(other), None, "{other}");
        }
    }

    #[test]
    fn no_verb_is_in_both_lists() {
        assert!(STARTING_VERBS.iter().all(|verb| !OTHER_VERBS.contains(verb)));
    }
}
