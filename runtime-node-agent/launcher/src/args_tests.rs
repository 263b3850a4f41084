use super::*;

fn parsed(args: &[&str]) -> Result<Call> {
    let args: Vec<OsString> = args.iter().map(Into::into).collect();
    parse(&args, &mut Log::default())
}

fn line(args: &str) -> Result<Call> {
    parsed(&args.split_whitespace().collect::<Vec<_>>())
}

fn starts(verb: &'static str, bundle: Option<&str>, id: &str) -> Call {
    Call::Start(Start { verb, id: id.into(), bundle: bundle.map(Into::into), root: None })
}

fn under(root: &str, call: Call) -> Call {
    if let Call::Start(start) = call { Call::Start(Start { root: Some(root.into()), ..start }) } else { call }
}

#[test]
fn what_the_engines_call_is_understood() {
    let containerd = "--root /run/containerd/runc/k8s.io --log /b/log.json --log-format json --systemd-cgroup create --bundle /b \
                      --pid-file /b/init.pid --console-socket /s --no-pivot --no-new-keyring --preserve-fds 3 0a";
    assert_eq!(line(containerd), Ok(under("/run/containerd/runc/k8s.io", starts("create", Some("/b"), "0a"))));
    let restore = "--root /r restore --image-path /i --work-path /w --tcp-established --empty-ns network --detach --pid-file /p \
                   -no-subreaper --bundle /b 0a";
    assert_eq!(line(restore), Ok(under("/r", starts("restore", Some("/b"), "0a"))));
    let conmon = "--systemd-cgroup --root=/run/runc create --bundle /b --pid-file /p 0a";
    assert_eq!(line(conmon), Ok(under("/run/runc", starts("create", Some("/b"), "0a"))));
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

#[test]
fn a_delete_names_one_container() {
    for args in ["delete x", "--root /r delete --force x", "delete -f x", "delete x --force"] {
        assert_eq!(line(args), Ok(Call::Delete("x".into())), "{args}");
    }
    for args in ["delete", "delete --help", "delete x y", "delete --regex x.*", "delete ../x", "--root /r kill x"] {
        assert_eq!(line(args), Ok(Call::Other), "{args}");
    }
}

#[test]
fn a_sweep_stands_alone() {
    assert_eq!(line("--eci-sweep"), Ok(Call::Sweep));
    assert_eq!(line("--eci-nosuid /srv"), Ok(Call::Nosuid("/srv".into())));
    for args in [
        "--eci-sweep x",
        "--debug --eci-sweep",
        "--eci-sweep --debug",
        "--eci-sweep=1",
        "--eci-sweep create x",
        "--eci-nosuid",
        "--eci-nosuid /a /b",
    ] {
        assert!(line(args).is_err(), "{args}");
    }
}

#[test]
fn the_last_root_counts_and_is_not_empty() {
    assert_eq!(line("--root /a --root=/b create x"), Ok(under("/b", starts("create", None, "x"))));
    assert!(line("--root= create x").is_err());
    assert_eq!(line("--root= state x"), Ok(Call::Other));
}
