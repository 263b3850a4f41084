// SPDX-License-Identifier: Apache-2.0
//! Creates the root file system that the agent planned: its files belong to the container's ID range. It replaces the
//! engine's mount and is also mounted where the container's root can reach it.

use crate::container_dir::ContainerDir;
use crate::engine_mount;
use crate::error::{Error, Result};
use crate::fault_injection;
use crate::idmap;
use crate::overlay::Layers;
use crate::path_fd;
use crate::rootfs_plan::{Overlay, RootfsPlan};
use crate::syscalls::{AttrChange, Scope, mount_setattr};
use rustix::fs::{StatVfsMountFlags, fstatvfs};
use rustix::io::Errno;
use rustix::mount::{MountAttrFlags, MoveMountFlags, move_mount};
use std::os::fd::{AsFd, OwnedFd};

pub fn create(dir: &ContainerDir, plan: &RootfsPlan) -> Result<()> {
    let trees = match &plan.overlay {
        Some(overlay) => create_overlay(dir, plan, overlay)?,
        None => create_plain(plan)?,
    };
    for tree in &trees {
        set_flags(tree, plan).map_err(|e| error(&format!("its mount flags cannot be set ({e})")))?;
    }
    fault_injection::point("create:built");
    let [for_dir, for_engine] = trees;
    // In this order: a process that finds the mount at the engine's path can compare it with the one in the directory.
    dir.open_rootfs()
        .and_then(|dir| attach(&for_dir, &dir))
        .map_err(|e| error(&format!("it cannot be mounted in {} ({e})", dir.path())))?;
    fault_injection::point("create:bound");
    path_fd::open_dir(&plan.path).and_then(|dir| attach(&for_engine, &dir)).map_err(|e| replace_error(plan, e))?;
    fault_injection::point("create:mounted");
    Ok(())
}

/// Makes the host ignore set-user-ID bits and file capabilities in both of its mounts. Otherwise an image's file of ID
/// 65536 would be a set-user-ID program of the host's root (see `idmap`), for a process that got out of the container.
/// The container's mount namespace has its own copy by now, in which the bits keep their meaning.
pub fn mount_nosuid(dir: &ContainerDir, plan: &RootfsPlan) -> Result<()> {
    let nosuid = AttrChange::flags(MountAttrFlags::MOUNT_ATTR_NOSUID, MountAttrFlags::empty());
    for directory in [dir.open_rootfs(), path_fd::open_dir(&plan.path)] {
        directory
            .and_then(|root| mount_setattr(root.as_fd(), &nosuid, Scope::Mount))
            .map_err(|e| Error::new(format!("the root file system in {} cannot be mounted nosuid ({e})", dir.path())))?;
    }
    Ok(())
}

fn create_overlay(dir: &ContainerDir, plan: &RootfsPlan, overlay: &Overlay) -> Result<[OwnedFd; 2]> {
    let layers = Layers::clone(&plan.ids, overlay).map_err(|reason| error(&reason))?;
    fault_injection::point("create:layers-cloned");
    engine_mount::unmount(&plan.path).map_err(|e| match e {
        Errno::NOENT => error(&format!("the engine has no overlay mounted at {}", plan.path)),
        e => replace_error(plan, e),
    })?;
    fault_injection::point("create:engine-unmounted");
    engine_mount::clear_volatile_marker(overlay).map_err(|e| error(&format!("its volatile overlay cannot be mounted again ({e})")))?;
    let trees = layers.mount(&plan.ids, overlay, &dir.path()).map_err(|reason| error(&reason))?;
    if !plan.is_read_only() && is_read_only(&trees[0]) {
        return Err(error("the kernel mounted the overlay read-only, although it has an upper directory; see the kernel log"));
    }
    Ok(trees)
}

fn create_plain(plan: &RootfsPlan) -> Result<[OwnedFd; 2]> {
    let trees = idmap::rootfs_namespace(&plan.ids).and_then(|userns| {
        let dir = path_fd::open_dir(&plan.path)?;
        Ok([idmap::clone_idmapped(&dir, &userns)?, idmap::clone_idmapped(&dir, &userns)?])
    });
    trees.map_err(|e| match e {
        Errno::INVAL => error(&format!("the file system of {} does not support ID-mapped mounts", plan.path)),
        Errno::PERM => error(&format!("{} is an ID-mapped mount already", plan.path)),
        e => replace_error(plan, e),
    })
}

fn is_read_only(tree: &OwnedFd) -> bool {
    // If the file system cannot be queried, it counts as read-only.
    fstatvfs(tree).map_or(true, |stat| stat.f_flag.contains(StatVfsMountFlags::RDONLY))
}

fn set_flags(tree: &OwnedFd, plan: &RootfsPlan) -> rustix::io::Result<()> {
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
            // relatime is the default of every mount.
            _ => {}
        }
    }
    if set.is_empty() { Ok(()) } else { mount_setattr(tree.as_fd(), &AttrChange::flags(set, clear), Scope::Mount) }
}

fn attach(tree: &OwnedFd, dir: &OwnedFd) -> rustix::io::Result<()> {
    move_mount(tree, "", dir, "", MoveMountFlags::MOVE_MOUNT_F_EMPTY_PATH | MoveMountFlags::MOVE_MOUNT_T_EMPTY_PATH)
}

fn replace_error(plan: &RootfsPlan, e: Errno) -> Error {
    let reason = if e == Errno::LOOP { "it is not a directory, but possibly a symbolic link to one".to_owned() } else { e.to_string() };
    error(&format!("{} cannot be replaced: {reason}", plan.path))
}

fn error(reason: &str) -> Error {
    Error::new(format!("the container is not created because its root file system cannot be created: {reason}"))
}
