//! `eci-runtime`, the OCI runtime that container engines call. Before a container is created, the node's agent is asked what its
//! configuration is to be; then, and for every other command at once, the engine's own runtime takes over.

#[cfg(not(target_feature = "crt-static"))]
compile_error!("the launcher must be static: call cargo in runtime-node-agent/launcher, where .cargo/config.toml says so");

mod args;
mod ask;
mod binds;
mod bundle;
mod child;
mod deadline;
mod dirs;
mod engine_mount;
mod fault;
mod flags;
mod hand_over;
mod home;
mod idmap;
mod keep;
mod mounts;
mod nosuid;
mod overlay;
mod plan;
mod protocol;
mod refusal;
mod replace;
mod report;
mod rootfs;
mod runtime_root;
mod settings;
mod settle;
mod start;
mod state;
mod strict;
mod sweep;
mod syscalls;
mod takeover;
mod timestamp;
mod undo;
mod wire;

use args::Call;
use hand_over::hand_over;
use refusal::Result;
use report::Log;
use settings::Settings;
use settle::Settling;
use std::ffi::OsString;
use std::process::ExitCode;
use std::time::Duration;

/// A launcher that holds the lock while the runtime deletes the container is about to undo things itself.
const OTHERS_AT_WORK: Duration = Duration::from_secs(5);

fn main() -> ExitCode {
    let args: Vec<OsString> = std::env::args_os().skip(1).collect();
    let mut log = Log::default();
    run(&args, &mut log).unwrap_or_else(|why| {
        log.report(&why);
        ExitCode::FAILURE
    })
}

fn run(args: &[OsString], log: &mut Log) -> Result<ExitCode> {
    let call = args::parse(args, log)?;
    match &call {
        Call::Sweep => return sweep::all(),
        Call::Keep(socket) => return keep::run(socket),
        Call::Nosuid(path) => return nosuid::apply(path),
        _ => {}
    }
    let settings = Settings::of_this_binary()?;
    match call {
        Call::Start(start) => start::start(&settings, &start, args, log),
        Call::Delete(id) if home::exists(&id) => delete(&settings, &id, args, log),
        _ => Err(hand_over(&settings.runtime, args)),
    }
}

/// The runtime's own delete, then ours, even if the runtime does not know the container. Its end is what the engine hears: a container that
/// is gone is gone, and a sweep tries again what could not be undone.
fn delete(settings: &Settings, id: &str, args: &[OsString], log: &Log) -> Result<ExitCode> {
    let settling = Settling::at(home::rootfs_of(id));
    let end = child::call(&settings.runtime, args);
    // Before ours is unmounted, or it would end beside the engine's.
    if let Some(settling) = settling {
        settling.end();
    }
    let end = end?;
    fault::point("delete:runtime-ended");
    if let Err(why) = sweep::one(id, OTHERS_AT_WORK) {
        log.report(&why);
    }
    Ok(end.repeat())
}
