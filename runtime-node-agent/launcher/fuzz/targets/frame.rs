// SPDX-License-Identifier: Apache-2.0
//! The bytes that a peer sends instead of frames. No length allocates what did not arrive.
#![no_main]

use eci_runtime_fuzz::deadline::Deadline;
use eci_runtime_fuzz::frame::FrameStream;
use libfuzzer_sys::fuzz_target;
use std::io::Write;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::time::Duration;

fuzz_target!(|sent: &[u8]| {
    let (mut peer, own) = UnixStream::pair().unwrap();
    own.set_nonblocking(true).unwrap();
    peer.set_nonblocking(true).unwrap();
    if peer.write_all(sent).is_err() {
        return; // more than a socket holds
    }
    drop(peer);
    let mut stream = FrameStream::new(OwnedFd::from(own), Deadline::after(Duration::from_secs(1)));
    let mut read = 0;
    while let Ok(frame) = stream.receive_frame() {
        read += 4 + frame.len();
        assert!(read <= sent.len());
    }
});
