// SPDX-License-Identifier: Apache-2.0
//! `exec` in a container that eci-runtime created: the container's root owns the pipes, and nothing else.

use crate::fixture::Fixture;
use rustix::fs::{fchown, fstat};
use rustix::pipe::pipe;
use std::fs::{self, File};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::fs::{MetadataExt, PermissionsExt};

const BASE: u32 = 1_879_048_192;

/// The directory of a container, as after `create`; a sweep that runs at the same time finds its runtime's record.
struct Container {
    id: String,
    directory: String,
}

impl Container {
    fn new(fixture: &Fixture) -> Self {
        let id = fixture.dir.file_name().unwrap().to_str().unwrap().to_owned();
        let directory = format!("/run/eci/containers/{id}");
        let root = fixture.dir.join("root");
        fs::create_dir_all(root.join(&id)).unwrap();
        fs::create_dir_all(&directory).unwrap();
        let rootfs = serde_json::json!({"path": "/m", "base": BASE, "size": 65536, "overlay": null, "flags": ["nodev"]});
        let state = serde_json::json!({"version": 1, "id": id, "root": root, "base": BASE, "size": 65536, "rootfs": rootfs});
        fs::write(format!("{directory}/state.json"), state.to_string()).unwrap();
        Self { id, directory }
    }
}

impl Drop for Container {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.directory).unwrap();
    }
}

fn owner(file: impl AsFd) -> (u32, u32) {
    let stat = fstat(file).unwrap();
    (stat.st_uid, stat.st_gid)
}

#[test]
fn exec_gives_pipes_to_the_container() {
    let Some(fixture) = Fixture::new() else { return };
    let container = Container::new(&fixture);
    let owner_after = |args: &[&str], before: u32| {
        let (read, write): (OwnedFd, OwnedFd) = pipe().unwrap();
        if before != 0 {
            fchown(&read, Some(rustix::fs::Uid::from_raw(before)), None).unwrap();
        }
        fixture.command(args).stdout(write).status().unwrap();
        assert_eq!(fixture.record().unwrap(), args);
        owner(read)
    };
    let id = container.id.as_str();
    assert_eq!(owner_after(&["exec", "--process", "/p", "--detach", id], 0), (BASE, BASE));
    assert_eq!(owner_after(&["exec", "--process", "/p", "--detach", id], 1000), (1000, 0), "of a user");
    assert_eq!(owner_after(&["exec", "--process", "/p", "no-such-container"], 0), (0, 0));
    assert_eq!(owner_after(&["exec", "--process", "/p", "--console-socket", "/s", id], 0), (0, 0), "with a terminal");
    assert_eq!(owner_after(&["state", id], 0), (0, 0));
}

#[test]
fn exec_changes_no_file_of_the_host() {
    let Some(fixture) = Fixture::new() else { return };
    let container = Container::new(&fixture);
    let file = fixture.dir.join("log");
    let (null, log) = (File::open("/dev/null").unwrap(), File::create(&file).unwrap());
    fixture.command(&["exec", "--process", "/p", &container.id]).stdin(null).stdout(log).status().unwrap();
    let (null, log) = (fs::metadata("/dev/null").unwrap(), fs::metadata(&file).unwrap());
    assert_eq!([(null.uid(), null.gid()), (log.uid(), log.gid())], [(0, 0), (0, 0)]);
}

/// The runtime inherits the limit, and the process does from it.
#[test]
fn exec_with_capability_may_lock_memory() {
    let Some(fixture) = Fixture::new() else { return };
    let container = Container::new(&fixture);
    let runtime = fixture.dir.join("runtime");
    fs::write(&runtime, "#!/bin/sh\nulimit -l\n").unwrap();
    fs::set_permissions(&runtime, fs::Permissions::from_mode(0o755)).unwrap();
    let fixture = fixture.with_runtime(&runtime);
    let process = fixture.dir.join("process.json");
    let limit_with = |capability: &str| {
        fs::write(&process, format!(r#"{{"capabilities": {{"bounding": ["{capability}"]}}}}"#)).unwrap();
        let eci_runtime = fixture.dir.join("bin/eci-runtime");
        let mut shell = std::process::Command::new("sh");
        shell.args(["-c", "ulimit -S -l 16; ulimit -H -l 64; \"$@\"", "sh", eci_runtime.to_str().unwrap(), "exec", "--process"]);
        let output = shell.arg(&process).arg(&container.id).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert_eq!(limit_with("CAP_CHOWN"), "16\n");
    // Unlimited where eci-runtime may raise the hard limit.
    assert!(["64\n", "unlimited\n"].contains(&&*limit_with("CAP_IPC_LOCK")));
}
