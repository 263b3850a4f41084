// SPDX-License-Identifier: Apache-2.0
//! The standard streams of a container's process. An engine creates the pipes as the host's root, whom the container's
//! user namespace does not map. The runtime then cannot give them to the process's user (EPERM, which it ignores), and
//! the process cannot open `/dev/stdout` or `/proc/self/fd/1`. If the container's root owns the pipes, the runtime can.

use crate::rootfs_plan::IdRange;
use rustix::fs::{FileType, Gid, Uid, fchown, fstat, fstatfs};
use std::io::{stderr, stdin, stdout};
use std::os::fd::{AsFd, BorrowedFd};

/// `PIPEFS_MAGIC` of linux/magic.h: the file system of pipes that have no name.
const PIPEFS: u64 = 0x5049_5045;

/// Gives the pipes among this process's standard streams to the container's root.
pub fn give_to_container(range: IdRange) {
    for stream in [stdin().as_fd(), stdout().as_fd(), stderr().as_fd()] {
        if is_engine_pipe(stream) {
            // On failure the container runs as it would without the call.
            let _ = fchown(stream, Some(Uid::from_raw(range.base)), Some(Gid::from_raw(range.base)));
        }
    }
}

/// Returns whether this is a pipe without a name that root created. Files, named pipes, devices and terminals may be
/// the host's. Sockets cannot be opened by a path in any case.
fn is_engine_pipe(stream: BorrowedFd) -> bool {
    fstat(stream).is_ok_and(|stat| FileType::from_raw_mode(stat.st_mode) == FileType::Fifo && stat.st_uid == 0)
        && fstatfs(stream).is_ok_and(|fs| u64::try_from(fs.f_type) == Ok(PIPEFS))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustix::fs::{CWD, Mode, OFlags, mknodat, open};
    use std::os::unix::net::UnixStream;

    #[test]
    fn only_pipes_without_name_belong_to_the_container() {
        let is_root = rustix::process::geteuid().is_root();
        let (read, write) = rustix::pipe::pipe().unwrap();
        assert_eq!((is_engine_pipe(read.as_fd()), is_engine_pipe(write.as_fd())), (is_root, is_root));
        let dir = std::env::temp_dir().join(format!("eci-streams-{}", std::process::id()));
        std::fs::create_dir_all(&dir).unwrap();
        let (file, fifo) = (dir.join("file"), dir.join("fifo"));
        std::fs::write(&file, "").unwrap();
        mknodat(CWD, &fifo, FileType::Fifo, Mode::RWXU, 0).unwrap();
        for path in [&file, &fifo, std::path::Path::new("/dev/null")] {
            assert!(!is_engine_pipe(open(path, OFlags::RDWR, Mode::empty()).unwrap().as_fd()), "{path:?}");
        }
        assert!(!is_engine_pipe(UnixStream::pair().unwrap().0.as_fd()));
        std::fs::remove_dir_all(dir).unwrap();
    }
}
