//! An overlay's end writes out the whole file system below it, and whoever ends it waits for the disk. The engine's ends when ours takes its
//! place, ours when the engine's comes back. So the writing begins early, beside what the launcher waits for anyway; the end then finds
//! little to do. Nothing depends on it: what fails here is done, or fails, then.

use crate::engine_mount::OVERLAY;
use crate::strict;
use rustix::fs::{CWD, Mode, OFlags, fstatfs, openat, syncfs};
use std::os::fd::OwnedFd;
use std::thread::JoinHandle;

/// Holds the overlay, which cannot end before.
pub struct Settling(JoinHandle<()>);

impl Settling {
    /// The overlay that the engine mounted for this configuration, if the container's files are to be shifted by us: its ids are the node's.
    pub fn engines(bundle: &OwnedFd, config: &[u8]) -> Option<Self> {
        let (bundle, config) = (bundle.try_clone().ok()?, config.to_vec());
        let settle = move || {
            if let Some(path) = unshifted_root(&config) {
                settle(&bundle, &path);
            }
        };
        std::thread::Builder::new().spawn(settle).ok().map(Self)
    }

    /// Whatever is mounted there, by its path.
    pub fn at(path: String) -> Option<Self> {
        std::thread::Builder::new().spawn(move || settle(CWD, &path)).ok().map(Self)
    }

    pub fn end(self) {
        // What a thread says that failed is that nothing was settled.
        let _ = self.0.join();
    }
}

fn settle(dir: impl std::os::fd::AsFd, path: &str) {
    let Ok(root) = openat(dir, path, OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC, Mode::empty()) else {
        return;
    };
    if fstatfs(&root).is_ok_and(|about| u64::try_from(about.f_type).is_ok_and(|magic| magic == OVERLAY)) {
        let _ = syncfs(&root);
    }
}

fn unshifted_root(config: &[u8]) -> Option<String> {
    let mut config = strict::object(config).ok()?;
    let shifted = config.take("linux").and_then(strict::Json::object).is_ok_and(|mut linux| linux.take("uidMappings").is_ok());
    if shifted { None } else { config.take("root").and_then(strict::Json::object).ok()?.take("path").ok()?.text().ok() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_roots_of_the_node_s_ids_are_settled() {
        assert_eq!(unshifted_root(br#"{"root":{"path":"rootfs"},"linux":{}}"#), Some("rootfs".into()));
        assert_eq!(unshifted_root(br#"{"root":{"path":"/r"}}"#), Some("/r".into()));
        assert_eq!(unshifted_root(br#"{"root":{"path":"/r"},"linux":{"uidMappings":[]}}"#), None);
        assert_eq!(unshifted_root(br#"{"linux":{}}"#), None);
        assert_eq!(unshifted_root(b"{"), None);
    }
}
