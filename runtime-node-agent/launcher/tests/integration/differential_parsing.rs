// SPDX-License-Identifier: Apache-2.0
//! Random command lines, parsed by eci-runtime and by real runtimes. If the runtime loads a bundle, eci-runtime must
//! have sent exactly this bundle to the agent; any difference would bypass the agent.

use crate::fake_agent;
use crate::fixture::Fixture;
use crate::real_runtimes::{combined_output, runtimes};
use std::fs;
use std::os::unix::net::UnixListener;
use std::process::Command;
use std::sync::mpsc::Receiver;

const COMMAND_LINES: usize = 1000;
const GLOBAL: &str = "--root r|--root=r|--root|--log l|--log|--log-format json|--log-format|--debug|--debug=false|--rootless true|--rootless|\
                      --rootless=true|--systemd-cgroup|--version=false|--help=false|-v|--|-||-debug|-root r|--roo r|--log-level error|\
                      --criu|r|create|state";
const VERBS: &str = "create|create|create|create|run|run|restore|state|list|features|help|h";
const AFTER: &str = "--bundle A|--bundle A|--bundle B|--bundle=A|--bundle=B|-b A|-b B|--bundle|-b|A|B|-b=A|-bA|--bun B|-bundle B|-bundle=B|\
                     --bundle=|--config A/config.json|-f A/config.json|--|-||c2|create|--no-pivot|--no-pivot=false|--pid-file p|\
                     --pid-file|--pid-file=p|--preserve-fds 0|--preserve-fds|-d|--detach|--keep|--help|--no-subreaper|-no-subreaper|\
                     --console-socket s|--console-socket";

/// Denies every request and sends its bundle to the test.
fn deny_all(fixture: &Fixture) -> Receiver<String> {
    let listener = UnixListener::bind(&fixture.socket).unwrap();
    let (requested, requests) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let bundle = fake_agent::receive_request(&mut stream).header["bundle"].as_str().unwrap().to_owned();
            if requested.send(bundle).is_err() {
                return;
            }
            fake_agent::send_response(&mut stream, r#"{"protocol":6,"decision":"deny","message":"denied","rootfs":null,"binds":[]}"#, b"");
        }
    });
    requests
}

/// Returns which of the two invalid bundles the runtime reports.
fn loaded(combined_output: &str) -> Option<&'static str> {
    let about = |texts: &[&str]| texts.iter().any(|text| combined_output.contains(text));
    if about(&["process property must not be empty", "unknown version specified", "no 'linux' block"]) {
        Some("A")
    } else if about(&["cannot unmarshal array", "loading config.json", "load `config.json`"]) {
        Some("B")
    } else {
        None
    }
}

/// Picks one of the alternatives, which is one or two arguments.
fn pick(alternatives: &'static str, random_below: &mut impl FnMut(usize) -> usize) -> Vec<&'static str> {
    let alternatives: Vec<&str> = alternatives.split('|').collect();
    alternatives[random_below(alternatives.len())].split(' ').collect()
}

#[test]
fn runtime_loads_only_the_bundle_sent_to_agent() {
    // A fixed seed: the same command lines in every run.
    let mut state: u64 = 20_250_101;
    let mut random_below = move |n: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % n
    };
    for runtime in runtimes() {
        let Some(fixture) = Fixture::new() else { return };
        let fixture = fixture.with_runtime(&runtime);
        let requests = deny_all(&fixture);
        for (name, config) in [("A", r#"{"ociVersion":"9.9.9"}"#), ("B", "[]")] {
            fs::create_dir(fixture.dir.join(name)).unwrap();
            fs::write(fixture.dir.join(name).join("config.json"), config).unwrap();
        }
        let (mut requested, mut passed, mut compared) = (0, 0, 0);
        for _ in 0..COMMAND_LINES {
            let mut line: Vec<&str> = (0..random_below(2)).flat_map(|_| pick(GLOBAL, &mut random_below)).collect();
            line.extend(pick(VERBS, &mut random_below));
            line.extend((0..random_below(4)).flat_map(|_| pick(AFTER, &mut random_below)));
            line.extend(["c1"].iter().filter(|_| random_below(4) > 0));
            let own = combined_output(&fixture.call(&line));
            let request = requests.try_recv().ok();
            if let Some(bundle) = request {
                requested += 1;
                let expected = combined_output(&Command::new(&runtime).args(&line).current_dir(&fixture.dir).output().unwrap());
                if let Some(name) = loaded(&expected) {
                    compared += 1;
                    assert_eq!(bundle, fixture.dir.join(name).to_str().unwrap(), "{line:?}: {expected}");
                }
            } else if !own.starts_with("enhanced container isolation: ") {
                passed += 1;
                assert_eq!(loaded(&own), None, "{line:?}: {own}");
            }
        }
        eprintln!("{}: requested {requested} (bundle loaded: {compared}), passed {passed} of {COMMAND_LINES}", runtime.display());
        assert!(compared > 0 && passed > 0);
    }
}
