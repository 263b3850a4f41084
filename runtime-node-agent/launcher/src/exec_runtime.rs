// SPDX-License-Identifier: Apache-2.0
//! Replaces this process with the engine's runtime, with the same arguments, environment and open files.

use crate::error::{Error, Result};
use rustix::fs::stat;
use std::ffi::OsString;
use std::io;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

/// Returns only on failure.
pub fn exec_runtime(runtime: &Path, args: &[OsString]) -> Error {
    match reject_self(runtime) {
        Ok(()) => start_error(runtime, &Command::new(runtime).args(args).exec()),
        Err(error) => error,
    }
}

/// Rejects eci-runtime itself as the runtime, which would loop forever without a message.
pub fn reject_self(runtime: &Path) -> Result<()> {
    match (stat(runtime), stat("/proc/self/exe")) {
        (Ok(runtime), Ok(own)) if (runtime.st_dev, runtime.st_ino) == (own.st_dev, own.st_ino) => {
            Err(Error::new("runtime.conf names eci-runtime itself as the runtime; set it to runc or crun"))
        }
        _ => Ok(()),
    }
}

pub fn start_error(runtime: &Path, error: &io::Error) -> Error {
    Error::new(format!("the OCI runtime {} cannot be started: {error}; correct 'runtime' in runtime.conf", runtime.display()))
}
