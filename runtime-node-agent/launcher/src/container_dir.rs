// SPDX-License-Identifier: Apache-2.0
//! The directory of a container, `/run/eci/containers/<id>`. Only the process that holds its lock may change it.

use crate::deadline::Deadline;
use crate::fault_injection;
use crate::path_fd;
use crate::paths::{BINDS, CONTAINERS, ROOTFS, STATE};
use crate::rootfs_plan::IdMap;
use crate::state::State;
use rustix::fs::{AtFlags, CWD, Dir, FlockOperation, Gid, Mode, OFlags, RenameFlags, Stat, Uid};
use rustix::fs::{fchmod, fchown, flock, fstat, mkdirat, openat, renameat_with, statat, unlinkat};
use rustix::io::{Errno, Result};
use std::fs::File;
use std::io::{self, Read, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::time::Duration;

const LOCK: &str = "lock";
const NEW_STATE: &str = "state.json.new";
const RETRY_INTERVAL: Duration = Duration::from_millis(10);

/// A sweep locks a directory that it does not remove only for microseconds.
const LOCK_TIMEOUT: Duration = Duration::from_secs(2);

/// A locked directory. The kernel releases the lock when eci-runtime exits, even if it is killed.
pub struct ContainerDir {
    parent: OwnedFd,
    dir: OwnedFd,
    _lock: OwnedFd,
    id: String,
}

pub enum Found {
    Missing,
    /// Another process holds the lock.
    Busy(Option<Box<State>>),
    Locked(ContainerDir),
}

/// Returns whether the directory exists. Errors count as true; opening the directory reports them again.
pub fn exists(id: &str) -> bool {
    !matches!(statat(CWD, format!("{CONTAINERS}/{id}"), AtFlags::SYMLINK_NOFOLLOW), Err(Errno::NOENT | Errno::NOTDIR))
}

/// The path where the root file system of this container is mounted.
pub fn rootfs_path(id: &str) -> String {
    format!("{CONTAINERS}/{id}/{ROOTFS}")
}

/// The IDs of a container whose root file system eci-runtime created. The file is replaced as a whole, so it is read
/// without the lock.
pub fn recorded_ids(id: &str) -> Option<IdMap> {
    let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC | OFlags::NOFOLLOW;
    let dir = openat(CWD, format!("{CONTAINERS}/{id}"), flags, Mode::empty()).ok()?;
    Some(read_state(&dir).ok()??.rootfs.ids)
}

impl ContainerDir {
    /// Creates the directory and its parents. Fails with `EXIST` or `AGAIN` if another process has created it.
    pub fn create(id: &str) -> Result<Self> {
        let mut parent = openat(CWD, "/run", OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())?;
        // The path without its first components, "" and "run".
        for name in CONTAINERS.split('/').skip(2) {
            parent = create_traversable_dir(&parent, name)?;
        }
        // A concurrent sweep may remove a new, still empty directory as stale.
        for _ in 0..100 {
            let dir = create_traversable_dir(&parent, id)?;
            fault_injection::point("create:directory-made");
            let locked = match Self::lock(&parent, dir, id, &Deadline::after(LOCK_TIMEOUT)) {
                Err(Errno::NOENT) => continue,
                locked => locked?,
            };
            fault_injection::point("create:locked");
            return if statat(&locked.dir, STATE, AtFlags::SYMLINK_NOFOLLOW).is_ok() { Err(Errno::EXIST) } else { Ok(locked) };
        }
        Err(Errno::BUSY)
    }

    /// Locks an existing directory, waiting at most for `wait`.
    pub fn find(id: &str, wait: Duration) -> Result<Found> {
        let deadline = Deadline::after(wait);
        let missing = |e| if e == Errno::NOENT { Ok(Found::Missing) } else { Err(e) };
        let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC | OFlags::NOFOLLOW;
        let parent = match openat(CWD, CONTAINERS, flags, Mode::empty()) {
            Ok(parent) => parent,
            Err(e) => return missing(e),
        };
        loop {
            let dir = match openat(&parent, id, flags, Mode::empty()) {
                Ok(dir) => dir,
                Err(e) => return missing(e),
            };
            match Self::lock(&parent, dir, id, &deadline) {
                Ok(locked) => return Ok(Found::Locked(locked)),
                Err(Errno::AGAIN) => {
                    let dir = openat(&parent, id, flags, Mode::empty());
                    return dir.map_or_else(missing, |dir| Ok(Found::Busy(read_state(&dir).ok().flatten().map(Box::new))));
                }
                // The directory was removed, and possibly created again, in the meantime.
                Err(Errno::NOENT) => {}
                Err(e) => return Err(e),
            }
        }
    }

    /// Fails with `AGAIN` if another process holds the lock, and with `NOENT` if `dir` is no longer the container's
    /// directory.
    fn lock(parent: &OwnedFd, dir: OwnedFd, id: &str, deadline: &Deadline) -> Result<Self> {
        let flags = OFlags::CREATE | OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NOFOLLOW;
        let lock = openat(&dir, LOCK, flags, Mode::RUSR | Mode::WUSR)?;
        loop {
            match flock(&lock, FlockOperation::NonBlockingLockExclusive) {
                Ok(()) => break,
                Err(Errno::AGAIN) if deadline.remaining().is_some() => deadline.sleep(RETRY_INTERVAL),
                Err(Errno::INTR) => {}
                Err(e) => return Err(e),
            }
        }
        let same = |a: &Stat, b: &Stat| (a.st_dev, a.st_ino) == (b.st_dev, b.st_ino);
        let (dir_now, lock_now) = (statat(parent, id, AtFlags::SYMLINK_NOFOLLOW)?, statat(&dir, LOCK, AtFlags::SYMLINK_NOFOLLOW)?);
        if !same(&fstat(&dir)?, &dir_now) || !same(&fstat(&lock)?, &lock_now) {
            return Err(Errno::NOENT);
        }
        Ok(Self { parent: parent.as_fd().try_clone_to_owned().map_err(|e| errno(&e))?, dir, _lock: lock, id: id.to_owned() })
    }

    pub fn id(&self) -> &str {
        &self.id
    }

    pub fn path(&self) -> String {
        format!("{CONTAINERS}/{}", self.id)
    }

    /// Opens the mount point of the root file system, or the root of what is mounted there.
    pub fn open_rootfs(&self) -> Result<OwnedFd> {
        openat(&self.dir, ROOTFS, OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC | OFlags::NOFOLLOW, Mode::empty())
    }

    /// Closes the directory to the container's own IDs: only the OCI runtime's `create` had to walk there as the
    /// container's root.
    pub fn close_to_container(&self) -> Result<()> {
        let dir = openat(&self.dir, ".", OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())?;
        fchmod(&dir, Mode::RWXU)
    }

    /// Creates a mount point for the source of a bind mount. The container's own IDs cannot enter its directory; the
    /// runtime can, as the host's root.
    pub fn create_source(&self, name: &str, directory: bool) -> Result<OwnedFd> {
        match mkdirat(&self.dir, BINDS, Mode::RWXU) {
            Err(Errno::EXIST) => {}
            other => other?,
        }
        let binds = self.open_binds()?;
        if directory {
            mkdirat(&binds, name, Mode::RWXU)?;
        } else {
            openat(&binds, name, OFlags::CREATE | OFlags::EXCL | OFlags::WRONLY | OFlags::CLOEXEC, Mode::RUSR | Mode::WUSR)?;
        }
        openat(&binds, name, OFlags::PATH | OFlags::NOFOLLOW | OFlags::CLOEXEC, Mode::empty())
    }

    /// Unmounts all sources: the runtime has mounted them by now, or never will.
    pub fn release_sources(&self) -> io::Result<()> {
        let binds = match self.open_binds() {
            Err(Errno::NOENT) => return Ok(()),
            binds => binds?,
        };
        for entry in Dir::read_from(&binds)? {
            let entry = entry?;
            let name = entry.file_name();
            if [c".", c".."].contains(&name) {
                continue;
            }
            loop {
                let fd = openat(&binds, name, OFlags::PATH | OFlags::NOFOLLOW | OFlags::CLOEXEC, Mode::empty())?;
                if path_fd::mount_id(&fd)?.is_none() {
                    break;
                }
                path_fd::detach(&fd)?;
            }
            fault_injection::point("create:source-unmounted");
            match unlinkat(&binds, name, AtFlags::REMOVEDIR) {
                Err(Errno::NOTDIR) => unlinkat(&binds, name, AtFlags::empty())?,
                other => other?,
            }
        }
        Ok(unlinkat(&self.dir, BINDS, AtFlags::REMOVEDIR)?)
    }

    fn open_binds(&self) -> Result<OwnedFd> {
        openat(&self.dir, BINDS, OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC | OFlags::NOFOLLOW, Mode::empty())
    }

    /// Returns None if the root file system is the engine's own, or if eci-runtime failed before it changed that.
    pub fn read_state(&self) -> io::Result<Option<State>> {
        read_state(&self.dir)
    }

    /// Writes `state.json` and restricts the directory to the host's root and the container's root. The IDs of other
    /// containers and users of the host must not reach files there, least of all set-user-ID files of the host's root
    /// that an image contains (see `idmap`).
    pub fn save_state(&self, state: &State) -> io::Result<()> {
        create_traversable_dir(&self.dir, ROOTFS)?;
        fchown(&self.dir, Some(Uid::ROOT), Some(Gid::from_raw(state.rootfs.ids.first.base)))?;
        fchmod(&self.dir, Mode::RWXU | Mode::XGRP)?;
        let flags = OFlags::CREATE | OFlags::TRUNC | OFlags::WRONLY | OFlags::CLOEXEC | OFlags::NOFOLLOW;
        let mut file = File::from(openat(&self.dir, NEW_STATE, flags, Mode::RUSR | Mode::WUSR)?);
        file.write_all(state.to_json().as_bytes())?;
        file.sync_all()?;
        Ok(renameat_with(&self.dir, NEW_STATE, &self.dir, STATE, RenameFlags::empty())?)
    }

    /// Removes the directory, which contains no mounts any more. Removes entries by name, because the content of a
    /// remaining mount must not be deleted.
    pub fn remove(self) -> Result<()> {
        self.remove_entry(ROOTFS, AtFlags::REMOVEDIR)?;
        self.remove_entry(NEW_STATE, AtFlags::empty())?;
        fault_injection::point("rollback:directory-emptied");
        self.remove_entry(STATE, AtFlags::empty())?;
        fault_injection::point("rollback:state-removed");
        self.remove_entry(LOCK, AtFlags::empty())?;
        fault_injection::point("rollback:lock-removed");
        match unlinkat(&self.parent, &*self.id, AtFlags::REMOVEDIR) {
            // Another process has created its lock there already; it will find the directory empty.
            Err(Errno::NOENT | Errno::NOTEMPTY) if exists(&self.id) => Ok(()),
            other => other,
        }
    }

    fn remove_entry(&self, name: &str, how: AtFlags) -> Result<()> {
        match unlinkat(&self.dir, name, how) {
            Ok(()) | Err(Errno::NOENT) => Ok(()),
            Err(e) => Err(e),
        }
    }
}

fn read_state(dir: &OwnedFd) -> io::Result<Option<State>> {
    let mut bytes = Vec::new();
    match openat(dir, STATE, OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NOFOLLOW, Mode::empty()) {
        Ok(file) => File::from(file).read_to_end(&mut bytes)?,
        Err(Errno::NOENT) => return Ok(None),
        Err(e) => return Err(e.into()),
    };
    State::parse(&bytes).map(Some).map_err(|reason| io::Error::other(format!("{STATE} {reason}")))
}

/// Creates a directory that belongs to root and that others may traverse but not read, because the container's root has
/// to traverse it.
fn create_traversable_dir(parent: &OwnedFd, name: &str) -> Result<OwnedFd> {
    let mode = Mode::RWXU | Mode::XGRP | Mode::XOTH;
    match mkdirat(parent, name, mode) {
        Err(Errno::EXIST) => {}
        other => other?,
    }
    let dir = openat(parent, name, OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC | OFlags::NOFOLLOW, Mode::empty())?;
    let stat = fstat(&dir)?;
    if (stat.st_uid, stat.st_gid) != (0, 0) {
        fchown(&dir, Some(Uid::ROOT), Some(Gid::ROOT))?;
    }
    if stat.st_mode & 0o7777 != 0o711 {
        fchmod(&dir, mode)?;
    }
    Ok(dir)
}

fn errno(e: &io::Error) -> Errno {
    Errno::from_io_error(e).unwrap_or(Errno::IO)
}
