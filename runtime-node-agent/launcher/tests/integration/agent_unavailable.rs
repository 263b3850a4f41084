// SPDX-License-Identifier: Apache-2.0
//! Behaviour while the agent is stopped, slow, silent or restarting.

use crate::fake_agent::{self, ALLOW};
use crate::fixture::{ENGINE_CONFIG, Fixture};
use std::fs;
use std::os::unix::net::UnixListener;
use std::time::{Duration, Instant};

const REMEDY: &str = "running containers are not affected; check the agent and restart it: kubectl -n eci-system get pods \
                            -l app.kubernetes.io/name=eci-agent -o wide";

/// Denied after the one second that the fixture configures, and not much later.
fn assert_gives_up(fixture: &Fixture, reason: &str) {
    let start = Instant::now();
    let output = fixture.create();
    let took = start.elapsed();
    fixture.assert_rejected(&output, &format!("does not respond on {} (waited 1 s: {reason})", fixture.socket.display()));
    fixture.assert_rejected(&output, REMEDY);
    assert!(took >= Duration::from_millis(950) && took < Duration::from_secs(5), "{took:?}");
    assert_eq!(fixture.config_now(), ENGINE_CONFIG);
}

#[test]
fn reports_missing_socket() {
    let Some(fixture) = Fixture::new() else { return };
    assert_gives_up(&fixture, "the socket does not exist");
}

#[test]
fn reports_socket_without_listener() {
    let Some(fixture) = Fixture::new() else { return };
    drop(UnixListener::bind(&fixture.socket).unwrap());
    assert_gives_up(&fixture, "no process listens on it");
}

#[test]
fn times_out_when_agent_does_not_accept() {
    let Some(fixture) = Fixture::new() else { return };
    let listener = UnixListener::bind(&fixture.socket).unwrap();
    assert_gives_up(&fixture, "it accepted the request but sent no complete response");
    // A full connection queue does not block either.
    rustix::net::listen(&listener, 0).unwrap();
    let mut queue = Vec::new();
    loop {
        let flags = rustix::net::SocketFlags::NONBLOCK;
        let socket = rustix::net::socket_with(rustix::net::AddressFamily::UNIX, rustix::net::SocketType::STREAM, flags, None).unwrap();
        if rustix::net::connect(&socket, &rustix::net::SocketAddrUnix::new(&fixture.socket).unwrap()).is_err() {
            break;
        }
        queue.push(socket);
    }
    assert_gives_up(&fixture, "its connection queue is full");
}

#[test]
fn times_out_when_agent_is_silent() {
    let Some(fixture) = Fixture::new() else { return };
    let (done, wait) = std::sync::mpsc::channel::<()>();
    let agent = fake_agent::serve_once(&fixture.socket, move |mut stream| {
        fake_agent::receive_request(&mut stream);
        let _ = wait.recv();
    });
    assert_gives_up(&fixture, "it accepted the request but sent no complete response");
    drop(done);
    agent.join().unwrap();
}

#[test]
fn times_out_when_agent_closes_every_connection() {
    let Some(fixture) = Fixture::new() else { return };
    let listener = UnixListener::bind(&fixture.socket).unwrap();
    std::thread::spawn(move || listener.incoming().for_each(drop));
    assert_gives_up(&fixture, "it closes every connection without a response");
}

#[test]
fn waits_for_agent_that_starts_late() {
    let Some(fixture) = Fixture::new() else { return };
    let fixture = fixture.with_wait_seconds(20);
    let socket = fixture.socket.clone();
    let late = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(400));
        fake_agent::respond(&socket, ALLOW, b"{}").join().unwrap();
    });
    fixture.create();
    late.join().unwrap();
    assert!(fixture.record().is_some());
}

#[test]
fn repeats_request_to_restarted_agent() {
    let Some(fixture) = Fixture::new() else { return };
    let fixture = fixture.with_wait_seconds(20);
    let socket = fixture.socket.clone();
    let agents = std::thread::spawn(move || {
        fake_agent::serve_once(&socket, |mut stream| drop(fake_agent::receive_request(&mut stream))).join().unwrap();
        fs::remove_file(&socket).unwrap();
        fake_agent::respond(&socket, ALLOW, b"{}").join().unwrap();
    });
    fixture.create();
    agents.join().unwrap();
    assert_eq!(fixture.config_now(), "{}");
    assert!(fixture.record().is_some());
}
