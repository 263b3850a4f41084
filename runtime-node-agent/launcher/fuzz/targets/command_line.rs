// SPDX-License-Identifier: Apache-2.0
//! Command lines of engines: arguments between NUL bytes, as the kernel passes them.
#![no_main]

use eci_runtime_fuzz::args::{self, Command};
use eci_runtime_fuzz::error_log::ErrorLog;
use libfuzzer_sys::fuzz_target;
use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::PathBuf;

fuzz_target!(|line: &[u8]| {
    let line: Vec<OsString> = line.split(|&b| b == 0).map(|arg| OsString::from_vec(arg.to_vec())).collect();
    let Ok(command) = args::parse(&line, &mut ErrorLog::default()) else { return };
    match command {
        Command::Create(create) => {
            // The runtime gets the same line: it names this bundle and no other, and this ID last.
            assert_eq!(line.last().unwrap(), OsStr::new(&create.id));
            assert_id(&create.id);
            assert_eq!(create.bundle, only_bundle(&line), "{line:?}");
            assert!(!line.iter().any(|arg| arg.as_bytes().starts_with(b"--config") || arg.as_bytes().starts_with(b"-f")));
        }
        Command::Delete(id) => assert_id(&id),
        Command::Exec(exec) => assert_id(&exec.id),
        // Whatever passes without the agent has no word that starts a container where a verb can be.
        Command::PassThrough => {
            let verb = line.iter().find(|arg| !arg.as_bytes().starts_with(b"-"));
            let help = line.iter().any(|arg| [b"--help".as_slice(), b"-h"].contains(&arg.as_bytes()));
            assert!(help || !verb.is_some_and(|verb| verb == "create" && line[0] == *verb), "{line:?}");
        }
        _ => {}
    }
});

/// Found by its two spellings alone, without the parser's list of flags.
fn only_bundle(line: &[OsString]) -> Option<PathBuf> {
    let mut found = None;
    let verb = line.iter().position(|arg| ["create", "run", "restore"].iter().any(|verb| arg == verb))?;
    let mut rest = line[verb + 1..].iter();
    while let Some(arg) = rest.next() {
        let value = match arg.as_bytes() {
            b"--bundle" | b"-b" => rest.next().map(OsString::as_os_str),
            other => other.strip_prefix(b"--bundle=").map(OsStr::from_bytes),
        };
        if let Some(value) = value {
            assert!(found.is_none());
            found = Some(PathBuf::from(value));
        }
    }
    found
}

fn assert_id(id: &str) {
    assert!(!id.is_empty() && id.len() <= 255 && !id.contains('/') && id != "." && id != "..", "{id}");
}
