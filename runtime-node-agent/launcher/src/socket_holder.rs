// SPDX-License-Identifier: Apache-2.0
//! Implements `eci-runtime --eci-keep-socket`: a process next to the agent that keeps the proxied Docker socket open
//! while the agent restarts. Containers that mount the socket depend on its inode, and no second process can listen on
//! the same inode. The holder passes the socket to the agent, which must be root, over the control socket. If no agent
//! has been connected for a while, the holder itself responds with an error. It never connects to the engine.

use crate::error::{Error, PREFIX, Result};
use crate::paths::ENGINE_SOCKET;
use crate::socket_takeover::SocketTakeover;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{FlockOperation, Gid, Uid};
use rustix::net::{SendAncillaryBuffer, SendAncillaryMessage, SendFlags};
use std::ffi::{OsStr, OsString};
use std::io::{ErrorKind, IoSlice, Read, Write};
use std::mem::MaybeUninit;
use std::os::fd::AsFd;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// A restarted or upgraded agent is back sooner; connections wait for it until then.
const AGENT_TIMEOUT: Duration = Duration::from_secs(10);
const POLL_INTERVAL: Timespec = Timespec { tv_sec: 1, tv_nsec: 0 };
/// How often the path of Docker's socket is checked while no agent is connected.
const TAKEOVER_INTERVAL: Timespec = Timespec { tv_sec: 0, tv_nsec: 50_000_000 };
const BACKLOG: i32 = 1024;
/// The maximum number of connections that wait for the error response; more wait in the backlog.
const MAX_CALLERS: usize = 64;
/// The message of an agent that is being uninstalled.
const END: u8 = b'q';
/// Starts a line with the path of Docker's socket, which the holder guards while no agent is connected. Without a path,
/// it guards none.
const GUARD: u8 = b'g';
const UNAVAILABLE: &str = "the ECI agent is not running, so no request is forwarded to the engine; start it (systemctl start eci-agent; \
on a Kubernetes node, check the pods of the DaemonSet eci-agent), or remove it with eci-agent uninstall.";

#[derive(Debug, PartialEq, Eq)]
pub struct HolderOptions {
    pub socket: PathBuf,
    pub control: PathBuf,
    pub uid: u32,
    pub gid: u32,
    pub mode: u32,
}

impl HolderOptions {
    /// Parses SOCKET CONTROL UID GID MODE, with the mode in octal.
    pub fn parse(args: &[OsString]) -> Result<Self> {
        let [socket, control, uid, gid, mode] = args else {
            return Err(Error::new("--eci-keep-socket takes SOCKET CONTROL UID GID MODE"));
        };
        Ok(Self {
            socket: PathBuf::from(socket),
            control: PathBuf::from(control),
            uid: number(uid, 10)?,
            gid: number(gid, 10)?,
            mode: number(mode, 8)? & 0o777,
        })
    }
}

fn number(text: &OsStr, radix: u32) -> Result<u32> {
    text.to_str()
        .and_then(|digits| u32::from_str_radix(digits, radix).ok())
        .ok_or_else(|| Error::new("--eci-keep-socket takes SOCKET CONTROL UID GID MODE"))
}

/// Runs until an agent asks it to exit. Returns immediately if another holder is running.
pub fn run(options: &HolderOptions) -> Result<ExitCode> {
    // A new session, so that the end of the agent's session does not end the holder. Fails if it leads a session
    // already.
    let _ = rustix::process::setsid();
    let lock = std::fs::File::create(with_suffix(&options.control, ".lock")).map_err(|error| io_error("lock", &options.control, &error))?;
    if rustix::fs::flock(&lock, FlockOperation::NonBlockingLockExclusive).is_err() {
        return Ok(ExitCode::SUCCESS);
    }
    let socket = listen(&options.socket, options.uid, options.gid, options.mode)?;
    let control = listen(&options.control, 0, 0, 0o600)?;
    let mut holder =
        SocketHolder { options, socket, control, agents: Vec::new(), callers: Vec::new(), disconnected: Instant::now(), takeover: None };
    holder.serve();
    let _ = std::fs::remove_file(&options.control);
    Ok(ExitCode::SUCCESS)
}

/// Gives the socket its final name only when it listens and has its owner and mode.
fn listen(path: &Path, uid: u32, gid: u32, mode: u32) -> Result<UnixListener> {
    let temporary = with_suffix(path, ".unfinished");
    let open = || -> std::io::Result<UnixListener> {
        let _ = std::fs::remove_file(&temporary);
        let listener = UnixListener::bind(&temporary)?;
        std::fs::set_permissions(&temporary, std::fs::Permissions::from_mode(0o600))?;
        rustix::fs::chown(&temporary, Some(Uid::from_raw(uid)), Some(Gid::from_raw(gid)))?;
        std::fs::set_permissions(&temporary, std::fs::Permissions::from_mode(mode))?;
        rustix::net::listen(&listener, BACKLOG)?;
        listener.set_nonblocking(true)?;
        // A container that mounts the path before the socket exists makes its runtime create a directory there.
        let _ = std::fs::remove_dir(path);
        std::fs::rename(&temporary, path)?;
        Ok(listener)
    };
    open().map_err(|error| io_error("listen at", path, &error))
}

struct SocketHolder<'a> {
    options: &'a HolderOptions,
    socket: UnixListener,
    control: UnixListener,
    agents: Vec<UnixStream>,
    callers: Vec<UnixStream>,
    /// When the last agent disconnected.
    disconnected: Instant,
    takeover: Option<SocketTakeover>,
}

