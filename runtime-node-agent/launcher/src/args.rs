// SPDX-License-Identifier: Apache-2.0
//! Parses the command line as runc (urfave/cli, Go's flag package) and crun (argp) do, and rejects every command line
//! that the two could parse differently. eci-runtime never changes an argument: the runtime gets exactly what was
//! accepted.

use crate::error::{Error, Result};
use crate::error_log::ErrorLog;
use crate::flags::{self, Kind};
use crate::socket_holder::HolderOptions;
use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;

/// runc has no limit; file names are limited to 255 bytes.
const MAX_ID_LENGTH: usize = 255;

const SWEEP_FLAG: &str = "--eci-sweep";
const KEEP_SOCKET_FLAG: &str = "--eci-keep-socket";
const NOSUID_FLAG: &str = "--eci-nosuid";

#[derive(Debug, PartialEq, Eq)]
pub enum Command {
    /// Passed to the runtime without asking the agent.
    PassThrough,
    /// Starts another process in a container.
    Exec(ExecArgs),
    /// Deletes the container with this ID; eci-runtime then removes what it created for it.
    Delete(String),
    /// `--eci-sweep`: removes what killed eci-runtime processes left behind.
    Sweep,
    /// `--eci-keep-socket`: holds the proxied Docker socket for the agent.
    HoldSocket(HolderOptions),
    /// `--eci-nosuid`: makes the host ignore set-user-ID bits below this directory.
    Nosuid(String),
    /// Creates a container: the agent decides.
    Create(CreateArgs),
}

#[derive(Debug, PartialEq, Eq)]
pub struct ExecArgs {
    pub id: String,
    /// The file that describes the process.
    pub process: Option<PathBuf>,
}

#[derive(Debug, PartialEq, Eq)]
pub struct CreateArgs {
    pub verb: &'static str,
    pub id: String,
    /// None: the working directory.
    pub bundle: Option<PathBuf>,
    /// None: the runtime's default.
    pub root: Option<PathBuf>,
}

/// Parses `args`, which exclude the program's name. Fills `log` on the way, so that later errors reach it too.
pub fn parse(args: &[OsString], log: &mut ErrorLog) -> Result<Command> {
    let mut rest = args;
    let (mut info, mut root) = (false, None);
    match args {
        [flag] if flag == SWEEP_FLAG => return Ok(Command::Sweep),
        [flag, socket @ ..] if flag == KEEP_SOCKET_FLAG => return HolderOptions::parse(socket).map(Command::HoldSocket),
        [flag, path] if flag == NOSUID_FLAG => {
            return path.to_str().map(|path| Command::Nosuid(path.to_owned())).ok_or_else(|| error("is not UTF-8", path));
        }
        _ => {}
    }
    while let Some((arg, after)) = rest.split_first() {
        if !arg.as_bytes().starts_with(b"-") {
            // Both runtimes print and exit on `--version`; this does not rely on it.
            if info {
                return Err(error("follows --help or --version", arg));
            }
            return parse_verb(arg, after, root);
        }
        let flag =
            flags::find_flag(flags::GLOBAL_FLAGS, arg).ok_or_else(|| error("is not a global flag that eci-runtime supports", arg))?;
        rest = after;
        match flag.kind {
            Kind::Switch => {}
            Kind::Info => info = true,
            Kind::Value => {
                let value = match flag.joined {
                    Some(value) => value,
                    None => next_value(arg, &mut rest)?,
                };
                match flag.name {
                    "--log" => log.set_file(value),
                    "--log-format" => log.set_format(value),
                    // The last one wins in both runtimes.
                    "--root" => root = Some(PathBuf::from(value)),
                    _ => {}
                }
            }
        }
    }
    // Without a verb the runtime prints its help or an error.
    Ok(Command::PassThrough)
}

fn parse_verb(arg: &OsStr, rest: &[OsString], root: Option<PathBuf>) -> Result<Command> {
    if let Some(verb) = flags::find_verb(flags::CREATE_VERBS, arg) {
        return parse_create(verb, rest, root);
    }
    match flags::find_verb(flags::PASS_THROUGH_VERBS, arg) {
        Some("exec") => Ok(parse_exec(rest).map_or(Command::PassThrough, Command::Exec)),
        Some("delete") => Ok(parse_delete_id(rest).map_or(Command::PassThrough, Command::Delete)),
        Some(_) => Ok(Command::PassThrough),
        None => {
            Err(error("is not a command that eci-runtime supports, and an unknown command could start containers without a check", arg))
        }
    }
}

