// SPDX-License-Identifier: Apache-2.0
//! The runtime mounts exactly the bind sources that the agent evaluated. Runs in a private mount namespace.

use crate::fake_agent;
use crate::fixture::{Fixture, stderr};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Output};

/// A runtime that opens the sources only after their original paths lead elsewhere.
const RUNTIME: &str = r#"#!/bin/sh
B=/run/eci/containers/c1/binds
mv $D/outer/source $D/outer/moved; ln -s /etc $D/outer/source
cat $B/0/file; cat $B/0/sub/below; cat $B/1
[ -e $B/3/sub/below ] && echo "recursive without request"
touch $B/3/x 2>/dev/null && echo "writable"
findmnt -n -o OPTIONS $B/0 | grep -c nosuid; findmnt -n -o OPTIONS $B/3 | grep -c nosuid
stat -c %u $B/0/file $B/0/sub/below $B/1 $B/3/file
stat -c %a $B; setpriv --reuid=1000 --regid=1879048192 --clear-groups cat $B/1 2>/dev/null && echo "others can enter"
mount -t tmpfs tmpfs $D/outer/moved/later && echo later > $D/outer/moved/later/f; cat $B/0/later/f
exit 9
"#;

const SCRIPT: &str = r#"
mount -t tmpfs tmpfs /run
mount --bind $D/outer $D/outer && mount -o remount,bind,nosuid $D/outer && mount --make-shared $D/outer
mount -t tmpfs tmpfs $D/outer/source/sub && echo below > $D/outer/source/sub/below
before=$(wc -l < /proc/self/mountinfo)
$D/bin/eci-runtime --root $D/rt create --bundle $D/bundle c1; echo "ended with $?"
echo "mounts: $(($(wc -l < /proc/self/mountinfo) - before)), directories: $(ls /run/eci/containers), below: $(cat $D/outer/moved/sub/below)"
"#;

fn range(below: bool) -> serde_json::Value {
    serde_json::json!({"base": 1_879_048_192_u32, "size": 65536, "below": below})
}

fn run(fixture: &Fixture, binds: &serde_json::Value, script: &str) -> Output {
    let header = serde_json::json!({"protocol": 6, "decision": "allow", "message": "", "rootfs": null, "binds": binds});
    let agent = fake_agent::respond(&fixture.socket, header.to_string(), b"{\"from\":\"agent\"}");
    let mut command = Command::new("unshare");
    command.args(["--mount", "--propagation", "private", "sh", "-c", script]).env("D", &fixture.dir);
    let output = command.output().unwrap();
    agent.join().unwrap();
    fs::remove_file(&fixture.socket).unwrap();
    output
}

#[test]
fn runtime_mounts_evaluated_sources_and_leaves_no_mounts() {
    let Some(fixture) = Fixture::new() else { return };
    let (dir, runtime) = (fixture.dir.to_str().unwrap().to_owned(), fixture.dir.join("runtime"));
    for name in ["outer/source/sub", "outer/source/later"] {
        fs::create_dir_all(fixture.dir.join(name)).unwrap();
    }
    fs::write(fixture.dir.join("outer/source/file"), "evaluated\n").unwrap();
    fs::write(&runtime, RUNTIME).unwrap();
    fs::set_permissions(&runtime, fs::Permissions::from_mode(0o755)).unwrap();
    let fixture = fixture.with_runtime(&runtime);
    let binds = serde_json::json!([
        {"path": format!("{dir}/outer/source"), "recursive": true, "nosuid": false, "suid": false, "readonly": false, "idMapping": range(true)},
        {"path": format!("{dir}/outer/source/file"), "recursive": true, "nosuid": false, "suid": false, "readonly": false, "idMapping": range(false)},
        {"path": format!("{dir}/outer/source/sub"), "recursive": false, "nosuid": false, "suid": false, "readonly": false, "idMapping": null},
        {"path": format!("{dir}/outer/source"), "recursive": false, "nosuid": false, "suid": true, "readonly": true, "idMapping": null},
    ]);
    let output = run(&fixture, &binds, SCRIPT);
    let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
    let expected = "evaluated\nbelow\nevaluated\n1\n0\n1879048192\n1879048192\n1879048192\n0\n700\nlater\nended with 9\nmounts: 1, directories: , below: below\n";
    assert_eq!(stdout, expected, "{}", stderr(&output));
    assert_eq!(fixture.config_now(), "{\"from\":\"agent\"}");
}

