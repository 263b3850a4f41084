//! `create`, `run` and `restore`: asks the agent, makes the root file system it plans, and calls the runtime.

use crate::args::Start;
use crate::ask;
use crate::bundle::Bundle;
use crate::child;
use crate::fault;
use crate::hand_over::hand_over;
use crate::home::{self, Home};
use crate::mounts;
use crate::plan::Plan;
use crate::protocol;
use crate::refusal::{Refusal, Result};
use crate::replace;
use crate::report::Log;
use crate::rootfs;
use crate::runtime_root;
use crate::settings::Settings;
use crate::state::State;
use crate::sweep::{self, Remains};
use crate::undo::undo;
use rustix::io::Errno;
use std::ffi::OsString;
use std::process::ExitCode;
use std::time::Duration;

pub fn start(settings: &Settings, start: &Start, args: &[OsString], log: &Log) -> Result<ExitCode> {
    // First, so that the agent sees the engine's mounts, and not what was ours.
    if home::exists(&start.id) {
        clear(&start.id)?;
    }
    let bundle = Bundle::open(start.bundle.as_deref())?;
    let question = protocol::question(start, &bundle.path, args)?;
    let mounts = mounts::table()
        .map_err(|e| Refusal::new(format!("the container is not created because /proc/self/mountinfo cannot be read ({e})")))?;
    let reply = ask::ask(settings, [&question, &bundle.config, &mounts])?;
    let plan = protocol::decision(&reply.header)?;
    fault::point("create:asked");
    let Some(rootfs) = plan else {
        configure(&bundle, &reply.config)?;
        return Err(hand_over(&settings.runtime, args));
    };
    if reply.config.is_empty() {
        return Err(rootfs_unused());
    }
    let state = State { id: start.id.clone(), root: runtime_root::of(&settings.runtime, start.root.as_deref())?, rootfs };
    let home = Home::make(&start.id).map_err(|e| no_directory(&start.id, e))?;
    let end = prepare(&home, &state).and_then(|()| {
        bundle.let_in(state.rootfs.range.base)?;
        configure(&bundle, &reply.config)?;
        fault::point("create:config-replaced");
        child::call(&settings.runtime, args)
    });
    fault::point("create:runtime-ended");
    // It failed, or ran to its end: no `delete` need follow.
    if !state.is_known_to_runtime() {
        tidy(home, &state.rootfs, log);
    }
    end.map(|end| end.repeat())
}

fn prepare(home: &Home, state: &State) -> Result<()> {
    home.remember(state)
        .map_err(|e| Refusal::new(format!("the container is not created because {}/state.json cannot be written ({e})", home.path())))?;
    fault::point("create:state-written");
    rootfs::make(home, &state.rootfs)
}

fn configure(bundle: &Bundle, config: &[u8]) -> Result<()> {
    if !config.is_empty() {
        replace::replace(bundle, config)
    } else if bundle.is_open_to_others() {
        replace::replace(bundle, &bundle.config)
    } else {
        Ok(())
    }
}

fn clear(id: &str) -> Result<()> {
    match sweep::one(id, Duration::ZERO)? {
        Remains::Nothing => Ok(()),
        Remains::Container(_) => Err(no_directory(id, Errno::EXIST)),
    }
}

fn tidy(home: Home, plan: &Plan, log: &Log) {
    let path = home.path();
    if let Err(e) = undo(home, plan) {
        log.report(&Refusal::new(format!("what was made in {path} for a container that did not start cannot be undone: {e}")));
    }
}

fn no_directory(id: &str, e: Errno) -> Refusal {
    let path = format!("{}/{id}", home::CONTAINERS);
    Refusal::new(match e {
        Errno::EXIST | Errno::AGAIN => {
            format!(
                "the container is not created because one of the id {id} is there or being created already (see {path}); delete that one first"
            )
        }
        e => format!("the container is not created because {path} cannot be made ({e})"),
    })
}

fn rootfs_unused() -> Refusal {
    Refusal::new("the container is not created because the eci node agent planned a root file system but no config.json that uses it")
}