/// The only argument that is not a flag. With none or several of them, the runtime decides; a sweep finds the
/// containers it deleted.
fn parse_delete_id(rest: &[OsString]) -> Option<String> {
    let mut ids = rest.iter().filter(|arg| !arg.as_bytes().starts_with(b"-"));
    let only = ids.next().filter(|_| ids.next().is_none())?;
    parse_id(only).ok()
}

/// The ID is the first argument that is neither a flag nor the value of one.
fn parse_exec(mut rest: &[OsString]) -> Option<ExecArgs> {
    let mut process = None;
    while let Some((arg, after)) = rest.split_first() {
        if !arg.as_bytes().starts_with(b"-") {
            return Some(ExecArgs { id: parse_id(arg).ok()?, process });
        }
        let flag = flags::find_flag(flags::EXEC_FLAGS, arg)?;
        rest = after;
        let value = match (flag.kind, flag.joined) {
            (Kind::Value, None) => {
                let (value, after) = rest.split_first()?;
                rest = after;
                Some(value.as_os_str())
            }
            (_, joined) => joined,
        };
        if matches!(flag.name, "--process" | "-p") {
            process = value.map(PathBuf::from);
        }
    }
    None
}

fn parse_create(verb: &'static str, mut rest: &[OsString], root: Option<PathBuf>) -> Result<Command> {
    if matches!(rest, [only] if only == "--help" || only == "-h") {
        return Ok(Command::PassThrough);
    }
    if root.as_ref().is_some_and(|root| root.as_os_str().is_empty()) {
        return Err(Error::new("'--root' must name a directory; the command was not run"));
    }
    let mut bundle = None;
    while let Some((arg, after)) = rest.split_first() {
        if !arg.as_bytes().starts_with(b"-") {
            // runc moves flags after the ID to the front, crun does not: no argument may follow the ID.
            if let Some(more) = after.first() {
                return Err(error("follows the container's ID, which must be the last argument", more));
            }
            return Ok(Command::Create(CreateArgs { verb, id: parse_id(arg)?, bundle, root }));
        }
        let flag = flags::find_flag(flags::CREATE_FLAGS, arg).ok_or_else(|| unknown_flag(verb, arg))?;
        rest = after;
        if flag.kind != Kind::Value {
            continue;
        }
        let value = match flag.joined {
            Some(value) => value,
            None => next_value(arg, &mut rest)?,
        };
        if matches!(flag.name, "--bundle" | "-b") {
            // An empty path is the working directory for runc and an error for crun.
            if value.is_empty() || bundle.replace(PathBuf::from(value)).is_some() {
                return Err(error("must name one bundle and be given once", arg));
            }
        }
    }
    Err(Error::new(format!("'{verb}' needs the ID of a container")))
}

/// Takes the next argument as the value of a flag. Rejects values that look like a flag, because runc distinguishes
/// flags from values by their first character when it reorders arguments, and values that look like a verb, in case a
/// runtime takes the flag for a switch.
fn next_value<'a>(flag: &OsStr, rest: &mut &'a [OsString]) -> Result<&'a OsStr> {
    let (value, after) = rest.split_first().ok_or_else(|| error("needs a value", flag))?;
    if value.as_bytes().starts_with(b"-") || flags::find_verb(flags::CREATE_VERBS, value).is_some() {
        return Err(error("is not accepted as the value of a flag", value));
    }
    *rest = after;
    Ok(value)
}

/// Applies runc's own rule, which keeps IDs from escaping the directories named after them.
pub fn parse_id(arg: &OsStr) -> Result<String> {
    let allowed = |b: &u8| b.is_ascii_alphanumeric() || b"_+-.".contains(b);
    match arg.to_str() {
        Some(id) if !matches!(id, "" | "." | "..") && id.len() <= MAX_ID_LENGTH && id.as_bytes().iter().all(allowed) => Ok(id.to_owned()),
        _ => Err(error("is not a container ID (letters, digits and _ + - . only)", arg)),
    }
}

fn unknown_flag(verb: &str, arg: &OsStr) -> Error {
    let name = arg.as_bytes();
    if name.starts_with(b"-f") || name.starts_with(b"--conf") {
        return error("would make the runtime read another file than the bundle's config.json, which the agent checks", arg);
    }
    error(&format!("is not a flag of '{verb}' that eci-runtime supports"), arg)
}

fn error(reason: &str, arg: &OsStr) -> Error {
    Error::new(format!("'{}' {reason}; the command was not run", arg.to_string_lossy()))
}

#[cfg(test)]
#[path = "args_tests.rs"]
mod tests;