#[test]
fn rejects_source_swapped_for_symlink() {
    let Some(fixture) = Fixture::new() else { return };
    fs::create_dir(fixture.dir.join("fine")).unwrap();
    std::os::unix::fs::symlink("/etc", fixture.dir.join("source")).unwrap();
    let at = |name: &str| fixture.dir.join(name).to_str().unwrap().to_owned();
    for (nosuid, path, reason) in [
        (false, at("source"), "contains a symbolic link now"),
        (false, at("source/shadow"), "contains a symbolic link now"),
        (true, at("fine"), "set-user-ID programs would work there"),
        (false, "/proc/self/exe".into(), "contains a symbolic link now"),
        (false, at("gone"), "cannot be opened"),
    ] {
        let binds = serde_json::json!([
            {"path": at("fine"), "recursive": true, "nosuid": false, "suid": false, "readonly": false, "idMapping": null},
            {"path": path, "recursive": true, "nosuid": nosuid, "suid": false, "readonly": false, "idMapping": null}
        ]);
        let script = "mount -t tmpfs tmpfs /run; $D/bin/eci-runtime create --bundle $D/bundle c1; echo \"$? $(ls /run/eci/containers) $(grep -c /run/eci /proc/self/mountinfo)\"";
        let output = run(&fixture, &binds, script);
        assert!(stderr(&output).contains(reason), "{path}: {}", stderr(&output));
        assert_eq!(String::from_utf8_lossy(&output.stdout), "1  0\n", "{path}");
        assert!(fixture.record().is_none());
    }
}

/// A file system that the host can ID-map and one that it cannot, below a source.
#[test]
fn maps_each_mount_below_by_itself() {
    let Some(fixture) = Fixture::new() else { return };
    let (dir, runtime) = (fixture.dir.to_str().unwrap().to_owned(), fixture.dir.join("runtime"));
    let binds = "cd /run/eci/containers/c1/binds/0; stat -c '%n %u' file ram/file ram/deep/file nas/file; mount | grep -c binds/0";
    fs::write(&runtime, format!("#!/bin/sh\n{binds}\nexit 9\n")).unwrap();
    fs::set_permissions(&runtime, fs::Permissions::from_mode(0o755)).unwrap();
    let fixture = fixture.with_runtime(&runtime);
    let script = r#"
mount -t tmpfs tmpfs /run; mkdir -p $D/s/ram $D/s/nas $D/low $D/up $D/work
mount -t tmpfs ram $D/s/ram; mkdir $D/s/ram/deep; mount -t tmpfs deep $D/s/ram/deep
mount -t overlay nas -o lowerdir=$D/low,upperdir=$D/up,workdir=$D/work $D/s/nas
touch $D/s/file $D/s/ram/file $D/s/ram/deep/file $D/s/nas/file
$D/bin/eci-runtime --root $D/rt create --bundle $D/bundle c1; echo "ended with $?"
echo "left: $(ls /run/eci/containers) $(grep -c /run/eci /proc/self/mountinfo)"
"#;
    let below: Vec<_> = [("ram", true), ("ram/deep", true), ("nas", false)]
        .map(|(name, id_mapped)| serde_json::json!({"path": format!("{dir}/s/{name}"), "idMapped": id_mapped}))
        .into();
    let binds = serde_json::json!([{"path": format!("{dir}/s"), "recursive": true, "nosuid": false, "suid": false, "readonly": false,
        "idMapping": range(false), "submounts": below}]);
    let output = run(&fixture, &binds, script);
    let expected = "file 1879048192\nram/file 1879048192\nram/deep/file 1879048192\nnas/file 0\n4\nended with 9\nleft:  0\n";
    assert_eq!(String::from_utf8_lossy(&output.stdout), expected, "{}", stderr(&output));
}

