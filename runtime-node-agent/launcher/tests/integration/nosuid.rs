// SPDX-License-Identifier: Apache-2.0
//! `--eci-nosuid`, in a private mount namespace.

use crate::fixture::{Fixture, stderr};
use std::process::Command;

const SCRIPT: &str = r#"
L=$D/bin/eci-runtime
nosuid() { findmnt -n -o OPTIONS -T "$1" | grep -c nosuid; }
mkdir -p $D/p/a/sub && mount -t tmpfs tmpfs $D/p/a/sub && echo x > $D/p/a/sub/f && ln -s a $D/p/link
unshare --mount --propagation slave sleep 30 & other=$!
while [ "$(readlink /proc/$other/ns/mnt)" = "$(readlink /proc/self/ns/mnt)" ]; do sleep 0.05; done
echo "before: $(nosuid $D/p/a)"
$L --eci-nosuid $D/p/a || echo failed
echo "after: $(nosuid $D/p/a) $(nosuid $D/p/a/sub) $(cat $D/p/a/sub/f), elsewhere: $(nosuid $D/p)"
echo "in another namespace: $(nsenter -t $other -m findmnt -n -o OPTIONS -T $D/p/a/sub | grep -c nosuid)"
before=$(wc -l < /proc/self/mountinfo); $L --eci-nosuid $D/p/a; echo "again: $(($(wc -l < /proc/self/mountinfo) - before))"
$L --eci-nosuid $D/p/link 2>&1
mkdir $D/p/disk && mount -t tmpfs tmpfs $D/p/disk && cd $D/p/disk
before=$(wc -l < /proc/self/mountinfo); $L --eci-nosuid $D/p/disk; echo "a mount: $(nosuid $D/p/disk) $(($(wc -l < /proc/self/mountinfo) - before)) $(basename $(pwd -P))"
kill $other
"#;

#[test]
fn mounts_directory_nosuid_in_every_namespace() {
    let Some(fixture) = Fixture::new() else { return };
    let mut command = Command::new("unshare");
    command.args(["--mount", "--propagation", "shared", "bash", "-c", SCRIPT]).env("D", &fixture.dir);
    let output = command.output().unwrap();
    let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
    let lines: Vec<_> = stdout.lines().collect();
    assert_eq!(
        lines[..4],
        ["before: 0", "after: 1 1 x, elsewhere: 0", "in another namespace: 1", "again: 0"],
        "{stdout}{}",
        stderr(&output)
    );
    assert!(lines[4].starts_with("enhanced container isolation: ") && lines[4].contains("cannot be mounted nosuid"), "{stdout}");
    assert_eq!(lines[5], "a mount: 1 0 disk");
}
