//! What the launcher remembers of a container whose root file system it made: `state.json`, version 1, of docs/protocol.md.

use crate::plan::{Plan, Range};
use crate::strict::{self, Result};
use serde_json::{Value, json};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

const VERSION: u64 = 1;

#[derive(Debug, PartialEq, Eq)]
pub struct State {
    pub id: String,
    /// Where the runtime keeps its containers: its `--root`.
    pub root: String,
    pub rootfs: Plan,
}

impl State {
    pub fn read(bytes: &[u8]) -> Result<Self> {
        let mut state = strict::object(bytes)?;
        match state.take("version")?.number()? {
            VERSION => {}
            version => return Err(format!("is of version {version}, not {VERSION}")),
        }
        let (id, root) = (state.take("id")?.text()?, state.take("root")?.text()?);
        let range = Range::read(state.take("base")?, state.take("size")?)?;
        let rootfs = Plan::read(state.take("rootfs")?)?;
        state.end()?;
        if range == rootfs.range { Ok(Self { id, root, rootfs }) } else { Err("names two different ranges".into()) }
    }

    pub fn write(&self) -> String {
        let Range { base, size } = self.rootfs.range;
        let rootfs = self.rootfs.write();
        json!({"version": VERSION, "id": self.id, "root": self.root, "base": base, "size": size, "rootfs": rootfs}).to_string()
    }

    /// The line which a sweep prints.
    pub fn line(&self) -> Value {
        json!({"id": self.id, "root": self.root, "base": self.rootfs.range.base, "size": self.rootfs.range.size})
    }

    /// Whether the runtime has a container of that id that lives, or may come to live.
    pub fn is_in_use(&self) -> bool {
        let known = Path::new(&self.root).join(&self.id);
        // Anything but a clear no is a yes: what lives keeps its mounts.
        !matches!(known.try_exists(), Ok(false)) && !has_ended(&known)
    }
}

/// Whether runc's record of a container names a first process that is gone. Such a container cannot be started again; what is
/// still to come is its deletion, which may have been killed for good.
fn has_ended(known: &Path) -> bool {
    let Ok(bytes) = fs::read(known.join("state.json")) else { return false };
    let Ok(record) = serde_json::from_slice::<Value>(&bytes) else { return false };
    let (Some(pid), Some(recorded)) = (record["init_process_pid"].as_u64(), record["init_process_start"].as_u64()) else { return false };
    match fs::read_to_string(format!("/proc/{pid}/stat")) {
        Err(e) => e.kind() == ErrorKind::NotFound,
        // The process' name may hold anything, so fields are counted after it: field 22 is its start (proc_pid_stat(5)).
        Ok(stat) => {
            let since = stat.rsplit_once(')').and_then(|(_, rest)| rest.split_whitespace().nth(19)?.parse::<u64>().ok());
            since.is_some_and(|since| since != recorded)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(name: &str, text: &str) -> std::path::PathBuf {
        let directory = std::env::temp_dir().join(format!("eci-state-{}-{name}", std::process::id()));
        fs::create_dir_all(&directory).unwrap();
        fs::write(directory.join("state.json"), text).unwrap();
        directory
    }

    #[test]
    fn only_what_is_clearly_gone_has_ended() {
        let stat = fs::read_to_string("/proc/self/stat").unwrap();
        let since: u64 = stat.rsplit_once(')').unwrap().1.split_whitespace().nth(19).unwrap().parse().unwrap();
        let pid = std::process::id();
        for (name, text, ended) in [
            ("lives", format!(r#"{{"init_process_pid":{pid},"init_process_start":{since}}}"#), false),
            ("other", format!(r#"{{"init_process_pid":{pid},"init_process_start":{}}}"#, since + 1), true),
            ("gone", r#"{"init_process_pid":4194305,"init_process_start":1}"#.into(), true),
            ("crun", r#"{"pid":4194305}"#.into(), false),
            ("torn", r#"{"init_process_pid":41"#.into(), false),
        ] {
            let directory = record(name, &text);
            assert_eq!(has_ended(&directory), ended, "{name}");
            fs::remove_dir_all(directory).unwrap();
        }
        assert!(!has_ended(Path::new("/nonexistent")));
    }
}
