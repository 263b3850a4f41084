//! Becomes the engine's runtime: same process, same arguments, environment and open files.

use crate::refusal::{Refusal, Result};
use rustix::fs::stat;
use std::ffi::OsString;
use std::io;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

/// Returns only if it failed.
pub fn hand_over(runtime: &Path, args: &[OsString]) -> Refusal {
    match check(runtime) {
        Ok(()) => cannot_start(runtime, &Command::new(runtime).args(args).exec()),
        Err(why) => why,
    }
}

/// A launcher that calls itself would do so for ever, and silently.
pub fn check(runtime: &Path) -> Result<()> {
    match (stat(runtime), stat("/proc/self/exe")) {
        (Ok(runtime), Ok(own)) if (runtime.st_dev, runtime.st_ino) == (own.st_dev, own.st_ino) => {
            Err(Refusal::new("runtime.conf names this launcher itself as the runtime to call; name runc or crun"))
        }
        _ => Ok(()),
    }
}

pub fn cannot_start(runtime: &Path, error: &io::Error) -> Refusal {
    Refusal::new(format!("the container runtime {} cannot be started: {error}; correct 'runtime' in runtime.conf", runtime.display()))
}
