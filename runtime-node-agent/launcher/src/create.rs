// SPDX-License-Identifier: Apache-2.0
//! Implements `create`, `run` and `restore`: sends the request to the agent, creates the root file system that the
//! response describes, and calls the runtime.

use crate::agent_client;
use crate::args::CreateArgs;
use crate::bind_sources;
use crate::bundle::Bundle;
use crate::cleanup::{self, Cleanup};
use crate::config_writer;
use crate::container_dir::{self, ContainerDir};
use crate::device_files;
use crate::error::{Error, Result};
use crate::error_log::ErrorLog;
use crate::exec_runtime::exec_runtime;
use crate::fault_injection;
use crate::locked_memory;
use crate::message_queues;
use crate::mount_table;
use crate::null_device;
use crate::overlay_sync::OverlaySync;
use crate::paths::{CONTAINERS, STATE};
use crate::protocol::{CreatePlan, CreateRequest, CreateResponse};
use crate::rollback::rollback;
use crate::rootfs;
use crate::runtime_config::RuntimeConfig;
use crate::runtime_process::{self, RuntimeExit};
use crate::runtime_root;
use crate::standard_streams;
use crate::state::State;
use rustix::io::Errno;
use std::ffi::OsString;
use std::process::ExitCode;
use std::time::Duration;

pub fn create(config: &RuntimeConfig, create: &CreateArgs, args: &[OsString], log: &ErrorLog) -> Result<ExitCode> {
    // Before the mount table is read, so that the agent gets the engine's mounts and not stale ones of eci-runtime.
    if container_dir::exists(&create.id) {
        remove_stale(&create.id)?;
    }
    let bundle = Bundle::open(create.bundle.as_deref())?;
    fault_injection::point("create:bundle-opened");
    let request = CreateRequest { create, bundle: &bundle.path, args }.header()?;
    let mounts = mount_table::read()
        .map_err(|e| Error::new(format!("the container is not created because /proc/self/mountinfo cannot be read ({e})")))?;
    let sync = OverlaySync::of_engine(&bundle.dir, &bundle.config);
    let response = agent_client::send(config, [&request, &bundle.config, &mounts])?;
    let CreatePlan { rootfs, binds, devices, network } = CreateResponse::parse(&response.header)?.into_plan()?;
    fault_injection::point("create:response-received");
    let nothing_planned = rootfs.is_none() && binds.is_empty() && devices.is_empty();
    if response.config.is_empty() && !nothing_planned {
        return Err(plan_without_config());
    }
    if let Some(network) = network {
        network.apply()?;
    }
    let sync = sync.filter(|_| rootfs.is_some());
    raise_locked_memory(&bundle.config);
    null_device::replace(&config.runtime)?;
    if nothing_planned {
        write_config(&bundle, &response.config)?;
        return Err(exec_runtime(&config.runtime, args));
    }
    let root = runtime_root::resolve(&config.runtime, create.root.as_deref())?;
    fault_injection::point("create:root-resolved");
    let state = rootfs.map(|rootfs| State { id: create.id.clone(), root, rootfs });
    let dir = ContainerDir::create(&create.id).map_err(|e| container_dir_error(&create.id, e))?;
    let mounted = bind_sources::mount(&dir, &binds).and_then(|()| device_files::mount(&dir, &devices, has_terminal(args)));
    let prepared = mounted.and_then(|()| prepare_rootfs(&dir, state.as_ref(), sync));
    let exit = prepared.and_then(|()| {
        if let Some(state) = &state {
            standard_streams::give_to_container(state.rootfs.ids.first);
            fault_injection::point("create:streams-given");
            bundle.grant_traversal(state.rootfs.ids.first.base)?;
            fault_injection::point("create:bundle-opened-to-container");
        }
        write_config(&bundle, &response.config)?;
        fault_injection::point("create:config-replaced");
        // A whole build step runs during `run`.
        let state = state.as_ref().filter(|_| create.verb != "create");
        runtime_process::run_with(&config.runtime, args, |exited| {
            if let Some(state) = state
                && state.is_created_before(exited)
            {
                report(log, rootfs::mount_nosuid(&dir, &state.rootfs));
            }
        })
    });
    fault_injection::point("create:runtime-ended");
    let created = create.verb == "create" && exit.as_ref().is_ok_and(RuntimeExit::is_success);
    if let (true, Some(state), Some(pid_file)) = (created, &state, &create.pid_file) {
        message_queues::give_to_container(pid_file, state.rootfs.ids.first);
    }
    if let (true, Some(state)) = (created, &state) {
        report(log, rootfs::mount_nosuid(&dir, &state.rootfs));
        report(log, dir.close_to_container().map_err(|e| Error::new(format!("{} cannot be closed ({e})", dir.path()))));
    }
    clean_up(dir, state.as_ref(), created, log);
    exit.map(|exit| exit.propagate())
}

