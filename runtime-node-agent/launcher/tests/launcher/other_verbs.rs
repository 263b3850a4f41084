//! Every verb but the three that start containers goes to the runtime at once: no agent is there in these tests.

use crate::lab::{Lab, STAND_IN};
use std::fs;
use std::process::Stdio;

#[test]
fn arguments_answer_and_exit_code_pass_unchanged() {
    let Some(lab) = Lab::new() else { return };
    for args in [
        &["--root", "/r", "--log=/l", "--systemd-cgroup", "state", "c1"][..],
        &["exec", "--process", "/p", "c1", "--", "create", "--bundle=/x", ""],
        &["update", "--resources", "-", "c1"],
        &["features"],
        &["--version"],
        &["create", "--help"],
        &[],
    ] {
        lab.assert_ran(&lab.call(args), args);
        assert_eq!(fs::read_to_string(lab.dir.join("record")).unwrap().lines().next(), Some(STAND_IN));
    }
}

#[test]
fn the_runtime_gets_the_signals_an_engine_would_give_it() {
    let Some(lab) = Lab::new() else { return };
    lab.call(&["state", "c1"]);
    let ignored = fs::read_to_string(lab.dir.join("record.signals")).unwrap();
    let ignored = u64::from_str_radix(ignored.split_whitespace().last().unwrap(), 16).unwrap();
    assert_eq!(ignored & 1 << (13 - 1), 0, "SIGPIPE is ignored");
}

#[test]
fn unknown_verbs_and_flags_are_refused_with_a_reason_in_the_log_the_engine_reads() {
    let Some(lab) = Lab::new() else { return };
    let log = lab.dir.join("log.json");
    let named = log.to_str().unwrap();
    lab.assert_refused(&lab.call(&["--log", named, "--log-format", "json", "mounts", "add", "c1"]), "'mounts' is not a command");
    lab.assert_refused(&lab.call(&["--log", named, "--log-format", "json", "--what", "state", "c1"]), "'--what' is not a global flag");
    let lines: Vec<serde_json::Value> = fs::read_to_string(&log).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0]["level"], "error");
    assert!(lines[0]["msg"].as_str().unwrap().starts_with("enhanced container isolation: 'mounts' is not a command"));
    assert_eq!(lines[0]["time"].as_str().unwrap().len(), "2026-01-02T03:04:05Z".len());
}

#[test]
fn a_text_log_and_a_log_nobody_reads_are_no_obstacle() {
    let Some(lab) = Lab::new() else { return };
    let (text, pipe) = (lab.dir.join("log.txt"), lab.dir.join("pipe"));
    lab.assert_refused(&lab.call(&["--log", text.to_str().unwrap(), "init"]), "'init' is not a command");
    assert!(fs::read_to_string(text).unwrap().contains(" level=error msg=\"enhanced container isolation: 'init'"));
    rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, rustix::fs::Mode::RWXU, 0).unwrap();
    lab.assert_refused(&lab.call(&["--log", pipe.to_str().unwrap(), "init"]), "'init' is not a command");
    lab.assert_refused(&lab.call(&["--log", "/no/such/dir/log", "init"]), "'init' is not a command");
    let closed = lab.command(&["init"]).stderr(Stdio::null()).status().unwrap();
    assert_eq!(closed.code(), Some(1));
}
