//! The agent is away, late, silent or being replaced.

use crate::agent::{self, RUN};
use crate::lab::{ENGINE_CONFIG, Lab};
use std::fs;
use std::os::unix::net::UnixListener;
use std::time::{Duration, Instant};

const HOW_TO_GO_ON: &str = "running containers are not affected; look at the agent and start it again: kubectl -n eci-system get pods \
                            -l app.kubernetes.io/name=eci-agent -o wide";

/// Refused after the one second the lab's launcher waits, and not much later.
fn assert_gives_up(lab: &Lab, why: &str) {
    let start = Instant::now();
    let output = lab.create();
    let took = start.elapsed();
    lab.assert_refused(&output, &format!("does not answer on {} (waited 1 s: {why})", lab.socket.display()));
    lab.assert_refused(&output, HOW_TO_GO_ON);
    assert!(took >= Duration::from_millis(950) && took < Duration::from_secs(5), "{took:?}");
    assert_eq!(lab.config_now(), ENGINE_CONFIG);
}

#[test]
fn no_socket() {
    let Some(lab) = Lab::new() else { return };
    assert_gives_up(&lab, "there is no such socket");
}

#[test]
fn a_socket_nobody_listens_on() {
    let Some(lab) = Lab::new() else { return };
    drop(UnixListener::bind(&lab.socket).unwrap());
    assert_gives_up(&lab, "nobody listens there");
}

#[test]
fn an_agent_that_accepts_nobody() {
    let Some(lab) = Lab::new() else { return };
    let listener = UnixListener::bind(&lab.socket).unwrap();
    assert_gives_up(&lab, "it took the question but sent no complete answer");
    // Nor does a full queue hold the launcher up.
    rustix::net::listen(&listener, 0).unwrap();
    let mut queue = Vec::new();
    loop {
        let flags = rustix::net::SocketFlags::NONBLOCK;
        let socket = rustix::net::socket_with(rustix::net::AddressFamily::UNIX, rustix::net::SocketType::STREAM, flags, None).unwrap();
        if rustix::net::connect(&socket, &rustix::net::SocketAddrUnix::new(&lab.socket).unwrap()).is_err() {
            break;
        }
        queue.push(socket);
    }
    assert_gives_up(&lab, "too many are waiting for it");
}

#[test]
fn an_agent_that_says_nothing() {
    let Some(lab) = Lab::new() else { return };
    let (done, wait) = std::sync::mpsc::channel::<()>();
    let agent = agent::once(&lab.socket, move |mut stream| {
        agent::question(&mut stream);
        let _ = wait.recv();
    });
    assert_gives_up(&lab, "it took the question but sent no complete answer");
    drop(done);
    agent.join().unwrap();
}

#[test]
fn an_agent_that_ends_every_connection() {
    let Some(lab) = Lab::new() else { return };
    let listener = UnixListener::bind(&lab.socket).unwrap();
    std::thread::spawn(move || listener.incoming().for_each(drop));
    assert_gives_up(&lab, "it ends every connection without an answer");
}

#[test]
fn an_agent_that_starts_late_is_waited_for() {
    let Some(lab) = Lab::new() else { return };
    let lab = lab.patient(20);
    let socket = lab.socket.clone();
    let late = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(400));
        agent::answering(&socket, RUN, b"{}").join().unwrap();
    });
    lab.create();
    late.join().unwrap();
    assert!(lab.record().is_some());
}

#[test]
fn an_agent_that_is_replaced_while_asked_is_asked_again() {
    let Some(lab) = Lab::new() else { return };
    let lab = lab.patient(20);
    let socket = lab.socket.clone();
    let agents = std::thread::spawn(move || {
        agent::once(&socket, |mut stream| drop(agent::question(&mut stream))).join().unwrap();
        fs::remove_file(&socket).unwrap();
        agent::answering(&socket, RUN, b"{}").join().unwrap();
    });
    lab.create();
    agents.join().unwrap();
    assert_eq!(lab.config_now(), "{}");
    assert!(lab.record().is_some());
}
