//! The sources of bind mounts. What the agent judged is a path without links: it is opened once, without following any, and what was opened
//! is mounted where only root can walk, which is where the runtime is told to look: `binds` in docs/protocol.md. By then, the path may lead
//! elsewhere.

use crate::dirs;
use crate::fault;
use crate::home::Home;
use crate::idmap;
use crate::plan::{Range, absolute};
use crate::refusal::{Refusal, Result};
use crate::strict::{self, Json};
use crate::syscalls::{Change, Reach, mount_setattr};
use rustix::fs::{FileType, StatVfsMountFlags, fstat, fstatvfs};
use rustix::io::Errno;
use rustix::mount::{MountAttrFlags, MoveMountFlags, OpenTreeFlags, move_mount, open_tree};
use std::os::fd::{AsFd, OwnedFd};

#[derive(Debug, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // as the protocol has them
pub struct Bind {
    path: String,
    /// With what is mounted below.
    recursive: bool,
    /// Others than root can walk there: the node has to disregard set-user-ID bits, as the container's root is 0 on disk.
    nosuid: bool,
    /// In the container they count, as it is the agent that had the node disregard them.
    suid: bool,
    /// From here on nobody can undo it: the container's root could, were it the runtime's doing.
    readonly: bool,
    shift: Option<Shift>,
}

/// Ids 0 to size - 1 on disk are the range's, and no others are anybody's.
#[derive(Debug, PartialEq, Eq)]
struct Shift {
    range: Range,
    /// In the mounts below as well.
    below: bool,
}

impl Bind {
    pub fn read_all(json: Json) -> strict::Result<Vec<Self>> {
        json.list()?.into_iter().map(Self::read).collect()
    }

    fn read(json: Json) -> strict::Result<Self> {
        let mut bind = json.object()?;
        let path = bind.take("path")?.text()?;
        let mut truth = |key| bind.take(key)?.truth();
        let (recursive, readonly) = (truth("recursive")?, truth("readonly")?);
        let (nosuid, counted) = (truth("nosuid")?, truth("suid")?);
        let shift = bind.take("shift")?.nullable().map(Shift::read).transpose()?;
        bind.end()?;
        Ok(Self { path: if path == "/" { path } else { absolute(path)? }, recursive, nosuid, suid: counted, readonly, shift })
    }
}

impl Shift {
    fn read(json: Json) -> strict::Result<Self> {
        let mut shift = json.object()?;
        let range = Range::read(shift.take("base")?, shift.take("size")?)?;
        let below = shift.take("below")?.truth()?;
        shift.end()?;
        Ok(Self { range, below })
    }
}

/// Each under its number in the list.
pub fn mount(home: &Home, binds: &[Bind]) -> Result<()> {
    let mut users = None;
    for (number, bind) in binds.iter().enumerate() {
        let tree = copy(bind)?;
        if let Some(shift) = &bind.shift {
            shifted(&tree, shift, &mut users).map_err(|e| unshiftable(bind, e))?;
        }
        let directory = fstat(&tree).map(|about| FileType::from_raw_mode(about.st_mode) == FileType::Directory);
        let attached = directory.and_then(|directory| {
            let place = home.source(&number.to_string(), directory)?;
            move_mount(&tree, "", &place, "", MoveMountFlags::MOVE_MOUNT_F_EMPTY_PATH | MoveMountFlags::MOVE_MOUNT_T_EMPTY_PATH)
        });
        attached.map_err(|e| refuse(&bind.path, &format!("cannot be mounted in {} ({e})", home.path())))?;
        fault::point("create:source-mounted");
    }
    Ok(())
}

