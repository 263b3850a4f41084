//! Becomes the engine's runtime: same process, same arguments, environment and open files.

use crate::refusal::Refusal;
use rustix::fs::stat;
use std::ffi::OsString;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

/// Returns only if it failed.
pub fn hand_over(runtime: &Path, args: &[OsString]) -> Refusal {
    // A launcher that calls itself would do so for ever, and silently.
    if let (Ok(runtime), Ok(own)) = (stat(runtime), stat("/proc/self/exe"))
        && (runtime.st_dev, runtime.st_ino) == (own.st_dev, own.st_ino)
    {
        return Refusal::new("runtime.conf names this launcher itself as the runtime to call; name runc or crun");
    }
    let error = Command::new(runtime).args(args).exec();
    Refusal::new(format!("the container runtime {} cannot be started: {error}; correct 'runtime' in runtime.conf", runtime.display()))
}
