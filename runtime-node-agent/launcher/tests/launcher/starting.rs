//! `create`, `run` and `restore` with an agent that answers.

use crate::agent::{self, RUN};
use crate::lab::{ENGINE_CONFIG, Lab, stderr};
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};

#[test]
fn the_agent_is_asked_what_the_contract_says_and_the_runtime_gets_what_it_answers() {
    let Some(lab) = Lab::new() else { return };
    for verb in ["create", "run", "restore"] {
        let agent = agent::answering(&lab.socket, RUN, b"{\"from\":\"agent\"}");
        lab.config(ENGINE_CONFIG.as_bytes());
        let bundle = lab.bundle();
        let args = ["--root", "/r", "--systemd-cgroup", verb, "--pid-file", "/p", "--bundle", bundle.to_str().unwrap(), "c1"];
        lab.assert_ran(&lab.call(&args), &args);
        let question = agent.join().unwrap();
        let expected = serde_json::json!({"protocol": 4, "verb": verb, "id": "c1", "bundle": bundle, "args": args});
        assert_eq!(question.header, expected);
        assert_eq!(question.config, ENGINE_CONFIG.as_bytes());
        assert!(String::from_utf8(question.mounts).unwrap().contains(" / / "));
        assert_eq!(lab.config_now(), "{\"from\":\"agent\"}");
        fs::remove_file(&lab.socket).unwrap();
    }
}

#[test]
fn the_bundle_may_be_the_working_directory_or_lie_behind_a_link() {
    let Some(lab) = Lab::new() else { return };
    std::os::unix::fs::symlink("bundle", lab.dir.join("link")).unwrap();
    let at = |dir: &str, args: &[&str]| {
        let agent = agent::answering(&lab.socket, RUN, b"");
        lab.assert_ran(&lab.command(args).current_dir(lab.dir.join(dir)).output().unwrap(), args);
        assert_eq!(agent.join().unwrap().header["bundle"], lab.bundle().to_str().unwrap());
        fs::remove_file(&lab.socket).unwrap();
    };
    at("bundle", &["create", "c1"]);
    at(".", &["create", "-b", "link", "c1"]);
    at("bin", &["create", "--bundle=../link/.", "c1"]);
}

#[test]
fn an_empty_config_leaves_the_file_alone() {
    let Some(lab) = Lab::new() else { return };
    let agent = agent::answering(&lab.socket, RUN, b"");
    let before = fs::metadata(lab.config_path()).unwrap().ino();
    lab.create();
    agent.join().unwrap();
    assert_eq!(fs::metadata(lab.config_path()).unwrap().ino(), before);
    assert!(lab.record().is_some());
}

#[test]
fn a_replaced_config_keeps_mode_and_group_and_nothing_is_left_behind() {
    let Some(lab) = Lab::new() else { return };
    fs::set_permissions(lab.config_path(), fs::Permissions::from_mode(0o640)).unwrap();
    std::os::unix::fs::chown(lab.config_path(), None, Some(1234)).unwrap();
    let agent = agent::answering(&lab.socket, RUN, b"{}");
    lab.create();
    agent.join().unwrap();
    let now = fs::metadata(lab.config_path()).unwrap();
    assert_eq!((now.mode() & 0o7777, now.uid(), now.gid()), (0o640, 0, 1234));
    assert_eq!(fs::read_dir(lab.bundle()).unwrap().count(), 1);
}

#[test]
fn a_config_others_may_write_is_replaced_by_what_was_checked() {
    let Some(lab) = Lab::new() else { return };
    fs::set_permissions(lab.config_path(), fs::Permissions::from_mode(0o666)).unwrap();
    let before = fs::metadata(lab.config_path()).unwrap().ino();
    let agent = agent::answering(&lab.socket, RUN, b"");
    lab.create();
    agent.join().unwrap();
    let now = fs::metadata(lab.config_path()).unwrap();
    assert_ne!(now.ino(), before);
    assert_eq!(now.mode() & 0o7777, 0o644);
    assert_eq!(lab.config_now(), ENGINE_CONFIG);
}

#[test]
fn a_refusal_is_passed_on_word_for_word() {
    let Some(lab) = Lab::new() else { return };
    let header = r#"{"protocol":4,"decision":"refuse","message":"enhanced container isolation: host PID is off","rootfs":null,"binds":[]}"#;
    let agent = agent::answering(&lab.socket, header, b"{}");
    let log = lab.dir.join("log");
    let args = ["--log", log.to_str().unwrap(), "--log-format=json", "create", "--bundle", "bundle", "c1"];
    let output = lab.call(&args);
    agent.join().unwrap();
    lab.assert_refused(&output, "host PID is off");
    assert_eq!(stderr(&output), "enhanced container isolation: host PID is off\n");
    let line: serde_json::Value = serde_json::from_str(&fs::read_to_string(log).unwrap()).unwrap();
    assert_eq!(line["msg"], "enhanced container isolation: host PID is off");
    assert_eq!(lab.config_now(), ENGINE_CONFIG);
}

#[test]
fn large_configs_go_there_and_back() {
    let Some(lab) = Lab::new() else { return };
    let lab = lab.patient(20);
    let large: &'static [u8] = vec![b' '; 12 * 1024 * 1024].leak();
    lab.config(large);
    let agent = agent::answering(&lab.socket, RUN, large);
    lab.create();
    assert!(agent.join().unwrap().config == large);
    assert!(fs::read(lab.config_path()).unwrap() == large && lab.record().is_some());
}
