// SPDX-License-Identifier: Apache-2.0
//! Writes the error to standard error and to the file given by `--log`. containerd's shim reads the last line of level
//! error in that file and passes its `msg` to the kubelet.

use crate::error::Error;
use crate::timestamp;
use std::ffi::{OsStr, OsString};
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::OpenOptionsExt;

/// The values of `--log` and `--log-format`.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct ErrorLog {
    file: Option<OsString>,
    json: bool,
}

impl ErrorLog {
    #[cfg(test)]
    pub fn of(file: &str, json: bool) -> Self {
        Self { file: Some(file.into()), json }
    }

    /// crun also supports `file:PATH`, `journald:ID` and `syslog:ID`; for the last two, only standard error is written.
    pub fn set_file(&mut self, value: &OsStr) {
        let value = value.as_bytes();
        let value = value.strip_prefix(b"file:").unwrap_or(value);
        let not_a_file = value.is_empty() || value.starts_with(b"journald:") || value.starts_with(b"syslog:");
        self.file = (!not_a_file).then(|| OsStr::from_bytes(value).to_owned());
    }

    pub fn set_format(&mut self, value: &OsStr) {
        self.json = value == "json";
    }

    /// Write failures are ignored: the exit code still reports the error.
    pub fn write(&self, error: &Error) {
        let error = error.to_string();
        let _ = writeln!(io::stderr(), "{error}");
        let Some(file) = &self.file else { return };
        // Opened as runc does. Non-blocking, so that a pipe without a reader cannot block the engine.
        if let Ok(mut file) = OpenOptions::new().append(true).create(true).mode(0o644).custom_flags(libc::O_NONBLOCK).open(file) {
            let _ = file.write_all(self.line(&error, &timestamp::now()).as_bytes());
        }
    }

    fn line(&self, msg: &str, time: &str) -> String {
        let msg = serde_json::Value::from(msg);
        if self.json {
            format!("{{\"level\":\"error\",\"msg\":{msg},\"time\":\"{time}\"}}\n")
        } else {
            format!("time=\"{time}\" level=error msg={msg}\n")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_lines_in_runc_format() {
        let time = "2026-01-02T03:04:05Z";
        assert_eq!(
            ErrorLog::of("/l", true).line("a \"b\"", time),
            "{\"level\":\"error\",\"msg\":\"a \\\"b\\\"\",\"time\":\"2026-01-02T03:04:05Z\"}\n"
        );
        assert_eq!(ErrorLog::of("/l", false).line("a \"b\"", time), "time=\"2026-01-02T03:04:05Z\" level=error msg=\"a \\\"b\\\"\"\n");
    }

    #[test]
    fn ignores_journald_and_syslog_destinations() {
        let mut log = ErrorLog::default();
        for (value, file) in [("file:/a", Some("/a")), ("journald:x", None), ("/b", Some("/b")), ("syslog:x", None), ("", None)] {
            log.set_file(OsStr::new(value));
            assert_eq!(log.file.as_deref(), file.map(OsStr::new), "{value}");
        }
    }
}
