// SPDX-License-Identifier: Apache-2.0
//! The steps at which tests kill eci-runtime or run a script. Release builds contain none of this.

/// Every step after which a killed process leaves work unfinished.
#[allow(dead_code)] // the tests read it
pub const STEPS: &[&str] = &[
    "create:bundle-opened",
    "create:request-sent",
    "create:response-received",
    "create:root-resolved",
    "create:directory-made",
    "create:locked",
    "create:state-written",
    "create:source-mounted",
    "create:devices-mounted",
    "create:layers-cloned",
    "create:engine-unmounted",
    "create:built",
    "create:bound",
    "create:mounted",
    "create:streams-given",
    "create:bundle-opened-to-container",
    "create:config-written",
    "create:config-replaced",
    "create:runtime-ended",
    "create:source-unmounted",
    "delete:started",
    "delete:runtime-ended",
    "rollback:started",
    "rollback:path-unmounted",
    "rollback:engine-restored",
    "rollback:rootfs-unmounted",
    "rollback:directory-emptied",
    "rollback:state-removed",
    "rollback:lock-removed",
];

#[cfg(debug_assertions)]
const SCRIPTS: &str = "/run/eci-faults";

#[cfg(debug_assertions)]
pub fn point(step: &str) {
    assert!(STEPS.contains(&step), "{step} is not in the list");
    if std::env::var_os("ECI_LAUNCHER_FAULT").is_some_and(|wanted| wanted == step) {
        let _ = rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL);
    }
    // A file in this directory with the name of the step is a script that runs at the step, once.
    let running = format!("{SCRIPTS}/running.{}", std::process::id());
    if std::fs::rename(format!("{SCRIPTS}/{step}"), &running).is_ok() {
        let _ = std::process::Command::new("sh").arg(&running).status();
    }
}

#[cfg(not(debug_assertions))]
pub fn point(_: &str) {}
