// SPDX-License-Identifier: Apache-2.0
//! An overlay on ID-mapped layers. Overlayfs itself does not support ID mapping; its layers do.

use crate::idmap;
use crate::path_fd;
use crate::rootfs_plan::{IdMap, Overlay, Upper};
use crate::syscalls::{set_fs_ids, unshare_mount_namespace};
use rustix::fs::{CWD, Mode, mkdir};
use rustix::io::Errno;
use rustix::mount::{MountFlags, MountPropagationFlags, MoveMountFlags, UnmountFlags, mount, mount_change, move_mount, unmount};
use std::borrow::Cow;
use std::ffi::CString;
use std::os::fd::OwnedFd;

/// An error is a reason; the caller knows what the overlay is for.
pub type Result<T> = std::result::Result<T, Cow<'static, str>>;

/// The layers as detached, ID-mapped mounts.
pub struct Layers {
    lower: Vec<OwnedFd>,
    /// The directory that contains the upper and the work directory.
    upper: Option<OwnedFd>,
}

impl Layers {
    pub fn clone(ids: &IdMap, overlay: &Overlay) -> Result<Self> {
        let userns = idmap::rootfs_namespace(ids);
        let userns = userns.map_err(|e| format!("the user namespace for its ID mapping cannot be created ({e})"))?;
        let clone = |path: &str, dir: rustix::io::Result<OwnedFd>| {
            dir.and_then(|dir| idmap::clone_idmapped(dir, &userns)).map_err(|e| layer_error(path, e))
        };
        let lower = overlay.lower.iter().map(|path| clone(path, path_fd::open_layer(path))).collect::<Result<_>>()?;
        let upper = overlay.upper.as_ref().map(|upper| clone(&upper.parent, open_upper_parent(upper))).transpose()?;
        Ok(Self { lower, upper })
    }

    /// Returns two detached mounts of the overlay. `dir` is the path of any directory that eci-runtime owns.
    pub fn mount(self, ids: &IdMap, overlay: &Overlay, dir: &str) -> Result<[OwnedFd; 2]> {
        // Not a clone of the clone, because the two would become peers where they are attached.
        self.mount_and_copy(ids, overlay, dir, |merged| Ok([idmap::clone_mount(merged)?, idmap::clone_mount(merged)?]))
    }

    /// Returns a detached mount of what is at `below` in the overlay, a path without symbolic links; empty for all of it.
    pub fn mount_below(self, ids: &IdMap, overlay: &Overlay, dir: &str, below: &str) -> Result<OwnedFd> {
        self.mount_and_copy(ids, overlay, dir, |merged| {
            let merged = path_fd::open_dir(merged)?;
            idmap::clone_directory(if below.is_empty() { merged } else { path_fd::open_below(merged, below)? })
        })
    }

    fn mount_and_copy<T: Send>(
        self,
        ids: &IdMap,
        overlay: &Overlay,
        dir: &str,
        copy: impl FnOnce(&str) -> rustix::io::Result<T> + Send,
    ) -> Result<T> {
        let options = mount_options(self.lower.len(), overlay);
        let base = ids.first.base;
        // A thread, because its changed namespace and file system IDs can only be undone by ending it.
        std::thread::scope(|scope| scope.spawn(|| self.mount_in_private_namespace(&options, base, dir, copy)).join())
            .unwrap_or_else(|_| Err("the thread that mounts it failed".into()))
    }

    /// Overlayfs accepts only attached mounts as layers (until Linux 6.15). They are attached in a private mount
    /// namespace, which ends with the thread.
    fn mount_in_private_namespace<T>(
        self,
        options: &str,
        base: u32,
        dir: &str,
        copy: impl FnOnce(&str) -> rustix::io::Result<T>,
    ) -> Result<T> {
        unshare_mount_namespace().map_err(step_error("namespace"))?;
        // Unmounts by the engine propagate here, so that its mounts do not stay busy; mounts here do not propagate
        // back.
        mount_change("/", MountPropagationFlags::DOWNSTREAM | MountPropagationFlags::REC).map_err(step_error("propagation"))?;
        mount("tmpfs", dir, "tmpfs", MountFlags::NOSUID | MountFlags::NODEV | MountFlags::NOEXEC, c"mode=0700")
            .map_err(step_error("tmpfs"))?;
        rustix::process::chdir(dir).map_err(step_error("chdir"))?;
        for (number, tree) in self.lower.iter().enumerate() {
            attach(tree, &number.to_string()).map_err(step_error("layer"))?;
        }
        if let Some(tree) = &self.upper {
            attach(tree, UPPER).map_err(step_error("upper directory"))?;
        }
        drop(self);
        mkdir(MERGED, Mode::RWXU).map_err(step_error("directory"))?;
        let options = CString::new(options).map_err(|_| step_error("options")(Errno::INVAL))?;
        // The upper directory does not map the host's root: with it as the user, the overlay would silently be
        // read-only.
        set_fs_ids(base).map_err(step_error("user"))?;
        mount("overlay", MERGED, "overlay", MountFlags::empty(), &*options).map_err(step_error("mount"))?;
        let copied = copy(MERGED);
        unmount(MERGED, UnmountFlags::DETACH).map_err(step_error("unmount"))?;
        copied.map_err(step_error("copy"))
    }
}

fn step_error(step: &'static str) -> impl Fn(Errno) -> Cow<'static, str> {
    move |e| format!("the overlay of its layers cannot be mounted ({step}: {e})").into()
}

const UPPER: &str = "u";
const MERGED: &str = "m";

/// Uses short names, because all mount options together must fit into a page of memory.
fn mount_options(layers: usize, overlay: &Overlay) -> String {
    let lower: Vec<String> = (0..layers).map(|number| number.to_string()).collect();
    let mut options = vec![format!("lowerdir={}", lower.join(":"))];
    if let Some(Upper { name, work, .. }) = &overlay.upper {
        options.push(format!("upperdir={UPPER}/{name}"));
        options.push(format!("workdir={UPPER}/{work}"));
    }
    options.extend_from_slice(&overlay.options);
    options.join(",")
}

fn attach(tree: &OwnedFd, name: &str) -> rustix::io::Result<()> {
    mkdir(name, Mode::RWXU)?;
    move_mount(tree, "", CWD, name, MoveMountFlags::MOVE_MOUNT_F_EMPTY_PATH)
}

/// Opens the parent of the upper and the work directory, after checking that neither is a symbolic link.
fn open_upper_parent(upper: &Upper) -> rustix::io::Result<OwnedFd> {
    let parent = path_fd::open_dir(&upper.parent)?;
    path_fd::open_child(&parent, &upper.name)?;
    path_fd::open_child(&parent, &upper.work)?;
    Ok(parent)
}

fn layer_error(path: &str, e: Errno) -> Cow<'static, str> {
    let reason = match e {
        Errno::INVAL => "its file system does not support ID-mapped mounts".to_owned(),
        Errno::PERM => "it is an ID-mapped mount already".to_owned(),
        e => e.to_string(),
    };
    format!("the layer {path} cannot be ID-mapped: {reason}").into()
}
