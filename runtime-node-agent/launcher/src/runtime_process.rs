// SPDX-License-Identifier: Apache-2.0
//! Runs the engine's runtime as a child, when work remains after it has exited. The caller sees no difference: signals
//! are forwarded to the runtime, its exit status is returned, and it is killed if its parent is killed.
#![allow(unsafe_code)]

use crate::error::{Error, Result};
use crate::exec_runtime;
use crate::syscalls::{Signal, Signals, raise_signal};
use rustix::process::{Pid, getpid, getppid, kill_process, set_parent_process_death_signal};
use std::ffi::OsString;
use std::io;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::Path;
use std::process::{Child, Command, ExitCode, ExitStatus};
use std::sync::atomic::{AtomicBool, Ordering};

/// How the runtime exited.
pub struct RuntimeExit(ExitStatus);

pub fn run(runtime: &Path, args: &[OsString]) -> Result<RuntimeExit> {
    run_with(runtime, args, |_| {})
}

/// As `run`. `meanwhile` runs in a thread next to the runtime, which ends at the latest when its argument says that the
/// runtime has exited.
pub fn run_with(runtime: &Path, args: &[OsString], meanwhile: impl FnOnce(&AtomicBool) + Send) -> Result<RuntimeExit> {
    exec_runtime::reject_self(runtime)?;
    let signals = Signals::block();
    let parent = getpid();
    let mut command = Command::new(runtime);
    command.args(args);
    let blocked = signals;
    // SAFETY: only system calls, on memory that existed before the fork.
    unsafe {
        command.pre_exec(move || {
            // An engine that kills its child means the runtime.
            set_parent_process_death_signal(Some(rustix::process::Signal::KILL))?;
            if getppid() != Some(parent) {
                return Err(io::ErrorKind::BrokenPipe.into());
            }
            blocked.unblock();
            Ok(())
        });
    }
    let mut child = command.spawn().map_err(|e| exec_runtime::start_error(runtime, &e))?;
    let exited = AtomicBool::new(false);
    let status = std::thread::scope(|scope| {
        // Signals are blocked by now, in the new thread as well.
        scope.spawn(|| meanwhile(&exited));
        let status = wait(&mut child, &signals);
        exited.store(true, Ordering::Relaxed);
        status
    });
    status.map(RuntimeExit).map_err(|e| Error::new(format!("failed to wait for the OCI runtime: {e}")))
}

fn wait(child: &mut Child, signals: &Signals) -> io::Result<ExitStatus> {
    loop {
        match signals.next() {
            Signal::Child => {
                if let Some(status) = child.try_wait()? {
                    return Ok(status);
                }
            }
            Signal::Terminal => {}
            Signal::Sent(signal) => {
                if let Some(signal) = rustix::process::Signal::from_named_raw(signal) {
                    // The child has not been reaped, so the process ID is still its own; if it has exited, SIGCHLD
                    // follows.
                    let _ = kill_process(Pid::from_child(child), signal);
                }
            }
        }
    }
}

impl RuntimeExit {
    pub fn is_success(&self) -> bool {
        self.0.success()
    }

    /// Exits this process in the same way.
    pub fn propagate(&self) -> ExitCode {
        match (self.0.code(), self.0.signal()) {
            (Some(code), _) => ExitCode::from(u8::try_from(code).unwrap_or(u8::MAX)),
            (None, Some(signal)) => raise_signal(signal),
            (None, None) => ExitCode::FAILURE,
        }
    }
}
