//! `eci-runtime --eci-keep-socket`: a process beside the agent that keeps the filtered Docker socket listening while the agent is replaced.
//! Containers that have the socket's file mounted hold on to its inode, and nobody can listen on the same inode twice. It hands the socket to
//! root on the control socket, and answers by itself, with a refusal, when no agent has been there for a while. It never sees the engine.

use crate::refusal::{Refusal, Result};
use crate::takeover::Takeover;
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

/// An agent that restarts or is upgraded is back sooner; connections wait for it meanwhile.
const PATIENCE: Duration = Duration::from_secs(10);
const TICK: Timespec = Timespec { tv_sec: 1, tv_nsec: 0 };
/// While no agent is there, Docker's path is looked at this often.
const LOOK: Timespec = Timespec { tv_sec: 0, tv_nsec: 50_000_000 };
const BACKLOG: i32 = 1024;
/// Callers who are to be told that the agent is away; more of them wait in the backlog.
const MOST_CALLERS: usize = 64;
/// An uninstalling agent says this.
const END: u8 = b'q';
/// Followed by Docker's path and a line's end: what the keeper is to guard when the agent has left; no path: nothing.
const GUARD: u8 = b'g';
const AWAY: &str = "{\"message\":\"enhanced container isolation: the agent of this host is not running, so that nothing is passed on to \
the engine; start it (systemctl start eci-agent; on a Kubernetes node, see the pods of the DaemonSet eci-agent), or take it off the host with \
eci-agent uninstall.\"}\n";

#[derive(Debug, PartialEq, Eq)]
pub struct Keep {
    pub socket: PathBuf,
    pub control: PathBuf,
    pub uid: u32,
    pub gid: u32,
    pub mode: u32,
}

/// SOCKET CONTROL UID GID MODE, the mode in octal.
pub fn parse(args: &[OsString]) -> Result<Keep> {
    let [socket, control, uid, gid, mode] = args else {
        return Err(Refusal::new("--eci-keep-socket takes SOCKET CONTROL UID GID MODE"));
    };
    Ok(Keep {
        socket: PathBuf::from(socket),
        control: PathBuf::from(control),
        uid: number(uid, 10)?,
        gid: number(gid, 10)?,
        mode: number(mode, 8)? & 0o777,
    })
}

fn number(text: &OsStr, radix: u32) -> Result<u32> {
    text.to_str()
        .and_then(|digits| u32::from_str_radix(digits, radix).ok())
        .ok_or_else(|| Refusal::new("--eci-keep-socket takes SOCKET CONTROL UID GID MODE"))
}

/// Ends when an agent says so, or at once if another keeper is there.
pub fn run(keep: &Keep) -> Result<ExitCode> {
    // what ends the agent's session is not to end this; fails for who leads a session already, which is as good
    let _ = rustix::process::setsid();
    let lock = std::fs::File::create(with_suffix(&keep.control, ".lock")).map_err(|why| failed("lock", &keep.control, &why))?;
    if rustix::fs::flock(&lock, FlockOperation::NonBlockingLockExclusive).is_err() {
        return Ok(ExitCode::SUCCESS);
    }
    let socket = listen(&keep.socket, keep.uid, keep.gid, keep.mode)?;
    let control = listen(&keep.control, 0, 0, 0o600)?;
    let mut keeper = Keeper { keep, socket, control, agents: Vec::new(), callers: Vec::new(), left: Instant::now(), takeover: None };
    keeper.serve();
    let _ = std::fs::remove_file(&keep.control);
    Ok(ExitCode::SUCCESS)
}

/// Appears under its name when it listens and has its owner and mode.
fn listen(path: &Path, uid: u32, gid: u32, mode: u32) -> Result<UnixListener> {
    let unfinished = with_suffix(path, ".unfinished");
    let open = || -> std::io::Result<UnixListener> {
        let _ = std::fs::remove_file(&unfinished);
        let listener = UnixListener::bind(&unfinished)?;
        std::fs::set_permissions(&unfinished, std::fs::Permissions::from_mode(0o600))?;
        rustix::fs::chown(&unfinished, Some(Uid::from_raw(uid)), Some(Gid::from_raw(gid)))?;
        std::fs::set_permissions(&unfinished, std::fs::Permissions::from_mode(mode))?;
        rustix::net::listen(&listener, BACKLOG)?;
        listener.set_nonblocking(true)?;
        std::fs::rename(&unfinished, path)?;
        Ok(listener)
    };
    open().map_err(|why| failed("listen at", path, &why))
}

struct Keeper<'a> {
    keep: &'a Keep,
    socket: UnixListener,
    control: UnixListener,
    agents: Vec<UnixStream>,
    callers: Vec<UnixStream>,
    /// When the last agent left.
    left: Instant,
    takeover: Option<Takeover>,
}

