//! The bundle: a directory, opened once, and its `config.json`, read once. What the agent is asked about is what was read here.

use crate::protocol::LARGEST_FRAME;
use crate::refusal::{Refusal, Result};
use rustix::fs::{AtFlags, CWD, Gid, Mode, OFlags, chmod, chownat, fstat, openat, readlinkat};
use rustix::io::Errno;
use std::fs::File;
use std::io::Read;
use std::os::fd::{AsRawFd, OwnedFd};
use std::path::Path;

pub const CONFIG: &str = "config.json";

pub struct Bundle {
    pub dir: OwnedFd,
    /// Absolute and free of symbolic links: the agent has another working directory, and perhaps another view of the links.
    pub path: String,
    pub config: Vec<u8>,
    pub mode: Mode,
    pub group: u32,
}

impl Bundle {
    pub fn open(path: Option<&Path>) -> Result<Self> {
        let named = path.unwrap_or(Path::new("."));
        let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let bad = |e: Errno| refuse(&named.to_string_lossy(), &format!("cannot be opened ({e})"));
        let dir = openat(CWD, named, flags, Mode::empty()).map_err(bad)?;
        let path = readlinkat(CWD, format!("/proc/self/fd/{}", dir.as_raw_fd()), Vec::new()).map_err(bad)?;
        let path = path.into_string().map_err(|e| refuse(&e.into_cstring().to_string_lossy(), "is not UTF-8"))?;
        Self::read(dir, path)
    }

    fn read(dir: OwnedFd, path: String) -> Result<Self> {
        // Not through a link: every engine writes a plain file, and a link's target could lie where others may write.
        let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        let file = openat(&dir, CONFIG, flags, Mode::empty()).map_err(|e| match e {
            Errno::NOENT => refuse(&path, "has no config.json"),
            Errno::LOOP => refuse(&path, "has a symbolic link in place of its config.json"),
            e => refuse(&path, &format!("has a config.json that cannot be opened ({e})")),
        })?;
        let about = fstat(&file).map_err(|e| refuse(&path, &format!("has a config.json that cannot be read ({e})")))?;
        if rustix::fs::FileType::from_raw_mode(about.st_mode) != rustix::fs::FileType::RegularFile || about.st_uid != 0 {
            return Err(refuse(
                &path,
                "has a config.json that is not a plain file of root's, so that it could change after it was checked",
            ));
        }
        let mut config = Vec::new();
        let bound = LARGEST_FRAME as u64 + 1;
        let read = File::from(file).take(bound).read_to_end(&mut config);
        read.map_err(|e| refuse(&path, &format!("has a config.json that cannot be read ({e})")))?;
        if config.len() > LARGEST_FRAME {
            return Err(refuse(&path, "has a config.json of more than 16 MiB"));
        }
        Ok(Self { dir, path, config, mode: Mode::from_raw_mode(about.st_mode), group: about.st_gid })
    }

    /// Lets the container's root walk through, as hooks that run in its namespaces (createContainer) look for its files below the
    /// bundle. containerd does the same where it knows of the user namespace.
    pub fn let_in(&self, group: u32) -> Result<()> {
        let bad = |e: Errno| refuse(&self.path, &format!("cannot be opened for the container's root ({e})"));
        let mode = Mode::from_raw_mode(fstat(&self.dir).map_err(bad)?.st_mode);
        chownat(&self.dir, "", None, Some(Gid::from_raw(group)), AtFlags::EMPTY_PATH).map_err(bad)?;
        chmod(format!("/proc/self/fd/{}", self.dir.as_raw_fd()), mode | Mode::XGRP).map_err(bad)
    }

    /// Whether anybody but root could change the file after the agent saw it. The mode is the engine's umask's affair.
    pub fn is_open_to_others(&self) -> bool {
        self.mode.intersects(Mode::WGRP | Mode::WOTH)
    }
}

fn refuse(path: &str, why: &str) -> Refusal {
    Refusal::new(format!("the container is not created because its bundle {path} {why}"))
}
