//! Where tests kill the launcher, or whom else they want dead at that moment. In a release build there is nothing of it.

/// Every step after which a launcher could be killed with something half done.
#[allow(dead_code)] // the tests read it
pub const STEPS: &[&str] = &[
    "create:asking",
    "create:asked",
    "create:directory-made",
    "create:locked",
    "create:state-written",
    "create:source-mounted",
    "create:layers-cloned",
    "create:engine-unmounted",
    "create:built",
    "create:bound",
    "create:mounted",
    "create:config-replaced",
    "create:runtime-ended",
    "create:source-unmounted",
    "delete:runtime-ended",
    "undo:begun",
    "undo:path-unmounted",
    "undo:engine-mounted",
    "undo:unbound",
    "undo:directory-emptied",
    "undo:state-removed",
    "undo:lock-removed",
];

#[cfg(debug_assertions)]
const SCRIPTS: &str = "/run/eci-faults";

#[cfg(debug_assertions)]
pub fn point(step: &str) {
    assert!(STEPS.contains(&step), "{step} is not in the list");
    if std::env::var_os("ECI_LAUNCHER_FAULT").is_some_and(|wanted| wanted == step) {
        let _ = rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL);
    }
    // A file of the same name as the step, in this directory, is a script to run there, once.
    let running = format!("{SCRIPTS}/running");
    if std::fs::rename(format!("{SCRIPTS}/{step}"), &running).is_ok() {
        let _ = std::process::Command::new("sh").arg(&running).status();
    }
}

#[cfg(not(debug_assertions))]
pub fn point(_: &str) {}
