// SPDX-License-Identifier: Apache-2.0
//! Removes what killed eci-runtime processes left behind: directories of containers that the runtime does not know,
//! unless another process has locked them.

use crate::args;
use crate::container_dir::{ContainerDir, Found};
use crate::error::{Error, Result};
use crate::paths::CONTAINERS;
use crate::rollback::rollback;
use crate::state::State;
use std::fs;
use std::io::{self, ErrorKind};
use std::process::ExitCode;
use std::time::Duration;

/// What cleaning up a container resulted in.
pub enum Cleanup {
    Removed,
    /// The container is running, or is being created or deleted.
    InUse(Option<Box<State>>),
}

pub fn clean_container(id: &str, wait: Duration) -> Result<Cleanup> {
    clean(id, wait).map_err(|e| Error::new(format!("failed to clean up container {id} in {CONTAINERS}: {e}")))
}

fn clean(id: &str, wait: Duration) -> io::Result<Cleanup> {
    let dir = match ContainerDir::find(id, wait)? {
        Found::Missing => return Ok(Cleanup::Removed),
        Found::Busy(state) => return Ok(Cleanup::InUse(state)),
        Found::Locked(dir) => dir,
    };
    dir.release_sources()?;
    match dir.read_state()? {
        None => dir.remove()?,
        Some(state) if state.is_in_use() => return Ok(Cleanup::InUse(Some(Box::new(state)))),
        Some(state) => rollback(dir, &state.rootfs)?,
    }
    Ok(Cleanup::Removed)
}

/// Implements `--eci-sweep`: prints a line for each container that remains.
pub fn clean_all() -> Result<ExitCode> {
    let read_error = |e: io::Error| Error::new(format!("cannot read {CONTAINERS}: {e}"));
    let entries = match fs::read_dir(CONTAINERS) {
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(ExitCode::SUCCESS),
        entries => entries.map_err(read_error)?,
    };
    let mut failed = None;
    for entry in entries {
        let Ok(id) = args::parse_id(&entry.map_err(read_error)?.file_name()) else { continue };
        match clean_container(&id, Duration::ZERO) {
            Ok(Cleanup::InUse(Some(state))) => println!("{}", state.summary()),
            Ok(_) => {}
            Err(error) => {
                eprintln!("{error}");
                failed = Some(error);
            }
        }
    }
    Ok(if failed.is_some() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
