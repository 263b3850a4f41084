//! Calls the engine's runtime and stays, as there is something to be done afterwards. Whoever called the launcher sees no difference:
//! signals reach the runtime, its end is the launcher's, and it does not outlive a launcher that is killed.
#![allow(unsafe_code)]

use crate::hand_over;
use crate::refusal::{Refusal, Result};
use crate::syscalls::{Signal, Signals, die_of};
use rustix::process::{Pid, getpid, getppid, kill_process, set_parent_process_death_signal};
use std::ffi::OsString;
use std::io;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::Path;
use std::process::{Child, Command, ExitCode, ExitStatus};

/// How the runtime ended.
pub struct End(ExitStatus);

pub fn call(runtime: &Path, args: &[OsString]) -> Result<End> {
    hand_over::check(runtime)?;
    let signals = Signals::hold();
    let launcher = getpid();
    let mut command = Command::new(runtime);
    command.args(args);
    let held = signals;
    // SAFETY: system calls only, on memory that was there before the fork.
    unsafe {
        command.pre_exec(move || {
            // An engine that kills what it called means the runtime.
            set_parent_process_death_signal(Some(rustix::process::Signal::KILL))?;
            if getppid() != Some(launcher) {
                return Err(io::ErrorKind::BrokenPipe.into());
            }
            held.release();
            Ok(())
        });
    }
    let mut child = command.spawn().map_err(|e| hand_over::cannot_start(runtime, &e))?;
    wait(&mut child, &signals).map(End).map_err(|e| Refusal::new(format!("the container runtime's end cannot be awaited: {e}")))
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
                let signal = rustix::process::Signal::from_named_raw(signal);
                if let Some(signal) = signal {
                    // Not yet waited for, so the number is still the child's; if it has ended, that comes next.
                    let _ = kill_process(Pid::from_child(child), signal);
                }
            }
        }
    }
}

impl End {
    pub fn is_good(&self) -> bool {
        self.0.success()
    }

    /// The launcher's own end, of the same kind.
    pub fn repeat(&self) -> ExitCode {
        match (self.0.code(), self.0.signal()) {
            (Some(code), _) => ExitCode::from(u8::try_from(code).unwrap_or(u8::MAX)),
            (None, Some(signal)) => die_of(signal),
            (None, None) => ExitCode::FAILURE,
        }
    }
}
