// SPDX-License-Identifier: Apache-2.0
//! Implements `--eci-nosuid`: makes the host ignore set-user-ID bits and file capabilities below a directory. If the
//! directory is a mount point, the mount gets the flag. Otherwise a clone of the directory is mounted over it. This does
//! not disturb processes that use files below; an unmount would.

use crate::error::{Error, Result};
use crate::path_fd;
use crate::rootfs_plan::absolute;
use crate::syscalls::{AttrChange, Scope, mount_setattr};
use rustix::fs::{StatVfsMountFlags, fstatvfs};
use rustix::io::Errno;
use rustix::mount::{MountAttrFlags, MoveMountFlags, OpenTreeFlags, move_mount, open_tree};
use std::os::fd::AsFd;
use std::process::ExitCode;

pub fn apply(path: &str) -> Result<ExitCode> {
    let path = absolute(path.to_owned()).map_err(|reason| Error::new(format!("--eci-nosuid {reason}")))?;
    mount_nosuid(&path).map_err(|e| Error::new(format!("{path} cannot be mounted nosuid: {e}")))?;
    Ok(ExitCode::SUCCESS)
}

fn mount_nosuid(path: &str) -> rustix::io::Result<()> {
    let target = path_fd::open_without_symlinks(path)?;
    if fstatvfs(&target)?.f_flag.contains(StatVfsMountFlags::NOSUID) {
        return Ok(());
    }
    let nosuid = AttrChange::flags(MountAttrFlags::MOUNT_ATTR_NOSUID, MountAttrFlags::empty());
    if path_fd::mount_id(&target)?.is_some() {
        // With a second mount on top, the owner of the first one would have to unmount both.
        return mount_setattr(target.as_fd(), &nosuid, Scope::Mount);
    }
    let copy =
        OpenTreeFlags::OPEN_TREE_CLONE | OpenTreeFlags::OPEN_TREE_CLOEXEC | OpenTreeFlags::AT_RECURSIVE | OpenTreeFlags::AT_EMPTY_PATH;
    let tree = open_tree(&target, "", copy)?;
    mount_setattr(tree.as_fd(), &nosuid, Scope::Subtree)?;
    // Opened again: if two processes do this at the same time, the mount point is the root of the first one's mount.
    let target_now = path_fd::open_without_symlinks(path)?;
    if fstatvfs(&target_now)?.f_flag.contains(StatVfsMountFlags::NOSUID) {
        return Ok(());
    }
    match move_mount(&tree, "", &target_now, "", MoveMountFlags::MOVE_MOUNT_F_EMPTY_PATH | MoveMountFlags::MOVE_MOUNT_T_EMPTY_PATH) {
        Err(Errno::NOENT) => Err(Errno::AGAIN),
        other => other,
    }
}
