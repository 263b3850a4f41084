//! Carries out the agent's plan: a root file system whose files the container's range owns, in place of the engine's and where the
//! container's root can walk to.

use crate::dirs;
use crate::engine_mount;
use crate::fault;
use crate::home::Home;
use crate::idmap;
use crate::overlay::{Layers, refuse};
use crate::plan::{Overlay, Plan};
use crate::refusal::{Refusal, Result};
use crate::syscalls::{Change, Reach, mount_setattr};
use rustix::fs::{StatVfsMountFlags, fstatvfs};
use rustix::io::Errno;
use rustix::mount::{MountAttrFlags, MoveMountFlags, move_mount};
use std::os::fd::{AsFd, OwnedFd};

pub fn make(home: &Home, plan: &Plan) -> Result<()> {
    let trees = match &plan.overlay {
        Some(overlay) => layered(home, plan, overlay)?,
        None => plain(plan)?,
    };
    for tree in &trees {
        set_flags(tree, plan).map_err(|e| refuse(&format!("its mount flags cannot be set ({e})")))?;
    }
    fault::point("create:built");
    let [bound, placed] = trees;
    // In this order: whoever finds ours at the engine's place finds it here too, to compare.
    home.rootfs().and_then(|dir| attach(&bound, &dir)).map_err(|e| refuse(&format!("it cannot be bound to {} ({e})", home.path())))?;
    fault::point("create:bound");
    dirs::place(&plan.path).and_then(|dir| attach(&placed, &dir)).map_err(|e| in_place(plan, e))?;
    fault::point("create:mounted");
    Ok(())
}

fn layered(home: &Home, plan: &Plan, overlay: &Overlay) -> Result<[OwnedFd; 2]> {
    let layers = Layers::clone(plan, overlay)?;
    fault::point("create:layers-cloned");
    engine_mount::take_away(&plan.path).map_err(|e| match e {
        Errno::NOENT => refuse(&format!("the engine has no overlay mounted at {}", plan.path)),
        e => in_place(plan, e),
    })?;
    fault::point("create:engine-unmounted");
    engine_mount::allow_again(overlay).map_err(|e| refuse(&format!("its volatile overlay cannot be mounted again ({e})")))?;
    let trees = layers.mount(plan, overlay, &home.path())?;
    if !plan.is_read_only() && is_read_only(&trees[0]) {
        return Err(refuse("the kernel made the overlay read-only, although it has a directory to write to; see the kernel's log"));
    }
    Ok(trees)
}

fn plain(plan: &Plan) -> Result<[OwnedFd; 2]> {
    let made = idmap::user_namespace(plan.range).and_then(|users| {
        let dir = dirs::place(&plan.path)?;
        Ok([idmap::clone(&dir, &users)?, idmap::clone(&dir, &users)?])
    });
    made.map_err(|e| match e {
        Errno::INVAL => refuse(&format!("the file system of {} knows no idmapped mounts", plan.path)),
        Errno::PERM => refuse(&format!("{} is mounted idmapped already", plan.path)),
        e => in_place(plan, e),
    })
}

fn is_read_only(tree: &OwnedFd) -> bool {
    // One that cannot be asked is not trusted.
    fstatvfs(tree).map_or(true, |about| about.f_flag.contains(StatVfsMountFlags::RDONLY))
}

fn set_flags(tree: &OwnedFd, plan: &Plan) -> rustix::io::Result<()> {
    let (mut set, mut clear) = (MountAttrFlags::empty(), MountAttrFlags::empty());
    for flag in &plan.flags {
        match flag.as_str() {
            "ro" => set |= MountAttrFlags::MOUNT_ATTR_RDONLY,
            "nosuid" => set |= MountAttrFlags::MOUNT_ATTR_NOSUID,
            "nodev" => set |= MountAttrFlags::MOUNT_ATTR_NODEV,
            "noexec" => set |= MountAttrFlags::MOUNT_ATTR_NOEXEC,
            "nodiratime" => set |= MountAttrFlags::MOUNT_ATTR_NODIRATIME,
            "noatime" => {
                set |= MountAttrFlags::MOUNT_ATTR_NOATIME;
                clear |= MountAttrFlags::MOUNT_ATTR__ATIME;
            }
            // relatime, which every mount has that says nothing else.
            _ => {}
        }
    }
    if set.is_empty() { Ok(()) } else { mount_setattr(tree.as_fd(), &Change::flags(set, clear), Reach::One) }
}

fn attach(tree: &OwnedFd, dir: &OwnedFd) -> rustix::io::Result<()> {
    move_mount(tree, "", dir, "", MoveMountFlags::MOVE_MOUNT_F_EMPTY_PATH | MoveMountFlags::MOVE_MOUNT_T_EMPTY_PATH)
}

fn in_place(plan: &Plan, e: Errno) -> Refusal {
    let why = if e == Errno::LOOP { "it is no directory, but perhaps a link to one".to_owned() } else { e.to_string() };
    refuse(&format!("{} cannot be replaced: {why}", plan.path))
}
