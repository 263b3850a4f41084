//! Against real runtimes: what goes straight through says the same as without the launcher, and the runtimes take the flags the
//! launcher knows as it takes them. `$ECI_TEST_RUNC` and `$ECI_TEST_CRUN` name the runtimes, if they are not in `PATH`.

use crate::lab::Lab;
use std::path::PathBuf;
use std::process::{Command, Output};

pub fn runtimes() -> Vec<PathBuf> {
    let in_path = |name: &str| {
        let path = std::env::var_os("PATH").unwrap_or_default();
        std::env::split_paths(&path).map(|dir| dir.join(name)).find(|file| file.is_file())
    };
    let named = |variable: &str, name: &str| std::env::var_os(variable).map(PathBuf::from).or_else(|| in_path(name));
    let found: Vec<_> = [named("ECI_TEST_RUNC", "runc"), named("ECI_TEST_CRUN", "crun")].into_iter().flatten().collect();
    if found.is_empty() {
        eprintln!("skipped: neither runc nor crun is here");
    }
    found
}

pub fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn the_launcher_is_not_noticed() {
    for runtime in runtimes() {
        let Some(lab) = Lab::new() else { return };
        let lab = lab.with_runtime(&runtime);
        let root = lab.dir.join("state");
        let root = root.to_str().unwrap();
        for args in [&["--version"][..], &["features"], &["--root", root, "list"], &["--root", root, "state", "no-such-container"]] {
            let (ours, theirs) = (lab.call(args), Command::new(&runtime).args(args).output().unwrap());
            assert_eq!(ours.status, theirs.status, "{args:?}");
            assert_eq!(ours.stdout, theirs.stdout, "{args:?}");
            // runc's messages start with the time.
            assert_eq!(ours.stderr.is_empty(), theirs.stderr.is_empty(), "{args:?}");
        }
    }
}

/// If a runtime took one of these as a switch, its value would become the verb.
#[test]
fn global_flags_take_what_the_launcher_thinks_they_take() {
    for runtime in runtimes() {
        let Some(lab) = Lab::new() else { return };
        let root = &lab.dir;
        let log = lab.dir.join("log");
        for flag in [
            &["--root", root.to_str().unwrap()][..],
            &["--log", log.to_str().unwrap()],
            &["--log-format", "json"],
            &["--log-level", "error"],
            &["--rootless", "true"],
            &["--cgroup-manager", "cgroupfs"],
            &["--debug"],
            &["--systemd-cgroup"],
        ] {
            let output = Command::new(&runtime).arg("--root").arg(root).args(flag).arg("list").output().unwrap();
            let said = said(&output);
            let unknown = said.contains("flag provided but not defined") || said.contains("unrecognized option");
            assert!(output.status.success() || unknown, "{} {flag:?}: {said}", runtime.display());
        }
    }
}

/// The bundle's config.json is malformed. If a runtime took a flag otherwise, it would complain of the number of arguments instead.
#[test]
fn flags_of_the_starting_verbs_take_what_the_launcher_thinks_they_take() {
    let values = "--console-socket=1 --empty-ns=network --image-path=1 --lsm-mount-context=1 --lsm-profile=1 \
                  --manage-cgroups-mode=soft --pid-file=1 --pidfd-socket=1 --preserve-fds=1 --work-path=1";
    let switches = "--auto-dedup --detach --ext-unix-sk --file-locks --keep --lazy-pages --no-new-keyring --no-pivot --no-subreaper \
                    --shell-job --tcp-established -no-subreaper -d";
    for runtime in runtimes() {
        let Some(lab) = Lab::new() else { return };
        lab.config(b"{");
        let bundle = lab.bundle();
        let assert_understood = |verb: &str, flag: &[&str]| {
            let output = Command::new(&runtime)
                .arg("--root")
                .arg(&lab.dir)
                .arg(verb)
                .args(flag)
                .arg("-b")
                .arg(&bundle)
                .arg("c1")
                .current_dir(&lab.dir)
                .output()
                .unwrap();
            let said = said(&output);
            let loaded = ["unexpected EOF", "loading config.json", "premature EOF"].iter().any(|text| said.contains(text));
            let unknown = ["not defined", "--usage' for more", "unknown command restore"].iter().any(|text| said.contains(text));
            assert!(!output.status.success() && (loaded || unknown), "{} {verb} {flag:?}: {said}", runtime.display());
            assert!(!said.contains("argument(s)") && !said.contains("arguments\n"), "{} {verb} {flag:?}: {said}", runtime.display());
        };
        for verb in ["create", "run", "restore"] {
            for flag in values.split_whitespace() {
                assert_understood(verb, &[flag]);
                assert_understood(verb, &flag.split('=').collect::<Vec<_>>());
            }
            switches.split_whitespace().for_each(|flag| assert_understood(verb, &[flag]));
        }
    }
}
