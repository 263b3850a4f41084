// SPDX-License-Identifier: Apache-2.0
//! The sources of bind mounts, `binds` in docs/protocol.md. The agent evaluated a path without symbolic links, which
//! may lead elsewhere by now. eci-runtime opens it once, without following symbolic links, and mounts what it opened in
//! a directory that only root can enter; the new `config.json` names that directory as the source.

use crate::container_dir::ContainerDir;
use crate::error::{Error, Result};
use crate::fault_injection;
use crate::idmap;
use crate::overlay_source::OverlaySource;
use crate::path_fd;
use crate::rootfs_plan::{IdMap, absolute};
use crate::strict_json::{self, Json};
use crate::syscalls::{AttrChange, Scope, mount_setattr};
use rustix::fs::{FileType, StatVfsMountFlags, fstat, fstatvfs};
use rustix::io::Errno;
use rustix::mount::{MountAttrFlags, MoveMountFlags, OpenTreeFlags, move_mount, open_tree};
use std::os::fd::{AsFd, OwnedFd};

#[derive(Debug, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // as in the protocol
pub struct BindSource {
    path: String,
    /// Includes the mounts below.
    recursive: bool,
    /// Users other than root can reach the path: the host must ignore set-user-ID bits there, because the container's
    /// root is UID 0 on disk.
    nosuid: bool,
    /// Set-user-ID bits take effect inside the container; the agent only made the host ignore them.
    suid: bool,
    /// Locks the mount read-only. If the runtime set the flag, the container's root could clear it.
    readonly: bool,
    /// Locks the mounts below as well: policy allows the source read-only.
    readonly_below: bool,
    id_mapping: Option<IdMapping>,
    /// The mounts below, if some of them cannot be ID-mapped: each is cloned by itself. Empty: they are cloned with the
    /// source.
    submounts: Vec<Submount>,
    /// The engine's overlay that the path is in: its layers are ID-mapped, because overlayfs itself cannot be.
    overlay: Option<OverlaySource>,
}

#[derive(Debug, PartialEq, Eq)]
struct Submount {
    path: String,
    id_mapped: bool,
}

/// Maps the IDs on disk as inside the container, and no others.
#[derive(Debug, PartialEq, Eq)]
struct IdMapping {
    ids: IdMap,
    /// Applies to the mounts below as well.
    below: bool,
}

impl BindSource {
    pub fn parse_all(json: Json) -> strict_json::Result<Vec<Self>> {
        json.array()?.into_iter().map(Self::parse).collect()
    }

    fn parse(json: Json) -> strict_json::Result<Self> {
        let mut source = json.object()?;
        let path = source.take("path")?.string()?;
        let mut boolean = |key| source.take(key)?.boolean();
        let (recursive, readonly) = (boolean("recursive")?, boolean("readonly")?);
        let (nosuid, suid) = (boolean("nosuid")?, boolean("suid")?);
        let id_mapping = source.take("idMapping")?.nullable().map(IdMapping::parse).transpose()?;
        let readonly_below = source.take_optional("readonlyBelow").map_or(Ok(false), Json::boolean)?;
        let submounts = source.take_optional("submounts").map_or(Ok(Vec::new()), Json::array)?;
        let submounts = submounts.into_iter().map(Submount::parse).collect::<strict_json::Result<Vec<_>>>()?;
        let overlay = source.take_optional("overlay").map(OverlaySource::parse).transpose()?;
        source.finish()?;
        if overlay.is_some() && (id_mapping.is_none() || !submounts.is_empty()) {
            return Err("has a bind source in an overlay that is not ID-mapped or has mounts below".into());
        }
        let path = if path == "/" { path } else { absolute(path)? };
        if submounts.iter().any(|below| relative(&path, &below.path).is_none()) {
            return Err("has a bind source with a mount that is not below it".into());
        }
        Ok(Self { path, recursive, nosuid, suid, readonly, readonly_below, id_mapping, submounts, overlay })
    }
}

impl Submount {
    fn parse(json: Json) -> strict_json::Result<Self> {
        let mut submount = json.object()?;
        let (path, id_mapped) = (absolute(submount.take("path")?.string()?)?, submount.take("idMapped")?.boolean()?);
        submount.finish()?;
        Ok(Self { path, id_mapped })
    }
}

/// The path of a mount below a directory, as seen from there.
fn relative<'a>(directory: &str, path: &'a str) -> Option<&'a str> {
    let directory = directory.trim_end_matches('/');
    path.strip_prefix(directory)?.strip_prefix('/').filter(|rest| !rest.is_empty())
}

