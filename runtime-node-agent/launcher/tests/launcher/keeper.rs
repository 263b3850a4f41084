//! The process that keeps the Docker socket: what it hands over listens, outlives who took it, and refuses when nobody has taken it for long.

use crate::lab::Lab;
use rustix::net::{RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags};
use std::io::{IoSliceMut, Read, Write};
use std::mem::MaybeUninit;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::Duration;

struct Keeper {
    lab: Lab,
    child: Child,
    directory: PathBuf,
}

impl Keeper {
    fn start() -> Option<Self> {
        let lab = Lab::new()?;
        // the paths of sockets are short
        let directory = lab.socket.with_extension("keeper");
        std::fs::create_dir(&directory).unwrap();
        let child = Self::spawn(&lab, &directory);
        let keeper = Self { lab, child, directory };
        for _ in 0..1000 {
            if keeper.control().exists() {
                return Some(keeper);
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("the keeper does not come up");
    }

    fn spawn(lab: &Lab, directory: &Path) -> Child {
        let path = |name: &str| directory.join(name).to_str().unwrap().to_owned();
        lab.command(&["--eci-keep-socket", &path("s"), &path("c"), "0", "12345", "660"]).stdin(Stdio::null()).spawn().unwrap()
    }

    fn socket(&self) -> PathBuf {
        self.directory.join("s")
    }

    fn control(&self) -> PathBuf {
        self.directory.join("c")
    }

    /// As an agent does: the connection stays open as long as it lives.
    fn take(&self) -> (UnixStream, UnixListener) {
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

impl Drop for Keeper {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.directory);
    }
}

fn heard(caller: &mut UnixStream) -> String {
    let mut text = String::new();
    caller.read_to_string(&mut text).unwrap();
    text
}

#[test]
fn one_inode_for_one_agent_after_another() {
    let Some(keeper) = Keeper::start() else { return };
    let inode = std::fs::metadata(keeper.socket()).unwrap().ino();
    for _ in 0..3 {
        let (agent, listener) = keeper.take();
        let mut caller = UnixStream::connect(keeper.socket()).unwrap();
        let (mut accepted, _) = listener.accept().unwrap();
        accepted.write_all(b"hello").unwrap();
        drop(accepted);
        assert_eq!(heard(&mut caller), "hello");
        drop((agent, listener));
    }
    // one that comes while no agent is there waits for the next
    let mut caller = UnixStream::connect(keeper.socket()).unwrap();
    let (_agent, listener) = keeper.take();
    listener.accept().unwrap().0.write_all(b"waited").unwrap();
    assert_eq!(heard(&mut caller), "waited");
    assert_eq!(std::fs::metadata(keeper.socket()).unwrap().ino(), inode);
}

#[test]
fn owner_and_mode_are_those_of_the_engines() {
    let Some(keeper) = Keeper::start() else { return };
    let about = std::fs::metadata(keeper.socket()).unwrap();
    assert_eq!((about.uid(), about.gid(), about.permissions().mode() & 0o777), (0, 12345, 0o660));
    assert_eq!(std::fs::metadata(keeper.control()).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_second_one_leaves_the_first_alone() {
    let Some(keeper) = Keeper::start() else { return };
    let inode = std::fs::metadata(keeper.socket()).unwrap().ino();
    assert!(Keeper::spawn(&keeper.lab, &keeper.directory).wait().unwrap().success());
    assert_eq!(std::fs::metadata(keeper.socket()).unwrap().ino(), inode);
    keeper.take();
}

#[test]
fn without_an_agent_callers_are_told_so_and_with_the_next_one_served() {
    let Some(keeper) = Keeper::start() else { return };
    drop(keeper.take());
    let mut caller = UnixStream::connect(keeper.socket()).unwrap();
    caller.write_all(b"GET /_ping HTTP/1.1\r\nHost: docker\r\n\r\n").unwrap();
    let answer = heard(&mut caller);
    assert!(answer.starts_with("HTTP/1.1 503 ") && answer.contains("the agent of this host is not running"), "{answer}");
    let (_agent, listener) = keeper.take();
    let mut caller = UnixStream::connect(keeper.socket()).unwrap();
    listener.accept().unwrap().0.write_all(b"served").unwrap();
    assert_eq!(heard(&mut caller), "served");
}

#[test]
fn ends_when_it_is_told_to() {
    let Some(mut keeper) = Keeper::start() else { return };
    let (mut agent, listener) = keeper.take();
    drop(listener);
    agent.write_all(b"q\n").unwrap();
    assert!(keeper.child.wait().unwrap().success());
    assert!(UnixStream::connect(keeper.socket()).is_err());
}

#[test]
fn an_engine_that_starts_while_no_agent_runs_is_put_behind_the_filter() {
    let Some(keeper) = Keeper::start() else { return };
    let publicly = keeper.directory.join("public");
    let inode = std::fs::metadata(keeper.socket()).unwrap().ino();
    let (mut agent, listener) = keeper.take();
    agent.write_all(format!("g{}\n", publicly.display()).as_bytes()).unwrap();
    std::thread::sleep(Duration::from_millis(200));
    let engine = UnixListener::bind(&publicly).unwrap();
    std::thread::sleep(Duration::from_millis(300));
    assert_ne!(std::fs::metadata(&publicly).unwrap().ino(), inode, "that is the agent's affair while it is there");
    drop((agent, listener));
    for _ in 0..500 {
        if std::fs::metadata(&publicly).unwrap().ino() == inode {
            break;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    assert_eq!(std::fs::metadata(&publicly).unwrap().ino(), inode);
    let behind = std::thread::spawn(move || engine.accept().unwrap());
    UnixStream::connect(keeper.directory.join("docker.sock")).unwrap();
    behind.join().unwrap();
}

#[test]
fn a_wrong_command_line_is_refused() {
    let Some(lab) = Lab::new() else { return };
    lab.assert_refused(&lab.call(&["--eci-keep-socket", "/s", "/c", "root", "0", "660"]), "takes SOCKET CONTROL UID GID MODE");
    lab.assert_refused(&lab.call(&["--eci-keep-socket"]), "takes SOCKET CONTROL UID GID MODE");
}
