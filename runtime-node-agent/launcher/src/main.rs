//! `eci-runtime`, the OCI runtime that container engines call. Before a container is created, the node's agent is asked what its
//! configuration is to be; then, and for every other command at once, the engine's own runtime takes over.

#[cfg(not(target_feature = "crt-static"))]
compile_error!("the launcher must be static: call cargo in runtime-node-agent/launcher, where .cargo/config.toml says so");

mod args;
mod ask;
mod bundle;
mod deadline;
mod flags;
mod hand_over;
mod protocol;
mod refusal;
mod replace;
mod report;
mod settings;
mod timestamp;
mod wire;

use args::{Call, Start};
use bundle::Bundle;
use refusal::{Refusal, Result};
use report::Log;
use settings::Settings;
use std::convert::Infallible;
use std::ffi::OsString;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<OsString> = std::env::args_os().skip(1).collect();
    let mut log = Log::default();
    let why: Refusal = match run(&args, &mut log) {
        Ok(never) => match never {},
        Err(why) => why,
    };
    log.report(&why);
    ExitCode::FAILURE
}

fn run(args: &[OsString], log: &mut Log) -> Result<Infallible> {
    let call = args::parse(args, log)?;
    let settings = Settings::of_this_binary()?;
    if let Call::Start(start) = call {
        prepare(&settings, &start, args)?;
    }
    Err(hand_over::hand_over(&settings.runtime, args))
}

fn prepare(settings: &Settings, start: &Start, args: &[OsString]) -> Result<()> {
    let bundle = Bundle::open(start.bundle.as_deref())?;
    let question = protocol::question(start, &bundle.path, args)?;
    let reply = ask::ask(settings, &question, &bundle.config)?;
    protocol::decision(&reply.header)?;
    if !reply.config.is_empty() {
        replace::replace(&bundle, &reply.config)
    } else if bundle.is_open_to_others() {
        replace::replace(&bundle, &bundle.config)
    } else {
        Ok(())
    }
}
