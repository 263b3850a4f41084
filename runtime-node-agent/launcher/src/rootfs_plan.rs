// SPDX-License-Identifier: Apache-2.0
//! The root file system that the agent plans and `state.json` records: `rootfs` in docs/protocol.md. Invalid plans are
//! rejected.

use crate::strict_json::{Json, Result};
use serde_json::{Value, json};

/// The kernel's limit (`OVL_MAX_STACK`).
const MAX_LAYERS: usize = 500;

/// Lower IDs belong to the host's users on every distribution.
const MIN_BASE: u32 = 65_536;

/// The flags that an engine may have set on its mount.
const KNOWN_FLAGS: &[&str] = &["ro", "nosuid", "nodev", "noexec", "noatime", "nodiratime", "relatime"];

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RootfsPlan {
    /// Where the engine's root file system is mounted.
    pub path: String,
    pub range: IdRange,
    /// None: `path` is a plain directory.
    pub overlay: Option<Overlay>,
    pub flags: Vec<String>,
}

/// The host IDs `base` to `base + size - 1`, which are 0 to `size - 1` in the container.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdRange {
    pub base: u32,
    pub size: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overlay {
    /// From top to bottom.
    pub lower: Vec<String>,
    /// None: read-only.
    pub upper: Option<Upper>,
    pub options: Vec<String>,
}

/// The upper and the work directory: two names in one directory, because the kernel requires both on one mount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upper {
    pub parent: String,
    pub name: String,
    pub work: String,
}

impl RootfsPlan {
    pub fn parse(json: Json) -> Result<Self> {
        let mut plan = json.object()?;
        let path = absolute(plan.take("path")?.string()?)?;
        let range = IdRange::parse(plan.take("base")?, plan.take("size")?)?;
        let overlay = plan.take("overlay")?.nullable().map(Overlay::parse).transpose()?;
        let flags = plan.take("flags")?.strings()?;
        plan.finish()?;
        match flags.iter().find(|flag| !KNOWN_FLAGS.contains(&flag.as_str())) {
            Some(flag) => Err(format!("requests the unknown mount flag '{flag}'")),
            // The container's root could use device nodes that an image or `docker cp` contains.
            None if !flags.iter().any(|flag| flag == "nodev") => Err("lacks the mount flag 'nodev'".into()),
            None => Ok(Self { path, range, overlay, flags }),
        }
    }

    pub fn to_json(&self) -> Value {
        let overlay = self.overlay.as_ref().map(|overlay| {
            let (upper, work) = (overlay.upper.as_ref().map(Upper::path), overlay.upper.as_ref().map(Upper::work_path));
            json!({"lower": overlay.lower, "upper": upper, "work": work, "options": overlay.options})
        });
        json!({"path": self.path, "base": self.range.base, "size": self.range.size, "overlay": overlay, "flags": self.flags})
    }

    pub fn is_read_only(&self) -> bool {
        self.flags.iter().any(|flag| flag == "ro") || self.overlay.as_ref().is_some_and(|overlay| overlay.upper.is_none())
    }
}

impl IdRange {
    pub fn parse(base: Json, size: Json) -> Result<Self> {
        let id = |json: Json| json.number().and_then(|n| u32::try_from(n).map_err(|_| format!("has {n} where a user ID was expected")));
        let (base, size) = (id(base)?, id(size)?);
        // The kernel reserves the last ID as 'no ID'.
        let end = base.checked_add(size).filter(|&end| size > 0 && end < u32::MAX);
        match end {
            Some(_) if base >= MIN_BASE => Ok(Self { base, size }),
            _ => Err(format!("requests the range of {size} IDs from {base}, which is not a range of IDs above {MIN_BASE}")),
        }
    }
}

impl Overlay {
    fn parse(json: Json) -> Result<Self> {
        let mut overlay = json.object()?;
        let lower = overlay.take("lower")?.strings()?.into_iter().map(absolute).collect::<Result<Vec<_>>>()?;
        let path = |json: Json| json.nullable().map(|json| json.string().and_then(absolute)).transpose();
        let (upper, work) = (path(overlay.take("upper")?)?, path(overlay.take("work")?)?);
        let options = overlay.take("options")?.strings()?;
        overlay.finish()?;
        if lower.is_empty() || lower.len() > MAX_LAYERS {
            return Err(format!("requests an overlay of {} layers; 1 to {MAX_LAYERS} are supported", lower.len()));
        }
        options.iter().try_for_each(|option| check_option(option))?;
        Ok(Self { lower, upper: Upper::from_paths(upper, work)?, options })
    }
}

impl Upper {
    fn from_paths(upper: Option<String>, work: Option<String>) -> Result<Option<Self>> {
        let (upper, work) = match (upper, work) {
            (None, None) => return Ok(None),
            (Some(upper), Some(work)) => (upper, work),
            _ => return Err("requests an upper directory without a work directory, or the reverse".into()),
        };
        // Absolute paths contain a slash.
        let ((parent, upper), (other, work)) = (upper.rsplit_once('/').unwrap_or_default(), work.rsplit_once('/').unwrap_or_default());
        let is_plain = |name: &str| !name.contains([',', ':', '\\', '"']);
        if parent.is_empty() || parent != other || upper == work || !is_plain(upper) || !is_plain(work) {
            return Err(format!(
                "names the upper and the work directory {parent}/{upper} and {other}/{work}, which must be two different names in one directory"
            ));
        }
        Ok(Some(Self { parent: parent.into(), name: upper.into(), work: work.into() }))
    }

    pub fn path(&self) -> String {
        format!("{}/{}", self.parent, self.name)
    }

    pub fn work_path(&self) -> String {
        format!("{}/{}", self.parent, self.work)
    }
}

pub fn absolute(path: String) -> Result<String> {
    let is_valid = |name: &str| !matches!(name, "" | "." | "..") && !name.contains('\0');
    match path.strip_prefix('/') {
        Some(names) if names.split('/').all(is_valid) => Ok(path),
        _ => Err(format!("names the path '{path}', which is not absolute or contains '.' or '..'")),
    }
}

/// Checks that this is a single option that names no directory. A comma outside quotes would start another option.
fn check_option(option: &str) -> Result<()> {
    let key = option.split('=').next().unwrap_or_default();
    let directories = ["lowerdir", "upperdir", "workdir", "datadir", "lowerdir+", "datadir+"];
    let mut quoted = false;
    let is_single = !option.contains(|c| {
        quoted ^= c == '"';
        c == '\0' || c == '\\' || (c == ',' && !quoted)
    });
    if key.is_empty() || directories.contains(&key) || !is_single || quoted {
        return Err(format!("requests the mount option '{option}'"));
    }
    Ok(())
}

#[cfg(test)]
#[path = "rootfs_plan_tests.rs"]
mod tests;
