// SPDX-License-Identifier: Apache-2.0
//! The root file system that the agent plans and `state.json` records: `rootfs` in docs/protocol.md. Invalid plans are
//! rejected.

use crate::strict_json::{Json, Object, Result};
use serde_json::{Value, json};

/// The kernel's limit (`OVL_MAX_STACK`).
const MAX_LAYERS: usize = 500;

/// Lower IDs belong to the host's users on every distribution.
const MIN_BASE: u32 = 65_536;

/// The agent's limit; the kernel's is 340 lines.
const MAX_EXTENTS: usize = 64;

/// The number of IDs that the host's own users have.
const WINDOW: u32 = 65_536;

/// The flags that an engine may have set on its mount.
const KNOWN_FLAGS: &[&str] = &["ro", "nosuid", "nodev", "noexec", "noatime", "nodiratime", "relatime"];

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RootfsPlan {
    /// Where the engine's root file system is mounted.
    pub path: String,
    pub ids: IdMap,
    /// None: `path` is a plain directory.
    pub overlay: Option<Overlay>,
    pub flags: Vec<String>,
}

/// Which host IDs the container's IDs are: the lines of its `uid_map` and `gid_map`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdMap {
    /// 0 to `size - 1` in the container.
    pub first: IdRange,
    /// Windows around high IDs that the container names.
    pub extents: Vec<Extent>,
}

/// The host IDs `base` to `base + size - 1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdRange {
    pub base: u32,
    pub size: u32,
}

/// A range whose first ID is `container_id` in the container.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extent {
    pub container_id: u32,
    pub range: IdRange,
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
        let ids = IdMap::take(&mut plan)?;
        let overlay = plan.take("overlay")?.nullable().map(Overlay::parse).transpose()?;
        let flags = plan.take("flags")?.strings()?;
        plan.finish()?;
        match flags.iter().find(|flag| !KNOWN_FLAGS.contains(&flag.as_str())) {
            Some(flag) => Err(format!("requests the unknown mount flag '{flag}'")),
            // The container's root could use device nodes that an image or `docker cp` contains.
            None if !flags.iter().any(|flag| flag == "nodev") => Err("lacks the mount flag 'nodev'".into()),
            None => Ok(Self { path, ids, overlay, flags }),
        }
    }

    pub fn to_json(&self) -> Value {
        let overlay = self.overlay.as_ref().map(|overlay| {
            let (upper, work) = (overlay.upper.as_ref().map(Upper::path), overlay.upper.as_ref().map(Upper::work_path));
            json!({"lower": overlay.lower, "upper": upper, "work": work, "options": overlay.options})
        });
        let IdRange { base, size } = self.ids.first;
        let mut json = json!({"path": self.path, "base": base, "size": size, "overlay": overlay, "flags": self.flags});
        if !self.ids.extents.is_empty() {
            json["extents"] = self.ids.extents_json().into();
        }
        json
    }

    pub fn is_read_only(&self) -> bool {
        self.flags.iter().any(|flag| flag == "ro") || self.overlay.as_ref().is_some_and(|overlay| overlay.upper.is_none())
    }
}

impl IdMap {
    /// Takes the keys `base`, `size` and `extents`. Without windows, `extents` is left out, as in a `state.json` of
    /// eci-runtime before protocol 6.
    pub fn take(object: &mut Object) -> Result<Self> {
        let first = IdRange::parse(object.take("base")?, object.take("size")?)?;
        let extents = object
            .take_optional("extents")
            .map_or(Ok(Vec::new()), Json::array)?
            .into_iter()
            .map(Extent::parse)
            .collect::<Result<Vec<_>>>()?;
        if extents.len() > MAX_EXTENTS {
            return Err(format!("requests {} ID extents; {MAX_EXTENTS} are supported", extents.len()));
        }
        let ids = Self { first, extents };
        // The kernel rejects them as well, but without saying why.
        if ids.overlaps(|extent| (extent.container_id, extent.range.size)) || ids.overlaps(|extent| (extent.range.base, extent.range.size))
        {
            return Err("maps an ID twice".into());
        }
        Ok(ids)
    }

    /// As `/proc/PID/uid_map` is written.
    pub fn lines(&self) -> String {
        let line = |Extent { container_id, range }: Extent| format!("{container_id} {} {}\n", range.base, range.size);
        self.all().map(line).collect::<Vec<_>>().concat()
    }

    /// The lowest multiple of 64 Ki from which 64 Ki IDs in the container are unmapped.
    pub fn unmapped_window(&self) -> u32 {
        let is_free = |start: u32| {
            self.all().all(|extent| {
                let end = extent.container_id.saturating_add(extent.range.size);
                end <= start || extent.container_id >= start.saturating_add(WINDOW)
            })
        };
        (1..WINDOW).map(|number| number * WINDOW).find(|&start| is_free(start)).unwrap_or_default()
    }

    pub fn contains(&self, container_id: u64) -> bool {
        self.all().any(|extent| {
            let start = u64::from(extent.container_id);
            (start..start + u64::from(extent.range.size)).contains(&container_id)
        })
    }

    fn all(&self) -> impl Iterator<Item = Extent> {
        std::iter::once(Extent { container_id: 0, range: self.first }).chain(self.extents.iter().copied())
    }

    fn overlaps(&self, ids: impl Fn(&Extent) -> (u32, u32)) -> bool {
        let mut ranges: Vec<_> = self.all().map(|extent| ids(&extent)).collect();
        ranges.sort_unstable();
        ranges.windows(2).any(|pair| u64::from(pair[0].0) + u64::from(pair[0].1) > u64::from(pair[1].0))
    }

    fn extents_json(&self) -> Vec<Value> {
        let json = |Extent { container_id, range }: &Extent| json!({"containerID": container_id, "hostID": range.base, "size": range.size});
        self.extents.iter().map(json).collect()
    }
}

impl Extent {
    fn parse(json: Json) -> Result<Self> {
        let mut extent = json.object()?;
        let container_id = extent.take("containerID")?.number()?;
        let range = IdRange::parse(extent.take("hostID")?, extent.take("size")?)?;
        extent.finish()?;
        match u32::try_from(container_id) {
            Ok(container_id) if container_id.checked_add(range.size).is_some() => Ok(Self { container_id, range }),
            _ => Err(format!("maps {} IDs from {container_id}, which is not a range of IDs", range.size)),
        }
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
    pub fn parse(json: Json) -> Result<Self> {
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
