// SPDX-License-Identifier: Apache-2.0
//! The root directory of a container's POSIX message queues. The kernel gives it the group of the process that creates
//! the IPC namespace. runc changes to the container's root before, but only its UID: the group stays the host's root.

use crate::path_fd;
use crate::rootfs_plan::IdRange;
use rustix::fs::{AtFlags, CWD, Gid, Mode, OFlags, chownat, fstat, fstatfs, openat};
use std::path::Path;

/// `MQUEUE_MAGIC` of ipc/mqueue.c.
const MQUEUE: u64 = 0x1980_0202;

/// `pid_file` names the container's first process, which is not started yet. On failure the group stays unmapped.
pub fn give_to_container(pid_file: &Path, range: IdRange) {
    let Some(pid) = std::fs::read_to_string(pid_file).ok().and_then(|text| text.trim().parse::<u32>().ok()) else { return };
    let root = openat(CWD, format!("/proc/{pid}/root"), OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty());
    let Ok(queues) = root.and_then(|root| path_fd::open_below(&root, "dev/mqueue")) else { return };
    let is_new = fstat(&queues).is_ok_and(|stat| (stat.st_uid, stat.st_gid) == (range.base, 0));
    // No other file system, and not the queues of the host.
    if is_new && fstatfs(&queues).is_ok_and(|fs| u64::try_from(fs.f_type) == Ok(MQUEUE)) {
        let _ = chownat(&queues, "", None, Some(Gid::from_raw(range.base)), AtFlags::EMPTY_PATH);
    }
}
