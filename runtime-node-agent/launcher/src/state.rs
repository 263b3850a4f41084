//! What the launcher remembers of a container whose root file system it made: `state.json`, version 1, of docs/protocol.md.

use crate::plan::{Plan, Range};
use crate::strict::{self, Result};
use serde_json::{Value, json};
use std::path::Path;

const VERSION: u64 = 1;

#[derive(Debug, PartialEq, Eq)]
pub struct State {
    pub id: String,
    /// Where the runtime keeps its containers: its `--root`.
    pub root: String,
    pub rootfs: Plan,
}

impl State {
    pub fn read(bytes: &[u8]) -> Result<Self> {
        let mut state = strict::object(bytes)?;
        match state.take("version")?.number()? {
            VERSION => {}
            version => return Err(format!("is of version {version}, not {VERSION}")),
        }
        let (id, root) = (state.take("id")?.text()?, state.take("root")?.text()?);
        let range = Range::read(state.take("base")?, state.take("size")?)?;
        let rootfs = Plan::read(state.take("rootfs")?)?;
        state.end()?;
        if range == rootfs.range { Ok(Self { id, root, rootfs }) } else { Err("names two different ranges".into()) }
    }

    pub fn write(&self) -> String {
        let Range { base, size } = self.rootfs.range;
        let rootfs = self.rootfs.write();
        json!({"version": VERSION, "id": self.id, "root": self.root, "base": base, "size": size, "rootfs": rootfs}).to_string()
    }

    /// The line which a sweep prints.
    pub fn line(&self) -> Value {
        json!({"id": self.id, "root": self.root, "base": self.rootfs.range.base, "size": self.rootfs.range.size})
    }

    /// Whether the runtime has a container of that id, in whatever state.
    pub fn is_known_to_runtime(&self) -> bool {
        // Anything but a clear no is a yes: what lives keeps its mounts.
        !matches!(Path::new(&self.root).join(&self.id).try_exists(), Ok(false))
    }
}
