// SPDX-License-Identifier: Apache-2.0
//! What eci-runtime records about a container whose root file system it created: `state.json`, version 1, in
//! docs/protocol.md.

use crate::rootfs_plan::{IdRange, RootfsPlan};
use crate::strict_json::{self, Result};
use serde_json::{Value, json};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

const VERSION: u64 = 1;

#[derive(Debug, PartialEq, Eq)]
pub struct State {
    pub id: String,
    /// The runtime's `--root`, in which it keeps its containers.
    pub root: String,
    pub rootfs: RootfsPlan,
}

impl State {
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        let mut state = strict_json::parse_object(bytes)?;
        match state.take("version")?.number()? {
            VERSION => {}
            version => return Err(format!("is of version {version}, not {VERSION}")),
        }
        let (id, root) = (state.take("id")?.string()?, state.take("root")?.string()?);
        let range = IdRange::parse(state.take("base")?, state.take("size")?)?;
        let rootfs = RootfsPlan::parse(state.take("rootfs")?)?;
        state.finish()?;
        if range == rootfs.ids.first { Ok(Self { id, root, rootfs }) } else { Err("contains two different ID ranges".into()) }
    }

    pub fn to_json(&self) -> String {
        let IdRange { base, size } = self.rootfs.ids.first;
        let rootfs = self.rootfs.to_json();
        json!({"version": VERSION, "id": self.id, "root": self.root, "base": base, "size": size, "rootfs": rootfs}).to_string()
    }

    /// The line that a sweep prints.
    pub fn summary(&self) -> Value {
        json!({"id": self.id, "root": self.root, "base": self.rootfs.ids.first.base, "size": self.rootfs.ids.first.size})
    }

    /// Waits until the runtime has recorded the container, which has its own mount namespace by then (runc writes
    /// `state.json`, crun `status`). Returns false if the runtime exits before.
    pub fn is_created_before(&self, exited: &AtomicBool) -> bool {
        let record_dir = Path::new(&self.root).join(&self.id);
        let mut pause = Duration::from_millis(2);
        while !exited.load(Ordering::Relaxed) {
            if ["state.json", "status"].iter().any(|name| record_dir.join(name).exists()) {
                return true;
            }
            std::thread::sleep(pause);
            pause = (pause * 2).min(Duration::from_millis(100));
        }
        false
    }

    /// Returns whether the runtime has a container with this ID that runs or may still run.
    pub fn is_in_use(&self) -> bool {
        let record_dir = Path::new(&self.root).join(&self.id);
        // In doubt the container counts as in use, and its mounts are kept.
        !matches!(record_dir.try_exists(), Ok(false)) && !is_process_gone(&record_dir)
    }
}

/// Returns whether runc's record of a container names an init process that does not exist any more. Such a container
/// cannot be started again; only its deletion remains, and that may have been killed.
fn is_process_gone(record_dir: &Path) -> bool {
    let Ok(bytes) = fs::read(record_dir.join("state.json")) else { return false };
    let Ok(record) = serde_json::from_slice::<Value>(&bytes) else { return false };
    let (Some(pid), Some(recorded)) = (record["init_process_pid"].as_u64(), record["init_process_start"].as_u64()) else { return false };
    match fs::read_to_string(format!("/proc/{pid}/stat")) {
        Err(e) => e.kind() == ErrorKind::NotFound,
        // The process name may contain any character, so the fields after it are counted: field 22 is the start time
        // (proc_pid_stat(5)).
        Ok(stat) => {
            let started = stat.rsplit_once(')').and_then(|(_, rest)| rest.split_whitespace().nth(19)?.parse::<u64>().ok());
            started.is_some_and(|started| started != recorded)
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
    fn reports_gone_only_when_process_is_gone() {
        let stat = fs::read_to_string("/proc/self/stat").unwrap();
        let started: u64 = stat.rsplit_once(')').unwrap().1.split_whitespace().nth(19).unwrap().parse().unwrap();
        let pid = std::process::id();
        for (name, text, ended) in [
            ("lives", format!(r#"{{"init_process_pid":{pid},"init_process_start":{started}}}"#), false),
            ("other", format!(r#"{{"init_process_pid":{pid},"init_process_start":{}}}"#, started + 1), true),
            ("gone", r#"{"init_process_pid":4194305,"init_process_start":1}"#.into(), true),
            ("crun", r#"{"pid":4194305}"#.into(), false),
            ("torn", r#"{"init_process_pid":41"#.into(), false),
        ] {
            let directory = record(name, &text);
            assert_eq!(is_process_gone(&directory), ended, "{name}");
            fs::remove_dir_all(directory).unwrap();
        }
        assert!(!is_process_gone(Path::new("/nonexistent")));
    }
}
