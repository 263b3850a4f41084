// SPDX-License-Identifier: Apache-2.0
//! The runtime finds the planned device nodes, and nothing of them is left. Runs in a private mount namespace.

use crate::fake_agent;
use crate::fixture::{Fixture, stderr};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

const RUNTIME: &str = r"#!/bin/sh
cd /run/eci/containers/c1/binds/dev
stat -c '%n %u %g %a %F %t:%T' . null net net/tun pipe | sed 's/character special file/c/'
readlink fd; stat -c '%u' fd
echo x > null && chown 5 null && echo works
findmnt -n -o OPTIONS,FSTYPE . | tr ',' '\n' | grep -E 'nosuid|noexec|nodev|tmpfs|size|mode' | tr '\n' ' '
exit 9
";

const SCRIPT: &str = r#"
mount -t tmpfs tmpfs /run; umask 077; before=$(stat -c '%u %a' /dev/null)
$D/bin/eci-runtime create --bundle $D/bundle c1; echo "ended with $?"
echo "left: $(ls /run/eci/containers) $(grep -c /run/eci /proc/self/mountinfo)"
[ "$before" = "$(stat -c '%u %a' /dev/null)" ] || echo "the host's device changed"
"#;

#[test]
fn runtime_finds_device_nodes_of_the_container() {
    let Some(fixture) = Fixture::new() else { return };
    let runtime = fixture.dir.join("runtime");
    fs::write(&runtime, RUNTIME).unwrap();
    fs::set_permissions(&runtime, fs::Permissions::from_mode(0o755)).unwrap();
    let fixture = fixture.with_runtime(&runtime);
    let base = 1_879_048_192_u32;
    let header = serde_json::json!({"protocol": 6, "decision": "allow", "message": "", "rootfs": null, "binds": [], "devices": [{
        "name": "dev", "owner": base, "size": 65536, "noexec": true, "label": null,
        "nodes": [
            {"path": "null", "type": "c", "major": 1, "minor": 3, "mode": 0o666, "uid": base, "gid": base},
            {"path": "net/tun", "type": "c", "major": 10, "minor": 200, "mode": 0o660, "uid": base, "gid": base + 27},
            {"path": "pipe", "type": "p", "major": 0, "minor": 0, "mode": 0o600, "uid": 0, "gid": 0},
        ],
        "links": [{"path": "fd", "target": "/proc/self/fd"}]}]});
    let agent = fake_agent::respond(&fixture.socket, header.to_string(), b"{\"from\":\"agent\"}");
    let mut command = Command::new("unshare");
    command.args(["--mount", "--propagation", "private", "sh", "-c", SCRIPT]).env("D", &fixture.dir);
    let output = command.output().unwrap();
    agent.join().unwrap();
    let expected = format!(
        ". {base} {base} 755 directory 0:0\nnull {base} {base} 666 c 1:3\nnet {base} {base} 755 directory 0:0\n\
         net/tun {base} {} 660 c a:c8\npipe 0 0 600 fifo 0:0\n/proc/self/fd\n{base}\nworks\n\
         nosuid noexec size=64k mode=755 tmpfs ended with 9\nleft:  0\n",
        base + 27
    );
    assert_eq!(String::from_utf8_lossy(&output.stdout), expected, "{}", stderr(&output));
}
