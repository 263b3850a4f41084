// SPDX-License-Identifier: Apache-2.0
//! Frames on a non-blocking Unix stream socket: a length of four bytes, big endian, followed by that many bytes.

use crate::deadline::Deadline;
use crate::protocol::MAX_FRAME;
use rustix::event::PollFlags;
use rustix::io::Errno;
use rustix::net::{SendFlags, send};
use std::os::fd::{AsFd, OwnedFd};

/// Memory is allocated as bytes arrive, not in advance from the length.
const CHUNK: usize = 64 * 1024;

#[derive(Debug, PartialEq, Eq)]
pub enum FrameError {
    /// The peer closed or reset the connection. `response_started` says whether a byte of its response had arrived.
    Closed {
        response_started: bool,
    },
    Timeout,
    TooLarge(usize),
    Io(Errno),
}

pub struct FrameStream {
    socket: OwnedFd,
    deadline: Deadline,
    response_started: bool,
}

impl FrameStream {
    pub fn new(socket: OwnedFd, deadline: Deadline) -> Self {
        Self { socket, deadline, response_started: false }
    }

    pub fn send_frame(&self, bytes: &[u8]) -> Result<(), FrameError> {
        let length = u32::try_from(bytes.len()).ok().filter(|_| bytes.len() <= MAX_FRAME).ok_or(FrameError::TooLarge(bytes.len()))?;
        self.send(&length.to_be_bytes())?;
        self.send(bytes)
    }

    pub fn receive_frame(&mut self) -> Result<Vec<u8>, FrameError> {
        let mut length = [0; 4];
        self.receive(&mut length)?;
        let length = usize::try_from(u32::from_be_bytes(length)).unwrap_or(usize::MAX);
        if length > MAX_FRAME {
            return Err(FrameError::TooLarge(length));
        }
        let mut frame = Vec::new();
        while frame.len() < length {
            let start = frame.len();
            frame.resize(length.min(start + CHUNK), 0);
            self.receive(&mut frame[start..])?;
        }
        Ok(frame)
    }

    fn send(&self, mut bytes: &[u8]) -> Result<(), FrameError> {
        while !bytes.is_empty() {
            match send(&self.socket, bytes, SendFlags::NOSIGNAL) {
                Ok(sent) => bytes = &bytes[sent..],
                Err(e) => self.retry(e, PollFlags::OUT)?,
            }
        }
        Ok(())
    }

    fn receive(&mut self, mut buffer: &mut [u8]) -> Result<(), FrameError> {
        while !buffer.is_empty() {
            match rustix::io::read(&self.socket, &mut *buffer) {
                Ok(0) => return Err(self.closed()),
                Ok(read) => {
                    self.response_started = true;
                    buffer = &mut buffer[read..];
                    // A steady stream of bytes must not extend the exchange past its deadline.
                    if self.deadline.remaining().is_none() {
                        return Err(FrameError::Timeout);
                    }
                }
                Err(e) => self.retry(e, PollFlags::IN)?,
            }
        }
        Ok(())
    }

    fn retry(&self, error: Errno, what: PollFlags) -> Result<(), FrameError> {
        match error {
            Errno::INTR => Ok(()),
            Errno::AGAIN => self.deadline.wait_for(self.socket.as_fd(), what).map_err(|e| match e {
                Errno::TIMEDOUT => FrameError::Timeout,
                e => FrameError::Io(e),
            }),
            Errno::PIPE | Errno::CONNRESET => Err(self.closed()),
            e => Err(FrameError::Io(e)),
        }
    }

    fn closed(&self) -> FrameError {
        FrameError::Closed { response_started: self.response_started }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};
    use std::os::unix::net::UnixStream;
    use std::time::{Duration, Instant};

    fn pair(wait: Duration) -> (FrameStream, UnixStream) {
        let (own, peer) = UnixStream::pair().unwrap();
        own.set_nonblocking(true).unwrap();
        (FrameStream::new(own.into(), Deadline::after(wait)), peer)
    }

    const LONG_WAIT: Duration = Duration::from_secs(20);

    #[test]
    fn exchanges_frames_larger_than_socket_buffer() {
        let (mut stream, mut peer) = pair(LONG_WAIT);
        let echo = std::thread::spawn(move || {
            let mut frame = vec![0; 4 + 1_000_000];
            peer.read_exact(&mut frame).unwrap();
            peer.write_all(&frame).unwrap();
        });
        let bytes: Vec<u8> = (0..1_000_000_u32).map(|i| u8::try_from(i % 251).unwrap()).collect();
        stream.send_frame(&bytes).unwrap();
        assert!(stream.receive_frame().unwrap() == bytes);
        echo.join().unwrap();
    }

    #[test]
    fn rejects_frames_beyond_limit() {
        let (mut stream, mut peer) = pair(LONG_WAIT);
        peer.write_all(&[1, 0, 0, 1]).unwrap();
        assert_eq!(stream.receive_frame(), Err(FrameError::TooLarge(MAX_FRAME + 1)));
        assert_eq!(stream.send_frame(&vec![0; MAX_FRAME + 1]), Err(FrameError::TooLarge(MAX_FRAME + 1)));
    }

    #[test]
    fn distinguishes_close_before_and_within_response() {
        let (mut stream, peer) = pair(LONG_WAIT);
        drop(peer);
        assert_eq!(stream.send_frame(b"x"), Err(FrameError::Closed { response_started: false }));
        assert_eq!(stream.receive_frame(), Err(FrameError::Closed { response_started: false }));
        let (mut stream, mut peer) = pair(LONG_WAIT);
        peer.write_all(&[0, 0, 0, 9, 1]).unwrap();
        drop(peer);
        assert_eq!(stream.receive_frame(), Err(FrameError::Closed { response_started: true }));
    }

    #[test]
    fn keeps_deadline_when_bytes_trickle() {
        let (mut stream, mut peer) = pair(Duration::from_millis(200));
        let start = Instant::now();
        let drip = std::thread::spawn(move || {
            let _ = peer.write_all(&[0, 0, 1, 0]);
            while peer.write_all(&[0]).is_ok() {
                std::thread::sleep(Duration::from_millis(20));
            }
        });
        assert_eq!(stream.receive_frame(), Err(FrameError::Timeout));
        assert!(start.elapsed() < Duration::from_secs(2));
        drop(stream);
        drip.join().unwrap();
    }

    #[test]
    fn times_out_when_agent_does_not_read() {
        let (stream, _peer) = pair(Duration::from_millis(100));
        assert_eq!(stream.send_frame(&vec![0; 4_000_000]), Err(FrameError::Timeout));
    }
}
