// SPDX-License-Identifier: Apache-2.0
//! Replaces the engine's `config.json` atomically.

use crate::bundle::{Bundle, CONFIG};
use crate::error::{Error, Result};
use crate::fault_injection;
use rustix::fs::{AtFlags, Gid, Mode, OFlags, fchmod, fchown, fsync, openat, renameat, unlinkat};
use std::fs::File;
use std::io::{self, Write};
use std::os::fd::OwnedFd;

pub fn replace_config(bundle: &Bundle, config: &[u8]) -> Result<()> {
    // Only a process with the same process ID, stopped by a power failure, can have left a file of this name.
    let temporary = format!(".{CONFIG}.eci-{}", std::process::id());
    let _ = unlinkat(&bundle.dir, &*temporary, AtFlags::empty());
    let written = write(bundle, &temporary, config).and_then(|()| Ok(renameat(&bundle.dir, &*temporary, &bundle.dir, CONFIG)?));
    written.map_err(|e| {
        let _ = unlinkat(&bundle.dir, &*temporary, AtFlags::empty());
        Error::new(format!("the container is not created because {CONFIG} cannot be replaced in its bundle {}: {e}", bundle.path))
    })
}

fn write(bundle: &Bundle, name: &str, config: &[u8]) -> io::Result<()> {
    let flags = OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::WRONLY | OFlags::CLOEXEC;
    let file: OwnedFd = openat(&bundle.dir, name, flags, Mode::RUSR | Mode::WUSR)?;
    let mut file = File::from(file);
    file.write_all(config)?;
    fchown(&file, None, Some(Gid::from_raw(bundle.group)))?;
    // The engine's mode, without write permission for group and others.
    fchmod(&file, bundle.mode - (Mode::WGRP | Mode::WOTH))?;
    fsync(&file)?;
    fault_injection::point("create:config-written");
    Ok(())
}
