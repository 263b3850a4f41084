// SPDX-License-Identifier: Apache-2.0
//! A sweep removes everything that eci-runtime leaves behind when it is killed at any step of create and delete. Uses
//! real overlays in a private mount namespace; the runtime is a script that keeps a directory for each container, as
//! runc does.

use crate::fake_agent;
use crate::fixture::{Fixture, stderr};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixListener;
use std::process::Command;

#[allow(dead_code)]
#[path = "../../src/fault_injection.rs"]
mod fault_injection;

const RUNTIME: &str = "#!/bin/sh\nfor id; do :; done\ncase $3 in create) mkdir -p $2/$id ;; delete) rm -rf $2/$id ;; esac\n";

/// `$D` is the fixture's directory, `$STEP` the name of the step. Prints what the test compares.
const SCRIPT: &str = r#"
mount -t tmpfs tmpfs /run
L=$D/bin/eci-runtime
engine() { mount -t overlay overlay -o lowerdir=$D/low,upperdir=$D/eng/up,workdir=$D/eng/work,index=off $D/merged; }
create() { $L --root $D/rt create --bundle $D/bundle c1 || echo "create ended with $?"; }
delete() { $L --root $D/rt delete c1 || echo "delete ended with $?"; }
place() { grep -q " $D/merged " /proc/self/mountinfo || { echo none; return; }; grep " $D/merged " /proc/self/mountinfo | grep -q "lowerdir=$D/low" && echo engine || echo ours; }
left() { echo "left: $(ls /run/eci/containers 2>/dev/null) $(grep -c ' /run/eci' /proc/self/mountinfo)"; }
mkdir -p $D/source $D/low $D/eng/up $D/eng/work $D/merged $D/rt; echo x > $D/low/f; engine
case $STEP in
  create:*) ECI_LAUNCHER_FAULT=$STEP create ;;
  *) create; [ "$(stat -c %u $D/merged/f)" = 1879048192 ] || echo "not ID-mapped"; ECI_LAUNCHER_FAULT=$STEP delete ;;
esac
$L --eci-sweep > $D/swept || echo "sweep failed"
if [ -d $D/rt/c1 ]; then
  grep -q '"id":"c1"' $D/swept || echo "a running container was not listed"
  delete
fi
echo "place: $(place)"; left
[ "$(place)" != none ] || engine
create; echo "again: $(place) $(stat -c %u $D/merged/f)"; delete; echo "then: $(place) $(stat -c %u $D/merged/f)"; left
"#;

#[test]
fn sweep_cleans_up_after_kill_at_any_step() {
    for step in fault_injection::STEPS {
        let Some(fixture) = Fixture::new() else { return };
        let fixture = prepare(fixture);
        let mut command = Command::new("unshare");
        command.args(["--mount", "--propagation", "private", "sh", "-c", SCRIPT]).env("D", &fixture.dir).env("STEP", step);
        let output = command.output().unwrap();
        let output_text = format!("{step}: {}{}", String::from_utf8_lossy(&output.stdout), stderr(&output));
        let verb = if step.starts_with("create:") { "create" } else { "delete" };
        // The shell reports the signal too.
        let lines: Vec<_> = output_text.lines().filter(|line| *line != "Killed").collect();
        // SIGKILL, and no other failure.
        assert!(lines[0].ends_with(&format!("{verb} ended with 137")), "{output_text}");
        assert!(["place: engine", "place: none"].contains(&lines[1]), "{output_text}");
        assert_eq!(lines[2..], ["left:  0", "again: ours 1879048192", "then: engine 0", "left:  0"], "{output_text}");
    }
}

fn prepare(fixture: Fixture) -> Fixture {
    let runtime = fixture.dir.join("runtime");
    fs::write(&runtime, RUNTIME).unwrap();
    fs::set_permissions(&runtime, fs::Permissions::from_mode(0o755)).unwrap();
    let dir = fixture.dir.to_str().unwrap();
    let header = serde_json::json!({"protocol": 6, "decision": "allow", "message": "", "rootfs": {
        "path": format!("{dir}/merged"), "base": 1_879_048_192_u32, "size": 65536, "flags": ["relatime", "nodev"],
        "overlay": {"lower": [format!("{dir}/low")], "upper": format!("{dir}/eng/up"), "work": format!("{dir}/eng/work"),
                    "options": ["index=off"]}}, "binds": [{"path": format!("{dir}/source"), "recursive": true, "nosuid": false, "suid": false, "readonly": false, "idMapping": {"base": 1_879_048_192_u32, "size": 65536, "below": true}}],
        "devices": [{"name": "dev", "owner": 1_879_048_192_u32, "size": 65536, "noexec": false, "label": null, "nodes": [], "links": []}]})
    .to_string();
    let listener = UnixListener::bind(&fixture.socket).unwrap();
    // Ends with the test process.
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (mut stream, header) = (stream.unwrap(), header.clone());
            // Fails if eci-runtime is killed before it has read the response.
            std::thread::spawn(move || {
                fake_agent::receive_request(&mut stream);
                fake_agent::send_response(&mut stream, &header, b"{\"from\":\"agent\"}");
            });
        }
    });
    fixture.with_runtime(&runtime)
}
