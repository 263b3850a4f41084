//! `create`, `run` and `restore`: asks the agent, makes the root file system it plans, and calls the runtime.

use crate::args::Start;
use crate::ask;
use crate::binds::{self, Bind};
use crate::bundle::Bundle;
use crate::child::{self, End};
use crate::fault;
use crate::hand_over::hand_over;
use crate::home::{self, Home};
use crate::mounts;
use crate::protocol::{self, Parts};
use crate::refusal::{Refusal, Result};
use crate::replace;
use crate::report::Log;
use crate::rootfs;
use crate::runtime_root;
use crate::settings::Settings;
use crate::settle::Settling;
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
    let settling = Settling::engines(&bundle.dir, &bundle.config);
    let reply = ask::ask(settings, [&question, &bundle.config, &mounts])?;
    let Parts { rootfs, binds } = protocol::decision(&reply.header)?;
    fault::point("create:asked");
    if reply.config.is_empty() && (rootfs.is_some() || !binds.is_empty()) {
        return Err(parts_unused());
    }
    let settling = settling.filter(|_| rootfs.is_some());
    if rootfs.is_none() && binds.is_empty() {
        configure(&bundle, &reply.config)?;
        return Err(hand_over(&settings.runtime, args));
    }
    let root = runtime_root::of(&settings.runtime, start.root.as_deref())?;
    let state = rootfs.map(|rootfs| State { id: start.id.clone(), root, rootfs });
    let home = Home::make(&start.id).map_err(|e| no_directory(&start.id, e))?;
    let end = prepare(&home, state.as_ref(), &binds, settling).and_then(|()| {
        if let Some(state) = &state {
            bundle.let_in(state.rootfs.range.base)?;
        }
        configure(&bundle, &reply.config)?;
        fault::point("create:config-replaced");
        child::call(&settings.runtime, args)
    });
    fault::point("create:runtime-ended");
    let created = start.verb == "create" && end.as_ref().is_ok_and(End::is_good);
    tidy(home, state.as_ref(), created, log);
    end.map(|end| end.repeat())
}

/// Sources first: they may lie in what the root file system is made of.
fn prepare(home: &Home, state: Option<&State>, binds: &[Bind], settling: Option<Settling>) -> Result<()> {
    binds::mount(home, binds)?;
    let Some(state) = state else { return Ok(()) };
    home.remember(state)
        .map_err(|e| Refusal::new(format!("the container is not created because {}/state.json cannot be written ({e})", home.path())))?;
    fault::point("create:state-written");
    if let Some(settling) = settling {
        settling.end();
    }
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

/// What the container does not need any more: the sources; all, if it came to nothing or to its end, as no `delete` need follow then.
fn tidy(home: Home, state: Option<&State>, created: bool, log: &Log) {
    let path = home.path();
    let released = home.release_sources();
    let tidied = match state {
        // Once the engine was told that it is there, it calls `delete`.
        Some(state) if created || state.is_in_use() => released,
        Some(state) => released.and_then(|()| undo(home, &state.rootfs)),
        None => released.and_then(|()| Ok(home.remove()?)),
    };
    if let Err(e) = tidied {
        log.report(&Refusal::new(format!("what was made in {path} for the start of a container cannot be undone: {e}")));
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

fn parts_unused() -> Refusal {
    Refusal::new("the container is not created because the eci node agent planned mounts but no config.json that uses them")
}
