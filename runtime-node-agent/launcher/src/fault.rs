//! Where tests kill the launcher. In a release build there is nothing of it.

/// Every step after which a launcher could be killed with something half done.
#[allow(dead_code)] // the tests read it
pub const STEPS: &[&str] = &[
    "create:asked",
    "create:directory-made",
    "create:locked",
    "create:state-written",
    "create:layers-cloned",
    "create:engine-unmounted",
    "create:built",
    "create:bound",
    "create:mounted",
    "create:config-replaced",
    "create:runtime-ended",
    "undo:begun",
    "undo:path-unmounted",
    "undo:engine-mounted",
    "undo:unbound",
    "undo:directory-emptied",
    "undo:state-removed",
    "undo:lock-removed",
];

#[cfg(debug_assertions)]
pub fn point(step: &str) {
    assert!(STEPS.contains(&step), "{step} is not in the list");
    if std::env::var_os("ECI_LAUNCHER_FAULT").is_some_and(|wanted| wanted == step) {
        let _ = rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL);
    }
}

#[cfg(not(debug_assertions))]
pub fn point(_: &str) {}
