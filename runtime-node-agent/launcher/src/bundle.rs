// SPDX-License-Identifier: Apache-2.0
//! The bundle: a directory that is opened once, and its `config.json`, which is read once. The agent gets exactly the
//! bytes that were read here.

use crate::error::{Error, Result};
use crate::protocol::MAX_FRAME;
use rustix::fs::{AtFlags, CWD, Gid, Mode, OFlags, chmod, chownat, fstat, openat, readlinkat};
use rustix::io::Errno;
use std::fs::File;
use std::io::Read;
use std::os::fd::{AsRawFd, OwnedFd};
use std::path::Path;

pub const CONFIG: &str = "config.json";

pub struct Bundle {
    pub dir: OwnedFd,
    /// Absolute and without symbolic links, because the agent has another working directory and possibly another mount
    /// namespace.
    pub path: String,
    pub config: Vec<u8>,
    pub mode: Mode,
    pub group: u32,
}

impl Bundle {
    pub fn open(path: Option<&Path>) -> Result<Self> {
        let named = path.unwrap_or(Path::new("."));
        let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let open_error = |e: Errno| error(&named.to_string_lossy(), &format!("cannot be opened ({e})"));
        let dir = openat(CWD, named, flags, Mode::empty()).map_err(open_error)?;
        let path = readlinkat(CWD, format!("/proc/self/fd/{}", dir.as_raw_fd()), Vec::new()).map_err(open_error)?;
        let path = path.into_string().map_err(|e| error(&e.into_cstring().to_string_lossy(), "is not UTF-8"))?;
        Self::read(dir, path)
    }

    fn read(dir: OwnedFd, path: String) -> Result<Self> {
        // Symbolic links are not followed: every engine writes a regular file, and a link's target could be writable by
        // others.
        let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        let file = openat(&dir, CONFIG, flags, Mode::empty()).map_err(|e| match e {
            Errno::NOENT => error(&path, "has no config.json"),
            Errno::LOOP => error(&path, "has a symbolic link in place of its config.json"),
            e => error(&path, &format!("has a config.json that cannot be opened ({e})")),
        })?;
        let stat = fstat(&file).map_err(|e| error(&path, &format!("has a config.json that cannot be read ({e})")))?;
        if rustix::fs::FileType::from_raw_mode(stat.st_mode) != rustix::fs::FileType::RegularFile || stat.st_uid != 0 {
            return Err(error(
                &path,
                "has a config.json that is not a regular file owned by root, so it could change after it was checked",
            ));
        }
        let mut config = Vec::new();
        let bound = MAX_FRAME as u64 + 1;
        let read = File::from(file).take(bound).read_to_end(&mut config);
        read.map_err(|e| error(&path, &format!("has a config.json that cannot be read ({e})")))?;
        if config.len() > MAX_FRAME {
            return Err(error(&path, "has a config.json of more than 16 MiB"));
        }
        Ok(Self { dir, path, config, mode: Mode::from_raw_mode(stat.st_mode), group: stat.st_gid })
    }

    /// Lets the container's root traverse the bundle, because hooks that run in the container's namespaces
    /// (createContainer) need files below it. containerd does the same if it configured the user namespace.
    pub fn grant_traversal(&self, group: u32) -> Result<()> {
        let grant_error = |e: Errno| error(&self.path, &format!("cannot be made accessible to the container's root ({e})"));
        let mode = Mode::from_raw_mode(fstat(&self.dir).map_err(grant_error)?.st_mode);
        chownat(&self.dir, "", None, Some(Gid::from_raw(group)), AtFlags::EMPTY_PATH).map_err(grant_error)?;
        chmod(format!("/proc/self/fd/{}", self.dir.as_raw_fd()), mode | Mode::XGRP).map_err(grant_error)
    }

    /// Returns whether users other than root could change the file after the agent evaluated it. The engine's umask
    /// determines the mode.
    pub fn is_writable_by_others(&self) -> bool {
        self.mode.intersects(Mode::WGRP | Mode::WOTH)
    }
}

fn error(path: &str, reason: &str) -> Error {
    Error::new(format!("the container is not created because its bundle {path} {reason}"))
}