impl IdMapping {
    fn parse(json: Json) -> strict_json::Result<Self> {
        let mut id_mapping = json.object()?;
        let ids = IdMap::take(&mut id_mapping)?;
        let below = id_mapping.take("below")?.boolean()?;
        id_mapping.finish()?;
        Ok(Self { ids, below })
    }
}

/// Mounts each source under its index in the list.
pub fn mount(dir: &ContainerDir, sources: &[BindSource]) -> Result<()> {
    let mut userns = None;
    for (number, source) in sources.iter().enumerate() {
        let tree = match (&source.overlay, &source.id_mapping) {
            (Some(overlay), Some(id_mapping)) => overlay
                .mount(dir, &id_mapping.ids, source.readonly)
                .map_err(|reason| error(&source.path, &format!("cannot be mounted ID-mapped: {reason}")))?,
            _ => clone_mapped(source, &mut userns)?,
        };
        let directory = fstat(&tree).map(|stat| FileType::from_raw_mode(stat.st_mode) == FileType::Directory);
        let mounted = directory.and_then(|directory| {
            let target = dir.create_source(&number.to_string(), directory)?;
            attach(&tree, &target)
        });
        mounted.map_err(|e| error(&source.path, &format!("cannot be mounted in {} ({e})", dir.path())))?;
        for submount in &source.submounts {
            attach_submount(source, submount, &tree, &mut userns)?;
        }
        fault_injection::point("create:source-mounted");
    }
    Ok(())
}

fn clone_mapped(source: &BindSource, userns: &mut Option<(IdMap, OwnedFd)>) -> Result<OwnedFd> {
    let recursive = source.recursive && source.submounts.is_empty();
    let tree = clone_source(source, &source.path, recursive)?;
    if let Some(id_mapping) = &source.id_mapping {
        map_ids(&tree, id_mapping, userns).map_err(|e| idmap_error(&source.path, e))?;
    }
    Ok(tree)
}

/// `tree` is the source's clone, which is attached by now.
fn attach_submount(source: &BindSource, submount: &Submount, tree: &OwnedFd, userns: &mut Option<(IdMap, OwnedFd)>) -> Result<()> {
    let clone = clone_source(source, &submount.path, false)?;
    if let (Some(id_mapping), true) = (&source.id_mapping, submount.id_mapped) {
        let alone = IdMapping { ids: id_mapping.ids.clone(), below: false };
        map_ids(&clone, &alone, userns).map_err(|e| idmap_error(&submount.path, e))?;
    }
    let name = relative(&source.path, &submount.path).unwrap_or_default();
    let attached = path_fd::open_below(tree, name).and_then(|target| attach(&clone, &target));
    attached.map_err(|e| error(&submount.path, &format!("cannot be mounted below {} ({e})", source.path)))
}

fn attach(tree: &OwnedFd, target: &OwnedFd) -> rustix::io::Result<()> {
    move_mount(tree, "", target, "", MoveMountFlags::MOVE_MOUNT_F_EMPTY_PATH | MoveMountFlags::MOVE_MOUNT_T_EMPTY_PATH)
}

fn clone_source(source: &BindSource, path: &str, recursive: bool) -> Result<OwnedFd> {
    let fd = path_fd::open_without_symlinks(path).map_err(|e| {
        let reason = if e == Errno::LOOP {
            "it contains a symbolic link now, which it did not when it was checked".to_owned()
        } else {
            e.to_string()
        };
        error(path, &format!("cannot be opened: {reason}"))
    })?;
    // The agent has seen to the mounts below.
    if source.nosuid && path == source.path && !is_nosuid(&fd) {
        return Err(error(
            path,
            "can be reached by the node's users, and set-user-ID programs would work there; mount it nosuid, or restrict access to root",
        ));
    }
    let (more, scope) = if recursive { (OpenTreeFlags::AT_RECURSIVE, Scope::Subtree) } else { (OpenTreeFlags::empty(), Scope::Mount) };
    let flags = OpenTreeFlags::OPEN_TREE_CLONE | OpenTreeFlags::OPEN_TREE_CLOEXEC | OpenTreeFlags::AT_EMPTY_PATH | more;
    let tree = open_tree(&fd, "", flags).and_then(|tree| {
        // A slave: mounts that appear below the source later also appear here, but unmounting this clone does not
        // propagate to the source.
        mount_setattr(tree.as_fd(), &AttrChange::slave(), scope)?;
        if source.suid {
            mount_setattr(tree.as_fd(), &AttrChange::flags(MountAttrFlags::empty(), MountAttrFlags::MOUNT_ATTR_NOSUID), scope)?;
        }
        if source.readonly && (path == source.path || source.readonly_below) {
            let scope = if source.readonly_below { scope } else { Scope::Mount };
            mount_setattr(tree.as_fd(), &AttrChange::flags(MountAttrFlags::MOUNT_ATTR_RDONLY, MountAttrFlags::empty()), scope)?;
        }
        Ok(tree)
    });
    tree.map_err(|e| error(path, &format!("cannot be cloned ({e})")))
}

