// SPDX-License-Identifier: Apache-2.0
//! Sends a create request to the agent. Waits a bounded time for an agent that is down or restarting, and then denies
//! the container: there is no way around the agent.

use crate::deadline::Deadline;
use crate::error::{Error, Result};
use crate::fault_injection;
use crate::frame::{FrameError, FrameStream};
use crate::runtime_config::RuntimeConfig;
use rustix::io::Errno;
use rustix::net::sockopt::socket_peercred;
use rustix::net::{AddressFamily, SocketAddrUnix, SocketFlags, SocketType, connect, socket_with};
use std::os::fd::OwnedFd;
use std::time::Duration;

/// Short enough to reach a restarted agent soon after it listens.
const RETRY_INTERVAL: Duration = Duration::from_millis(50);

pub struct ResponseFrames {
    pub header: Vec<u8>,
    pub config: Vec<u8>,
}

/// Sends the three frames of a request: header, `config.json`, mount table.
pub fn send(config: &RuntimeConfig, request: [&[u8]; 3]) -> Result<ResponseFrames> {
    let deadline = Deadline::after(config.wait);
    loop {
        let socket = connect_to_agent(config, &deadline)?;
        match exchange(FrameStream::new(socket, Deadline::after(config.wait)), request) {
            Ok(response) => return Ok(response),
            // The agent stopped before it responded, as in an update: send the same request to its successor.
            Err(FrameError::Closed { response_started: false }) if deadline.remaining().is_some() => deadline.sleep(RETRY_INTERVAL),
            Err(error) => return Err(exchange_error(config, &error)),
        }
    }
}

fn exchange(mut stream: FrameStream, request: [&[u8]; 3]) -> std::result::Result<ResponseFrames, FrameError> {
    let sent = request.iter().try_for_each(|frame| stream.send_frame(frame));
    match sent {
        // The agent may have denied the request without reading all of it; receiving shows that.
        Ok(()) | Err(FrameError::Closed { .. }) => {
            fault_injection::point("create:request-sent");
            Ok(ResponseFrames { header: stream.receive_frame()?, config: stream.receive_frame()? })
        }
        Err(error) => Err(error),
    }
}

fn connect_to_agent(config: &RuntimeConfig, deadline: &Deadline) -> Result<OwnedFd> {
    let unreachable = |e: Errno| unavailable_error(&format!("cannot be reached on {} ({e})", config.socket.display()));
    let address = SocketAddrUnix::new(&config.socket).map_err(unreachable)?;
    loop {
        // Non-blocking: connecting to an agent that never accepts would block forever.
        let flags = SocketFlags::CLOEXEC | SocketFlags::NONBLOCK;
        let socket = socket_with(AddressFamily::UNIX, SocketType::STREAM, flags, None).map_err(unreachable)?;
        let reason = match connect(&socket, &address) {
            Ok(()) => {
                // A process of another user can listen here only if the modes of the socket's directory are wrong.
                let peer = socket_peercred(&socket).map_err(unreachable)?.uid;
                return if peer.is_root() { Ok(socket) } else { Err(peer_error(config, peer.as_raw())) };
            }
            Err(Errno::INTR) => continue,
            Err(Errno::NOENT) => "the socket does not exist",
            Err(Errno::CONNREFUSED) => "no process listens on it",
            Err(Errno::AGAIN) => "its connection queue is full",
            Err(e) => return Err(unreachable(e)),
        };
        if deadline.remaining().is_none() {
            return Err(timeout_error(config, reason));
        }
        deadline.sleep(RETRY_INTERVAL);
    }
}

fn exchange_error(config: &RuntimeConfig, error: &FrameError) -> Error {
    match error {
        FrameError::Timeout => timeout_error(config, "it accepted the request but sent no complete response"),
        FrameError::Closed { response_started: false } => timeout_error(config, "it closes every connection without a response"),
        FrameError::Closed { response_started: true } => unavailable_error("closed the connection before its response was complete"),
        FrameError::TooLarge(bytes) => unavailable_error(&format!("cannot exchange a message of {bytes} bytes with eci-runtime")),
        FrameError::Io(e) => unavailable_error(&format!("cannot be reached on {} ({e})", config.socket.display())),
    }
}

fn timeout_error(config: &RuntimeConfig, reason: &str) -> Error {
    unavailable_error(&format!("does not respond on {} (waited {} s: {reason})", config.socket.display(), config.wait.as_secs()))
}

fn peer_error(config: &RuntimeConfig, uid: u32) -> Error {
    unavailable_error(&format!("does not own {}: a process of user {uid} listens there", config.socket.display()))
}

/// Says what happened, what it means for running containers, and how to fix it.
fn unavailable_error(what: &str) -> Error {
    Error::new(format!(
        "no container is created on this node because the ECI node agent {what}; running containers are not affected; \
         check the agent and restart it: kubectl -n eci-system get pods -l app.kubernetes.io/name=eci-agent -o wide \
         (on a Docker host: systemctl status eci-agent)"
    ))
}
