// SPDX-License-Identifier: Apache-2.0
//! Engines give `/dev/null` of the host to processes without input. crun gives its standard streams to the container's
//! root before it enters the user namespace, that device too: the container could then change its mode, for all
//! processes of the host. runc leaves the null device alone. Other runtimes get one that nothing else uses.

use crate::error::{Error, Result};
use rustix::fs::{FileType, Mode, OFlags, chmodat, fstat, makedev, mknodat, openat};
use rustix::mount::{FsMountFlags, FsOpenFlags, MountAttrFlags, fsconfig_create, fsmount, fsopen};
use rustix::stdio::{dup2_stderr, dup2_stdin, dup2_stdout};
use std::io::{stderr, stdin, stdout};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::Path;

const NAME: &str = "null";
const MAJOR: u32 = 1;
const MINOR: u32 = 3;

/// Replaces the null device among this process's standard streams, which the runtime inherits.
pub fn replace(runtime: &Path) -> Result<()> {
    let is_runc = runtime.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"runc"));
    let null = [stdin().as_fd(), stdout().as_fd(), stderr().as_fd()].map(is_null);
    if is_runc || !null.contains(&true) {
        return Ok(());
    }
    replace_streams(null).map_err(|e| Error::new(format!("the container is not created because it gets no null device of its own ({e})")))
}

fn replace_streams([input, output, error]: [bool; 3]) -> rustix::io::Result<()> {
    let own = create()?;
    if input {
        dup2_stdin(&own)?;
    }
    if output {
        dup2_stdout(&own)?;
    }
    if error {
        dup2_stderr(&own)?;
    }
    Ok(())
}

fn is_null(stream: BorrowedFd) -> bool {
    fstat(stream)
        .is_ok_and(|stat| FileType::from_raw_mode(stat.st_mode) == FileType::CharacterDevice && stat.st_rdev == makedev(MAJOR, MINOR))
}

/// On a file system that exists as long as the device is open.
fn create() -> rustix::io::Result<OwnedFd> {
    let context = fsopen("tmpfs", FsOpenFlags::FSOPEN_CLOEXEC)?;
    fsconfig_create(&context)?;
    let flags = MountAttrFlags::MOUNT_ATTR_NOSUID | MountAttrFlags::MOUNT_ATTR_NOEXEC;
    let tree = fsmount(&context, FsMountFlags::FSMOUNT_CLOEXEC, flags)?;
    mknodat(&tree, NAME, FileType::CharacterDevice, Mode::empty(), makedev(MAJOR, MINOR))?;
    chmodat(&tree, NAME, Mode::from_raw_mode(0o666), rustix::fs::AtFlags::empty())?;
    openat(&tree, NAME, OFlags::RDWR | OFlags::NOFOLLOW | OFlags::CLOEXEC, Mode::empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustix::fs::{CWD, open};
    use rustix::io::{read, write};

    #[test]
    fn creates_device_that_nothing_else_uses() {
        let host = open("/dev/null", OFlags::RDWR, Mode::empty()).unwrap();
        assert!(is_null(host.as_fd()));
        assert!(!is_null(open("/dev/zero", OFlags::RDONLY, Mode::empty()).unwrap().as_fd()));
        assert!(!is_null(openat(CWD, "/", OFlags::RDONLY, Mode::empty()).unwrap().as_fd()));
        if !rustix::process::geteuid().is_root() {
            return;
        }
        let own = create().unwrap();
        assert!(is_null(own.as_fd()));
        let (own_stat, host_stat) = (fstat(&own).unwrap(), fstat(&host).unwrap());
        assert_ne!((own_stat.st_dev, own_stat.st_ino), (host_stat.st_dev, host_stat.st_ino));
        assert_eq!(own_stat.st_mode & 0o7777, 0o666);
        assert_eq!(write(&own, b"x").unwrap(), 1);
        assert_eq!(read(&own, &mut [0; 4]).unwrap(), 0);
    }
}
