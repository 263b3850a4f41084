//! Reads the command line the way runc (urfave/cli, Go's flag package) and crun (argp) read it, and refuses every command line that
//! these two could read differently. The launcher never changes an argument: what it accepted is what the runtime gets.

use crate::flags::{self, Kind};
use crate::refusal::{Refusal, Result};
use crate::report::Log;
use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;

/// runc has no bound; file names end at 255.
const LONGEST_ID: usize = 255;

#[derive(Debug, PartialEq, Eq)]
pub enum Call {
    /// Goes straight to the runtime.
    Other,
    /// Starts a container: the agent is asked.
    Start(Start),
}

#[derive(Debug, PartialEq, Eq)]
pub struct Start {
    pub verb: &'static str,
    pub id: String,
    /// None: the working directory.
    pub bundle: Option<PathBuf>,
}

/// `args` without the program's own name. `log` is filled on the way, so that a refusal further on reaches it too.
pub fn parse(args: &[OsString], log: &mut Log) -> Result<Call> {
    let mut rest = args;
    let mut informs = false;
    while let Some((arg, after)) = rest.split_first() {
        if !arg.as_bytes().starts_with(b"-") {
            // Both runtimes print and end at `--version`. That one of them might go on is not worth finding out.
            if informs {
                return Err(refuse("stands after --help or --version", arg));
            }
            return verb(arg, after);
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
                    _ => {}
                }
            }
        }
    }
    // No verb: the runtime prints its help or complains.
    Ok(Call::Other)
}

fn verb(arg: &OsStr, rest: &[OsString]) -> Result<Call> {
    if let Some(verb) = flags::verb(flags::STARTING_VERBS, arg) {
        return start(verb, rest);
    }
    match flags::verb(flags::OTHER_VERBS, arg) {
        Some(_) => Ok(Call::Other),
        None => Err(refuse("is not a command this launcher knows, and unknown ones could start containers unseen", arg)),
    }
}

fn start(verb: &'static str, mut rest: &[OsString]) -> Result<Call> {
    if let [only] = rest
        && (only == "--help" || only == "-h")
    {
        return Ok(Call::Other);
    }
    let mut bundle = None;
    while let Some((arg, after)) = rest.split_first() {
        if !arg.as_bytes().starts_with(b"-") {
            // runc moves flags behind the id to the front, crun doesn't: nothing may stand there.
            if let Some(more) = after.first() {
                return Err(refuse("stands behind the container's id, which must be last", more));
            }
            return Ok(Call::Start(Start { verb, id: id(arg)?, bundle }));
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
fn id(arg: &OsStr) -> Result<String> {
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
mod tests {
    use super::*;

    fn parsed(args: &[&str]) -> Result<Call> {
        let args: Vec<OsString> = args.iter().map(Into::into).collect();
        parse(&args, &mut Log::default())
    }

    fn line(args: &str) -> Result<Call> {
        parsed(&args.split_whitespace().collect::<Vec<_>>())
    }

    fn starts(verb: &'static str, bundle: Option<&str>, id: &str) -> Call {
        Call::Start(Start { verb, id: id.into(), bundle: bundle.map(Into::into) })
    }

    #[test]
    fn what_the_engines_call_is_understood() {
        let containerd = "--root /run/containerd/runc/k8s.io --log /b/log.json --log-format json --systemd-cgroup create --bundle /b \
                          --pid-file /b/init.pid --console-socket /s --no-pivot --no-new-keyring --preserve-fds 3 0a";
        assert_eq!(line(containerd), Ok(starts("create", Some("/b"), "0a")));
        let restore = "--root /r restore --image-path /i --work-path /w --tcp-established --empty-ns network --detach --pid-file /p \
                       -no-subreaper --bundle /b 0a";
        assert_eq!(line(restore), Ok(starts("restore", Some("/b"), "0a")));
        let conmon = "--systemd-cgroup --root=/run/runc create --bundle /b --pid-file /p 0a";
        assert_eq!(line(conmon), Ok(starts("create", Some("/b"), "0a")));
        let buildkit = "--log /l --log-format json --rootless=false run --bundle /b --keep 0a";
        assert_eq!(line(buildkit), Ok(starts("run", Some("/b"), "0a")));
    }

    #[test]
    fn a_bundle_may_be_joined_short_or_missing() {
        assert_eq!(line("create --bundle=/b x"), Ok(starts("create", Some("/b"), "x")));
        assert_eq!(line("create -b /b x"), Ok(starts("create", Some("/b"), "x")));
        assert_eq!(line("run x"), Ok(starts("run", None, "x")));
    }

    #[test]
    fn other_verbs_and_questions_about_the_runtime_go_straight_through() {
        for args in [
            "state x",
            "--root /r --debug kill --all x 9",
            "exec --process /p create",
            "features",
            "--version",
            "-v",
            "--log /l --help",
            "",
            "--debug",
            "create --help",
            "run -h",
            "help create",
            "update --resources - x",
        ] {
            assert_eq!(line(args), Ok(Call::Other), "{args}");
        }
    }

    #[test]
    fn what_runtimes_could_read_differently_is_refused() {
        for args in [
            "init",
            "mounts add x",
            "creat x",
            "Create x",
            "-- create x",
            "- create x",
            "--log",
            "--log --root create x",
            "--root create state x",
            "--rootless run state",
            "--log-form json create x",
            "-log /l create x",
            "--debug=true create x",
            "--systemd-cgroup=false create x",
            "--version create x",
            "--version=false create x",
            "--v create x",
            "-V",
            "-?",
            "--usage",
            "--unknown create x",
            "--criu /c create x",
            "--generate-bash-completion",
        ] {
            assert!(line(args).is_err(), "{args}");
        }
        assert!(parsed(&["", "create", "x"]).is_err());
        assert!(parsed(&["--log", "", "--log=", "state", "x"]).is_ok());
    }

    #[test]
    fn what_could_name_another_bundle_or_config_is_refused() {
        for args in [
            "create --bundle /a --bundle /b x",
            "create --bundle /a -b /b x",
            "create -b=/a x",
            "create -b/a x",
            "create --bundle= x",
            "create --bundle",
            "create --bun /a x",
            "create -bundle /a x",
            "create --config /c x",
            "create --config=/c x",
            "create --conf /c x",
            "create -f /c x",
            "create -f/c x",
            "create x --bundle /a",
            "create x y",
            "create -- x",
            "create --bundle /a -- x",
            "create --pid-file --bundle /a x",
            "create --pid-file -- x",
            "create --no-pivot=true x",
            "create --help x",
            "create",
            "create --bundle /a",
        ] {
            assert!(line(args).is_err(), "{args}");
        }
        assert!(parsed(&["create", "--bundle", "", "x"]).is_err());
    }

    #[test]
    fn an_id_is_a_plain_file_name() {
        for id in ["", ".", "..", "a/b", "../x", "a b", "é", "a\0", &"a".repeat(256)] {
            assert!(parsed(&["create", id]).is_err(), "{id}");
        }
        let raw = OsStr::from_bytes(b"a\xff").to_owned();
        assert!(parse(&["create".into(), raw], &mut Log::default()).is_err());
        assert_eq!(line("create a_B+1-.9"), Ok(starts("create", None, "a_B+1-.9")));
    }

    #[test]
    fn the_log_is_known_even_if_the_rest_is_refused() {
        let args: Vec<OsString> = ["--log", "/l", "--log-format=json", "--what", "create"].iter().map(Into::into).collect();
        let mut log = Log::default();
        assert!(parse(&args, &mut log).is_err());
        assert_eq!(log, Log::to("/l", true));
    }
}
