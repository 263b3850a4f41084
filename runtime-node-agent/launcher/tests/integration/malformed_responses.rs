// SPDX-License-Identifier: Apache-2.0
//! Responses that are malformed, truncated, endless, of another version, or sent by a user other than root.

use crate::fake_agent::{self, ALLOW};
use crate::fixture::{ENGINE_CONFIG, Fixture};
use rustix::thread::{set_thread_res_uid, set_thread_uid};
use std::io::{Read, Write};
use std::os::unix::net::UnixListener;
use std::process::Output;
use std::time::{Duration, Instant};

/// Runs create against an agent that writes `bytes` after the request and closes the connection.
fn create_with_response(bytes: Vec<u8>) -> Option<(Fixture, Output)> {
    let fixture = Fixture::new()?;
    let agent = fake_agent::serve_once(&fixture.socket, move |mut stream| {
        fake_agent::receive_request(&mut stream);
        let _ = stream.write_all(&bytes);
    });
    let output = fixture.create();
    agent.join().unwrap();
    assert_eq!(fixture.config_now(), ENGINE_CONFIG);
    Some((fixture, output))
}

fn frames(header: &str, config: &[u8]) -> Vec<u8> {
    let length = |bytes: &[u8]| u32::try_from(bytes.len()).unwrap().to_be_bytes();
    [&length(header.as_bytes()), header.as_bytes(), &length(config), config].concat()
}

#[test]
fn rejects_unknown_decisions_versions_and_keys() {
    for (header, reason) in [
        (r#"{"protocol":6,"decision":"maybe","message":"","rootfs":null,"binds":[]}"#, "has the unknown decision 'maybe'"),
        (r#"{"protocol":6,"decision":"allow","message":"","rootfs":{"path":"/x"},"binds":[]}"#, "lacks 'base'"),
        (r#"{"protocol":7,"decision":"allow","message":"","rootfs":null,"binds":[]}"#, "has protocol version 7, not 6"),
        (r#"{"protocol":6,"decision":"allow","message":"","rootfs":null,"binds":[],"x":1}"#, "unknown key 'x'"),
        ("allow", "is malformed"),
        ("", "is malformed"),
    ] {
        let Some((fixture, output)) = create_with_response(frames(header, b"{}")) else { return };
        fixture.assert_rejected(&output, reason);
    }
}

#[test]
fn rejects_truncated_responses() {
    let whole = frames(ALLOW, b"{\"from\":\"agent\"}");
    for end in [1, 4, 5, whole.len() - 18, whole.len() - 1] {
        let Some((fixture, output)) = create_with_response(whole[..end].to_vec()) else { return };
        fixture.assert_rejected(&output, "closed the connection before its response was complete");
    }
}

#[test]
fn rejects_oversized_frame_unread() {
    let Some((fixture, output)) = create_with_response(vec![0xff; 4]) else { return };
    fixture.assert_rejected(&output, "cannot exchange a message of 4294967295 bytes");
}

#[test]
fn keeps_deadline_when_bytes_trickle() {
    let Some(fixture) = Fixture::new() else { return };
    let agent = fake_agent::serve_once(&fixture.socket, |mut stream| {
        fake_agent::receive_request(&mut stream);
        for byte in frames(ALLOW, &[b' '; 1000]) {
            if stream.write_all(&[byte]).is_err() {
                break;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    });
    let start = Instant::now();
    fixture.assert_rejected(&fixture.create(), "sent no complete response");
    assert!(start.elapsed() < Duration::from_secs(5));
    agent.join().unwrap();
}

#[test]
fn reports_denial_sent_before_request_was_read() {
    let Some(fixture) = Fixture::new() else { return };
    fixture.write_bundle_config(&vec![b' '; 8 * 1024 * 1024]);
    let agent = fake_agent::serve_once(&fixture.socket, |mut stream| {
        stream.read_exact(&mut [0; 4]).unwrap();
        fake_agent::send_response(&mut stream, r#"{"protocol":6,"decision":"deny","message":"too busy","rootfs":null,"binds":[]}"#, b"");
    });
    fixture.assert_rejected(&fixture.create(), "enhanced container isolation: too busy");
    agent.join().unwrap();
}

#[test]
fn rejects_agent_that_is_not_root() {
    let Some(fixture) = Fixture::new() else { return };
    let (socket, (ready, wait)) = (fixture.socket.clone(), std::sync::mpsc::channel());
    let (stop, stopped) = std::sync::mpsc::channel::<()>();
    let impostor = std::thread::spawn(move || {
        // Changes this thread only; the kernel records the user that listens.
        let other_user = rustix::process::Uid::from_raw(65534);
        set_thread_res_uid(None, other_user, None).unwrap();
        let listener = UnixListener::bind(&socket).unwrap();
        ready.send(()).unwrap();
        let _ = stopped.recv();
        drop(listener);
        set_thread_uid(rustix::process::Uid::ROOT).unwrap();
    });
    wait.recv().unwrap();
    fixture.assert_rejected(&fixture.create(), "a process of user 65534 listens there");
    drop(stop);
    impostor.join().unwrap();
}
