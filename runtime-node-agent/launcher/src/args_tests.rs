// SPDX-License-Identifier: Apache-2.0

use super::*;

fn parse_args(args: &[&str]) -> Result<Command> {
    let args: Vec<OsString> = args.iter().map(Into::into).collect();
    parse(&args, &mut ErrorLog::default())
}

fn parse_line(args: &str) -> Result<Command> {
    parse_args(&args.split_whitespace().collect::<Vec<_>>())
}

fn create(verb: &'static str, bundle: Option<&str>, id: &str) -> Command {
    Command::Create(CreateArgs { verb, id: id.into(), bundle: bundle.map(Into::into), root: None, pid_file: None })
}

fn with_root(root: &str, call: Command) -> Command {
    if let Command::Create(start) = call { Command::Create(CreateArgs { root: Some(root.into()), ..start }) } else { call }
}

fn with_pid_file(path: &str, call: Command) -> Command {
    if let Command::Create(start) = call { Command::Create(CreateArgs { pid_file: Some(path.into()), ..start }) } else { call }
}

#[test]
fn accepts_command_lines_of_engines() {
    let containerd = "--root /run/containerd/runc/k8s.io --log /b/log.json --log-format json --systemd-cgroup create --bundle /b \
                      --pid-file /b/init.pid --console-socket /s --no-pivot --no-new-keyring --preserve-fds 3 0a";
    assert_eq!(
        parse_line(containerd),
        Ok(with_pid_file("/b/init.pid", with_root("/run/containerd/runc/k8s.io", create("create", Some("/b"), "0a"))))
    );
    let restore = "--root /r restore --image-path /i --work-path /w --tcp-established --empty-ns network --detach --pid-file /p \
                   -no-subreaper --bundle /b 0a";
    assert_eq!(parse_line(restore), Ok(with_pid_file("/p", with_root("/r", create("restore", Some("/b"), "0a")))));
    let conmon = "--systemd-cgroup --root=/run/runc create --bundle /b --pid-file /p 0a";
    assert_eq!(parse_line(conmon), Ok(with_pid_file("/p", with_root("/run/runc", create("create", Some("/b"), "0a")))));
    let buildkit = "--log /l --log-format json --rootless=false run --bundle /b --keep 0a";
    assert_eq!(parse_line(buildkit), Ok(create("run", Some("/b"), "0a")));
}

#[test]
fn accepts_every_spelling_of_bundle() {
    assert_eq!(parse_line("create --bundle=/b x"), Ok(create("create", Some("/b"), "x")));
    assert_eq!(parse_line("create -b /b x"), Ok(create("create", Some("/b"), "x")));
    assert_eq!(parse_line("run x"), Ok(create("run", None, "x")));
}

#[test]
fn passes_through_other_verbs_and_help() {
    for args in [
        "state x",
        "--root /r --debug kill --all x 9",
        "exec --unknown x",
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
        assert_eq!(parse_line(args), Ok(Command::PassThrough), "{args}");
    }
}

#[test]
fn rejects_ambiguous_command_lines() {
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
        assert!(parse_line(args).is_err(), "{args}");
    }
    assert!(parse_args(&["", "create", "x"]).is_err());
    assert!(parse_args(&["--log", "", "--log=", "state", "x"]).is_ok());
}

#[test]
fn rejects_ambiguous_bundles_and_configs() {
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
        assert!(parse_line(args).is_err(), "{args}");
    }
    assert!(parse_args(&["create", "--bundle", "", "x"]).is_err());
}

#[test]
fn rejects_ids_that_are_not_file_names() {
    for id in ["", ".", "..", "a/b", "../x", "a b", "é", "a\0", &"a".repeat(256)] {
        assert!(parse_args(&["create", id]).is_err(), "{id}");
    }
    let raw = OsStr::from_bytes(b"a\xff").to_owned();
    assert!(parse(&["create".into(), raw], &mut ErrorLog::default()).is_err());
    assert_eq!(parse_line("create a_B+1-.9"), Ok(create("create", None, "a_B+1-.9")));
}

#[test]
fn reads_log_flags_of_rejected_command_lines() {
    let args: Vec<OsString> = ["--log", "/l", "--log-format=json", "--what", "create"].iter().map(Into::into).collect();
    let mut log = ErrorLog::default();
    assert!(parse(&args, &mut log).is_err());
    assert_eq!(log, ErrorLog::of("/l", true));
}

#[test]
fn recognizes_delete_of_one_container() {
    for args in ["delete x", "--root /r delete --force x", "delete -f x", "delete x --force"] {
        assert_eq!(parse_line(args), Ok(Command::Delete("x".into())), "{args}");
    }
    for args in ["delete", "delete --help", "delete x y", "delete --regex x.*", "delete ../x", "--root /r kill x"] {
        assert_eq!(parse_line(args), Ok(Command::PassThrough), "{args}");
    }
}

#[test]
fn sweep_rejects_other_arguments() {
    assert_eq!(parse_line("--eci-sweep"), Ok(Command::Sweep));
    assert_eq!(parse_line("--eci-nosuid /srv"), Ok(Command::Nosuid("/srv".into())));
    for args in [
        "--eci-sweep x",
        "--debug --eci-sweep",
        "--eci-sweep --debug",
        "--eci-sweep=1",
        "--eci-sweep create x",
        "--eci-nosuid",
        "--eci-nosuid /a /b",
    ] {
        assert!(parse_line(args).is_err(), "{args}");
    }
}

#[test]
fn uses_last_root_and_rejects_empty_root() {
    assert_eq!(parse_line("--root /a --root=/b create x"), Ok(with_root("/b", create("create", None, "x"))));
    assert!(parse_line("--root= create x").is_err());
    assert_eq!(parse_line("--root= state x"), Ok(Command::PassThrough));
}

#[test]
fn finds_container_of_exec() {
    let exec = |terminal, process: Option<&str>| Command::Exec(ExecArgs { id: "0a".into(), terminal, process: process.map(Into::into) });
    for (args, expected) in [
        ("--root /r --log /l --systemd-cgroup exec --process /p --detach --pid-file /f 0a", exec(false, Some("/p"))),
        ("exec --process=/p --console-socket /s 0a", exec(true, Some("/p"))),
        ("exec -u 1000:1000 --cap CAP_NET_RAW -e A=b 0a create --tty", exec(false, None)),
        ("exec -t 0a", exec(true, None)),
    ] {
        assert_eq!(parse_line(args), Ok(expected), "{args}");
    }
    for args in ["exec", "exec 0/a", "exec --new 0a", "exec --process"] {
        assert_eq!(parse_line(args), Ok(Command::PassThrough), "{args}");
    }
}
