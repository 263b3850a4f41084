// SPDX-License-Identifier: Apache-2.0
//! Opens directories named by an engine as `O_PATH` descriptors. All later operations use the descriptor instead of
//! resolving the path again.

use rustix::fs::{AtFlags, CWD, Mode, OFlags, ResolveFlags, StatxAttributes, StatxFlags, openat2, statx};
use rustix::io::{Errno, Result};
use rustix::mount::{UnmountFlags, unmount};
use std::os::fd::{AsFd, AsRawFd, OwnedFd};

/// The last component must not be a symbolic link.
pub fn open_dir(path: &str) -> Result<OwnedFd> {
    open(path, OFlags::NOFOLLOW).map_err(|e| if e == Errno::NOTDIR { Errno::LOOP } else { e })
}

/// Opens a directory or a file by a path without symbolic links. Tries a directory first, because only then does the
/// kernel trigger automounts (autofs).
pub fn open_without_symlinks(path: &str) -> Result<OwnedFd> {
    let open = |flags| openat2(CWD, path, flags | OFlags::PATH | OFlags::CLOEXEC, Mode::empty(), ResolveFlags::NO_SYMLINKS);
    match open(OFlags::DIRECTORY) {
        Err(Errno::NOTDIR) => open(OFlags::empty()),
        other => other,
    }
}

/// Follows symbolic links, because Docker refers to its layers by short ones.
pub fn open_layer(path: &str) -> Result<OwnedFd> {
    open(path, OFlags::empty())
}

/// Opens a directory in `dir` by its name, which must not be a symbolic link.
pub fn open_child(dir: impl AsFd, name: &str) -> Result<OwnedFd> {
    let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC | OFlags::NOFOLLOW;
    openat2(dir, name, flags, Mode::empty(), ResolveFlags::NO_SYMLINKS | ResolveFlags::BENEATH)
}

/// Opens a directory or a file below `dir` by a path without symbolic links.
pub fn open_below(dir: impl AsFd, path: &str) -> Result<OwnedFd> {
    let flags = OFlags::PATH | OFlags::CLOEXEC | OFlags::NOFOLLOW;
    openat2(dir, path, flags, Mode::empty(), ResolveFlags::NO_SYMLINKS | ResolveFlags::BENEATH)
}

fn open(path: &str, extra: OFlags) -> Result<OwnedFd> {
    // Magic links below /proc could leave the tree that the path names.
    openat2(CWD, path, OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC | extra, Mode::empty(), ResolveFlags::NO_MAGICLINKS)
}

/// Returns the ID of the mount whose root is `fd`, or None if `fd` is not the root of a mount.
pub fn mount_id(fd: impl AsFd) -> Result<Option<u64>> {
    let stat = statx(fd, "", AtFlags::EMPTY_PATH, StatxFlags::MNT_ID)?;
    Ok(stat.stx_attributes.contains(StatxAttributes::MOUNT_ROOT).then_some(stat.stx_mnt_id))
}

/// Unmounts the mount whose root is `mount` and no other; fails if it is not mounted any more.
pub fn detach(mount: &OwnedFd) -> Result<()> {
    unmount(proc_path(mount), UnmountFlags::DETACH)
}

/// A path that refers to the open file, whatever its current name is.
pub fn proc_path(fd: &OwnedFd) -> String {
    format!("/proc/self/fd/{}", fd.as_raw_fd())
}
