// SPDX-License-Identifier: Apache-2.0
//! User namespaces that define the ID mapping of a mount, and ID-mapped clones of directories.

use crate::rootfs_plan::IdMap;
use crate::syscalls::{AttrChange, Scope, mount_setattr, spawn_in_user_namespace};
use rustix::fs::CWD;
use rustix::io::{Errno, Result};
use rustix::mount::{OpenTreeFlags, open_tree};
use rustix::process::{Pid, WaitOptions, waitpid};
use std::fs::{self, File};
use std::os::fd::{AsFd, OwnedFd};

/// Maps the IDs on disk as inside the container, and 64 Ki of the others to the host's own first IDs. Without the latter,
/// the host's root could not create files there (EOVERFLOW): engines do so when they copy a file into a running container
/// and keep its owner. The container sees the overflow ID as the owner of such a file.
pub fn rootfs_namespace(ids: &IdMap) -> Result<OwnedFd> {
    namespace_with_map(&format!("{}{} 0 65536\n", ids.lines(), ids.unmapped_window()))
}

/// Maps the IDs on disk as inside the container, and no others.
pub fn container_namespace(ids: &IdMap) -> Result<OwnedFd> {
    namespace_with_map(&ids.lines())
}

fn namespace_with_map(map: &str) -> Result<OwnedFd> {
    let (pid, keep_alive) = spawn_in_user_namespace()?;
    let namespace = ["uid_map", "gid_map"]
        .iter()
        .try_for_each(|name| fs::write(format!("/proc/{pid}/{name}"), map))
        .and_then(|()| File::open(format!("/proc/{pid}/ns/user")));
    drop(keep_alive);
    waitpid(Pid::from_raw(pid), WaitOptions::empty())?;
    namespace.map(OwnedFd::from).map_err(|e| Errno::from_io_error(&e).unwrap_or(Errno::INVAL))
}

/// Returns a detached, ID-mapped clone of the mount at `dir`.
pub fn clone_idmapped(dir: impl AsFd, userns: impl AsFd) -> Result<OwnedFd> {
    let tree = clone_directory(dir)?;
    mount_setattr(tree.as_fd(), &AttrChange::idmap(userns.as_fd()), Scope::Mount)?;
    Ok(tree)
}

/// Returns a detached clone that has `dir`, a directory or a file, as its root.
pub fn clone_directory(dir: impl AsFd) -> Result<OwnedFd> {
    open_tree(dir, "", OpenTreeFlags::OPEN_TREE_CLONE | OpenTreeFlags::OPEN_TREE_CLOEXEC | OpenTreeFlags::AT_EMPTY_PATH)
}

/// Returns a detached clone of the mount at `name` in the working directory.
pub fn clone_mount(name: &str) -> Result<OwnedFd> {
    open_tree(CWD, name, OpenTreeFlags::OPEN_TREE_CLONE | OpenTreeFlags::OPEN_TREE_CLOEXEC)
}
