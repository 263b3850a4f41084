//! A stand-in for the node's agent: serves as many connections as it is told to, each by the same function, and says what it was asked.

use std::io::{Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::thread::JoinHandle;

pub const RUN: &str = r#"{"protocol":4,"decision":"run","message":"","rootfs":null,"binds":[]}"#;

pub struct Question {
    pub header: serde_json::Value,
    pub config: Vec<u8>,
    pub mounts: Vec<u8>,
}

/// Serves one connection with `behave`; join for what that returned.
pub fn once<T: Send + 'static>(socket: &Path, behave: impl FnOnce(UnixStream) -> T + Send + 'static) -> JoinHandle<T> {
    let listener = UnixListener::bind(socket).unwrap();
    std::thread::spawn(move || behave(listener.accept().unwrap().0))
}

/// Reads a question and answers it.
pub fn answering(socket: &Path, header: impl Into<String>, config: impl Into<Vec<u8>>) -> JoinHandle<Question> {
    let (header, config) = (header.into(), config.into());
    once(socket, move |mut stream| {
        let question = question(&mut stream);
        answer(&mut stream, &header, &config);
        question
    })
}

pub fn question(stream: &mut UnixStream) -> Question {
    let header = frame(stream);
    Question { header: serde_json::from_slice(&header).unwrap(), config: frame(stream), mounts: frame(stream) }
}

pub fn answer(stream: &mut UnixStream, header: &str, config: &[u8]) {
    let mut bytes = Vec::new();
    for frame in [header.as_bytes(), config] {
        bytes.extend(u32::try_from(frame.len()).unwrap().to_be_bytes());
        bytes.extend(frame);
    }
    stream.write_all(&bytes).unwrap();
}

fn frame(stream: &mut UnixStream) -> Vec<u8> {
    let mut length = [0; 4];
    stream.read_exact(&mut length).unwrap();
    let mut bytes = vec![0; usize::try_from(u32::from_be_bytes(length)).unwrap()];
    stream.read_exact(&mut bytes).unwrap();
    bytes
}
