//! User namespaces that say how an idmapped mount translates ids, and clones of directories that are mounted so.

use crate::plan::Range;
use crate::syscalls::{Change, Reach, mount_setattr, process_in_new_user_namespace};
use rustix::fs::CWD;
use rustix::io::{Errno, Result};
use rustix::mount::{OpenTreeFlags, open_tree};
use rustix::process::{Pid, WaitOptions, waitpid};
use std::fs::{self, File};
use std::os::fd::{AsFd, OwnedFd};

/// 0 to size - 1 on disk are the range's. As many more, from size up, are the node's own first ids: without them root itself, that is the
/// engine that copies a file into a running container and gives it the owner it had, could create nothing there (EOVERFLOW). The
/// container sees such a file as nobody's.
pub fn user_namespace(range: Range) -> Result<OwnedFd> {
    mapped(&format!("0 {} {}\n{} 0 {}\n", range.base, range.size, range.size, range.size.min(65536)))
}

/// 0 to size - 1 on disk are the range's, as inside the container, and that is all.
pub fn container(range: Range) -> Result<OwnedFd> {
    mapped(&format!("0 {} {}\n", range.base, range.size))
}

fn mapped(map: &str) -> Result<OwnedFd> {
    let (pid, alive) = process_in_new_user_namespace()?;
    let made = ["uid_map", "gid_map"]
        .iter()
        .try_for_each(|name| fs::write(format!("/proc/{pid}/{name}"), map))
        .and_then(|()| File::open(format!("/proc/{pid}/ns/user")));
    drop(alive);
    waitpid(Pid::from_raw(pid), WaitOptions::empty())?;
    made.map(OwnedFd::from).map_err(|e| Errno::from_io_error(&e).unwrap_or(Errno::INVAL))
}

/// A mount of `dir`, idmapped, attached nowhere.
pub fn clone(dir: impl AsFd, users: impl AsFd) -> Result<OwnedFd> {
    let clone =
        open_tree(dir.as_fd(), "", OpenTreeFlags::OPEN_TREE_CLONE | OpenTreeFlags::OPEN_TREE_CLOEXEC | OpenTreeFlags::AT_EMPTY_PATH)?;
    mount_setattr(clone.as_fd(), &Change::idmap(users.as_fd()), Reach::One)?;
    Ok(clone)
}

/// A copy of the mount at `name` in the working directory, attached nowhere.
pub fn copy(name: &str) -> Result<OwnedFd> {
    open_tree(CWD, name, OpenTreeFlags::OPEN_TREE_CLONE | OpenTreeFlags::OPEN_TREE_CLOEXEC)
}
