//! Bundles that are not what an engine makes. Each is refused before anybody is asked.

use crate::lab::Lab;
use std::fs::{self, File};
use std::os::unix::fs::symlink;

#[test]
fn a_missing_bundle_or_config() {
    let Some(lab) = Lab::new() else { return };
    lab.assert_refused(&lab.call(&["create", "--bundle", "/no/such", "c1"]), "its bundle /no/such cannot be opened (No such file");
    lab.assert_refused(&lab.call(&["create", "--bundle", "runtime.conf", "c1"]), "cannot be opened (Not a directory");
    fs::remove_file(lab.config_path()).unwrap();
    lab.assert_refused(&lab.create(), "has no config.json");
}

#[test]
fn a_config_that_is_a_link() {
    let Some(lab) = Lab::new() else { return };
    fs::rename(lab.config_path(), lab.dir.join("elsewhere")).unwrap();
    symlink("../elsewhere", lab.config_path()).unwrap();
    lab.assert_refused(&lab.create(), "has a symbolic link in place of its config.json");
}

#[test]
fn a_config_that_is_a_pipe_or_a_directory() {
    let Some(lab) = Lab::new() else { return };
    fs::remove_file(lab.config_path()).unwrap();
    rustix::fs::mknodat(rustix::fs::CWD, lab.config_path(), rustix::fs::FileType::Fifo, rustix::fs::Mode::RWXU, 0).unwrap();
    lab.assert_refused(&lab.create(), "is not a plain file of root's");
    fs::remove_file(lab.config_path()).unwrap();
    fs::create_dir(lab.config_path()).unwrap();
    lab.assert_refused(&lab.create(), "is not a plain file of root's");
}

#[test]
fn a_config_that_belongs_to_somebody_else() {
    let Some(lab) = Lab::new() else { return };
    std::os::unix::fs::chown(lab.config_path(), Some(1000), None).unwrap();
    lab.assert_refused(&lab.create(), "is not a plain file of root's");
}

#[test]
fn a_config_that_is_too_large() {
    let Some(lab) = Lab::new() else { return };
    File::options().write(true).open(lab.config_path()).unwrap().set_len(16 * 1024 * 1024 + 1).unwrap();
    lab.assert_refused(&lab.create(), "more than 16 MiB");
}