/// A build step reads another stage and writes to a cache, while the engine's overlays stay mounted.
#[test]
fn maps_layers_of_overlay() {
    let Some(fixture) = Fixture::new() else { return };
    let (dir, runtime) = (fixture.dir.to_str().unwrap().to_owned(), fixture.dir.join("runtime"));
    let seen = "cd /run/eci/containers/c1/binds; stat -c '%n %u' 0 0/file 1/file; cat 0/file 1/file
touch 0/x 2>/dev/null && echo writable; mknod 1/null c 1 3; cat 1/null 2>/dev/null || echo 'no devices'; rm 1/null
echo new > 1/new; chown 1879049192 1/new; mv 1/file 1/moved; ls $D/snapshot";
    fs::write(&runtime, format!("#!/bin/sh\n{seen}\nexit 9\n")).unwrap();
    fs::set_permissions(&runtime, fs::Permissions::from_mode(0o755)).unwrap();
    let fixture = fixture.with_runtime(&runtime);
    let script = r#"
mount -t tmpfs tmpfs /run; mkdir -p $D/low/d $D/empty $D/snapshot/fs $D/snapshot/work $D/snapshot/eci-work-gone $D/cache
echo built > $D/low/d/file; chown 1000 $D/low/d; echo cached > $D/snapshot/fs/file
mount -t overlay cache -o lowerdir=$D/low,upperdir=$D/snapshot/fs,workdir=$D/snapshot/work $D/cache
$D/bin/eci-runtime --root $D/rt create --bundle $D/bundle c1; echo "ended with $?"
stat -c '%n %u' $D/cache/new $D/cache/moved | sed "s,$D,,"; echo "left: $(ls /run/eci/containers) $(grep -c /run/eci /proc/self/mountinfo)"
"#;
    let (low, empty, upper, work) =
        (format!("{dir}/low"), format!("{dir}/empty"), format!("{dir}/snapshot/fs"), format!("{dir}/snapshot/work"));
    let binds = serde_json::json!([
        {"path": format!("{dir}/low/d"), "recursive": true, "nosuid": false, "suid": false, "readonly": true, "idMapping": range(false),
         "overlay": {"below": "d", "layers": {"lower": [low, empty], "upper": null, "work": null, "options": []}}},
        {"path": format!("{dir}/cache"), "recursive": true, "nosuid": false, "suid": false, "readonly": false, "idMapping": range(false),
         "overlay": {"below": "", "layers": {"lower": [low], "upper": upper, "work": work, "options": ["index=off"]}}},
    ]);
    let output = run(&fixture, &binds, script);
    let expected = "0 1879049192\n0/file 1879048192\n1/file 1879048192\nbuilt\ncached\nno devices\neci-work-c1\nfs\nwork\nended with 9\n\
        /cache/new 1000\n/cache/moved 0\nleft:  0\n";
    assert_eq!(String::from_utf8_lossy(&output.stdout), expected, "{}", stderr(&output));
}

/// Each of the mounts is one that root could remount writable, if only the first were read-only.
#[test]
fn mounts_below_are_read_only_if_the_agent_says_so() {
    let Some(fixture) = Fixture::new() else { return };
    let (dir, runtime) = (fixture.dir.to_str().unwrap().to_owned(), fixture.dir.join("runtime"));
    let writes = "cd /run/eci/containers/c1/binds; for d in 0 0/ram 1 1/ram 2 2/ram; do touch $d/new 2>/dev/null && echo $d; done";
    fs::write(&runtime, format!("#!/bin/sh\n{writes}\nexit 9\n")).unwrap();
    fs::set_permissions(&runtime, fs::Permissions::from_mode(0o755)).unwrap();
    let fixture = fixture.with_runtime(&runtime);
    let script = r#"
mount -t tmpfs tmpfs /run; mkdir -p $D/s/ram; mount -t tmpfs ram $D/s/ram
$D/bin/eci-runtime --root $D/rt create --bundle $D/bundle c1; touch $D/s/ram/host && echo "ended with $?"
"#;
    let source = |below: bool, submounts: serde_json::Value| {
        serde_json::json!({"path": format!("{dir}/s"), "recursive": true, "nosuid": false, "suid": false, "readonly": true,
            "readonlyBelow": below, "idMapping": range(false), "submounts": submounts})
    };
    let each = serde_json::json!([{"path": format!("{dir}/s/ram"), "idMapped": true}]);
    let binds = serde_json::json!([source(false, serde_json::json!([])), source(true, serde_json::json!([])), source(true, each)]);
    let output = run(&fixture, &binds, script);
    assert_eq!(String::from_utf8_lossy(&output.stdout), "0/ram\nended with 0\n", "{}", stderr(&output));
}
