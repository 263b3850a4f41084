//! `--eci-nosuid`: from now on the node disregards set-user-ID bits and file capabilities below a directory. A mount gets the flag. Over a
//! directory that is none, a copy of it is mounted: who works below goes on undisturbed, which who loses a mount under his feet does not.

use crate::dirs;
use crate::plan::absolute;
use crate::refusal::{Refusal, Result};
use crate::syscalls::{Change, Reach, mount_setattr};
use rustix::fs::{StatVfsMountFlags, fstatvfs};
use rustix::io::Errno;
use rustix::mount::{MountAttrFlags, MoveMountFlags, OpenTreeFlags, move_mount, open_tree};
use std::os::fd::AsFd;
use std::process::ExitCode;

pub fn apply(path: &str) -> Result<ExitCode> {
    let path = absolute(path.to_owned()).map_err(|why| Refusal::new(format!("--eci-nosuid {why}")))?;
    over(&path).map_err(|e| Refusal::new(format!("{path} cannot be mounted nosuid: {e}")))?;
    Ok(ExitCode::SUCCESS)
}

fn over(path: &str) -> rustix::io::Result<()> {
    let place = dirs::entry(path)?;
    if fstatvfs(&place)?.f_flag.contains(StatVfsMountFlags::NOSUID) {
        return Ok(());
    }
    let nosuid = Change::flags(MountAttrFlags::MOUNT_ATTR_NOSUID, MountAttrFlags::empty());
    if dirs::mounted(&place)?.is_some() {
        // A second mount on it would have to be unmounted, too, by whoever unmounts it.
        return mount_setattr(place.as_fd(), &nosuid, Reach::One);
    }
    let copy =
        OpenTreeFlags::OPEN_TREE_CLONE | OpenTreeFlags::OPEN_TREE_CLOEXEC | OpenTreeFlags::AT_RECURSIVE | OpenTreeFlags::AT_EMPTY_PATH;
    let tree = open_tree(&place, "", copy)?;
    mount_setattr(tree.as_fd(), &nosuid, Reach::AllBelow)?;
    // Looked up again: the place is where the one before it ends, should two do this at once.
    let now = dirs::entry(path)?;
    if fstatvfs(&now)?.f_flag.contains(StatVfsMountFlags::NOSUID) {
        return Ok(());
    }
    match move_mount(&tree, "", &now, "", MoveMountFlags::MOVE_MOUNT_F_EMPTY_PATH | MoveMountFlags::MOVE_MOUNT_T_EMPTY_PATH) {
        Err(Errno::NOENT) => Err(Errno::AGAIN),
        other => other,
    }
}
