//! The root file system an agent plans and a `state.json` remembers: `rootfs` in docs/protocol.md. What is not sound refuses.

use crate::strict::{Json, Result};
use serde_json::{Value, json};

/// The kernel's own limit of layers (`OVL_MAX_STACK`).
const MOST_LAYERS: usize = 500;

/// Ids below belong to the node's own users on every distribution, and to its root.
const LOWEST_BASE: u32 = 65_536;

/// What an engine may have put on its mount.
const FLAGS: &[&str] = &["ro", "nosuid", "nodev", "noexec", "noatime", "nodiratime", "relatime"];

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Where the engine's mount is.
    pub path: String,
    pub range: Range,
    /// None: `path` is a plain directory.
    pub overlay: Option<Overlay>,
    pub flags: Vec<String>,
}

/// The host ids `base` to `base + size - 1`, which are 0 to `size - 1` for the container.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
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

/// The upper and the work directory: two names in one directory, as the kernel wants both on one mount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upper {
    pub parent: String,
    pub name: String,
    pub work: String,
}

impl Plan {
    pub fn read(json: Json) -> Result<Self> {
        let mut plan = json.object()?;
        let path = absolute(plan.take("path")?.text()?)?;
        let range = Range::read(plan.take("base")?, plan.take("size")?)?;
        let overlay = plan.take("overlay")?.nullable().map(Overlay::read).transpose()?;
        let flags = plan.take("flags")?.texts()?;
        plan.end()?;
        match flags.iter().find(|flag| !FLAGS.contains(&flag.as_str())) {
            Some(flag) => Err(format!("asks for the unknown mount flag '{flag}'")),
            // The range's root owns device nodes that an image or `docker cp` brings along.
            None if !flags.iter().any(|flag| flag == "nodev") => Err("would let device nodes of the image work".into()),
            None => Ok(Self { path, range, overlay, flags }),
        }
    }

    pub fn write(&self) -> Value {
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

impl Range {
    pub fn read(base: Json, size: Json) -> Result<Self> {
        let id = |json: Json| json.number().and_then(|n| u32::try_from(n).map_err(|_| format!("has {n} where a user id was expected")));
        let (base, size) = (id(base)?, id(size)?);
        // The last id of all means 'no id' to the kernel.
        let end = base.checked_add(size).filter(|&end| size > 0 && end < u32::MAX);
        match end {
            Some(_) if base >= LOWEST_BASE => Ok(Self { base, size }),
            _ => Err(format!("asks for the range of {size} ids from {base}, which is no range of ids above {LOWEST_BASE}")),
        }
    }
}

impl Overlay {
    fn read(json: Json) -> Result<Self> {
        let mut overlay = json.object()?;
        let lower = overlay.take("lower")?.texts()?.into_iter().map(absolute).collect::<Result<Vec<_>>>()?;
        let path = |json: Json| json.nullable().map(|json| json.text().and_then(absolute)).transpose();
        let (upper, work) = (path(overlay.take("upper")?)?, path(overlay.take("work")?)?);
        let options = overlay.take("options")?.texts()?;
        overlay.end()?;
        if lower.is_empty() || lower.len() > MOST_LAYERS {
            return Err(format!("asks for an overlay of {} layers; 1 to {MOST_LAYERS} are possible", lower.len()));
        }
        options.iter().try_for_each(|option| sound_option(option))?;
        Ok(Self { lower, upper: Upper::of(upper, work)?, options })
    }
}

impl Upper {
    fn of(upper: Option<String>, work: Option<String>) -> Result<Option<Self>> {
        let (upper, work) = match (upper, work) {
            (None, None) => return Ok(None),
            (Some(upper), Some(work)) => (upper, work),
            _ => return Err("asks for an upper directory without a work directory, or the reverse".into()),
        };
        // An absolute path has a slash.
        let ((parent, upper), (other, work)) = (upper.rsplit_once('/').unwrap_or_default(), work.rsplit_once('/').unwrap_or_default());
        let plain = |name: &str| !name.contains([',', ':', '\\', '"']);
        if parent.is_empty() || parent != other || upper == work || !plain(upper) || !plain(work) {
            return Err(format!(
                "names the upper and the work directory {parent}/{upper} and {other}/{work}, which must be two in one directory"
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
    let sound = |name: &str| !matches!(name, "" | "." | "..") && !name.contains('\0');
    match path.strip_prefix('/') {
        Some(names) if names.split('/').all(sound) => Ok(path),
        _ => Err(format!("names the path '{path}', which is not absolute and free of '.' and '..'")),
    }
}

/// One option, which names no directory: a comma outside quotes would start another.
fn sound_option(option: &str) -> Result<()> {
    let key = option.split('=').next().unwrap_or_default();
    let directories = ["lowerdir", "upperdir", "workdir", "datadir", "lowerdir+", "datadir+"];
    let mut quoted = false;
    let one = !option.contains(|c| {
        quoted ^= c == '"';
        c == '\0' || c == '\\' || (c == ',' && !quoted)
    });
    if key.is_empty() || directories.contains(&key) || !one || quoted {
        return Err(format!("asks for the mount option '{option}'"));
    }
    Ok(())
}

#[cfg(test)]
#[path = "plan_tests.rs"]
mod tests;
