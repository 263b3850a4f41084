// SPDX-License-Identifier: Apache-2.0
//! A fake agent that handles each connection with the same function and returns the request it received.

use std::io::{Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::thread::JoinHandle;

pub const ALLOW: &str = r#"{"protocol":6,"decision":"allow","message":"","rootfs":null,"binds":[]}"#;

pub struct ReceivedRequest {
    pub header: serde_json::Value,
    pub config: Vec<u8>,
    pub mounts: Vec<u8>,
}

/// Serves one connection with `handler`; joining returns the handler's result.
pub fn serve_once<T: Send + 'static>(socket: &Path, handler: impl FnOnce(UnixStream) -> T + Send + 'static) -> JoinHandle<T> {
    let listener = UnixListener::bind(socket).unwrap();
    std::thread::spawn(move || handler(listener.accept().unwrap().0))
}

/// Receives a request and sends this response.
pub fn respond(socket: &Path, header: impl Into<String>, config: impl Into<Vec<u8>>) -> JoinHandle<ReceivedRequest> {
    let (header, config) = (header.into(), config.into());
    serve_once(socket, move |mut stream| {
        let request = receive_request(&mut stream);
        send_response(&mut stream, &header, &config);
        request
    })
}

pub fn receive_request(stream: &mut UnixStream) -> ReceivedRequest {
    let header = frame(stream);
    ReceivedRequest { header: serde_json::from_slice(&header).unwrap(), config: frame(stream), mounts: frame(stream) }
}

pub fn send_response(stream: &mut UnixStream, header: &str, config: &[u8]) {
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
