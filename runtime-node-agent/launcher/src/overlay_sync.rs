// SPDX-License-Identifier: Apache-2.0
//! Unmounting an overlay writes out the whole file system below it, and the caller waits for the disk. That happens to
//! the engine's overlay when the ID-mapped one replaces it, and to that one when the engine's is restored. So the
//! write-out starts early, in parallel with what eci-runtime waits for anyway. It is only an optimization: failures are
//! ignored, and the unmount does the rest.

use crate::engine_mount::OVERLAY_MAGIC;
use crate::strict_json;
use crate::syscalls::spawn_without_signals;
use rustix::fs::{CWD, Mode, OFlags, fstatfs, openat, syncfs};
use std::os::fd::OwnedFd;
use std::thread::JoinHandle;

/// Keeps the overlay open, which delays its unmount until the sync has finished.
pub struct OverlaySync(JoinHandle<()>);

impl OverlaySync {
    /// Syncs the overlay that the engine mounted for this configuration, if eci-runtime has to map its IDs.
    pub fn of_engine(bundle: &OwnedFd, config: &[u8]) -> Option<Self> {
        let (bundle, config) = (bundle.try_clone().ok()?, config.to_vec());
        let sync = move || {
            if let Some(path) = unmapped_root(&config) {
                sync_overlay(&bundle, &path);
            }
        };
        spawn_without_signals(sync).ok().map(Self)
    }

    /// Syncs the overlay mounted at `path`.
    pub fn of_path(path: String) -> Option<Self> {
        spawn_without_signals(move || sync_overlay(CWD, &path)).ok().map(Self)
    }

    pub fn finish(self) {
        // If the thread panicked, the overlay was not synced.
        let _ = self.0.join();
    }
}

fn sync_overlay(dir: impl std::os::fd::AsFd, path: &str) {
    let Ok(root) = openat(dir, path, OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC, Mode::empty()) else {
        return;
    };
    if fstatfs(&root).is_ok_and(|stat| u64::try_from(stat.f_type).is_ok_and(|magic| magic == OVERLAY_MAGIC)) {
        let _ = syncfs(&root);
    }
}

fn unmapped_root(config: &[u8]) -> Option<String> {
    let mut config = strict_json::parse_object(config).ok()?;
    let mapped = config.take("linux").and_then(strict_json::Json::object).is_ok_and(|mut linux| linux.take("uidMappings").is_ok());
    if mapped { None } else { config.take("root").and_then(strict_json::Json::object).ok()?.take("path").ok()?.string().ok() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syncs_only_roots_without_id_mappings() {
        assert_eq!(unmapped_root(br#"{"root":{"path":"rootfs"},"linux":{}}"#), Some("rootfs".into()));
        assert_eq!(unmapped_root(br#"{"root":{"path":"/r"}}"#), Some("/r".into()));
        assert_eq!(unmapped_root(br#"{"root":{"path":"/r"},"linux":{"uidMappings":[]}}"#), None);
        assert_eq!(unmapped_root(br#"{"linux":{}}"#), None);
        assert_eq!(unmapped_root(b"{"), None);
    }
}
