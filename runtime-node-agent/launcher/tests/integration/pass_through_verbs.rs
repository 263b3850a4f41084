// SPDX-License-Identifier: Apache-2.0
//! All verbs except the three that start containers are passed to the runtime immediately: these tests run without an
//! agent.

use crate::fixture::{FAKE_RUNTIME, Fixture};
use std::fs;
use std::process::Stdio;

#[test]
fn passes_arguments_output_and_exit_code() {
    let Some(fixture) = Fixture::new() else { return };
    for args in [
        &["--root", "/r", "--log=/l", "--systemd-cgroup", "state", "c1"][..],
        &["exec", "--process", "/p", "c1", "--", "create", "--bundle=/x", ""],
        &["update", "--resources", "-", "c1"],
        &["features"],
        &["--version"],
        &["create", "--help"],
        &[],
    ] {
        fixture.assert_ran(&fixture.call(args), args);
        assert_eq!(fs::read_to_string(fixture.dir.join("record")).unwrap().lines().next(), Some(FAKE_RUNTIME));
    }
}

#[test]
fn keeps_signal_dispositions() {
    let Some(fixture) = Fixture::new() else { return };
    fixture.call(&["state", "c1"]);
    let ignored = fs::read_to_string(fixture.dir.join("record.signals")).unwrap();
    let ignored = u64::from_str_radix(ignored.split_whitespace().last().unwrap(), 16).unwrap();
    assert_eq!(ignored & 1 << (13 - 1), 0, "SIGPIPE is ignored");
}

#[test]
fn rejects_unknown_verbs_and_logs_reason() {
    let Some(fixture) = Fixture::new() else { return };
    let log = fixture.dir.join("log.json");
    let named = log.to_str().unwrap();
    fixture.assert_rejected(&fixture.call(&["--log", named, "--log-format", "json", "mounts", "add", "c1"]), "'mounts' is not a command");
    fixture.assert_rejected(
        &fixture.call(&["--log", named, "--log-format", "json", "--what", "state", "c1"]),
        "'--what' is not a global flag",
    );
    let lines: Vec<serde_json::Value> = fs::read_to_string(&log).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0]["level"], "error");
    assert!(lines[0]["msg"].as_str().unwrap().starts_with("enhanced container isolation: 'mounts' is not a command"));
    assert_eq!(lines[0]["time"].as_str().unwrap().len(), "2026-01-02T03:04:05Z".len());
}

#[test]
fn rejects_with_text_log_or_unwritable_log() {
    let Some(fixture) = Fixture::new() else { return };
    let (text, pipe) = (fixture.dir.join("log.txt"), fixture.dir.join("pipe"));
    fixture.assert_rejected(&fixture.call(&["--log", text.to_str().unwrap(), "init"]), "'init' is not a command");
    assert!(fs::read_to_string(text).unwrap().contains(" level=error msg=\"enhanced container isolation: 'init'"));
    rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, rustix::fs::Mode::RWXU, 0).unwrap();
    fixture.assert_rejected(&fixture.call(&["--log", pipe.to_str().unwrap(), "init"]), "'init' is not a command");
    fixture.assert_rejected(&fixture.call(&["--log", "/no/such/dir/log", "init"]), "'init' is not a command");
    let closed = fixture.command(&["init"]).stderr(Stdio::null()).status().unwrap();
    assert_eq!(closed.code(), Some(1));
}