/// The bind sources were mounted first: they may be inside what the root file system is made of.
fn prepare_rootfs(dir: &ContainerDir, state: Option<&State>, sync: Option<OverlaySync>) -> Result<()> {
    let Some(state) = state else { return Ok(()) };
    dir.save_state(state)
        .map_err(|e| Error::new(format!("the container is not created because {}/{STATE} cannot be written ({e})", dir.path())))?;
    fault_injection::point("create:state-written");
    if let Some(sync) = sync {
        sync.finish();
    }
    rootfs::create(dir, &state.rootfs)
}

/// Engines receive the terminal over this socket.
fn has_terminal(args: &[OsString]) -> bool {
    args.iter().any(|arg| arg.as_encoded_bytes().starts_with(b"--console-socket"))
}

fn raise_locked_memory(config: &[u8]) {
    if !locked_memory::is_named_in(config) {
        return;
    }
    // The agent has checked the shape of the file.
    if let Ok(config) = serde_json::from_slice::<serde_json::Value>(config) {
        locked_memory::raise_for(&config["process"]);
    }
}

fn write_config(bundle: &Bundle, config: &[u8]) -> Result<()> {
    if !config.is_empty() {
        config_writer::replace_config(bundle, config)
    } else if bundle.is_writable_by_others() {
        config_writer::replace_config(bundle, &bundle.config)
    } else {
        Ok(())
    }
}

fn remove_stale(id: &str) -> Result<()> {
    match cleanup::clean_container(id, Duration::ZERO)? {
        Cleanup::Removed => Ok(()),
        Cleanup::InUse(_) => Err(container_dir_error(id, Errno::EXIST)),
    }
}

/// Removes what the container no longer needs: the bind sources, or everything if the container failed or has exited,
/// because then the engine need not call `delete`.
fn clean_up(dir: ContainerDir, state: Option<&State>, created: bool, log: &ErrorLog) {
    let path = dir.path();
    let sources_released = dir.release_sources();
    let cleaned = match state {
        // The engine knows that the container exists, so it will call `delete`.
        Some(state) if created || state.is_in_use() => sources_released,
        Some(state) => sources_released.and_then(|()| rollback(dir, &state.rootfs)),
        None => sources_released.and_then(|()| Ok(dir.remove()?)),
    };
    if let Err(e) = cleaned {
        log.write(&Error::new(format!("failed to clean up {path}: {e}")));
    }
}

fn report(log: &ErrorLog, result: Result<()>) {
    if let Err(e) = result {
        log.write(&e);
    }
}

fn container_dir_error(id: &str, e: Errno) -> Error {
    let path = format!("{CONTAINERS}/{id}");
    Error::new(match e {
        Errno::EXIST | Errno::AGAIN => {
            format!(
                "the container is not created because a container with the ID {id} exists or is being created (see {path}); delete it first"
            )
        }
        e => format!("the container is not created because {path} cannot be created ({e})"),
    })
}

fn plan_without_config() -> Error {
    Error::new("the container is not created because the ECI node agent planned mounts but no config.json that uses them")
}