fn copy(bind: &Bind) -> Result<OwnedFd> {
    let source = dirs::entry(&bind.path).map_err(|e| {
        let why =
            if e == Errno::LOOP { "it leads through a link now, which it did not when it was checked".to_owned() } else { e.to_string() };
        refuse(&bind.path, &format!("cannot be opened: {why}"))
    })?;
    if bind.nosuid && !disregards_set_id(&source) {
        return Err(refuse(
            &bind.path,
            "can be reached by the node's users, and set-user-ID programs would work there; mount it nosuid, or let nobody but root pass",
        ));
    }
    let (more, reach) = if bind.recursive { (OpenTreeFlags::AT_RECURSIVE, Reach::AllBelow) } else { (OpenTreeFlags::empty(), Reach::One) };
    let flags = OpenTreeFlags::OPEN_TREE_CLONE | OpenTreeFlags::OPEN_TREE_CLOEXEC | OpenTreeFlags::AT_EMPTY_PATH | more;
    let tree = open_tree(&source, "", flags).and_then(|tree| {
        // What is mounted below the source later comes here; that the copy is taken away again must not reach the source.
        mount_setattr(tree.as_fd(), &Change::slave(), reach)?;
        if bind.suid {
            mount_setattr(tree.as_fd(), &Change::flags(MountAttrFlags::empty(), MountAttrFlags::MOUNT_ATTR_NOSUID), reach)?;
        }
        if bind.readonly {
            mount_setattr(tree.as_fd(), &Change::flags(MountAttrFlags::MOUNT_ATTR_RDONLY, MountAttrFlags::empty()), Reach::One)?;
        }
        Ok(tree)
    });
    tree.map_err(|e| refuse(&bind.path, &format!("cannot be copied ({e})")))
}

/// One user namespace does for all: a container has one range.
fn shifted(tree: &OwnedFd, shift: &Shift, users: &mut Option<(Range, OwnedFd)>) -> rustix::io::Result<()> {
    let known = users.take().filter(|(range, _)| *range == shift.range);
    let (_, users) = users.insert(known.map_or_else(|| Ok((shift.range, idmap::container(shift.range)?)), Ok)?);
    mount_setattr(tree.as_fd(), &Change::idmap(users.as_fd()), if shift.below { Reach::AllBelow } else { Reach::One })
}

fn unshiftable(bind: &Bind, e: Errno) -> Refusal {
    let why = match e {
        Errno::INVAL => "lies on a file system, or has one below, that knows no idmapped mounts".to_owned(),
        Errno::PERM => "is mounted idmapped already".to_owned(),
        e => format!("cannot be idmapped ({e})"),
    };
    refuse(&bind.path, &why)
}

fn disregards_set_id(source: &OwnedFd) -> bool {
    fstatvfs(source).is_ok_and(|about| about.f_flag.contains(StatVfsMountFlags::NOSUID))
}

fn refuse(path: &str, why: &str) -> Refusal {
    Refusal::new(format!("the container is not created because {path}, which it is to have mounted, {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn read(binds: &Value) -> strict::Result<Vec<Bind>> {
        let mut outer = strict::object(json!({"binds": binds}).to_string().as_bytes())?;
        Bind::read_all(outer.take("binds")?)
    }

    #[test]
    fn sources_are_absolute_paths() {
        let sound = json!({"path": "/srv/x", "recursive": true, "nosuid": false, "suid": true, "readonly": false,
            "shift": {"base": 1_879_048_192_u32, "size": 65536, "below": true}});
        let shift = Some(Shift { range: Range { base: 1_879_048_192, size: 65536 }, below: true });
        assert_eq!(
            read(&json!([sound])).unwrap(),
            [Bind { path: "/srv/x".into(), recursive: true, nosuid: false, suid: true, readonly: false, shift }]
        );
        assert!(read(&json!([{"path": "/", "recursive": false, "nosuid": false, "suid": false, "readonly": true, "shift": null}])).is_ok());
        for (key, value) in [
            ("path", json!("srv")),
            ("path", json!("/srv/../etc")),
            ("recursive", json!(1)),
            ("suid", json!("no")),
            ("nosuid", json!(null)),
            ("shift", json!(true)),
            ("shift", json!({"base": 0, "size": 65536, "below": true})),
            ("shift", json!({"base": 1_879_048_192_u32, "size": 65536})),
            ("more", json!(1)),
        ] {
            let mut bind = sound.clone();
            bind[key] = value;
            assert!(read(&json!([bind])).is_err(), "{bind}");
        }
        assert!(read(&json!({})).is_err());
    }
}
