//! Puts the `config.json` that was decided on in the place of the engine's: whole or not at all.

use crate::bundle::{Bundle, CONFIG};
use crate::refusal::{Refusal, Result};
use rustix::fs::{AtFlags, Gid, Mode, OFlags, fchmod, fchown, fsync, openat, renameat, unlinkat};
use std::fs::File;
use std::io::{self, Write};
use std::os::fd::OwnedFd;

pub fn replace(bundle: &Bundle, config: &[u8]) -> Result<()> {
    // A file of that name can only be what a launcher with our process id left behind when the node lost power.
    let temporary = format!(".{CONFIG}.eci-{}", std::process::id());
    let _ = unlinkat(&bundle.dir, &*temporary, AtFlags::empty());
    let written = write(bundle, &temporary, config).and_then(|()| Ok(renameat(&bundle.dir, &*temporary, &bundle.dir, CONFIG)?));
    written.map_err(|e| {
        let _ = unlinkat(&bundle.dir, &*temporary, AtFlags::empty());
        Refusal::new(format!("the container is not created because {CONFIG} cannot be replaced in its bundle {}: {e}", bundle.path))
    })
}

fn write(bundle: &Bundle, name: &str, config: &[u8]) -> io::Result<()> {
    let flags = OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::WRONLY | OFlags::CLOEXEC;
    let file: OwnedFd = openat(&bundle.dir, name, flags, Mode::RUSR | Mode::WUSR)?;
    let mut file = File::from(file);
    file.write_all(config)?;
    fchown(&file, None, Some(Gid::from_raw(bundle.group)))?;
    // The engine's mode, but for others' right to write.
    fchmod(&file, bundle.mode - (Mode::WGRP | Mode::WOTH))?;
    fsync(&file)?;
    Ok(())
}
