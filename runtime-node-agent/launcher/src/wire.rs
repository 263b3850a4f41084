//! Frames on a non-blocking unix stream socket: four bytes of length, big endian, and that many bytes.

use crate::deadline::Deadline;
use crate::protocol::LARGEST_FRAME;
use rustix::event::PollFlags;
use rustix::io::Errno;
use rustix::net::{SendFlags, send};
use std::os::fd::{AsFd, OwnedFd};

/// Memory is taken as bytes arrive, never on the word of a length.
const CHUNK: usize = 64 * 1024;

#[derive(Debug, PartialEq, Eq)]
pub enum Lost {
    /// The other end closed or reset the connection. `answered` says whether a byte of its answer had come by then.
    Closed {
        answered: bool,
    },
    TimeIsUp,
    TooLarge(usize),
    Failed(Errno),
}

pub struct Wire {
    socket: OwnedFd,
    deadline: Deadline,
    answered: bool,
}

impl Wire {
    pub fn new(socket: OwnedFd, deadline: Deadline) -> Self {
        Self { socket, deadline, answered: false }
    }

    pub fn send_frame(&self, bytes: &[u8]) -> Result<(), Lost> {
        let length = u32::try_from(bytes.len()).ok().filter(|_| bytes.len() <= LARGEST_FRAME).ok_or(Lost::TooLarge(bytes.len()))?;
        self.send(&length.to_be_bytes())?;
        self.send(bytes)
    }

    pub fn receive_frame(&mut self) -> Result<Vec<u8>, Lost> {
        let mut length = [0; 4];
        self.receive(&mut length)?;
        let length = usize::try_from(u32::from_be_bytes(length)).unwrap_or(usize::MAX);
        if length > LARGEST_FRAME {
            return Err(Lost::TooLarge(length));
        }
        let mut frame = Vec::new();
        while frame.len() < length {
            let start = frame.len();
            frame.resize(length.min(start + CHUNK), 0);
            self.receive(&mut frame[start..])?;
        }
        Ok(frame)
    }

    fn send(&self, mut bytes: &[u8]) -> Result<(), Lost> {
        while !bytes.is_empty() {
            match send(&self.socket, bytes, SendFlags::NOSIGNAL) {
                Ok(sent) => bytes = &bytes[sent..],
                Err(e) => self.again(e, PollFlags::OUT)?,
            }
        }
        Ok(())
    }

    fn receive(&mut self, mut buffer: &mut [u8]) -> Result<(), Lost> {
        while !buffer.is_empty() {
            match rustix::io::read(&self.socket, &mut *buffer) {
                Ok(0) => return Err(self.closed()),
                Ok(read) => {
                    self.answered = true;
                    buffer = &mut buffer[read..];
                    // Bytes that are always there must not carry the exchange past its end.
                    if self.deadline.left().is_none() {
                        return Err(Lost::TimeIsUp);
                    }
                }
                Err(e) => self.again(e, PollFlags::IN)?,
            }
        }
        Ok(())
    }

    fn again(&self, error: Errno, what: PollFlags) -> Result<(), Lost> {
        match error {
            Errno::INTR => Ok(()),
            Errno::AGAIN => self.deadline.wait_for(self.socket.as_fd(), what).map_err(|e| match e {
                Errno::TIMEDOUT => Lost::TimeIsUp,
                e => Lost::Failed(e),
            }),
            Errno::PIPE | Errno::CONNRESET => Err(self.closed()),
            e => Err(Lost::Failed(e)),
        }
    }

    fn closed(&self) -> Lost {
        Lost::Closed { answered: self.answered }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};
    use std::os::unix::net::UnixStream;
    use std::time::{Duration, Instant};

    fn pair(wait: Duration) -> (Wire, UnixStream) {
        let (ours, theirs) = UnixStream::pair().unwrap();
        ours.set_nonblocking(true).unwrap();
        (Wire::new(ours.into(), Deadline::after(wait)), theirs)
    }

    const LONG: Duration = Duration::from_secs(20);

    #[test]
    fn frames_larger_than_the_socket_s_buffer_go_both_ways() {
        let (mut wire, mut theirs) = pair(LONG);
        let echo = std::thread::spawn(move || {
            let mut frame = vec![0; 4 + 1_000_000];
            theirs.read_exact(&mut frame).unwrap();
            theirs.write_all(&frame).unwrap();
        });
        let bytes: Vec<u8> = (0..1_000_000_u32).map(|i| u8::try_from(i % 251).unwrap()).collect();
        wire.send_frame(&bytes).unwrap();
        assert!(wire.receive_frame().unwrap() == bytes);
        echo.join().unwrap();
    }

    #[test]
    fn a_length_beyond_the_limit_is_refused_either_way() {
        let (mut wire, mut theirs) = pair(LONG);
        theirs.write_all(&[1, 0, 0, 1]).unwrap();
        assert_eq!(wire.receive_frame(), Err(Lost::TooLarge(LARGEST_FRAME + 1)));
        assert_eq!(wire.send_frame(&vec![0; LARGEST_FRAME + 1]), Err(Lost::TooLarge(LARGEST_FRAME + 1)));
    }

    #[test]
    fn an_end_before_and_within_the_answer_are_told_apart() {
        let (mut wire, theirs) = pair(LONG);
        drop(theirs);
        assert_eq!(wire.send_frame(b"x"), Err(Lost::Closed { answered: false }));
        assert_eq!(wire.receive_frame(), Err(Lost::Closed { answered: false }));
        let (mut wire, mut theirs) = pair(LONG);
        theirs.write_all(&[0, 0, 0, 9, 1]).unwrap();
        drop(theirs);
        assert_eq!(wire.receive_frame(), Err(Lost::Closed { answered: true }));
    }

    #[test]
    fn byte_by_byte_gets_no_more_time() {
        let (mut wire, mut theirs) = pair(Duration::from_millis(200));
        let start = Instant::now();
        let drip = std::thread::spawn(move || {
            let _ = theirs.write_all(&[0, 0, 1, 0]);
            while theirs.write_all(&[0]).is_ok() {
                std::thread::sleep(Duration::from_millis(20));
            }
        });
        assert_eq!(wire.receive_frame(), Err(Lost::TimeIsUp));
        assert!(start.elapsed() < Duration::from_secs(2));
        drop(wire);
        drip.join().unwrap();
    }

    #[test]
    fn an_agent_that_does_not_read_is_left() {
        let (wire, _theirs) = pair(Duration::from_millis(100));
        assert_eq!(wire.send_frame(&vec![0; 4_000_000]), Err(Lost::TimeIsUp));
    }
}
