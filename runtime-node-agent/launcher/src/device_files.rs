// SPDX-License-Identifier: Apache-2.0
//! Small file systems with device nodes of the container's own, `devices` in docs/protocol.md. In a user namespace,
//! runtimes bind the host's device nodes: the container's root cannot own those, and a runtime takes the one that has
//! the container's path. The container's root can own these, and what it changes here changes nothing on the host.

use crate::args::parse_id;
use crate::container_dir::ContainerDir;
use crate::error::{Error, Result};
use crate::fault_injection;
use crate::strict_json::{self, Json};
use rustix::fs::{AtFlags, FileType, Gid, Mode, OFlags, Uid, chmodat, chownat, fchown, makedev, mkdirat, mknodat, openat, symlinkat};
use rustix::io::Errno;
use rustix::mount::{FsMountFlags, FsOpenFlags, MountAttrFlags, MoveMountFlags};
use rustix::mount::{fsconfig_create, fsconfig_set_string, fsmount, fsopen, move_mount};
use std::ffi::OsStr;
use std::os::fd::OwnedFd;

/// The name of the file system for /dev.
const DEV: &str = "dev";
const CONSOLE: &str = "console";

#[derive(Debug, PartialEq, Eq)]
pub struct DeviceFiles {
    /// Of the directory that it is mounted on.
    name: String,
    /// The host's ID of the container's root, to whom directories and links belong.
    owner: u32,
    /// A limit, in bytes.
    size: u64,
    noexec: bool,
    /// The `SELinux` label of all files.
    label: Option<String>,
    nodes: Vec<Node>,
    /// Names and targets.
    links: Vec<(String, String)>,
}

#[derive(Debug, PartialEq, Eq)]
struct Node {
    /// Relative to the file system's root.
    path: String,
    kind: FileType,
    major: u32,
    minor: u32,
    permissions: u32,
    user: u32,
    group: u32,
}

impl DeviceFiles {
    pub fn parse_all(json: Json) -> strict_json::Result<Vec<Self>> {
        json.array()?.into_iter().map(Self::parse).collect()
    }

    fn parse(json: Json) -> strict_json::Result<Self> {
        let mut files = json.object()?;
        let name = files.take("name")?.string()?;
        // The name of a bind source is a number.
        if parse_id(OsStr::new(&name)).is_err() || name.starts_with(|first: char| first.is_ascii_digit()) {
            return Err(format!("has device files with the invalid name '{name}'"));
        }
        let (owner, size) = (id(files.take("owner")?)?, files.take("size")?.number()?);
        let noexec = files.take("noexec")?.boolean()?;
        let label = files.take("label")?.nullable().map(Json::string).transpose()?;
        let nodes = files.take("nodes")?.array()?.into_iter().map(Node::parse).collect::<strict_json::Result<_>>()?;
        let links = files.take("links")?.array()?.into_iter().map(parse_link).collect::<strict_json::Result<_>>()?;
        files.finish()?;
        Ok(Self { name, owner, size, noexec, label, nodes, links })
    }
}

impl Node {
    fn parse(json: Json) -> strict_json::Result<Self> {
        let mut node = json.object()?;
        let path = relative(node.take("path")?.string()?)?;
        let kind = match node.take("type")?.string()?.as_str() {
            "c" => FileType::CharacterDevice,
            "b" => FileType::BlockDevice,
            "p" => FileType::Fifo,
            other => return Err(format!("has a device node of the unknown type '{other}'")),
        };
        let (major, minor) = (id(node.take("major")?)?, id(node.take("minor")?)?);
        let permissions = id(node.take("mode")?)?;
        let (user, group) = (id(node.take("uid")?)?, id(node.take("gid")?)?);
        node.finish()?;
        if permissions > 0o777 {
            return Err(format!("has a device node with the invalid mode {permissions}"));
        }
        Ok(Self { path, kind, major, minor, permissions, user, group })
    }
}

fn parse_link(json: Json) -> strict_json::Result<(String, String)> {
    let mut link = json.object()?;
    let path = relative(link.take("path")?.string()?)?;
    let target = link.take("target")?.string()?;
    link.finish()?;
    Ok((path, target))
}

fn id(json: Json) -> strict_json::Result<u32> {
    u32::try_from(json.number()?).map_err(|e| e.to_string())
}

fn relative(path: String) -> strict_json::Result<String> {
    if path.split('/').all(|name| !matches!(name, "" | "." | "..")) { Ok(path) } else { Err(format!("has the invalid path '{path}'")) }
}

/// Mounts each of them where the sources of bind mounts are. With a terminal, /dev has the file on which the runtime
/// binds it: crun creates that only in a /dev that it mounts itself.
pub fn mount(dir: &ContainerDir, all: &[DeviceFiles], has_terminal: bool) -> Result<()> {
    for files in all {
        let mounted = create(files).and_then(|tree| {
            if has_terminal && files.name == DEV {
                create_console(&tree, files.owner)?;
            }
            let target = dir.create_source(&files.name, true)?;
            move_mount(&tree, "", &target, "", MoveMountFlags::MOVE_MOUNT_F_EMPTY_PATH | MoveMountFlags::MOVE_MOUNT_T_EMPTY_PATH)
        });
        mounted.map_err(|e| Error::new(format!("the container is not created because its device nodes cannot be created ({e})")))?;
        fault_injection::point("create:devices-mounted");
    }
    Ok(())
}

