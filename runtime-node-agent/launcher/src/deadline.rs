//! A point in time after which the launcher stops waiting. Monotonic, and one for a whole exchange: an agent that sends byte by byte
//! gets no more time than one that is silent.

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::{Errno, Result};
use std::os::fd::AsFd;
use std::time::{Duration, Instant};

pub struct Deadline(Instant);

impl Deadline {
    pub fn after(wait: Duration) -> Self {
        Self(Instant::now() + wait)
    }

    /// None when it has passed.
    pub fn left(&self) -> Option<Duration> {
        self.0.checked_duration_since(Instant::now()).filter(|left| !left.is_zero())
    }

    /// Sleeps, but not beyond.
    pub fn pause(&self, pause: Duration) {
        std::thread::sleep(pause.min(self.left().unwrap_or_default()));
    }

    /// Waits until `fd` can be read or written, or has failed, which the next read or write then tells.
    pub fn wait_for(&self, fd: impl AsFd, what: PollFlags) -> Result<()> {
        loop {
            let left = self.left().and_then(|left| Timespec::try_from(left).ok()).ok_or(Errno::TIMEDOUT)?;
            match poll(&mut [PollFd::new(&fd, what)], Some(&left)) {
                // A signal, or the time is up, which the next round finds.
                Err(Errno::INTR) | Ok(0) => {}
                Err(e) => return Err(e),
                Ok(_) => return Ok(()),
            }
        }
    }
}
