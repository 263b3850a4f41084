//! A launcher that is killed at any step of create and delete leaves nothing that a sweep does not undo. Real overlays, in a mount
//! namespace of the test's own; the runtime is a stand-in that knows a container by a directory, as runc does.

use crate::agent;
use crate::lab::{Lab, stderr};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixListener;
use std::process::Command;

#[allow(dead_code)]
#[path = "../../src/fault.rs"]
mod fault;

const RUNTIME: &str = "#!/bin/sh\nfor id; do :; done\ncase $3 in create) mkdir -p $2/$id ;; delete) rm -rf $2/$id ;; esac\n";

/// `$D` the lab's directory, `$STEP` the fault's name. Prints what the test looks at.
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
  *) create; [ "$(stat -c %u $D/merged/f)" = 1879048192 ] || echo "not shifted"; ECI_LAUNCHER_FAULT=$STEP delete ;;
esac
$L --eci-sweep > $D/swept || echo "sweep failed"
if [ -d $D/rt/c1 ]; then
  grep -q '"id":"c1"' $D/swept || echo "a living container was not told"
  delete
fi
echo "place: $(place)"; left
[ "$(place)" != none ] || engine
create; echo "again: $(place) $(stat -c %u $D/merged/f)"; delete; echo "then: $(place) $(stat -c %u $D/merged/f)"; left
"#;

#[test]
fn a_launcher_that_is_killed_at_any_step_leaves_nothing_that_a_sweep_does_not_undo() {
    for step in fault::STEPS {
        let Some(lab) = Lab::new() else { return };
        let lab = prepared(lab);
        let mut command = Command::new("unshare");
        command.args(["--mount", "--propagation", "private", "sh", "-c", SCRIPT]).env("D", &lab.dir).env("STEP", step);
        let output = command.output().unwrap();
        let said = format!("{step}: {}{}", String::from_utf8_lossy(&output.stdout), stderr(&output));
        let verb = if step.starts_with("create:") { "create" } else { "delete" };
        // The shell says so too.
        let lines: Vec<_> = said.lines().filter(|line| *line != "Killed").collect();
        // SIGKILL, and nothing else failed.
        assert!(lines[0].ends_with(&format!("{verb} ended with 137")), "{said}");
        assert!(["place: engine", "place: none"].contains(&lines[1]), "{said}");
        assert_eq!(lines[2..], ["left:  0", "again: ours 1879048192", "then: engine 0", "left:  0"], "{said}");
    }
}

fn prepared(lab: Lab) -> Lab {
    let runtime = lab.dir.join("runtime");
    fs::write(&runtime, RUNTIME).unwrap();
    fs::set_permissions(&runtime, fs::Permissions::from_mode(0o755)).unwrap();
    let dir = lab.dir.to_str().unwrap();
    let header = serde_json::json!({"protocol": 4, "decision": "run", "message": "", "rootfs": {
        "path": format!("{dir}/merged"), "base": 1_879_048_192_u32, "size": 65536, "flags": ["relatime", "nodev"],
        "overlay": {"lower": [format!("{dir}/low")], "upper": format!("{dir}/eng/up"), "work": format!("{dir}/eng/work"),
                    "options": ["index=off"]}}, "binds": [{"path": format!("{dir}/source"), "recursive": true, "nosuid": false, "suid": false, "readonly": false, "shift": {"base": 1_879_048_192_u32, "size": 65536, "below": true}}]})
    .to_string();
    let listener = UnixListener::bind(&lab.socket).unwrap();
    // Ends with the process.
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (mut stream, header) = (stream.unwrap(), header.clone());
            // Fails where the launcher is killed before it has read the answer.
            std::thread::spawn(move || {
                agent::question(&mut stream);
                agent::answer(&mut stream, &header, b"{\"from\":\"agent\"}");
            });
        }
    });
    lab.with_runtime(&runtime)
}
