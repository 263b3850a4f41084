// SPDX-License-Identifier: Apache-2.0
//! `eci-runtime`, the OCI runtime that container engines call. Before a container is created, the node's agent decides
//! about it and returns its configuration. Then, and for every other command immediately, eci-runtime calls the
//! engine's own runtime.

#[cfg(not(target_feature = "crt-static"))]
compile_error!("eci-runtime must be static: run cargo in runtime-node-agent/launcher, where .cargo/config.toml says so");

mod agent_client;
mod args;
mod bind_sources;
mod bundle;
mod cleanup;
mod config_writer;
mod container_dir;
mod create;
mod deadline;
mod device_files;
mod engine_mount;
mod error;
mod error_log;
mod exec;
mod exec_ids;
mod exec_runtime;
mod fault_injection;
mod flags;
mod frame;
mod idmap;
mod locked_memory;
mod message_queues;
mod mount_table;
mod network_sysctls;
mod nosuid;
mod null_device;
mod overlay;
mod overlay_source;
mod overlay_sync;
mod path_fd;
mod paths;
mod protocol;
mod rollback;
mod rootfs;
mod rootfs_plan;
mod runtime_config;
mod runtime_process;
mod runtime_root;
mod socket_holder;
mod socket_takeover;
mod standard_streams;
mod state;
mod strict_json;
mod syscalls;
mod timestamp;

use args::Command;
use error::Result;
use error_log::ErrorLog;
use exec_runtime::exec_runtime;
use overlay_sync::OverlaySync;
use runtime_config::RuntimeConfig;
use std::ffi::OsString;
use std::process::ExitCode;
use std::time::Duration;

/// Another process that holds the lock while the runtime deletes the container is about to clean up itself.
const LOCK_TIMEOUT: Duration = Duration::from_secs(5);

fn main() -> ExitCode {
    let args: Vec<OsString> = std::env::args_os().skip(1).collect();
    let mut log = ErrorLog::default();
    run(&args, &mut log).unwrap_or_else(|error| {
        log.write(&error);
        ExitCode::FAILURE
    })
}

fn run(args: &[OsString], log: &mut ErrorLog) -> Result<ExitCode> {
    let command = args::parse(args, log)?;
    match &command {
        Command::Sweep => return cleanup::clean_all(),
        Command::HoldSocket(options) => return socket_holder::run(options),
        Command::Nosuid(path) => return nosuid::apply(path),
        _ => {}
    }
    let config = RuntimeConfig::load()?;
    match command {
        Command::Create(create) => create::create(&config, &create, args, log),
        Command::Delete(id) if container_dir::exists(&id) => delete(&config, &id, args, log),
        Command::Exec(exec) => {
            exec::prepare(&exec, &config.runtime)?;
            Err(exec_runtime(&config.runtime, args))
        }
        _ => Err(exec_runtime(&config.runtime, args)),
    }
}

/// Calls the runtime's `delete`, then cleans up, even if the runtime does not know the container. The runtime's exit
/// status is returned: the container is deleted in any case, and a sweep retries a failed cleanup.
fn delete(config: &RuntimeConfig, id: &str, args: &[OsString], log: &ErrorLog) -> Result<ExitCode> {
    let sync = OverlaySync::of_path(container_dir::rootfs_path(id));
    fault_injection::point("delete:started");
    let exit = runtime_process::run(&config.runtime, args);
    // Before the ID-mapped overlay is unmounted; otherwise both overlays would be synced at the same time.
    if let Some(sync) = sync {
        sync.finish();
    }
    let exit = exit?;
    fault_injection::point("delete:runtime-ended");
    if let Err(error) = cleanup::clean_container(id, LOCK_TIMEOUT) {
        log.write(&error);
    }
    Ok(exit.propagate())
}
