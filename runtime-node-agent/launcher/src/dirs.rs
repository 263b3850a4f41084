//! Opens directories that an engine named, as places, not for reading: what follows uses the open file, not the name again.

use rustix::fs::{AtFlags, CWD, Mode, OFlags, ResolveFlags, StatxAttributes, StatxFlags, openat2, statx};
use rustix::io::{Errno, Result};
use rustix::mount::{UnmountFlags, unmount};
use std::os::fd::{AsFd, AsRawFd, OwnedFd};

/// The last name must not be a link.
pub fn place(path: &str) -> Result<OwnedFd> {
    open(path, OFlags::NOFOLLOW).map_err(|e| if e == Errno::NOTDIR { Errno::LOOP } else { e })
}

/// A directory or a file, by a path without any link in it. Directories as such first: only then does the kernel mount what is to be
/// mounted when it is looked at (autofs).
pub fn entry(path: &str) -> Result<OwnedFd> {
    let open = |flags| openat2(CWD, path, flags | OFlags::PATH | OFlags::CLOEXEC, Mode::empty(), ResolveFlags::NO_SYMLINKS);
    match open(OFlags::DIRECTORY) {
        Err(Errno::NOTDIR) => open(OFlags::empty()),
        other => other,
    }
}

/// Links are followed: Docker calls its layers by short ones.
pub fn layer(path: &str) -> Result<OwnedFd> {
    open(path, OFlags::empty())
}

/// A directory within `dir`, by its name, which must not be a link.
pub fn within(dir: impl AsFd, name: &str) -> Result<OwnedFd> {
    let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC | OFlags::NOFOLLOW;
    openat2(dir, name, flags, Mode::empty(), ResolveFlags::NO_SYMLINKS | ResolveFlags::BENEATH)
}

fn open(path: &str, more: OFlags) -> Result<OwnedFd> {
    // Links below /proc lead out of what a path says.
    openat2(CWD, path, OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC | more, Mode::empty(), ResolveFlags::NO_MAGICLINKS)
}

/// Whether something is mounted just there, and its number.
pub fn mounted(place: impl AsFd) -> Result<Option<u64>> {
    let about = statx(place, "", AtFlags::EMPTY_PATH, StatxFlags::MNT_ID)?;
    Ok(about.stx_attributes.contains(StatxAttributes::MOUNT_ROOT).then_some(about.stx_mnt_id))
}

/// Unmounts the mount whose root `mount` is, and no other: fails if it is not mounted any more.
pub fn detach(mount: &OwnedFd) -> Result<()> {
    unmount(name_of(mount), UnmountFlags::DETACH)
}

/// A name that leads to the open file, whatever its path is by now.
pub fn name_of(place: &OwnedFd) -> String {
    format!("/proc/self/fd/{}", place.as_raw_fd())
}
