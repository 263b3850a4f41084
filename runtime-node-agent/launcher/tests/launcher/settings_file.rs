//! `runtime.conf` as found on a node.

use crate::lab::Lab;
use std::fs;
use std::os::unix::fs::{PermissionsExt, chown, symlink};

#[test]
fn a_missing_file_is_named() {
    let Some(lab) = Lab::new() else { return };
    fs::remove_file(lab.dir.join("runtime.conf")).unwrap();
    let output = lab.call(&["state", "c1"]);
    lab.assert_refused(&output, &format!("{}/runtime.conf cannot be read (No such file", lab.dir.display()));
}

#[test]
fn what_others_could_change_is_not_read() {
    let Some(lab) = Lab::new() else { return };
    let (conf, why) = (lab.dir.join("runtime.conf"), "must be a plain file that belongs to root and is writable by nobody else");
    for mode in [0o664, 0o646] {
        fs::set_permissions(&conf, fs::Permissions::from_mode(mode)).unwrap();
        lab.assert_refused(&lab.call(&["state", "c1"]), why);
    }
    fs::set_permissions(&conf, fs::Permissions::from_mode(0o644)).unwrap();
    chown(&conf, Some(1000), None).unwrap();
    lab.assert_refused(&lab.call(&["state", "c1"]), why);
    chown(&conf, Some(0), None).unwrap();
    fs::rename(&conf, lab.dir.join("elsewhere")).unwrap();
    symlink("elsewhere", &conf).unwrap();
    lab.assert_refused(&lab.call(&["state", "c1"]), "cannot be read (Too many levels of symbolic links");
}

#[test]
fn a_huge_or_binary_file_is_an_error() {
    let Some(lab) = Lab::new() else { return };
    lab.conf(&"#\n".repeat(10_000_000));
    lab.assert_refused(&lab.call(&["state", "c1"]), "is too large");
    fs::write(lab.dir.join("runtime.conf"), b"runtime = /\xff\n").unwrap();
    lab.assert_refused(&lab.call(&["state", "c1"]), "cannot be read (stream did not contain valid UTF-8");
}

#[test]
fn a_runtime_that_cannot_be_called_is_named() {
    let Some(lab) = Lab::new() else { return };
    lab.conf("runtime = /no/such/runc\n");
    lab.assert_refused(&lab.call(&["state", "c1"]), "the container runtime /no/such/runc cannot be started");
}

#[test]
fn the_launcher_does_not_call_itself() {
    let Some(lab) = Lab::new() else { return };
    symlink("eci-runtime", lab.dir.join("bin/runc")).unwrap();
    lab.conf(&format!("runtime = {}/bin/runc\n", lab.dir.display()));
    lab.assert_refused(&lab.call(&["state", "c1"]), "names this launcher itself");
}
