//! An overlay on idmapped layers. An overlay itself cannot be idmapped; its layers can.

use crate::dirs;
use crate::idmap;
use crate::plan::{Overlay, Plan, Upper};
use crate::refusal::{Refusal, Result};
use crate::syscalls::{own_mount_namespace, touch_files_as};
use rustix::fs::{CWD, Mode, mkdir};
use rustix::io::Errno;
use rustix::mount::{MountFlags, MountPropagationFlags, MoveMountFlags, UnmountFlags, mount, mount_change, move_mount, unmount};
use std::ffi::CString;
use std::os::fd::OwnedFd;

/// The layers as idmapped mounts, attached nowhere.
pub struct Layers {
    lower: Vec<OwnedFd>,
    /// Of the directory that holds the upper and the work directory.
    upper: Option<OwnedFd>,
}

impl Layers {
    pub fn clone(plan: &Plan, overlay: &Overlay) -> Result<Self> {
        let users = idmap::user_namespace(plan.range);
        let users = users.map_err(|e| refuse(&format!("a user namespace for its files cannot be made ({e})")))?;
        let clone =
            |path: &str, dir: rustix::io::Result<OwnedFd>| dir.and_then(|dir| idmap::clone(dir, &users)).map_err(|e| layer(path, e));
        let lower = overlay.lower.iter().map(|path| clone(path, dirs::layer(path))).collect::<Result<_>>()?;
        let upper = overlay.upper.as_ref().map(|upper| clone(&upper.parent, writable(upper))).transpose()?;
        Ok(Self { lower, upper })
    }

    /// Two mounts of the one overlay, attached nowhere. `place` is any directory of ours, by its path.
    pub fn mount(self, plan: &Plan, overlay: &Overlay, place: &str) -> Result<[OwnedFd; 2]> {
        let data = data(self.lower.len(), overlay);
        let base = plan.range.base;
        let at = |step: &'static str| move |e: Errno| refuse(&format!("the overlay on its layers cannot be made ({step}: {e})"));
        // A thread, as what it does to its namespace and its user is undone by nothing but its end.
        std::thread::scope(|scope| scope.spawn(|| self.mount_apart(&data, base, place, at)).join())
            .unwrap_or_else(|_| Err(refuse("the thread that mounts it failed")))
    }

    /// The layers have to be attached somewhere to be layers (until Linux 6.15). Here, nobody sees it, and it ends with the thread.
    fn mount_apart<M: Fn(Errno) -> Refusal>(
        self,
        data: &str,
        base: u32,
        place: &str,
        at: impl Fn(&'static str) -> M,
    ) -> Result<[OwnedFd; 2]> {
        own_mount_namespace().map_err(at("namespace"))?;
        // The engine's unmounts come here, so that nothing of its is kept busy; ours don't go there.
        mount_change("/", MountPropagationFlags::DOWNSTREAM | MountPropagationFlags::REC).map_err(at("propagation"))?;
        mount("tmpfs", place, "tmpfs", MountFlags::NOSUID | MountFlags::NODEV | MountFlags::NOEXEC, c"mode=0700").map_err(at("tmpfs"))?;
        rustix::process::chdir(place).map_err(at("chdir"))?;
        for (number, tree) in self.lower.iter().enumerate() {
            attach(tree, &number.to_string()).map_err(at("layer"))?;
        }
        if let Some(tree) = &self.upper {
            attach(tree, UPPER).map_err(at("upper directory"))?;
        }
        drop(self);
        mkdir(MERGED, Mode::RWXU).map_err(at("directory"))?;
        let data = CString::new(data).map_err(|_| at("options")(Errno::INVAL))?;
        // With the node's root as its user, whom the upper directory's ids do not have, the overlay would be read-only without a word.
        touch_files_as(base).map_err(at("user"))?;
        mount("overlay", MERGED, "overlay", MountFlags::empty(), &*data).map_err(at("mount"))?;
        // Not one the copy of the other: where they will be attached, they would become peers.
        let copies = idmap::copy(MERGED).and_then(|first| Ok([first, idmap::copy(MERGED)?]));
        unmount(MERGED, UnmountFlags::DETACH).map_err(at("unmount"))?;
        copies.map_err(at("copy"))
    }
}

const UPPER: &str = "u";
const MERGED: &str = "m";

/// Short names, as all options of a mount must fit in a page of memory.
fn data(layers: usize, overlay: &Overlay) -> String {
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

/// The directory of the two, once it is sure that neither is a link.
fn writable(upper: &Upper) -> rustix::io::Result<OwnedFd> {
    let parent = dirs::place(&upper.parent)?;
    dirs::within(&parent, &upper.name)?;
    dirs::within(&parent, &upper.work)?;
    Ok(parent)
}

fn layer(path: &str, e: Errno) -> Refusal {
    let why = match e {
        Errno::INVAL => "its file system knows no idmapped mounts".to_owned(),
        Errno::PERM => "it is mounted idmapped already".to_owned(),
        e => e.to_string(),
    };
    refuse(&format!("the layer {path} cannot be given to the container's users: {why}"))
}

pub fn refuse(why: &str) -> Refusal {
    Refusal::new(format!("the container is not created because its root file system cannot be made: {why}"))
}