impl SocketHolder<'_> {
    fn serve(&mut self) {
        loop {
            let agent_unavailable = self.agents.is_empty() && self.disconnected.elapsed() >= AGENT_TIMEOUT;
            if !agent_unavailable {
                self.callers.clear();
            }
            let ready = self.wait(agent_unavailable && self.callers.len() < MAX_CALLERS);
            let (agents, callers) = (self.agents.len(), self.callers.len());
            let mut received = Vec::new();
            let had_agent = !self.agents.is_empty();
            let mut index = 0;
            self.agents.retain(|agent| {
                let readable = ready[1 + index];
                index += 1;
                !readable || is_connected(agent, &mut received)
            });
            if received.split(|byte| *byte == b'\n').any(|line| line == [END]) {
                return;
            }
            self.apply_guard_requests(&received);
            if had_agent && self.agents.is_empty() {
                self.disconnected = Instant::now();
            }
            let mut index = 0;
            self.callers.retain_mut(|caller| {
                let readable = ready[1 + agents + index];
                index += 1;
                !readable || !reject(caller)
            });
            if ready[0] {
                self.accept_agents();
            }
            if let Some(takeover) = self.takeover.as_mut().filter(|_| self.agents.is_empty()) {
                // Failures cannot be reported here; the next iteration retries.
                let _ = takeover.check();
            }
            if ready.len() > 1 + agents + callers && ready[1 + agents + callers] {
                // All processes that share the socket share this flag, and another one may have cleared it.
                let _ = self.socket.set_nonblocking(true);
                while self.callers.len() < MAX_CALLERS {
                    let Ok((caller, _)) = self.socket.accept() else { break };
                    if caller.set_nonblocking(true).is_ok() {
                        self.callers.push(caller);
                    }
                }
            }
        }
    }

    /// Returns which of the control socket, agents, callers and, with `for_callers`, the proxied socket are ready.
    fn wait(&self, for_callers: bool) -> Vec<bool> {
        let mut polled = vec![PollFd::new(&self.control, PollFlags::IN)];
        polled.extend(self.agents.iter().map(|agent| PollFd::new(agent, PollFlags::IN)));
        polled.extend(self.callers.iter().map(|caller| PollFd::new(caller, PollFlags::IN)));
        if for_callers {
            polled.push(PollFd::new(&self.socket, PollFlags::IN));
        }
        let timeout = if self.agents.is_empty() && self.takeover.is_some() { TAKEOVER_INTERVAL } else { POLL_INTERVAL };
        if poll(&mut polled, Some(&timeout)).is_err() {
            return vec![false; polled.len()];
        }
        polled.iter().map(|one| !one.revents().is_empty()).collect()
    }

    fn apply_guard_requests(&mut self, received: &[u8]) {
        for line in received.split(|byte| *byte == b'\n') {
            if let Some((&GUARD, path)) = line.split_first() {
                let path = PathBuf::from(OsStr::from_bytes(path));
                let engine = self.options.control.with_file_name(ENGINE_SOCKET);
                self.takeover = path.is_absolute().then(|| SocketTakeover::new(path, self.options.socket.clone(), engine));
            }
        }
    }

    /// Accepts root only. The mode of the directory enforces this as well.
    fn accept_agents(&mut self) {
        while let Ok((agent, _)) = self.control.accept() {
            let root = rustix::net::sockopt::socket_peercred(&agent).is_ok_and(|peer| peer.uid == Uid::ROOT);
            if root && agent.set_nonblocking(true).is_ok() && send_socket(&agent, &self.socket).is_ok() {
                self.agents.push(agent);
            }
        }
    }
}

fn send_socket(agent: &UnixStream, socket: &UnixListener) -> rustix::io::Result<()> {
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
    let mut ancillary = SendAncillaryBuffer::new(&mut space);
    let fds = [socket.as_fd()];
    if !ancillary.push(SendAncillaryMessage::ScmRights(&fds)) {
        return Err(rustix::io::Errno::NOBUFS);
    }
    rustix::net::sendmsg(agent, &[IoSlice::new(b"s")], &mut ancillary, SendFlags::NOSIGNAL).map(|_| ())
}

/// Appends what the agent has sent to `all`. Returns whether the agent is still connected.
fn is_connected(mut agent: &UnixStream, all: &mut Vec<u8>) -> bool {
    // Each message is a single write and shorter than this.
    let mut received = [0; 4096];
    match agent.read(&mut received) {
        Ok(0) => false,
        Ok(length) => {
            all.extend_from_slice(&received[..length]);
            true
        }
        Err(error) => error.kind() == ErrorKind::WouldBlock,
    }
}

/// Responds once the caller has sent a request: a response before the request confuses clients. Returns whether the
/// connection can be closed.
fn reject(caller: &mut UnixStream) -> bool {
    let mut request = [0; 16 << 10];
    match caller.read(&mut request) {
        Err(error) if error.kind() == ErrorKind::WouldBlock => false,
        Ok(length) if length > 0 => {
            let body = format!("{{\"message\":\"{PREFIX}{UNAVAILABLE}\"}}\n");
            let head = "HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/json\r\nConnection: close";
            let _ = caller.write_all(format!("{head}\r\nContent-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
            true
        }
        _ => true,
    }
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().as_bytes().to_vec();
    name.extend_from_slice(suffix.as_bytes());
    PathBuf::from(OsString::from_vec(name))
}

fn io_error(what: &str, path: &Path, error: &std::io::Error) -> Error {
    Error::new(format!("cannot {what} {}: {error}", path.display()))
}
