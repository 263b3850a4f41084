// SPDX-License-Identifier: Apache-2.0
//! The engine's own overlay. It is unmounted before the ID-mapped one replaces it, because two overlays with the same
//! upper directory do not see each other's changes, and restored afterwards.

use crate::path_fd;
use crate::rootfs_plan::{Overlay, RootfsPlan};
use rustix::fs::{AtFlags, Mode, OFlags, fstatfs, openat2, unlinkat};
use rustix::io::{Errno, Result};
use rustix::mount::{MountFlags, mount};
use std::ffi::CString;

/// `OVERLAYFS_SUPER_MAGIC` of linux/magic.h.
pub const OVERLAY_MAGIC: u64 = 0x794c_7630;

/// Fails with `NOENT` if no overlay is mounted at `path`.
pub fn unmount(path: &str) -> Result<()> {
    let dir_fd = path_fd::open_dir(path)?;
    let magic = u64::try_from(fstatfs(&dir_fd)?.f_type).unwrap_or_default();
    if path_fd::mount_id(&dir_fd)?.is_none() || magic != OVERLAY_MAGIC {
        return Err(Errno::NOENT);
    }
    path_fd::detach(&dir_fd)
}

pub fn restore(plan: &RootfsPlan, overlay: &Overlay) -> Result<()> {
    clear_volatile_marker(overlay)?;
    let dir_fd = path_fd::open_dir(&plan.path)?;
    if path_fd::mount_id(&dir_fd)?.is_some() {
        // The engine has mounted it again in the meantime.
        return Err(Errno::BUSY);
    }
    let (dir, options) = mount_options(overlay).ok_or(Errno::NAMETOOLONG)?;
    rustix::process::chdir(dir)?;
    let mounted = mount("overlay", path_fd::proc_path(&dir_fd), "overlay", flags(plan), &*options);
    rustix::process::chdir("/")?;
    mounted
}

/// Removes the marker that makes the kernel refuse to mount a `volatile` overlay again. It protects against
/// half-written files after a crash; here the previous mount ended in order.
pub fn clear_volatile_marker(overlay: &Overlay) -> Result<()> {
    let Some(upper) = overlay.upper.as_ref().filter(|_| overlay.options.iter().any(|option| option == "volatile")) else { return Ok(()) };
    let resolve = rustix::fs::ResolveFlags::NO_SYMLINKS | rustix::fs::ResolveFlags::BENEATH;
    let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let incompat = format!("{}/work/incompat", upper.work);
    let incompat = match openat2(path_fd::open_dir(&upper.parent)?, &*incompat, flags, Mode::empty(), resolve) {
        Err(Errno::NOENT) => return Ok(()),
        other => other?,
    };
    for (name, how) in [("volatile/dirty", AtFlags::empty()), ("volatile", AtFlags::REMOVEDIR)] {
        match unlinkat(&incompat, name, how) {
            Ok(()) | Err(Errno::NOENT) => {}
            Err(e) => return Err(e),
        }
    }
    Ok(())
}

/// Returns mount options that fit into a page of memory, and the directory they are relative to. Uses absolute paths if
/// they fit, as engines do.
fn mount_options(overlay: &Overlay) -> Option<(String, CString)> {
    const PAGE: usize = 4095;
    let with = |start: usize| {
        let lower: Vec<String> = overlay.lower.iter().map(|path| escape(&path[start..])).collect();
        let mut options = vec![format!("lowerdir={}", lower.join(":"))];
        if let Some(upper) = &overlay.upper {
            options.push(format!("upperdir={}", upper.path()));
            options.push(format!("workdir={}", upper.work_path()));
        }
        options.extend_from_slice(&overlay.options);
        options.join(",")
    };
    let common = common_directory(&overlay.lower);
    let (start, options) = [0, common].into_iter().map(|start| (start, with(start))).find(|(_, options)| options.len() <= PAGE)?;
    let dir = if start == 0 { "/" } else { &overlay.lower[0][..start] };
    Some((dir.to_owned(), CString::new(options).ok()?))
}

/// The length of the longest common prefix of all paths that ends with a slash.
fn common_directory(paths: &[String]) -> usize {
    let Some((first, rest)) = paths.split_first() else { return 0 };
    let same = |path: &String| first.bytes().zip(path.bytes()).take_while(|(a, b)| a == b).count();
    let common = rest.iter().map(same).min().unwrap_or(first.len()).min(first.len());
    first.as_bytes()[..common].iter().rposition(|&b| b == b'/').map_or(0, |slash| slash + 1)
}

/// Escapes the characters that separate layers and options.
fn escape(path: &str) -> String {
    path.chars().fold(String::new(), |mut escaped, c| {
        if matches!(c, ':' | ',' | '\\') {
            escaped.push('\\');
        }
        escaped.push(c);
        escaped
    })
}

fn flags(plan: &RootfsPlan) -> MountFlags {
    plan.flags.iter().map(|flag| mount_flag(flag)).collect()
}

fn mount_flag(flag: &str) -> MountFlags {
    match flag {
        "ro" => MountFlags::RDONLY,
        "nosuid" => MountFlags::NOSUID,
        "nodev" => MountFlags::NODEV,
        "noexec" => MountFlags::NOEXEC,
        "noatime" => MountFlags::NOATIME,
        "nodiratime" => MountFlags::NODIRATIME,
        _ => MountFlags::RELATIME,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn overlay(lower: Vec<String>) -> Overlay {
        Overlay { lower, upper: None, options: vec!["index=off".into()] }
    }

    #[test]
    fn uses_absolute_layer_paths() {
        let (dir, options) = mount_options(&overlay(vec!["/e/l/A".into(), "/e/l/B:C".into()])).unwrap();
        assert_eq!((dir.as_str(), options.to_str().unwrap()), ("/", "lowerdir=/e/l/A:/e/l/B\\:C,index=off"));
    }

    #[test]
    fn uses_relative_paths_for_many_layers() {
        let lower = (0..120).map(|n| format!("/var/lib/{}/l/{n:026}", "x".repeat(60))).collect();
        let (dir, options) = mount_options(&overlay(lower)).unwrap();
        assert!(dir.ends_with("x/l/") && options.as_bytes().len() < 4096);
        assert_eq!(mount_options(&overlay(vec![format!("/{}", "x".repeat(5000))])), None);
    }

    #[test]
    fn common_directory_ends_at_slash() {
        let common = |paths: &[&str]| common_directory(&paths.iter().map(|&path| path.to_owned()).collect::<Vec<_>>());
        assert_eq!(common(&["/a/bc/d", "/a/bd/d"]), 3);
        assert_eq!(common(&["/a", "/b"]), 1);
        assert_eq!(common(&["/a/b"]), 3);
        assert_eq!(common(&["/a/b", "/a/b/c"]), 3);
    }
}