fn create_console(tree: &OwnedFd, owner: u32) -> rustix::io::Result<()> {
    let flags = OFlags::CREATE | OFlags::EXCL | OFlags::WRONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    match openat(tree, CONSOLE, flags, Mode::RUSR | Mode::WUSR) {
        // A device that the container was given.
        Err(Errno::EXIST) => Ok(()),
        Err(e) => Err(e),
        Ok(file) => fchown(&file, Some(Uid::from_raw(owner)), Some(Gid::from_raw(owner))),
    }
}

/// Returns a detached mount. It belongs to the host's user namespace; otherwise device nodes on it would not work.
fn create(files: &DeviceFiles) -> rustix::io::Result<OwnedFd> {
    let context = fsopen("tmpfs", FsOpenFlags::FSOPEN_CLOEXEC)?;
    fsconfig_set_string(&context, "source", "tmpfs")?;
    fsconfig_set_string(&context, "mode", "755")?;
    fsconfig_set_string(&context, "size", files.size.to_string())?;
    if let Some(label) = &files.label {
        fsconfig_set_string(&context, "context", label.as_str())?;
    }
    fsconfig_create(&context)?;
    let noexec = if files.noexec { MountAttrFlags::MOUNT_ATTR_NOEXEC } else { MountAttrFlags::empty() };
    let flags = MountAttrFlags::MOUNT_ATTR_NOSUID | MountAttrFlags::MOUNT_ATTR_STRICTATIME | noexec;
    let tree = fsmount(&context, FsMountFlags::FSMOUNT_CLOEXEC, flags)?;
    let owner = (Some(Uid::from_raw(files.owner)), Some(Gid::from_raw(files.owner)));
    chownat(&tree, ".", owner.0, owner.1, AtFlags::empty())?;
    for node in &files.nodes {
        for (end, _) in node.path.match_indices('/') {
            let parent = &node.path[..end];
            match mkdirat(&tree, parent, Mode::RWXU) {
                Err(Errno::EXIST) => continue,
                other => other?,
            }
            chmodat(&tree, parent, Mode::from_raw_mode(0o755), AtFlags::empty())?;
            chownat(&tree, parent, owner.0, owner.1, AtFlags::empty())?;
        }
        mknodat(&tree, &*node.path, node.kind, Mode::empty(), makedev(node.major, node.minor))?;
        chownat(&tree, &*node.path, Some(Uid::from_raw(node.user)), Some(Gid::from_raw(node.group)), AtFlags::SYMLINK_NOFOLLOW)?;
        // After the owner, and not by mknod, which applies the umask.
        chmodat(&tree, &*node.path, Mode::from_raw_mode(node.permissions), AtFlags::empty())?;
    }
    for (path, target) in &files.links {
        symlinkat(&**target, &tree, &**path)?;
        chownat(&tree, &**path, owner.0, owner.1, AtFlags::SYMLINK_NOFOLLOW)?;
    }
    Ok(tree)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn parse(devices: &Value) -> strict_json::Result<Vec<DeviceFiles>> {
        let mut outer = strict_json::parse_object(json!({"devices": devices}).to_string().as_bytes())?;
        DeviceFiles::parse_all(outer.take("devices")?)
    }

    fn valid() -> Value {
        json!({"name": "dev", "owner": 1_879_048_192_u32, "size": 65536, "noexec": false, "label": null,
            "nodes": [{"path": "net/tun", "type": "c", "major": 10, "minor": 200, "mode": 438, "uid": 0, "gid": 0}],
            "links": [{"path": "fd", "target": "/proc/self/fd"}]})
    }

    #[test]
    fn rejects_invalid_device_files() {
        assert_eq!(parse(&json!([valid()])).unwrap()[0].nodes[0].kind, FileType::CharacterDevice);
        for (key, value) in [
            ("name", json!("0")),
            ("name", json!("../x")),
            ("owner", json!(-1)),
            ("size", json!("1m")),
            ("label", json!(1)),
            ("more", json!(1)),
        ] {
            let mut files = valid();
            files[key] = value;
            assert!(parse(&json!([files])).is_err(), "{files}");
        }
        for (key, value) in [
            ("path", json!("/null")),
            ("path", json!("a/../b")),
            ("type", json!("s")),
            ("mode", json!(0o4755)),
            ("major", json!(1_u64 << 32)),
        ] {
            let mut files = valid();
            files["nodes"][0][key] = value;
            assert!(parse(&json!([files])).is_err(), "{files}");
        }
        let mut files = valid();
        files["links"][0]["path"] = json!("..");
        assert!(parse(&json!([files])).is_err());
    }
}
