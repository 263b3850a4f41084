// SPDX-License-Identifier: Apache-2.0
//! A bind source in an overlay that `BuildKit` mounted for a build step: another stage, an image, or a cache with an owner.
//! eci-runtime mounts those layers again, ID-mapped. The engine's own overlay stays where it is and sees later what was
//! written, because nothing uses it while the step runs.

use crate::container_dir::{self, ContainerDir};
use crate::overlay::{Layers, Result};
use crate::path_fd;
use crate::rootfs_plan::{IdMap, Overlay, Upper};
use crate::strict_json::{self, Json};
use crate::syscalls::{AttrChange, Scope, mount_setattr};
use rustix::fs::{Mode, mkdirat};
use rustix::mount::MountAttrFlags;
use std::fs;
use std::io;
use std::os::fd::{AsFd, OwnedFd};

/// Two overlays with one work directory take each other's files away, so each container has its own next to the engine's,
/// named after the container.
const WORK: &str = "eci-work-";

#[derive(Debug, PartialEq, Eq)]
pub struct OverlaySource {
    layers: Overlay,
    /// The path inside the overlay; empty for all of it.
    below: String,
}

impl OverlaySource {
    pub fn parse(json: Json) -> strict_json::Result<Self> {
        let mut source = json.object()?;
        let below = source.take("below")?.string()?;
        let layers = Overlay::parse(source.take("layers")?)?;
        source.finish()?;
        let is_valid = |name: &str| !matches!(name, "" | "." | "..") && !name.contains('\0');
        if !below.is_empty() && !below.split('/').all(is_valid) {
            return Err(format!("names the path '{below}' in an overlay"));
        }
        Ok(Self { layers, below })
    }

    pub fn mount(&self, dir: &ContainerDir, ids: &IdMap, readonly: bool) -> Result<OwnedFd> {
        let layers = self.own_layers(dir.id(), readonly).map_err(|e| format!("its work directory cannot be created ({e})"))?;
        let tree = Layers::clone(ids, &layers)?.mount_below(ids, &layers, &dir.path(), &self.below)?;
        // As in a root file system: layers can contain device nodes.
        let mut flags = MountAttrFlags::MOUNT_ATTR_NODEV;
        if readonly {
            flags |= MountAttrFlags::MOUNT_ATTR_RDONLY;
        }
        mount_setattr(tree.as_fd(), &AttrChange::flags(flags, MountAttrFlags::empty()), Scope::Mount)
            .map_err(|e| format!("its mount flags cannot be set ({e})"))?;
        Ok(tree)
    }

    /// For reading, the upper directory is one more layer.
    fn own_layers(&self, id: &str, readonly: bool) -> io::Result<Overlay> {
        let mut layers = self.layers.clone();
        // The marker of a volatile overlay would refuse the next mount.
        layers.options.retain(|option| option != "volatile");
        if readonly {
            layers.lower.splice(0..0, layers.upper.take().map(|upper| upper.path()));
        } else if let Some(upper) = &mut layers.upper {
            upper.work = own_work(upper, id)?;
        }
        Ok(layers)
    }
}

/// Removes those of containers that are gone as well.
fn own_work(upper: &Upper, id: &str) -> io::Result<String> {
    let parent = path_fd::open_dir(&upper.parent)?;
    let own = format!("{WORK}{id}");
    for entry in fs::read_dir(path_fd::proc_path(&parent))? {
        let name = entry?.file_name();
        let other = name.to_str().and_then(|name| name.strip_prefix(WORK));
        if other.is_some_and(|other| other == id || !container_dir::exists(other)) {
            fs::remove_dir_all(format!("{}/{}", path_fd::proc_path(&parent), name.to_string_lossy()))?;
        }
    }
    mkdirat(&parent, &*own, Mode::RWXU)?;
    Ok(own)
}
