//! Tells why the launcher stopped: on standard error, and in the file of `--log`, where containerd's shim looks for the last line of
//! level error and passes its `msg` on to the kubelet.

use crate::refusal::Refusal;
use crate::timestamp;
use std::ffi::{OsStr, OsString};
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::OpenOptionsExt;

/// What `--log` and `--log-format` said.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Log {
    file: Option<OsString>,
    json: bool,
}

impl Log {
    #[cfg(test)]
    pub fn to(file: &str, json: bool) -> Self {
        Self { file: Some(file.into()), json }
    }

    /// crun also knows `file:PATH`, `journald:ID` and `syslog:ID`; for the last two, standard error has to do.
    pub fn file(&mut self, value: &OsStr) {
        let value = value.as_bytes();
        let value = value.strip_prefix(b"file:").unwrap_or(value);
        let elsewhere = value.is_empty() || value.starts_with(b"journald:") || value.starts_with(b"syslog:");
        self.file = (!elsewhere).then(|| OsStr::from_bytes(value).to_owned());
    }

    pub fn format(&mut self, value: &OsStr) {
        self.json = value == "json";
    }

    /// Nothing more can be done about a report that cannot be written: the exit code still says that the command failed.
    pub fn report(&self, why: &Refusal) {
        let why = why.to_string();
        let _ = writeln!(io::stderr(), "{why}");
        let Some(file) = &self.file else { return };
        // As runc opens it. Non-blocking, so that a pipe nobody reads cannot hold the engine up.
        if let Ok(mut file) = OpenOptions::new().append(true).create(true).mode(0o644).custom_flags(libc::O_NONBLOCK).open(file) {
            let _ = file.write_all(self.line(&why, &timestamp::now()).as_bytes());
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
    fn lines_look_like_those_of_runc() {
        let time = "2026-01-02T03:04:05Z";
        assert_eq!(
            Log::to("/l", true).line("a \"b\"", time),
            "{\"level\":\"error\",\"msg\":\"a \\\"b\\\"\",\"time\":\"2026-01-02T03:04:05Z\"}\n"
        );
        assert_eq!(Log::to("/l", false).line("a \"b\"", time), "time=\"2026-01-02T03:04:05Z\" level=error msg=\"a \\\"b\\\"\"\n");
    }

    #[test]
    fn crun_s_other_destinations_are_not_files() {
        let mut log = Log::default();
        for (value, file) in [("file:/a", Some("/a")), ("journald:x", None), ("/b", Some("/b")), ("syslog:x", None), ("", None)] {
            log.file(OsStr::new(value));
            assert_eq!(log.file.as_deref(), file.map(OsStr::new), "{value}");
        }
    }
}
