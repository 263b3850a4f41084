// SPDX-License-Identifier: Apache-2.0
//! A point in time after which eci-runtime stops waiting. The clock is monotonic, and one deadline covers a whole
//! exchange: an agent that sends single bytes gets no more time than a silent one.

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::{Errno, Result};
use std::os::fd::AsFd;
use std::time::{Duration, Instant};

pub struct Deadline(Instant);

impl Deadline {
    pub fn after(wait: Duration) -> Self {
        Self(Instant::now() + wait)
    }

    /// Returns None once the deadline has passed.
    pub fn remaining(&self) -> Option<Duration> {
        self.0.checked_duration_since(Instant::now()).filter(|remaining| !remaining.is_zero())
    }

    /// Sleeps for `interval`, but not past the deadline.
    pub fn sleep(&self, interval: Duration) {
        std::thread::sleep(interval.min(self.remaining().unwrap_or_default()));
    }

    /// Waits until `fd` is readable or writable, or has failed; the next read or write reports the failure.
    pub fn wait_for(&self, fd: impl AsFd, what: PollFlags) -> Result<()> {
        loop {
            let remaining = self.remaining().and_then(|remaining| Timespec::try_from(remaining).ok()).ok_or(Errno::TIMEDOUT)?;
            match poll(&mut [PollFd::new(&fd, what)], Some(&remaining)) {
                // A signal, or the timeout, which the next iteration detects.
                Err(Errno::INTR) | Ok(0) => {}
                Err(e) => return Err(e),
                Ok(_) => return Ok(()),
            }
        }
    }
}
