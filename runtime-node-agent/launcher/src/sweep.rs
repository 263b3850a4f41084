//! Undoes what launchers left that were killed: directories whose container the runtime does not know, and at which nobody works.

use crate::args;
use crate::home::{CONTAINERS, Found, Home};
use crate::refusal::{Refusal, Result};
use crate::state::State;
use crate::undo::undo;
use std::fs;
use std::io::{self, ErrorKind};
use std::process::ExitCode;
use std::time::Duration;

/// What is left of a container after a look at it.
pub enum Remains {
    Nothing,
    /// It lives, or is being created or deleted.
    Container(Option<Box<State>>),
}

pub fn one(id: &str, wait: Duration) -> Result<Remains> {
    look_after(id, wait).map_err(|e| Refusal::new(format!("what is left of container {id} in {CONTAINERS} cannot be undone: {e}")))
}

fn look_after(id: &str, wait: Duration) -> io::Result<Remains> {
    let home = match Home::find(id, wait)? {
        Found::Nothing => return Ok(Remains::Nothing),
        Found::Busy(state) => return Ok(Remains::Container(state.map(Box::new))),
        Found::Locked(home) => home,
    };
    home.release_sources()?;
    match home.state()? {
        None => home.remove()?,
        Some(state) if state.is_in_use() => return Ok(Remains::Container(Some(Box::new(state)))),
        Some(state) => undo(home, &state.rootfs)?,
    }
    Ok(Remains::Nothing)
}

/// `--eci-sweep`: prints a line for each container that remains.
pub fn all() -> Result<ExitCode> {
    let cannot = |e: io::Error| Refusal::new(format!("{CONTAINERS} cannot be read: {e}"));
    let entries = match fs::read_dir(CONTAINERS) {
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(ExitCode::SUCCESS),
        entries => entries.map_err(cannot)?,
    };
    let mut failed = None;
    for entry in entries {
        let Ok(id) = args::id(&entry.map_err(cannot)?.file_name()) else { continue };
        match one(&id, Duration::ZERO) {
            Ok(Remains::Container(Some(state))) => println!("{}", state.line()),
            Ok(_) => {}
            Err(why) => {
                eprintln!("{why}");
                failed = Some(why);
            }
        }
    }
    Ok(if failed.is_some() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
