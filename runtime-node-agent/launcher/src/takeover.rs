//! What the agent does when an engine that starts anew puts its own socket at Docker's path, for the time in which no agent runs: the
//! engine's goes to root's directory, ours takes the path. The agent's `dev.eci.socketproxy.takeover` says the same in more words.

use rustix::net::{AddressFamily, SocketAddrUnix, SocketFlags, SocketType};
use std::fs::Metadata;
use std::io::Result;
use std::os::unix::fs::{FileTypeExt, MetadataExt};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// A dockerd that starts unlinks, binds and listens in steps, between which nobody may take its place.
const SETTLES: Duration = Duration::from_secs(1);

pub struct Takeover {
    pub publicly: PathBuf,
    pub filtered: PathBuf,
    pub engine: PathBuf,
    /// What was seen last, and since when.
    seen: Option<((u64, u64), Instant)>,
}

impl Takeover {
    pub fn new(publicly: PathBuf, filtered: PathBuf, engine: PathBuf) -> Self {
        Self { publicly, filtered, engine, seen: None }
    }

    pub fn pass(&mut self) -> Result<()> {
        let ours = identity(&std::fs::symlink_metadata(&self.filtered)?);
        let there = std::fs::symlink_metadata(&self.publicly).ok();
        let what = there.as_ref().map_or((0, 0), identity);
        if what == ours || there.as_ref().is_some_and(|about| !about.file_type().is_socket()) {
            self.seen = None;
            return Ok(());
        }
        if there.is_some() && live(&self.publicly) {
            link_over(&self.publicly, &self.engine)?;
            return link_over(&self.filtered, &self.publicly);
        }
        match self.seen {
            Some((seen, since)) if seen == what => {
                if since.elapsed() >= SETTLES {
                    self.seen = None;
                    return link_over(&self.filtered, &self.publicly);
                }
            }
            _ => self.seen = Some((what, Instant::now())),
        }
        Ok(())
    }
}

fn identity(about: &Metadata) -> (u64, u64) {
    (about.dev(), about.ino())
}

/// A listener with a full queue counts.
fn live(path: &Path) -> bool {
    let connect = || -> rustix::io::Result<()> {
        let socket = rustix::net::socket_with(AddressFamily::UNIX, SocketType::STREAM, SocketFlags::CLOEXEC | SocketFlags::NONBLOCK, None)?;
        rustix::net::connect(&socket, &SocketAddrUnix::new(path)?)
    };
    !matches!(connect(), Err(rustix::io::Errno::CONNREFUSED | rustix::io::Errno::NOENT))
}

/// Gives a socket one more name, in place of whatever has it, in one step.
fn link_over(socket: &Path, to: &Path) -> Result<()> {
    let unfinished = to.with_file_name(format!(".{}.eci", to.file_name().unwrap_or_default().to_string_lossy()));
    let _ = std::fs::remove_file(&unfinished);
    std::fs::hard_link(socket, &unfinished)?;
    let moved = std::fs::rename(&unfinished, to);
    // rename(2) does nothing where both are the same socket
    let _ = std::fs::remove_file(&unfinished);
    moved
}
