// SPDX-License-Identifier: Apache-2.0
//! The socket holder: the socket it passes on is listening, outlives the agent that received it, and responds with an
//! error when no agent has been connected for a while.

use crate::fixture::Fixture;
use rustix::net::{RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags};
use std::io::{IoSliceMut, Read, Write};
use std::mem::MaybeUninit;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::Duration;

struct Holder {
    fixture: Fixture,
    child: Child,
    directory: PathBuf,
}

impl Holder {
    fn start() -> Option<Self> {
        Self::start_after(|_| {})
    }

    fn start_after(prepare: impl Fn(&Path)) -> Option<Self> {
        let fixture = Fixture::new()?;
        // Paths of sockets must be short.
        let directory = fixture.socket.with_extension("holder");
        std::fs::create_dir(&directory).unwrap();
        prepare(&directory);
        let child = Self::spawn(&fixture, &directory);
        let holder = Self { fixture, child, directory };
        for _ in 0..1000 {
            if holder.control().exists() {
                return Some(holder);
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("the holder does not start");
    }

    fn spawn(fixture: &Fixture, directory: &Path) -> Child {
        let path = |name: &str| directory.join(name).to_str().unwrap().to_owned();
        fixture.command(&["--eci-keep-socket", &path("s"), &path("c"), "0", "12345", "660"]).stdin(Stdio::null()).spawn().unwrap()
    }

    fn socket(&self) -> PathBuf {
        self.directory.join("s")
    }

    fn control(&self) -> PathBuf {
        self.directory.join("c")
    }

    /// Receives the socket as an agent does; the connection stays open as long as the agent runs.
    fn receive_socket(&self) -> (UnixStream, UnixListener) {
        let agent = UnixStream::connect(self.control()).unwrap();
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
        let mut ancillary = RecvAncillaryBuffer::new(&mut space);
        let mut byte = [0];
        rustix::net::recvmsg(&agent, &mut [IoSliceMut::new(&mut byte)], &mut ancillary, RecvFlags::empty()).unwrap();
        for message in ancillary.drain() {
            if let RecvAncillaryMessage::ScmRights(mut fds) = message {
                let listener = UnixListener::from(fds.next().unwrap());
                listener.set_nonblocking(false).unwrap();
                return (agent, listener);
            }
        }
        panic!("no descriptor came");
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.directory);
    }
}

fn read_all(caller: &mut UnixStream) -> String {
    let mut text = String::new();
    caller.read_to_string(&mut text).unwrap();
    text
}

#[test]
fn keeps_inode_across_agents() {
    let Some(holder) = Holder::start() else { return };
    let inode = std::fs::metadata(holder.socket()).unwrap().ino();
    for _ in 0..3 {
        let (agent, listener) = holder.receive_socket();
        let mut caller = UnixStream::connect(holder.socket()).unwrap();
        let (mut accepted, _) = listener.accept().unwrap();
        accepted.write_all(b"hello").unwrap();
        drop(accepted);
        assert_eq!(read_all(&mut caller), "hello");
        drop((agent, listener));
    }
    // A connection made while no agent is connected waits for the next agent.
    let mut caller = UnixStream::connect(holder.socket()).unwrap();
    let (_agent, listener) = holder.receive_socket();
    listener.accept().unwrap().0.write_all(b"waited").unwrap();
    assert_eq!(read_all(&mut caller), "waited");
    assert_eq!(std::fs::metadata(holder.socket()).unwrap().ino(), inode);
}

#[test]
fn replaces_directory_that_a_container_runtime_created() {
    let Some(holder) = Holder::start_after(|directory| std::fs::create_dir(directory.join("s")).unwrap()) else { return };
    UnixStream::connect(holder.socket()).unwrap();
}

#[test]
fn sets_owner_and_mode() {
    let Some(holder) = Holder::start() else { return };
    let about = std::fs::metadata(holder.socket()).unwrap();
    assert_eq!((about.uid(), about.gid(), about.permissions().mode() & 0o777), (0, 12345, 0o660));
    assert_eq!(std::fs::metadata(holder.control()).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn second_holder_exits_without_effect() {
    let Some(holder) = Holder::start() else { return };
    let inode = std::fs::metadata(holder.socket()).unwrap().ino();
    assert!(Holder::spawn(&holder.fixture, &holder.directory).wait().unwrap().success());
    assert_eq!(std::fs::metadata(holder.socket()).unwrap().ino(), inode);
    holder.receive_socket();
}

#[test]
fn answers_503_until_next_agent() {
    let Some(holder) = Holder::start() else { return };
    drop(holder.receive_socket());
    let mut caller = UnixStream::connect(holder.socket()).unwrap();
    caller.write_all(b"GET /_ping HTTP/1.1\r\nHost: docker\r\n\r\n").unwrap();
    let answer = read_all(&mut caller);
    assert!(answer.starts_with("HTTP/1.1 503 ") && answer.contains("the ECI agent is not running"), "{answer}");
    let (_agent, listener) = holder.receive_socket();
    let mut caller = UnixStream::connect(holder.socket()).unwrap();
    listener.accept().unwrap().0.write_all(b"served").unwrap();
    assert_eq!(read_all(&mut caller), "served");
}

#[test]
fn exits_on_request() {
    let Some(mut holder) = Holder::start() else { return };
    let (mut agent, listener) = holder.receive_socket();
    drop(listener);
    agent.write_all(b"q\n").unwrap();
    assert!(holder.child.wait().unwrap().success());
    assert!(UnixStream::connect(holder.socket()).is_err());
}

#[test]
fn takes_over_socket_of_engine_started_without_agent() {
    let Some(holder) = Holder::start() else { return };
    let public = holder.directory.join("public");
    let inode = std::fs::metadata(holder.socket()).unwrap().ino();
    let (mut agent, listener) = holder.receive_socket();
    agent.write_all(format!("g{}\n", public.display()).as_bytes()).unwrap();
    std::thread::sleep(Duration::from_millis(200));
    let engine = UnixListener::bind(&public).unwrap();
    std::thread::sleep(Duration::from_millis(300));
    assert_ne!(std::fs::metadata(&public).unwrap().ino(), inode, "the agent handles the takeover while it is connected");
    drop((agent, listener));
    for _ in 0..500 {
        if std::fs::metadata(&public).unwrap().ino() == inode {
            break;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    assert_eq!(std::fs::metadata(&public).unwrap().ino(), inode);
    let behind = std::thread::spawn(move || engine.accept().unwrap());
    UnixStream::connect(holder.directory.join("docker.sock")).unwrap();
    behind.join().unwrap();
}

#[test]
fn rejects_invalid_arguments() {
    let Some(fixture) = Fixture::new() else { return };
    fixture.assert_rejected(&fixture.call(&["--eci-keep-socket", "/s", "/c", "root", "0", "660"]), "takes SOCKET CONTROL UID GID MODE");
    fixture.assert_rejected(&fixture.call(&["--eci-keep-socket"]), "takes SOCKET CONTROL UID GID MODE");
}
