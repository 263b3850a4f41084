// SPDX-License-Identifier: Apache-2.0
//! `runtime.conf` as installed on a node.

use crate::fixture::Fixture;
use std::fs;
use std::os::unix::fs::{PermissionsExt, chown, symlink};

#[test]
fn reports_missing_file() {
    let Some(fixture) = Fixture::new() else { return };
    fs::remove_file(fixture.dir.join("runtime.conf")).unwrap();
    let output = fixture.call(&["state", "c1"]);
    fixture.assert_rejected(&output, &format!("{}/runtime.conf cannot be read (No such file", fixture.dir.display()));
}

#[test]
fn rejects_file_writable_by_others() {
    let Some(fixture) = Fixture::new() else { return };
    let (conf, why) = (fixture.dir.join("runtime.conf"), "must be a regular file that belongs to root and is not writable by others");
    for mode in [0o664, 0o646] {
        fs::set_permissions(&conf, fs::Permissions::from_mode(mode)).unwrap();
        fixture.assert_rejected(&fixture.call(&["state", "c1"]), why);
    }
    fs::set_permissions(&conf, fs::Permissions::from_mode(0o644)).unwrap();
    chown(&conf, Some(1000), None).unwrap();
    fixture.assert_rejected(&fixture.call(&["state", "c1"]), why);
    chown(&conf, Some(0), None).unwrap();
    fs::rename(&conf, fixture.dir.join("elsewhere")).unwrap();
    symlink("elsewhere", &conf).unwrap();
    fixture.assert_rejected(&fixture.call(&["state", "c1"]), "cannot be read (Too many levels of symbolic links");
}

#[test]
fn rejects_huge_and_binary_files() {
    let Some(fixture) = Fixture::new() else { return };
    fixture.write_runtime_conf(&"#\n".repeat(10_000_000));
    fixture.assert_rejected(&fixture.call(&["state", "c1"]), "is too large");
    fs::write(fixture.dir.join("runtime.conf"), b"runtime = /\xff\n").unwrap();
    fixture.assert_rejected(&fixture.call(&["state", "c1"]), "cannot be read (stream did not contain valid UTF-8");
}

#[test]
fn reports_runtime_that_cannot_be_started() {
    let Some(fixture) = Fixture::new() else { return };
    fixture.write_runtime_conf("runtime = /no/such/runc\n");
    fixture.assert_rejected(&fixture.call(&["state", "c1"]), "the OCI runtime /no/such/runc cannot be started");
}

#[test]
fn rejects_itself_as_runtime() {
    let Some(fixture) = Fixture::new() else { return };
    symlink("eci-runtime", fixture.dir.join("bin/runc")).unwrap();
    fixture.write_runtime_conf(&format!("runtime = {}/bin/runc\n", fixture.dir.display()));
    fixture.assert_rejected(&fixture.call(&["state", "c1"]), "names eci-runtime itself");
}
