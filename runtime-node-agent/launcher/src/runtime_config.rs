// SPDX-License-Identifier: Apache-2.0
//! The configuration of eci-runtime, `runtime.conf` one directory above the binary. Every verb reads this file and no
//! other.

use crate::error::{Error, Result};
use crate::paths::AGENT_SOCKET;
use std::fs::{File, OpenOptions};
use std::io::Read;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

const MAX_SIZE: u64 = 64 * 1024;
const DEFAULT_WAIT: Duration = Duration::from_secs(10);

/// Connecting and responding may each take this long, and the kubelet's default timeout for the engine is two minutes.
const MAX_WAIT_SECONDS: u64 = 60;

#[derive(Debug, PartialEq, Eq)]
pub struct RuntimeConfig {
    pub runtime: PathBuf,
    pub socket: PathBuf,
    pub wait: Duration,
}

impl RuntimeConfig {
    pub fn load() -> Result<Self> {
        let binary = std::env::current_exe().map_err(|e| Error::new(format!("cannot determine where eci-runtime is installed: {e}")))?;
        let above =
            binary.parent().and_then(Path::parent).ok_or_else(|| Error::new("eci-runtime must not be installed in the root directory"))?;
        let path = above.join("runtime.conf");
        let with_path = |reason: String| Error::new(format!("{} {reason}; reinstall the node agent", path.display()));
        read(&path).and_then(|text| parse(&text)).map_err(with_path)
    }
}

/// The file determines which program runs as root, so only root may be able to change it.
fn read(path: &Path) -> std::result::Result<String, String> {
    let flags = libc::O_NOFOLLOW | libc::O_NONBLOCK;
    let read_error = |e| format!("cannot be read ({e})");
    let file: File = OpenOptions::new().read(true).custom_flags(flags).open(path).map_err(read_error)?;
    let metadata = file.metadata().map_err(read_error)?;
    if !metadata.is_file() || metadata.uid() != 0 || metadata.mode() & 0o022 != 0 {
        return Err("must be a regular file that belongs to root and is not writable by others".into());
    }
    let mut text = String::new();
    file.take(MAX_SIZE + 1).read_to_string(&mut text).map_err(read_error)?;
    if text.len() as u64 > MAX_SIZE {
        return Err("is too large".into());
    }
    Ok(text)
}

fn parse(text: &str) -> std::result::Result<RuntimeConfig, String> {
    let (mut runtime, mut socket, mut wait) = (None, None, None);
    for (number, line) in text.lines().enumerate().map(|(i, line)| (i + 1, line.trim())) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (key, value) = line.split_once('=').ok_or_else(|| format!("has no 'key = value' in line {number}"))?;
        let (key, value) = (key.trim(), value.trim());
        let repeated = match key {
            "runtime" => runtime.replace(absolute(key, value)?).is_some(),
            "socket" => socket.replace(absolute(key, value)?).is_some(),
            "wait-seconds" => wait.replace(seconds(value)?).is_some(),
            _ => return Err(format!("has an unknown key '{key}' in line {number}")),
        };
        if repeated {
            return Err(format!("has the key '{key}' twice"));
        }
    }
    Ok(RuntimeConfig {
        runtime: runtime.ok_or("lacks the key 'runtime'")?,
        socket: socket.unwrap_or_else(|| AGENT_SOCKET.into()),
        wait: wait.unwrap_or(DEFAULT_WAIT),
    })
}

fn absolute(key: &str, value: &str) -> std::result::Result<PathBuf, String> {
    if value.starts_with('/') { Ok(value.into()) } else { Err(format!("must give '{key}' as an absolute path")) }
}

fn seconds(value: &str) -> std::result::Result<Duration, String> {
    match value.parse() {
        Ok(seconds @ 1..=MAX_WAIT_SECONDS) => Ok(Duration::from_secs(seconds)),
        _ => Err(format!("must give 'wait-seconds' as a whole number from 1 to {MAX_WAIT_SECONDS}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requires_only_runtime() {
        let config = parse("# a comment\n\n runtime = /usr/bin/run = c \n").unwrap();
        assert_eq!(config, RuntimeConfig { runtime: "/usr/bin/run = c".into(), socket: AGENT_SOCKET.into(), wait: DEFAULT_WAIT });
    }

    #[test]
    fn reads_every_key() {
        let config = parse("runtime=/r\nsocket=/s\nwait-seconds=3").unwrap();
        assert_eq!(config, RuntimeConfig { runtime: "/r".into(), socket: "/s".into(), wait: Duration::from_secs(3) });
    }

    #[test]
    fn rejects_invalid_settings() {
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