/// Creates one user namespace for all sources: a container has one ID map.
fn map_ids(tree: &OwnedFd, id_mapping: &IdMapping, userns: &mut Option<(IdMap, OwnedFd)>) -> rustix::io::Result<()> {
    let known = userns.take().filter(|(ids, _)| *ids == id_mapping.ids);
    let create = || Ok((id_mapping.ids.clone(), idmap::container_namespace(&id_mapping.ids)?));
    let (_, userns) = userns.insert(known.map_or_else(create, Ok)?);
    mount_setattr(tree.as_fd(), &AttrChange::idmap(userns.as_fd()), if id_mapping.below { Scope::Subtree } else { Scope::Mount })
}

fn idmap_error(path: &str, e: Errno) -> Error {
    let reason = match e {
        Errno::INVAL => "is on, or has below it, a file system that does not support ID-mapped mounts".to_owned(),
        Errno::PERM => "is an ID-mapped mount already".to_owned(),
        e => format!("cannot be ID-mapped ({e})"),
    };
    error(path, &reason)
}

fn is_nosuid(source: &OwnedFd) -> bool {
    fstatvfs(source).is_ok_and(|stat| stat.f_flag.contains(StatVfsMountFlags::NOSUID))
}

fn error(path: &str, reason: &str) -> Error {
    Error::new(format!("the container is not created because the bind mount source {path} {reason}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rootfs_plan::IdRange;
    use serde_json::{Value, json};

    fn parse(sources: &Value) -> strict_json::Result<Vec<BindSource>> {
        let mut outer = strict_json::parse_object(json!({"binds": sources}).to_string().as_bytes())?;
        BindSource::parse_all(outer.take("binds")?)
    }

    #[test]
    fn rejects_invalid_bind_sources() {
        let valid = json!({"path": "/srv/x", "recursive": true, "nosuid": false, "suid": true, "readonly": false,
            "idMapping": {"base": 1_879_048_192_u32, "size": 65536, "below": true}});
        let ids = IdMap { first: IdRange { base: 1_879_048_192, size: 65536 }, extents: vec![] };
        let id_mapping = Some(IdMapping { ids, below: true });
        assert_eq!(
            parse(&json!([valid])).unwrap(),
            [BindSource {
                path: "/srv/x".into(),
                recursive: true,
                nosuid: false,
                suid: true,
                readonly: false,
                readonly_below: false,
                id_mapping,
                submounts: vec![],
                overlay: None
            }]
        );
        assert!(
            parse(&json!([{"path": "/", "recursive": false, "nosuid": false, "suid": false, "readonly": true, "idMapping": null}])).is_ok()
        );
        for (key, value) in [
            ("path", json!("srv")),
            ("path", json!("/srv/../etc")),
            ("recursive", json!(1)),
            ("suid", json!("no")),
            ("nosuid", json!(null)),
            ("idMapping", json!(true)),
            ("idMapping", json!({"base": 0, "size": 65536, "below": true})),
            ("idMapping", json!({"base": 1_879_048_192_u32, "size": 65536})),
            ("submounts", json!([{"path": "/srv/x/y"}])),
            ("submounts", json!([{"path": "/srv/xy", "idMapped": true}])),
            ("submounts", json!([{"path": "/srv/x", "idMapped": true}])),
            ("overlay", json!({"lower": ["/l"], "upper": null, "work": null, "options": []})),
            ("overlay", json!({"below": "../x", "layers": {"lower": ["/l"], "upper": null, "work": null, "options": []}})),
            ("overlay", json!({"below": "/x", "layers": {"lower": ["/l"], "upper": null, "work": null, "options": []}})),
            ("more", json!(1)),
        ] {
            let mut source = valid.clone();
            source[key] = value;
            assert!(parse(&json!([source])).is_err(), "{source}");
        }
        let mut source = valid.clone();
        source["overlay"] = json!({"below": "d/e", "layers": {"lower": ["/l"], "upper": null, "work": null, "options": []}});
        assert!(parse(&json!([source])).unwrap()[0].overlay.is_some());
        source["idMapping"] = Value::Null;
        assert!(parse(&json!([source])).is_err());
        let mut source = valid;
        source["submounts"] = json!([{"path": "/srv/x/y/z", "idMapped": false}]);
        assert_eq!(parse(&json!([source])).unwrap()[0].submounts, [Submount { path: "/srv/x/y/z".into(), id_mapped: false }]);
        assert!(parse(&json!({})).is_err());
    }
}
