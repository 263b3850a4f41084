//! The launcher's own settings: `runtime.conf` one directory above the binary's. It is the only file that every verb reads.

use crate::refusal::{Refusal, Result};
use std::fs::{File, OpenOptions};
use std::io::Read;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

const LARGEST: u64 = 64 * 1024;
const SOCKET: &str = "/run/eci/agent.sock";
const WAIT: Duration = Duration::from_secs(10);

/// Connecting and answering may take this long each, and the kubelet gives up on the engine after two minutes by default.
const LONGEST_WAIT: u64 = 60;

#[derive(Debug, PartialEq, Eq)]
pub struct Settings {
    pub runtime: PathBuf,
    pub socket: PathBuf,
    pub wait: Duration,
}

impl Settings {
    pub fn of_this_binary() -> Result<Self> {
        let binary = std::env::current_exe().map_err(|e| Refusal::new(format!("cannot tell where this launcher is installed: {e}")))?;
        let above =
            binary.parent().and_then(Path::parent).ok_or_else(|| Refusal::new("the launcher must not lie in the root directory"))?;
        let path = above.join("runtime.conf");
        let bad = |why: String| Refusal::new(format!("{} {why}; install the node agent again", path.display()));
        read(&path).and_then(|text| parse(&text)).map_err(bad)
    }
}

/// Whoever can change this file chooses what runs as root on the node.
fn read(path: &Path) -> std::result::Result<String, String> {
    let flags = libc::O_NOFOLLOW | libc::O_NONBLOCK;
    let cannot = |e| format!("cannot be read ({e})");
    let file: File = OpenOptions::new().read(true).custom_flags(flags).open(path).map_err(cannot)?;
    let about = file.metadata().map_err(cannot)?;
    if !about.is_file() || about.uid() != 0 || about.mode() & 0o022 != 0 {
        return Err("must be a plain file that belongs to root and is writable by nobody else".into());
    }
    let mut text = String::new();
    file.take(LARGEST + 1).read_to_string(&mut text).map_err(cannot)?;
    if text.len() as u64 > LARGEST {
        return Err("is too large".into());
    }
    Ok(text)
}

fn parse(text: &str) -> std::result::Result<Settings, String> {
    let (mut runtime, mut socket, mut wait) = (None, None, None);
    for (number, line) in text.lines().enumerate().map(|(i, line)| (i + 1, line.trim())) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (key, value) = line.split_once('=').ok_or_else(|| format!("has no 'key = value' in line {number}"))?;
        let (key, value) = (key.trim(), value.trim());
        let again = match key {
            "runtime" => runtime.replace(absolute(key, value)?).is_some(),
            "socket" => socket.replace(absolute(key, value)?).is_some(),
            "wait-seconds" => wait.replace(seconds(value)?).is_some(),
            _ => return Err(format!("has an unknown key '{key}' in line {number}")),
        };
        if again {
            return Err(format!("says '{key}' twice"));
        }
    }
    Ok(Settings {
        runtime: runtime.ok_or("does not say which 'runtime' to call")?,
        socket: socket.unwrap_or_else(|| SOCKET.into()),
        wait: wait.unwrap_or(WAIT),
    })
}

fn absolute(key: &str, value: &str) -> std::result::Result<PathBuf, String> {
    if value.starts_with('/') { Ok(value.into()) } else { Err(format!("must give '{key}' as an absolute path")) }
}

fn seconds(value: &str) -> std::result::Result<Duration, String> {
    match value.parse() {
        Ok(seconds @ 1..=LONGEST_WAIT) => Ok(Duration::from_secs(seconds)),
        _ => Err(format!("must give 'wait-seconds' as a whole number from 1 to {LONGEST_WAIT}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_runtime_must_be_given() {
        let settings = parse("# a comment\n\n runtime = /usr/bin/run = c \n").unwrap();
        assert_eq!(settings, Settings { runtime: "/usr/bin/run = c".into(), socket: SOCKET.into(), wait: WAIT });
    }

    #[test]
    fn every_key_is_read() {
        let settings = parse("runtime=/r\nsocket=/s\nwait-seconds=3").unwrap();
        assert_eq!(settings, Settings { runtime: "/r".into(), socket: "/s".into(), wait: Duration::from_secs(3) });
    }

    #[test]
    fn what_is_unclear_is_an_error() {
        for text in [
            "",
            "socket = /s",
            "runtime = runc",
            "runtime =",
            "runtime",
            "runtime = /r\nruntime = /r",
            "runtime = /r\nRuntime = /r",
            "runtime = /r\nsocket = s",
            "runtime = /r\nwait-seconds = 0",
            "runtime = /r\nwait-seconds = 61",
            "runtime = /r\nwait-seconds = -1",
            "runtime = /r\nwait-seconds = 1.5",
            "runtime = /r\nwait = 1",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
