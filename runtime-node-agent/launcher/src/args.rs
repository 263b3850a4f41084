//! Reads the command line the way runc (urfave/cli, Go's flag package) and crun (argp) read it, and refuses every command line that
//! these two could read differently. The launcher never changes an argument: what it accepted is what the runtime gets.

use crate::flags::{self, Kind};
use crate::keep::{self, Keep};
use crate::refusal::{Refusal, Result};
use crate::report::Log;
use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;

/// runc has no bound; file names end at 255.
const LONGEST_ID: usize = 255;

const SWEEP: &str = "--eci-sweep";
const KEEP: &str = "--eci-keep-socket";
const NOSUID: &str = "--eci-nosuid";

#[derive(Debug, PartialEq, Eq)]
pub enum Call {
    /// Goes straight to the runtime.
    Other,
    /// Ends a container of this id: what was made for it is undone.
    Delete(String),
    /// The launcher's own: undoes what killed launchers left.
    Sweep,
    /// The launcher's own: keeps the Docker socket for the agent.
    Keep(Keep),
    /// The launcher's own: the node is to disregard set-user-ID bits below this directory.
    Nosuid(String),
    /// Starts a container: the agent is asked.
    Start(Start),
}

#[derive(Debug, PartialEq, Eq)]
pub struct Start {
    pub verb: &'static str,
    pub id: String,
    /// None: the working directory.
    pub bundle: Option<PathBuf>,
    /// None: the runtime's default.
    pub root: Option<PathBuf>,
}

/// `args` without the program's own name. `log` is filled on the way, so that a refusal further on reaches it too.
pub fn parse(args: &[OsString], log: &mut Log) -> Result<Call> {
    let mut rest = args;
    let (mut informs, mut root) = (false, None);
    match args {
        [flag] if flag == SWEEP => return Ok(Call::Sweep),
        [flag, socket @ ..] if flag == KEEP => return keep::parse(socket).map(Call::Keep),
        [flag, path] if flag == NOSUID => {
            return path.to_str().map(|path| Call::Nosuid(path.to_owned())).ok_or_else(|| refuse("is not UTF-8", path));
        }
        _ => {}
    }
    while let Some((arg, after)) = rest.split_first() {
        if !arg.as_bytes().starts_with(b"-") {
            // Both runtimes print and end at `--version`. That one of them might go on is not worth finding out.
            if informs {
                return Err(refuse("stands after --help or --version", arg));
            }
            return verb(arg, after, root);
        }
        let flag = flags::find(flags::GLOBAL, arg).ok_or_else(|| refuse("is not a global flag this launcher knows", arg))?;
        rest = after;
        match flag.kind {
            Kind::Switch => {}
            Kind::Informs => informs = true,
            Kind::Value => {
                let value = match flag.joined {
                    Some(value) => value,
                    None => separate(arg, &mut rest)?,
                };
                match flag.name {
                    "--log" => log.file(value),
                    "--log-format" => log.format(value),
                    // The last one counts, for both.
                    "--root" => root = Some(PathBuf::from(value)),
                    _ => {}
                }
            }
        }
    }
    // No verb: the runtime prints its help or complains.
    Ok(Call::Other)
}

fn verb(arg: &OsStr, rest: &[OsString], root: Option<PathBuf>) -> Result<Call> {
    if let Some(verb) = flags::verb(flags::STARTING_VERBS, arg) {
        return start(verb, rest, root);
    }
    match flags::verb(flags::OTHER_VERBS, arg) {
        Some("delete") => Ok(deleted(rest).map_or(Call::Other, Call::Delete)),
        Some(_) => Ok(Call::Other),
        None => Err(refuse("is not a command this launcher knows, and unknown ones could start containers unseen", arg)),
    }
}

/// The only argument that is no flag. A line on which there are more or none is the runtime's affair; a sweep finds what it ended.
fn deleted(rest: &[OsString]) -> Option<String> {
    let mut ids = rest.iter().filter(|arg| !arg.as_bytes().starts_with(b"-"));
    let only = ids.next().filter(|_| ids.next().is_none())?;
    id(only).ok()
}

fn start(verb: &'static str, mut rest: &[OsString], root: Option<PathBuf>) -> Result<Call> {
    if matches!(rest, [only] if only == "--help" || only == "-h") {
        return Ok(Call::Other);
    }
    if root.as_ref().is_some_and(|root| root.as_os_str().is_empty()) {
        return Err(Refusal::new("'--root' must name a directory; the command was not run"));
    }
    let mut bundle = None;
    while let Some((arg, after)) = rest.split_first() {
        if !arg.as_bytes().starts_with(b"-") {
            // runc moves flags behind the id to the front, crun doesn't: nothing may stand there.
            if let Some(more) = after.first() {
                return Err(refuse("stands behind the container's id, which must be last", more));
            }
            return Ok(Call::Start(Start { verb, id: id(arg)?, bundle, root }));
        }
        let flag = flags::find(flags::STARTING, arg).ok_or_else(|| unknown(verb, arg))?;
        rest = after;
        if flag.kind != Kind::Value {
            continue;
        }
        let value = match flag.joined {
            Some(value) => value,
            None => separate(arg, &mut rest)?,
        };
        if matches!(flag.name, "--bundle" | "-b") {
            // Empty: the working directory for runc, an error for crun.
            if value.is_empty() || bundle.replace(PathBuf::from(value)).is_some() {
                return Err(refuse("must name one bundle, once", arg));
            }
        }
    }
    Err(Refusal::new(format!("'{verb}' needs the id of a container")))
}

/// The value of a flag in the next argument. One that looks like a flag is refused, as runc's reordering of arguments tells flags from
/// values by their first character; so is one that looks like a verb, should a runtime ever disagree that the flag takes a value.
fn separate<'a>(flag: &OsStr, rest: &mut &'a [OsString]) -> Result<&'a OsStr> {
    let (value, after) = rest.split_first().ok_or_else(|| refuse("needs a value", flag))?;
    if value.as_bytes().starts_with(b"-") || flags::verb(flags::STARTING_VERBS, value).is_some() {
        return Err(refuse("is not taken as the value of a flag", value));
    }
    *rest = after;
    Ok(value)
}

/// runc's own rule, which keeps an id from leaving the directories that are named after it.
pub fn id(arg: &OsStr) -> Result<String> {
    let allowed = |b: &u8| b.is_ascii_alphanumeric() || b"_+-.".contains(b);
    match arg.to_str() {
        Some(id) if !matches!(id, "" | "." | "..") && id.len() <= LONGEST_ID && id.as_bytes().iter().all(allowed) => Ok(id.to_owned()),
        _ => Err(refuse("is not a container id (letters, digits and _ + - . only)", arg)),
    }
}

fn unknown(verb: &str, arg: &OsStr) -> Refusal {
    let name = arg.as_bytes();
    if name.starts_with(b"-f") || name.starts_with(b"--conf") {
        return refuse("would make the runtime read another file than the bundle's config.json, which is the one that is checked", arg);
    }
    refuse(&format!("is not a flag of '{verb}' this launcher knows"), arg)
}

fn refuse(why: &str, arg: &OsStr) -> Refusal {
    Refusal::new(format!("'{}' {why}; the command was not run", arg.to_string_lossy()))
}

#[cfg(test)]
#[path = "args_tests.rs"]
mod tests;
