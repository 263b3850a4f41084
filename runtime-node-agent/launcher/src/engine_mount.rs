//! The engine's own overlay: taken away before ours takes its place, as two on one upper directory do not see each other's changes, and
//! put back when ours is gone.

use crate::dirs;
use crate::plan::{Overlay, Plan};
use rustix::fs::{AtFlags, Mode, OFlags, fstatfs, openat2, unlinkat};
use rustix::io::{Errno, Result};
use rustix::mount::{MountFlags, mount};
use std::ffi::CString;

/// `OVERLAYFS_SUPER_MAGIC` of linux/magic.h.
pub const OVERLAY: u64 = 0x794c_7630;

/// `NOENT` if no overlay is mounted there.
pub fn take_away(path: &str) -> Result<()> {
    let place = dirs::place(path)?;
    let magic = u64::try_from(fstatfs(&place)?.f_type).unwrap_or_default();
    if dirs::mounted(&place)?.is_none() || magic != OVERLAY {
        return Err(Errno::NOENT);
    }
    dirs::detach(&place)
}

pub fn put_back(plan: &Plan, overlay: &Overlay) -> Result<()> {
    allow_again(overlay)?;
    let place = dirs::place(&plan.path)?;
    if dirs::mounted(&place)?.is_some() {
        // Somebody was faster.
        return Err(Errno::BUSY);
    }
    let (dir, data) = data(overlay).ok_or(Errno::NAMETOOLONG)?;
    rustix::process::chdir(dir)?;
    let mounted = mount("overlay", dirs::name_of(&place), "overlay", flags(plan), &*data);
    rustix::process::chdir("/")?;
    mounted
}

/// The kernel refuses to mount a second time what was mounted `volatile`, as after a crash its files could be half written; here, the
/// mount before ended in order.
pub fn allow_again(overlay: &Overlay) -> Result<()> {
    let Some(upper) = overlay.upper.as_ref().filter(|_| overlay.options.iter().any(|option| option == "volatile")) else { return Ok(()) };
    let resolve = rustix::fs::ResolveFlags::NO_SYMLINKS | rustix::fs::ResolveFlags::BENEATH;
    let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let incompat = format!("{}/work/incompat", upper.work);
    let incompat = match openat2(dirs::place(&upper.parent)?, &*incompat, flags, Mode::empty(), resolve) {
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

/// Options that fit in a page of memory, and the directory they are relative to. Absolute ones if they fit, as engines do it.
fn data(overlay: &Overlay) -> Option<(String, CString)> {
    const PAGE: usize = 4095;
    let with = |start: usize| {
        let lower: Vec<String> = overlay.lower.iter().map(|path| escaped(&path[start..])).collect();
        let mut options = vec![format!("lowerdir={}", lower.join(":"))];
        if let Some(upper) = &overlay.upper {
            options.push(format!("upperdir={}", upper.path()));
            options.push(format!("workdir={}", upper.work_path()));
        }
        options.extend_from_slice(&overlay.options);
        options.join(",")
    };
    let common = common_directory(&overlay.lower);
    [0, common].into_iter().map(|start| (start, with(start))).find(|(_, data)| data.len() <= PAGE).and_then(|(start, data)| {
        let dir = if start == 0 { "/" } else { &overlay.lower[0][..start] };
        Some((dir.to_owned(), CString::new(data).ok()?))
    })
}

/// The length of the path, its last slash included, that all begin with.
fn common_directory(paths: &[String]) -> usize {
    let Some((first, rest)) = paths.split_first() else { return 0 };
    let same = |path: &String| first.bytes().zip(path.bytes()).take_while(|(a, b)| a == b).count();
    let common = rest.iter().map(same).min().unwrap_or(first.len()).min(first.len());
    first.as_bytes()[..common].iter().rposition(|&b| b == b'/').map_or(0, |slash| slash + 1)
}

/// A colon would end a layer, a comma the option.
fn escaped(path: &str) -> String {
    path.chars().fold(String::new(), |mut escaped, c| {
        if matches!(c, ':' | ',' | '\\') {
            escaped.push('\\');
        }
        escaped.push(c);
        escaped
    })
}

fn flags(plan: &Plan) -> MountFlags {
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
    fn layers_are_named_as_engines_name_them() {
        let (dir, options) = data(&overlay(vec!["/e/l/A".into(), "/e/l/B:C".into()])).unwrap();
        assert_eq!((dir.as_str(), options.to_str().unwrap()), ("/", "lowerdir=/e/l/A:/e/l/B\\:C,index=off"));
    }

    #[test]
    fn many_layers_are_named_from_where_they_lie() {
        let lower = (0..120).map(|n| format!("/var/lib/{}/l/{n:026}", "x".repeat(60))).collect();
        let (dir, options) = data(&overlay(lower)).unwrap();
        assert!(dir.ends_with("x/l/") && options.as_bytes().len() < 4096);
        assert_eq!(data(&overlay(vec![format!("/{}", "x".repeat(5000))])), None);
    }

    #[test]
    fn the_common_directory_ends_at_a_slash() {
        let common = |paths: &[&str]| common_directory(&paths.iter().map(|&path| path.to_owned()).collect::<Vec<_>>());
        assert_eq!(common(&["/a/bc/d", "/a/bd/d"]), 3);
        assert_eq!(common(&["/a", "/b"]), 1);
        assert_eq!(common(&["/a/b"]), 3);
        assert_eq!(common(&["/a/b", "/a/b/c"]), 3);
    }
}
