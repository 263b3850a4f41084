// SPDX-License-Identifier: Apache-2.0
//! Removes what `rootfs` created, no matter how far it got: unmounts the ID-mapped root file system in both places,
//! restores the engine's mount, and removes the directory.

use crate::container_dir::ContainerDir;
use crate::engine_mount;
use crate::fault_injection;
use crate::mount_table;
use crate::path_fd;
use crate::rootfs_plan::RootfsPlan;
use rustix::io::Errno;
use std::io;
use std::os::fd::OwnedFd;

/// Removes the container's directory. If that fails, the directory stays, and a sweep tries again.
pub fn rollback(dir: ContainerDir, plan: &RootfsPlan) -> io::Result<()> {
    fault_injection::point("rollback:started");
    let was_mounted = match find_own_mount(&dir, plan)? {
        Some(mount) => detach(&mount)?,
        None => false,
    };
    fault_injection::point("rollback:path-unmounted");
    // The last unmount of this overlay: it must precede the mount of the engine's overlay.
    unmount_rootfs(&dir)?;
    fault_injection::point("rollback:rootfs-unmounted");
    let restored = if was_mounted { restore(plan) } else { Ok(()) };
    fault_injection::point("rollback:engine-restored");
    dir.remove()?;
    restored
}

/// Returns the mount at the engine's path, if it is the same as the one in the container's directory.
fn find_own_mount(dir: &ContainerDir, plan: &RootfsPlan) -> io::Result<Option<OwnedFd>> {
    let engine_dir = match path_fd::open_dir(&plan.path) {
        // The engine has removed or replaced it.
        Err(Errno::NOENT | Errno::NOTDIR | Errno::LOOP) => return Ok(None),
        engine_dir => engine_dir?,
    };
    let rootfs = match dir.open_rootfs() {
        Err(Errno::NOENT) => return Ok(None),
        rootfs => rootfs?,
    };
    let (Some(here), Some(there)) = (path_fd::mount_id(&rootfs)?, path_fd::mount_id(&engine_dir)?) else { return Ok(None) };
    let table = mount_table::read()?;
    let (here, there) = (mount_table::identity(&table, here), mount_table::identity(&table, there));
    Ok((here.is_some() && here == there).then_some(engine_dir))
}

/// Returns whether the engine's mount must be restored.
fn detach(mount: &OwnedFd) -> io::Result<bool> {
    match path_fd::detach(mount) {
        // The engine has just unmounted it.
        Err(Errno::INVAL) => Ok(false),
        other => Ok(other.map(|()| true)?),
    }
}

fn restore(plan: &RootfsPlan) -> io::Result<()> {
    let Some(overlay) = &plan.overlay else { return Ok(()) };
    let restore_error = |e: Errno| io::Error::other(format!("cannot restore the engine's mount at {}: {e}", plan.path));
    engine_mount::restore(plan, overlay).map_err(restore_error)
}

fn unmount_rootfs(dir: &ContainerDir) -> io::Result<()> {
    loop {
        let rootfs = match dir.open_rootfs() {
            Err(Errno::NOENT) => return Ok(()),
            rootfs => rootfs?,
        };
        if path_fd::mount_id(&rootfs)?.is_none() {
            return Ok(());
        }
        path_fd::detach(&rootfs)?;
    }
}