impl Keeper<'_> {
    fn serve(&mut self) {
        loop {
            let away = self.agents.is_empty() && self.left.elapsed() >= PATIENCE;
            if !away {
                self.callers.clear();
            }
            let ready = self.wait(away && self.callers.len() < MOST_CALLERS);
            let (agents, callers) = (self.agents.len(), self.callers.len());
            let mut said = Vec::new();
            let had = !self.agents.is_empty();
            let mut index = 0;
            self.agents.retain(|agent| {
                let heard = ready[1 + index];
                index += 1;
                !heard || still_there(agent, &mut said)
            });
            if said.split(|byte| *byte == b'\n').any(|line| line == [END]) {
                return;
            }
            self.told(&said);
            if had && self.agents.is_empty() {
                self.left = Instant::now();
            }
            let mut index = 0;
            self.callers.retain_mut(|caller| {
                let heard = ready[1 + agents + index];
                index += 1;
                !heard || !refuse(caller)
            });
            if ready[0] {
                self.admit();
            }
            if let Some(takeover) = self.takeover.as_mut().filter(|_| self.agents.is_empty()) {
                // there is nobody to tell; it is tried again
                let _ = takeover.pass();
            }
            if ready.len() > 1 + agents + callers && ready[1 + agents + callers] {
                // who had the socket may have changed that, for all who have it
                let _ = self.socket.set_nonblocking(true);
                while self.callers.len() < MOST_CALLERS {
                    let Ok((caller, _)) = self.socket.accept() else { break };
                    if caller.set_nonblocking(true).is_ok() {
                        self.callers.push(caller);
                    }
                }
            }
        }
    }

    /// Which of control socket, agents, callers and (if asked for) socket have something.
    fn wait(&self, for_callers: bool) -> Vec<bool> {
        let mut polled = vec![PollFd::new(&self.control, PollFlags::IN)];
        polled.extend(self.agents.iter().map(|agent| PollFd::new(agent, PollFlags::IN)));
        polled.extend(self.callers.iter().map(|caller| PollFd::new(caller, PollFlags::IN)));
        if for_callers {
            polled.push(PollFd::new(&self.socket, PollFlags::IN));
        }
        let most = if self.agents.is_empty() && self.takeover.is_some() { LOOK } else { TICK };
        if poll(&mut polled, Some(&most)).is_err() {
            return vec![false; polled.len()];
        }
        polled.iter().map(|one| !one.revents().is_empty()).collect()
    }

    fn told(&mut self, said: &[u8]) {
        for line in said.split(|byte| *byte == b'\n') {
            if let Some((&GUARD, path)) = line.split_first() {
                let path = PathBuf::from(OsStr::from_bytes(path));
                let engine = self.keep.control.with_file_name("docker.sock");
                self.takeover = path.is_absolute().then(|| Takeover::new(path, self.keep.socket.clone(), engine));
            }
        }
    }

    /// Root only: the directory says so, and so does the kernel.
    fn admit(&mut self) {
        while let Ok((agent, _)) = self.control.accept() {
            let root = rustix::net::sockopt::socket_peercred(&agent).is_ok_and(|peer| peer.uid == Uid::ROOT);
            if root && agent.set_nonblocking(true).is_ok() && hand(&agent, &self.socket).is_ok() {
                self.agents.push(agent);
            }
        }
    }
}

fn hand(agent: &UnixStream, socket: &UnixListener) -> rustix::io::Result<()> {
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
    let mut ancillary = SendAncillaryBuffer::new(&mut space);
    let fds = [socket.as_fd()];
    if !ancillary.push(SendAncillaryMessage::ScmRights(&fds)) {
        return Err(rustix::io::Errno::NOBUFS);
    }
    rustix::net::sendmsg(agent, &[IoSlice::new(b"s")], &mut ancillary, SendFlags::NOSIGNAL).map(|_| ())
}

fn still_there(mut agent: &UnixStream, all: &mut Vec<u8>) -> bool {
    // one word is one write, and shorter
    let mut said = [0; 4096];
    match agent.read(&mut said) {
        Ok(0) => false,
        Ok(length) => {
            all.extend_from_slice(&said[..length]);
            true
        }
        Err(why) => why.kind() == ErrorKind::WouldBlock,
    }
}

/// Once the caller has asked something: an answer before the question confuses clients. Tells whether it is dealt with.
fn refuse(caller: &mut UnixStream) -> bool {
    let mut asked = [0; 16 << 10];
    match caller.read(&mut asked) {
        Err(why) if why.kind() == ErrorKind::WouldBlock => false,
        Ok(length) if length > 0 => {
            let head = format!(
                "HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{AWAY}",
                AWAY.len()
            );
            let _ = caller.write_all(head.as_bytes());
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

fn failed(what: &str, path: &Path, why: &std::io::Error) -> Refusal {
    Refusal::new(format!("cannot {what} {}: {why}", path.display()))
}
