// SPDX-License-Identifier: Apache-2.0
//! Comparison with real runtimes: commands that are passed through have the same output as without eci-runtime, and the
//! runtimes parse the supported flags as eci-runtime does. `$ECI_TEST_RUNC` and `$ECI_TEST_CRUN` name the runtimes if
//! they are not in `PATH`.

use crate::fixture::Fixture;
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
        eprintln!("skipped: neither runc nor crun is installed");
    }
    found
}

pub fn combined_output(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn output_equals_that_of_runtime() {
    for runtime in runtimes() {
        let Some(fixture) = Fixture::new() else { return };
        let fixture = fixture.with_runtime(&runtime);
        let root = fixture.dir.join("state");
        let root = root.to_str().unwrap();
        for args in [&["--version"][..], &["features"], &["--root", root, "list"], &["--root", root, "state", "no-such-container"]] {
            let (own, expected) = (fixture.call(args), Command::new(&runtime).args(args).output().unwrap());
            assert_eq!(own.status, expected.status, "{args:?}");
            assert_eq!(own.stdout, expected.stdout, "{args:?}");
            // runc's messages start with the time.
            assert_eq!(own.stderr.is_empty(), expected.stderr.is_empty(), "{args:?}");
        }
    }
}

/// If a runtime took one of these for a switch, it would take the value for the verb.
#[test]
fn runtimes_agree_on_global_flags() {
    for runtime in runtimes() {
        let Some(fixture) = Fixture::new() else { return };
        let root = &fixture.dir;
        let log = fixture.dir.join("log");
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
            let combined_output = combined_output(&output);
            let unknown = combined_output.contains("flag provided but not defined") || combined_output.contains("unrecognized option");
            assert!(output.status.success() || unknown, "{} {flag:?}: {combined_output}", runtime.display());
        }
    }
}

/// The bundle's config.json is malformed. If a runtime parsed a flag differently, it would report the number of
/// arguments instead.
#[test]
fn runtimes_agree_on_create_flags() {
    let values = "--console-socket=1 --empty-ns=network --image-path=1 --lsm-mount-context=1 --lsm-profile=1 \
                  --manage-cgroups-mode=soft --pid-file=1 --pidfd-socket=1 --preserve-fds=1 --work-path=1";
    let switches = "--auto-dedup --detach --ext-unix-sk --file-locks --keep --lazy-pages --no-new-keyring --no-pivot --no-subreaper \
                    --shell-job --tcp-established -no-subreaper -d";
    for runtime in runtimes() {
        let Some(fixture) = Fixture::new() else { return };
        fixture.write_bundle_config(b"{");
        let bundle = fixture.bundle();
        let assert_understood = |verb: &str, flag: &[&str]| {
            let output = Command::new(&runtime)
                .arg("--root")
                .arg(&fixture.dir)
                .arg(verb)
                .args(flag)
                .arg("-b")
                .arg(&bundle)
                .arg("c1")
                .current_dir(&fixture.dir)
                .output()
                .unwrap();
            let combined_output = combined_output(&output);
            let loaded = ["unexpected EOF", "loading config.json", "premature EOF"].iter().any(|text| combined_output.contains(text));
            let unknown = ["not defined", "--usage' for more", "unknown command restore"].iter().any(|text| combined_output.contains(text));
            assert!(!output.status.success() && (loaded || unknown), "{} {verb} {flag:?}: {combined_output}", runtime.display());
            assert!(
                !combined_output.contains("argument(s)") && !combined_output.contains("arguments\n"),
                "{} {verb} {flag:?}: {combined_output}",
                runtime.display()
            );
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
