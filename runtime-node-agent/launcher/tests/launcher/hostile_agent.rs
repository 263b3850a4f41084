//! Answers that are malformed, cut off, endless, from another version, or from somebody who is not root.

use crate::agent::{self, RUN};
use crate::lab::{ENGINE_CONFIG, Lab};
use rustix::thread::{set_thread_res_uid, set_thread_uid};
use std::io::{Read, Write};
use std::os::unix::net::UnixListener;
use std::process::Output;
use std::time::{Duration, Instant};

/// The launcher's output when the agent writes `bytes` after the question and closes.
fn written(bytes: Vec<u8>) -> Option<(Lab, Output)> {
    let lab = Lab::new()?;
    let agent = agent::once(&lab.socket, move |mut stream| {
        agent::question(&mut stream);
        let _ = stream.write_all(&bytes);
    });
    let output = lab.create();
    agent.join().unwrap();
    assert_eq!(lab.config_now(), ENGINE_CONFIG);
    Some((lab, output))
}

fn frames(header: &str, config: &[u8]) -> Vec<u8> {
    let length = |bytes: &[u8]| u32::try_from(bytes.len()).unwrap().to_be_bytes();
    [&length(header.as_bytes()), header.as_bytes(), &length(config), config].concat()
}

#[test]
fn unknown_decisions_steps_versions_and_parts_are_refused() {
    for (header, why) in [
        (r#"{"protocol":4,"decision":"maybe","message":"","rootfs":null,"binds":[]}"#, "decides 'maybe'"),
        (r#"{"protocol":4,"decision":"run","message":"","rootfs":{"path":"/x"},"binds":[]}"#, "lacks 'base'"),
        (r#"{"protocol":5,"decision":"run","message":"","rootfs":null,"binds":[]}"#, "speaks protocol 5, not 4"),
        (r#"{"protocol":4,"decision":"run","message":"","rootfs":null,"binds":[],"x":1}"#, "unknown part 'x'"),
        ("run", "is malformed"),
        ("", "is malformed"),
    ] {
        let Some((lab, output)) = written(frames(header, b"{}")) else { return };
        lab.assert_refused(&output, why);
    }
}

#[test]
fn an_answer_that_is_cut_off_anywhere_is_refused() {
    let whole = frames(RUN, b"{\"from\":\"agent\"}");
    for end in [1, 4, 5, whole.len() - 18, whole.len() - 1] {
        let Some((lab, output)) = written(whole[..end].to_vec()) else { return };
        lab.assert_refused(&output, "ended the connection in the middle of its answer");
    }
}

#[test]
fn a_frame_beyond_the_limit_is_refused_unread() {
    let Some((lab, output)) = written(vec![0xff; 4]) else { return };
    lab.assert_refused(&output, "cannot exchange a message of 4294967295 bytes");
}

#[test]
fn byte_by_byte_takes_no_longer_than_the_bound() {
    let Some(lab) = Lab::new() else { return };
    let agent = agent::once(&lab.socket, |mut stream| {
        agent::question(&mut stream);
        for byte in frames(RUN, &[b' '; 1000]) {
            if stream.write_all(&[byte]).is_err() {
                break;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    });
    let start = Instant::now();
    lab.assert_refused(&lab.create(), "sent no complete answer");
    assert!(start.elapsed() < Duration::from_secs(5));
    agent.join().unwrap();
}

#[test]
fn a_refusal_before_the_question_was_read_is_heard() {
    let Some(lab) = Lab::new() else { return };
    lab.config(&vec![b' '; 8 * 1024 * 1024]);
    let agent = agent::once(&lab.socket, |mut stream| {
        stream.read_exact(&mut [0; 4]).unwrap();
        agent::answer(&mut stream, r#"{"protocol":4,"decision":"refuse","message":"too busy","rootfs":null,"binds":[]}"#, b"");
    });
    lab.assert_refused(&lab.create(), "enhanced container isolation: too busy");
    agent.join().unwrap();
}

#[test]
fn nobody_but_root_is_asked() {
    let Some(lab) = Lab::new() else { return };
    let (socket, (ready, wait)) = (lab.socket.clone(), std::sync::mpsc::channel());
    let (stop, stopped) = std::sync::mpsc::channel::<()>();
    let impostor = std::thread::spawn(move || {
        // Of this thread only; the kernel notes who listens.
        let nobody = rustix::process::Uid::from_raw(65534);
        set_thread_res_uid(None, nobody, None).unwrap();
        let listener = UnixListener::bind(&socket).unwrap();
        ready.send(()).unwrap();
        let _ = stopped.recv();
        drop(listener);
        set_thread_uid(rustix::process::Uid::ROOT).unwrap();
    });
    wait.recv().unwrap();
    lab.assert_refused(&lab.create(), "a process of user 65534 does");
    drop(stop);
    impostor.join().unwrap();
}
