//! `/run/eci/containers/<id>`: the directory of a container whose root file system is ours. Who holds its lock may change it.

use crate::deadline::Deadline;
use crate::dirs;
use crate::fault;
use crate::state::State;
use rustix::fs::{AtFlags, CWD, Dir, FlockOperation, Gid, Mode, OFlags, RenameFlags, Stat, Uid};
use rustix::fs::{fchmod, fchown, flock, fstat, mkdirat, openat, renameat_with, statat, unlinkat};
use rustix::io::{Errno, Result};
use std::fs::File;
use std::io::{self, Read, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::time::Duration;

pub const CONTAINERS: &str = "/run/eci/containers";
const LOCK: &str = "lock";
const STATE: &str = "state.json";
const NEW_STATE: &str = "state.json.new";
const ROOTFS: &str = "rootfs";
const BINDS: &str = "binds";
const PAUSE: Duration = Duration::from_millis(10);

/// A sweep holds the lock of a directory it has nothing to do with for microseconds.
const PATIENCE: Duration = Duration::from_secs(2);

/// Locked as long as it is held; the kernel unlocks it when the launcher ends, however it does.
pub struct Home {
    parent: OwnedFd,
    dir: OwnedFd,
    _lock: OwnedFd,
    id: String,
}

pub enum Found {
    Nothing,
    /// Another launcher is at work there.
    Busy(Option<State>),
    Locked(Home),
}

/// Whether there is such a directory; errors count as one, and are met again by whoever opens it.
pub fn exists(id: &str) -> bool {
    !matches!(statat(CWD, format!("{CONTAINERS}/{id}"), AtFlags::SYMLINK_NOFOLLOW), Err(Errno::NOENT | Errno::NOTDIR))
}

/// Where the root file system of this container is bound.
pub fn rootfs_of(id: &str) -> String {
    format!("{CONTAINERS}/{id}/{ROOTFS}")
}

impl Home {
    /// Makes the directory, and all above it. `EXIST` or `AGAIN` if somebody else has.
    pub fn make(id: &str) -> Result<Self> {
        let mut parent = openat(CWD, "/run", OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())?;
        for name in ["eci", "containers"] {
            parent = walkable(&parent, name)?;
        }
        // A sweep may take a directory that is new, and has nothing in it, for one that was left.
        for _ in 0..100 {
            let dir = walkable(&parent, id)?;
            fault::point("create:directory-made");
            let home = match Self::lock(&parent, dir, id, &Deadline::after(PATIENCE)) {
                Err(Errno::NOENT) => continue,
                home => home?,
            };
            fault::point("create:locked");
            return if statat(&home.dir, STATE, AtFlags::SYMLINK_NOFOLLOW).is_ok() { Err(Errno::EXIST) } else { Ok(home) };
        }
        Err(Errno::BUSY)
    }

    /// Locks a directory that is there, waiting at most for `wait`.
    pub fn find(id: &str, wait: Duration) -> Result<Found> {
        let deadline = Deadline::after(wait);
        let nothing = |e| if e == Errno::NOENT { Ok(Found::Nothing) } else { Err(e) };
        let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC | OFlags::NOFOLLOW;
        let parent = match openat(CWD, CONTAINERS, flags, Mode::empty()) {
            Ok(parent) => parent,
            Err(e) => return nothing(e),
        };
        loop {
            let dir = match openat(&parent, id, flags, Mode::empty()) {
                Ok(dir) => dir,
                Err(e) => return nothing(e),
            };
            match Self::lock(&parent, dir, id, &deadline) {
                Ok(home) => return Ok(Found::Locked(home)),
                Err(Errno::AGAIN) => {
                    let dir = openat(&parent, id, flags, Mode::empty());
                    return dir.map_or_else(nothing, |dir| Ok(Found::Busy(read_state(&dir).ok().flatten())));
                }
                // It was removed, and perhaps made anew, in the meantime.
                Err(Errno::NOENT) => {}
                Err(e) => return Err(e),
            }
        }
    }

    /// `AGAIN` if another holds it, `NOENT` if `dir` is not the container's directory any more.
    fn lock(parent: &OwnedFd, dir: OwnedFd, id: &str, deadline: &Deadline) -> Result<Self> {
        let flags = OFlags::CREATE | OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NOFOLLOW;
        let lock = openat(&dir, LOCK, flags, Mode::RUSR | Mode::WUSR)?;
        loop {
            match flock(&lock, FlockOperation::NonBlockingLockExclusive) {
                Ok(()) => break,
                Err(Errno::AGAIN) if deadline.left().is_some() => deadline.pause(PAUSE),
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

    pub fn path(&self) -> String {
        format!("{CONTAINERS}/{}", self.id)
    }

    /// Where the root file system is bound, or what is bound there.
    pub fn rootfs(&self) -> Result<OwnedFd> {
        openat(&self.dir, ROOTFS, OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC | OFlags::NOFOLLOW, Mode::empty())
    }

    /// A new place for the source of a bind mount. Not even the container's own ids may walk there: the runtime does, as the node's root.
    pub fn source(&self, name: &str, directory: bool) -> Result<OwnedFd> {
        match mkdirat(&self.dir, BINDS, Mode::RWXU) {
            Err(Errno::EXIST) => {}
            other => other?,
        }
        let binds = self.binds()?;
        if directory {
            mkdirat(&binds, name, Mode::RWXU)?;
        } else {
            openat(&binds, name, OFlags::CREATE | OFlags::EXCL | OFlags::WRONLY | OFlags::CLOEXEC, Mode::RUSR | Mode::WUSR)?;
        }
        openat(&binds, name, OFlags::PATH | OFlags::NOFOLLOW | OFlags::CLOEXEC, Mode::empty())
    }

    /// Takes all sources away again: the runtime has mounted them by now, or never will.
    pub fn release_sources(&self) -> io::Result<()> {
        let binds = match self.binds() {
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
                let place = openat(&binds, name, OFlags::PATH | OFlags::NOFOLLOW | OFlags::CLOEXEC, Mode::empty())?;
                if dirs::mounted(&place)?.is_none() {
                    break;
                }
                dirs::detach(&place)?;
            }
            fault::point("create:source-unmounted");
            match unlinkat(&binds, name, AtFlags::REMOVEDIR) {
                Err(Errno::NOTDIR) => unlinkat(&binds, name, AtFlags::empty())?,
                other => other?,
            }
        }
        Ok(unlinkat(&self.dir, BINDS, AtFlags::REMOVEDIR)?)
    }

    fn binds(&self) -> Result<OwnedFd> {
        openat(&self.dir, BINDS, OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC | OFlags::NOFOLLOW, Mode::empty())
    }

    /// None if the root file system is the engine's, or the launcher that made the directory came to nothing before it touched that.
    pub fn state(&self) -> io::Result<Option<State>> {
        read_state(&self.dir)
    }

    /// From now on nobody but the node's root and the container's own may pass: other containers' ids, and people of the node, must not
    /// reach files there, least of all set-uid ones of the node's root, which an image can bring along (see `idmap`).
    pub fn remember(&self, state: &State) -> io::Result<()> {
        walkable(&self.dir, ROOTFS)?;
        fchown(&self.dir, Some(Uid::ROOT), Some(Gid::from_raw(state.rootfs.range.base)))?;
        fchmod(&self.dir, Mode::RWXU | Mode::XGRP)?;
        let flags = OFlags::CREATE | OFlags::TRUNC | OFlags::WRONLY | OFlags::CLOEXEC | OFlags::NOFOLLOW;
        let mut file = File::from(openat(&self.dir, NEW_STATE, flags, Mode::RUSR | Mode::WUSR)?);
        file.write_all(state.write().as_bytes())?;
        file.sync_all()?;
        Ok(renameat_with(&self.dir, NEW_STATE, &self.dir, STATE, RenameFlags::empty())?)
    }

    /// Removes the directory, in which nothing is mounted any more. By name, one by one: what is left of a mount must not be emptied.
    pub fn remove(self) -> Result<()> {
        self.without(ROOTFS, AtFlags::REMOVEDIR)?;
        self.without(NEW_STATE, AtFlags::empty())?;
        fault::point("undo:directory-emptied");
        self.without(STATE, AtFlags::empty())?;
        fault::point("undo:state-removed");
        self.without(LOCK, AtFlags::empty())?;
        fault::point("undo:lock-removed");
        match unlinkat(&self.parent, &*self.id, AtFlags::REMOVEDIR) {
            // Another has put its lock there already, and will see that the directory is empty.
            Err(Errno::NOENT | Errno::NOTEMPTY) if exists(&self.id) => Ok(()),
            other => other,
        }
    }

    fn without(&self, name: &str, how: AtFlags) -> Result<()> {
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
    State::read(&bytes).map(Some).map_err(|why| io::Error::other(format!("{STATE} {why}")))
}

/// A directory of root's, which everybody may pass through and nobody else read: the container's root has to.
fn walkable(parent: &OwnedFd, name: &str) -> Result<OwnedFd> {
    let mode = Mode::RWXU | Mode::XGRP | Mode::XOTH;
    match mkdirat(parent, name, mode) {
        Err(Errno::EXIST) => {}
        other => other?,
    }
    let dir = openat(parent, name, OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC | OFlags::NOFOLLOW, Mode::empty())?;
    let about = fstat(&dir)?;
    if (about.st_uid, about.st_gid) != (0, 0) {
        fchown(&dir, Some(Uid::ROOT), Some(Gid::ROOT))?;
    }
    if about.st_mode & 0o7777 != 0o711 {
        fchmod(&dir, mode)?;
    }
    Ok(dir)
}

fn errno(e: &io::Error) -> Errno {
    Errno::from_io_error(e).unwrap_or(Errno::IO)
}
