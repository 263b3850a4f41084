// SPDX-License-Identifier: Apache-2.0
//! Bundles that no engine creates. Each is rejected before a request is sent.

use crate::fixture::Fixture;
use std::fs::{self, File};
use std::os::unix::fs::symlink;

#[test]
fn rejects_missing_bundle_or_config() {
    let Some(fixture) = Fixture::new() else { return };
    fixture.assert_rejected(&fixture.call(&["create", "--bundle", "/no/such", "c1"]), "its bundle /no/such cannot be opened (No such file");
    fixture.assert_rejected(&fixture.call(&["create", "--bundle", "runtime.conf", "c1"]), "cannot be opened (Not a directory");
    fs::remove_file(fixture.config_path()).unwrap();
    fixture.assert_rejected(&fixture.create(), "has no config.json");
}

#[test]
fn rejects_config_that_is_a_symlink() {
    let Some(fixture) = Fixture::new() else { return };
    fs::rename(fixture.config_path(), fixture.dir.join("elsewhere")).unwrap();
    symlink("../elsewhere", fixture.config_path()).unwrap();
    fixture.assert_rejected(&fixture.create(), "has a symbolic link in place of its config.json");
}

#[test]
fn rejects_config_that_is_a_pipe_or_directory() {
    let Some(fixture) = Fixture::new() else { return };
    fs::remove_file(fixture.config_path()).unwrap();
    rustix::fs::mknodat(rustix::fs::CWD, fixture.config_path(), rustix::fs::FileType::Fifo, rustix::fs::Mode::RWXU, 0).unwrap();
    fixture.assert_rejected(&fixture.create(), "is not a regular file owned by root");
    fs::remove_file(fixture.config_path()).unwrap();
    fs::create_dir(fixture.config_path()).unwrap();
    fixture.assert_rejected(&fixture.create(), "is not a regular file owned by root");
}

#[test]
fn rejects_config_of_another_owner() {
    let Some(fixture) = Fixture::new() else { return };
    std::os::unix::fs::chown(fixture.config_path(), Some(1000), None).unwrap();
    fixture.assert_rejected(&fixture.create(), "is not a regular file owned by root");
}

#[test]
fn rejects_oversized_config() {
    let Some(fixture) = Fixture::new() else { return };
    File::options().write(true).open(fixture.config_path()).unwrap().set_len(16 * 1024 * 1024 + 1).unwrap();
    fixture.assert_rejected(&fixture.create(), "more than 16 MiB");
}
