// SPDX-License-Identifier: Apache-2.0
//! Replaces the agent while none is running: when a restarted engine creates its own socket at Docker's path, that
//! socket is moved to the directory that only root can enter, and the proxied socket takes its place.
//! `dev.eci.socketproxy.takeover` in the agent does the same.

use rustix::net::{AddressFamily, SocketAddrUnix, SocketFlags, SocketType};
use std::fs::Metadata;
use std::io::Result;
use std::os::unix::fs::{FileTypeExt, MetadataExt};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// A starting dockerd unlinks, binds and listens in separate steps, during which its path must not be replaced.
const SETTLE_TIME: Duration = Duration::from_secs(1);

pub struct SocketTakeover {
    pub public: PathBuf,
    pub proxied: PathBuf,
    pub engine: PathBuf,
    /// The inode found by the last check, and since when.
    last_seen: Option<((u64, u64), Instant)>,
}

impl SocketTakeover {
    pub fn new(public: PathBuf, proxied: PathBuf, engine: PathBuf) -> Self {
        Self { public, proxied, engine, last_seen: None }
    }

    pub fn check(&mut self) -> Result<()> {
        let own = identity(&std::fs::symlink_metadata(&self.proxied)?);
        let current = std::fs::symlink_metadata(&self.public).ok();
        let inode = current.as_ref().map_or((0, 0), identity);
        if inode == own || current.as_ref().is_some_and(|metadata| !metadata.file_type().is_socket()) {
            self.last_seen = None;
            return Ok(());
        }
        if current.is_some() && is_listening(&self.public) {
            link_in_place(&self.public, &self.engine)?;
            return link_in_place(&self.proxied, &self.public);
        }
        match self.last_seen {
            Some((last_seen, since)) if last_seen == inode => {
                if since.elapsed() >= SETTLE_TIME {
                    self.last_seen = None;
                    return link_in_place(&self.proxied, &self.public);
                }
            }
            _ => self.last_seen = Some((inode, Instant::now())),
        }
        Ok(())
    }
}

fn identity(metadata: &Metadata) -> (u64, u64) {
    (metadata.dev(), metadata.ino())
}

/// A listener with a full queue counts as listening.
fn is_listening(path: &Path) -> bool {
    let connect = || -> rustix::io::Result<()> {
        let socket = rustix::net::socket_with(AddressFamily::UNIX, SocketType::STREAM, SocketFlags::CLOEXEC | SocketFlags::NONBLOCK, None)?;
        rustix::net::connect(&socket, &SocketAddrUnix::new(path)?)
    };
    !matches!(connect(), Err(rustix::io::Errno::CONNREFUSED | rustix::io::Errno::NOENT))
}

/// Links a socket under another name and replaces an existing file atomically.
fn link_in_place(socket: &Path, to: &Path) -> Result<()> {
    let temporary = to.with_file_name(format!(".{}.eci", to.file_name().unwrap_or_default().to_string_lossy()));
    let _ = std::fs::remove_file(&temporary);
    std::fs::hard_link(socket, &temporary)?;
    let renamed = std::fs::rename(&temporary, to);
    // rename(2) does nothing if both names refer to the same socket.
    let _ = std::fs::remove_file(&temporary);
    renamed
}
