// SPDX-License-Identifier: Apache-2.0
//! `create`, `run` and `restore` with an agent that responds.

use crate::fake_agent::{self, ALLOW};
use crate::fixture::{ENGINE_CONFIG, Fixture, stderr};
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};

#[test]
fn sends_request_and_applies_response() {
    let Some(fixture) = Fixture::new() else { return };
    for verb in ["create", "run", "restore"] {
        let agent = fake_agent::respond(&fixture.socket, ALLOW, b"{\"from\":\"agent\"}");
        fixture.write_bundle_config(ENGINE_CONFIG.as_bytes());
        let bundle = fixture.bundle();
        let args = ["--root", "/r", "--systemd-cgroup", verb, "--pid-file", "/p", "--bundle", bundle.to_str().unwrap(), "c1"];
        fixture.assert_ran(&fixture.call(&args), &args);
        let request = agent.join().unwrap();
        let expected = serde_json::json!({"protocol": 6, "verb": verb, "id": "c1", "bundle": bundle, "args": args});
        assert_eq!(request.header, expected);
        assert_eq!(request.config, ENGINE_CONFIG.as_bytes());
        assert!(String::from_utf8(request.mounts).unwrap().contains(" / / "));
        assert_eq!(fixture.config_now(), "{\"from\":\"agent\"}");
        fs::remove_file(&fixture.socket).unwrap();
    }
}

#[test]
fn resolves_bundle_in_working_directory_and_behind_symlink() {
    let Some(fixture) = Fixture::new() else { return };
    std::os::unix::fs::symlink("bundle", fixture.dir.join("link")).unwrap();
    let at = |dir: &str, args: &[&str]| {
        let agent = fake_agent::respond(&fixture.socket, ALLOW, b"");
        fixture.assert_ran(&fixture.command(args).current_dir(fixture.dir.join(dir)).output().unwrap(), args);
        assert_eq!(agent.join().unwrap().header["bundle"], fixture.bundle().to_str().unwrap());
        fs::remove_file(&fixture.socket).unwrap();
    };
    at("bundle", &["create", "c1"]);
    at(".", &["create", "-b", "link", "c1"]);
    at("bin", &["create", "--bundle=../link/.", "c1"]);
}

#[test]
fn keeps_file_when_config_is_empty() {
    let Some(fixture) = Fixture::new() else { return };
    let agent = fake_agent::respond(&fixture.socket, ALLOW, b"");
    let before = fs::metadata(fixture.config_path()).unwrap().ino();
    fixture.create();
    agent.join().unwrap();
    assert_eq!(fs::metadata(fixture.config_path()).unwrap().ino(), before);
    assert!(fixture.record().is_some());
}

#[test]
fn replaced_config_keeps_mode_and_group() {
    let Some(fixture) = Fixture::new() else { return };
    fs::set_permissions(fixture.config_path(), fs::Permissions::from_mode(0o640)).unwrap();
    std::os::unix::fs::chown(fixture.config_path(), None, Some(1234)).unwrap();
    let agent = fake_agent::respond(&fixture.socket, ALLOW, b"{}");
    fixture.create();
    agent.join().unwrap();
    let now = fs::metadata(fixture.config_path()).unwrap();
    assert_eq!((now.mode() & 0o7777, now.uid(), now.gid()), (0o640, 0, 1234));
    assert_eq!(fs::read_dir(fixture.bundle()).unwrap().count(), 1);
}

#[test]
fn replaces_config_writable_by_others() {
    let Some(fixture) = Fixture::new() else { return };
    fs::set_permissions(fixture.config_path(), fs::Permissions::from_mode(0o666)).unwrap();
    let before = fs::metadata(fixture.config_path()).unwrap().ino();
    let agent = fake_agent::respond(&fixture.socket, ALLOW, b"");
    fixture.create();
    agent.join().unwrap();
    let now = fs::metadata(fixture.config_path()).unwrap();
    assert_ne!(now.ino(), before);
    assert_eq!(now.mode() & 0o7777, 0o644);
    assert_eq!(fixture.config_now(), ENGINE_CONFIG);
}

#[test]
fn reports_denial_verbatim() {
    let Some(fixture) = Fixture::new() else { return };
    let header = r#"{"protocol":6,"decision":"deny","message":"enhanced container isolation: host PID is off","rootfs":null,"binds":[]}"#;
    let agent = fake_agent::respond(&fixture.socket, header, b"{}");
    let log = fixture.dir.join("log");
    let args = ["--log", log.to_str().unwrap(), "--log-format=json", "create", "--bundle", "bundle", "c1"];
    let output = fixture.call(&args);
    agent.join().unwrap();
    fixture.assert_rejected(&output, "host PID is off");
    assert_eq!(stderr(&output), "enhanced container isolation: host PID is off\n");
    let line: serde_json::Value = serde_json::from_str(&fs::read_to_string(log).unwrap()).unwrap();
    assert_eq!(line["msg"], "enhanced container isolation: host PID is off");
    assert_eq!(fixture.config_now(), ENGINE_CONFIG);
}

#[test]
fn exchanges_large_configs() {
    let Some(fixture) = Fixture::new() else { return };
    let fixture = fixture.with_wait_seconds(20);
    let large: &'static [u8] = vec![b' '; 12 * 1024 * 1024].leak();
    fixture.write_bundle_config(large);
    let agent = fake_agent::respond(&fixture.socket, ALLOW, large);
    fixture.create();
    assert!(agent.join().unwrap().config == large);
    assert!(fs::read(fixture.config_path()).unwrap() == large && fixture.record().is_some());
}
