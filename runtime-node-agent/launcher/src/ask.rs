//! Asks the agent. Waits for one that is away or being replaced, for a bounded time, and then gives up: there is no way past.

use crate::deadline::Deadline;
use crate::fault;
use crate::refusal::{Refusal, Result};
use crate::settings::Settings;
use crate::wire::{Lost, Wire};
use rustix::io::Errno;
use rustix::net::sockopt::socket_peercred;
use rustix::net::{AddressFamily, SocketAddrUnix, SocketFlags, SocketType, connect, socket_with};
use std::os::fd::OwnedFd;
use std::time::Duration;

/// Short enough to meet a restarted agent soon after it listens; unmeasured beyond that.
const PAUSE: Duration = Duration::from_millis(50);

pub struct Reply {
    pub header: Vec<u8>,
    pub config: Vec<u8>,
}

/// The question's frames: header, `config.json`, mounts.
pub fn ask(settings: &Settings, question: [&[u8]; 3]) -> Result<Reply> {
    let patience = Deadline::after(settings.wait);
    loop {
        let socket = connected(settings, &patience)?;
        match exchange(Wire::new(socket, Deadline::after(settings.wait)), question) {
            Ok(reply) => return Ok(reply),
            // It was stopped before it said anything, as in an update: its successor may be asked the same.
            Err(Lost::Closed { answered: false }) if patience.left().is_some() => patience.pause(PAUSE),
            Err(lost) => return Err(unanswered(settings, &lost)),
        }
    }
}

fn exchange(mut wire: Wire, question: [&[u8]; 3]) -> std::result::Result<Reply, Lost> {
    let sent = question.iter().try_for_each(|frame| wire.send_frame(frame));
    match sent {
        // It may have refused without reading all; the reading end tells.
        Ok(()) | Err(Lost::Closed { .. }) => {
            fault::point("create:asking");
            Ok(Reply { header: wire.receive_frame()?, config: wire.receive_frame()? })
        }
        Err(lost) => Err(lost),
    }
}

fn connected(settings: &Settings, patience: &Deadline) -> Result<OwnedFd> {
    let unreachable = |e: Errno| unavailable(&format!("cannot be asked on {} ({e})", settings.socket.display()));
    let address = SocketAddrUnix::new(&settings.socket).map_err(unreachable)?;
    loop {
        // Non-blocking: a connect to an agent that accepts nobody would otherwise wait for ever.
        let flags = SocketFlags::CLOEXEC | SocketFlags::NONBLOCK;
        let socket = socket_with(AddressFamily::UNIX, SocketType::STREAM, flags, None).map_err(unreachable)?;
        let away = match connect(&socket, &address) {
            Ok(()) => {
                // Anyone but root could only have got there by a mistake in the modes of the socket's directory.
                let peer = socket_peercred(&socket).map_err(unreachable)?.uid;
                return if peer.is_root() { Ok(socket) } else { Err(impostor(settings, peer.as_raw())) };
            }
            Err(Errno::INTR) => continue,
            Err(Errno::NOENT) => "there is no such socket",
            Err(Errno::CONNREFUSED) => "nobody listens there",
            Err(Errno::AGAIN) => "too many are waiting for it",
            Err(e) => return Err(unreachable(e)),
        };
        if patience.left().is_none() {
            return Err(silent(settings, away));
        }
        patience.pause(PAUSE);
    }
}

fn unanswered(settings: &Settings, lost: &Lost) -> Refusal {
    match lost {
        Lost::TimeIsUp => silent(settings, "it took the question but sent no complete answer"),
        Lost::Closed { answered: false } => silent(settings, "it ends every connection without an answer"),
        Lost::Closed { answered: true } => unavailable("ended the connection in the middle of its answer"),
        Lost::TooLarge(bytes) => unavailable(&format!("and this launcher cannot exchange a message of {bytes} bytes")),
        Lost::Failed(e) => unavailable(&format!("cannot be asked on {} ({e})", settings.socket.display())),
    }
}

fn silent(settings: &Settings, why: &str) -> Refusal {
    unavailable(&format!("does not answer on {} (waited {} s: {why})", settings.socket.display(), settings.wait.as_secs()))
}

fn impostor(settings: &Settings, uid: u32) -> Refusal {
    unavailable(&format!("is not the one who serves {}: a process of user {uid} does", settings.socket.display()))
}

/// What happened, what it means for what runs already, and how to go on.
fn unavailable(what: &str) -> Refusal {
    Refusal::new(format!(
        "no container is created on this node because the eci node agent {what}; running containers are not affected; \
         look at the agent and start it again: kubectl -n eci-system get pods -l app.kubernetes.io/name=eci-agent -o wide \
         (on a Docker host: systemctl status eci-agent)"
    ))
}
