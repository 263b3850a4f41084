//! Random command lines, read by the launcher and by real runtimes. A line that makes the runtime load a bundle must be one about which
//! the agent was asked, with that very bundle: a difference would be a way past the agent.

use crate::agent;
use crate::lab::Lab;
use crate::real_runtimes::{runtimes, said};
use std::fs;
use std::os::unix::net::UnixListener;
use std::process::Command;
use std::sync::mpsc::Receiver;

const LINES: usize = 1000;
const GLOBAL: &str = "--root r|--root=r|--root|--log l|--log|--log-format json|--log-format|--debug|--debug=false|--rootless true|--rootless|\
                      --rootless=true|--systemd-cgroup|--version=false|--help=false|-v|--|-||-debug|-root r|--roo r|--log-level error|\
                      --criu|r|create|state";
const VERBS: &str = "create|create|create|create|run|run|restore|state|list|features|help|h";
const AFTER: &str = "--bundle A|--bundle A|--bundle B|--bundle=A|--bundle=B|-b A|-b B|--bundle|-b|A|B|-b=A|-bA|--bun B|-bundle B|-bundle=B|\
                     --bundle=|--config A/config.json|-f A/config.json|--|-||c2|create|--no-pivot|--no-pivot=false|--pid-file p|\
                     --pid-file|--pid-file=p|--preserve-fds 0|--preserve-fds|-d|--detach|--keep|--help|--no-subreaper|-no-subreaper|\
                     --console-socket s|--console-socket";

/// Answers every question with a refusal, and hands on which bundle it was about.
fn refusing(lab: &Lab) -> Receiver<String> {
    let listener = UnixListener::bind(&lab.socket).unwrap();
    let (asked, questions) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let bundle = agent::question(&mut stream).header["bundle"].as_str().unwrap().to_owned();
            if asked.send(bundle).is_err() {
                return;
            }
            agent::answer(&mut stream, r#"{"protocol":4,"decision":"refuse","message":"asked","rootfs":null,"binds":[]}"#, b"");
        }
    });
    questions
}

/// Which of the useless bundles a runtime's complaint is about.
fn loaded(said: &str) -> Option<&'static str> {
    let about = |texts: &[&str]| texts.iter().any(|text| said.contains(text));
    if about(&["process property must not be empty", "unknown version specified", "no 'linux' block"]) {
        Some("A")
    } else if about(&["cannot unmarshal array", "loading config.json", "load `config.json`"]) {
        Some("B")
    } else {
        None
    }
}

/// Picks one of the alternatives, which is one or two arguments.
fn pick(alternatives: &'static str, below: &mut impl FnMut(usize) -> usize) -> Vec<&'static str> {
    let alternatives: Vec<&str> = alternatives.split('|').collect();
    alternatives[below(alternatives.len())].split(' ').collect()
}

#[test]
fn the_runtime_loads_no_bundle_but_the_one_the_agent_was_asked_about() {
    // A fixed seed: the same lines every time.
    let mut state: u64 = 20_250_101;
    let mut below = move |n: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % n
    };
    for runtime in runtimes() {
        let Some(lab) = Lab::new() else { return };
        let lab = lab.with_runtime(&runtime);
        let questions = refusing(&lab);
        for (name, config) in [("A", r#"{"ociVersion":"9.9.9"}"#), ("B", "[]")] {
            fs::create_dir(lab.dir.join(name)).unwrap();
            fs::write(lab.dir.join(name).join("config.json"), config).unwrap();
        }
        let (mut asked, mut passed, mut compared) = (0, 0, 0);
        for _ in 0..LINES {
            let mut line: Vec<&str> = (0..below(2)).flat_map(|_| pick(GLOBAL, &mut below)).collect();
            line.extend(pick(VERBS, &mut below));
            line.extend((0..below(4)).flat_map(|_| pick(AFTER, &mut below)));
            line.extend(["c1"].iter().filter(|_| below(4) > 0));
            let ours = said(&lab.call(&line));
            let question = questions.try_recv().ok();
            if let Some(bundle) = question {
                asked += 1;
                let theirs = said(&Command::new(&runtime).args(&line).current_dir(&lab.dir).output().unwrap());
                if let Some(name) = loaded(&theirs) {
                    compared += 1;
                    assert_eq!(bundle, lab.dir.join(name).to_str().unwrap(), "{line:?}: {theirs}");
                }
            } else if !ours.starts_with("enhanced container isolation: ") {
                passed += 1;
                assert_eq!(loaded(&ours), None, "{line:?}: {ours}");
            }
        }
        eprintln!("{}: asked {asked} (bundle loaded: {compared}), passed {passed} of {LINES}", runtime.display());
        assert!(compared > 0 && passed > 0);
    }
}
