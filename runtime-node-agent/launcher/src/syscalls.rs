// SPDX-License-Identifier: Apache-2.0
//! The system calls for which no crate has a safe wrapper. Only this module and `runtime_process` contain `unsafe`
//! code.
#![allow(unsafe_code)]

use rustix::io::{Errno, Result};
use rustix::mount::MountAttrFlags;
use rustix::thread::{CapabilitiesSecureBits, UnshareFlags, set_capabilities_secure_bits, unshare_unsafe};
use std::os::fd::{AsRawFd, BorrowedFd, OwnedFd};

/// `struct mount_attr` of linux/mount.h.
#[repr(C)]
struct MountAttr {
    set: u64,
    clear: u64,
    propagation: u64,
    user_namespace: u64,
}

/// The attributes that `mount_setattr` changes.
pub struct AttrChange<'a> {
    set: MountAttrFlags,
    clear: MountAttrFlags,
    propagation: u64,
    userns: Option<BorrowedFd<'a>>,
}

impl<'a> AttrChange<'a> {
    pub fn flags(set: MountAttrFlags, clear: MountAttrFlags) -> Self {
        Self { set, clear, propagation: 0, userns: None }
    }

    /// Makes a mount ID-mapped.
    pub fn idmap(userns: BorrowedFd<'a>) -> Self {
        Self { userns: Some(userns), ..Self::flags(MountAttrFlags::MOUNT_ATTR_IDMAP, MountAttrFlags::empty()) }
    }

    /// Receives mounts and unmounts from the peer group, and sends none to it.
    pub fn slave() -> Self {
        Self { propagation: libc::MS_SLAVE, ..Self::flags(MountAttrFlags::empty(), MountAttrFlags::empty()) }
    }
}

/// The mounts that are changed.
#[derive(Clone, Copy)]
pub enum Scope {
    Mount,
    /// The mount and all mounts below it.
    Subtree,
}

/// `mount_setattr(2)` (Linux 5.12) on the mount whose root is `mount`.
pub fn mount_setattr(mount: BorrowedFd<'_>, change: &AttrChange<'_>, reach: Scope) -> Result<()> {
    let attr = MountAttr {
        set: u64::from(change.set.bits()),
        clear: u64::from(change.clear.bits()),
        propagation: change.propagation,
        user_namespace: change.userns.map_or(0, |userns| u64::try_from(userns.as_raw_fd()).unwrap_or_default()),
    };
    // SAFETY: the path is an empty C string and the size is that of the structure; both live until the call returns.
    let result = unsafe {
        libc::syscall(
            libc::SYS_mount_setattr,
            mount.as_raw_fd(),
            c"".as_ptr(),
            libc::AT_EMPTY_PATH | if matches!(reach, Scope::Subtree) { libc::AT_RECURSIVE } else { 0 },
            &raw const attr,
            size_of::<MountAttr>(),
        )
    };
    if result == 0 { Ok(()) } else { Err(last_error()) }
}

/// Moves the calling thread to a new mount namespace.
pub fn unshare_mount_namespace() -> Result<()> {
    // SAFETY: CLONE_FILES, the only flag that could affect files of other threads, is not set.
    unsafe { unshare_unsafe(UnshareFlags::NEWNS) }
}

/// Makes the calling thread, and no other, access files as `id` and keep its capabilities.
pub fn set_fs_ids(id: u32) -> Result<()> {
    set_capabilities_secure_bits(CapabilitiesSecureBits::NO_SETUID_FIXUP)?;
    // SAFETY: plain numbers. With every C library these two calls change only the calling thread. They report no error
    // but return the previous ID, so a second call with an invalid ID returns what the first one set.
    let now = unsafe {
        libc::setfsgid(id);
        libc::setfsuid(id);
        (libc::setfsuid(u32::MAX), libc::setfsgid(u32::MAX))
    };
    let unsigned = |id: i32| u32::from_ne_bytes(id.to_ne_bytes());
    if (unsigned(now.0), unsigned(now.1)) == (id, id) { Ok(()) } else { Err(Errno::PERM) }
}

/// Starts a process in a new user namespace. It exits when all copies of the returned end of a pipe are closed.
pub fn spawn_in_user_namespace() -> Result<(libc::pid_t, OwnedFd)> {
    let (read, write) = rustix::pipe::pipe_with(rustix::pipe::PipeFlags::CLOEXEC)?;
    // SAFETY: all-zero is the value of unused fields of clone3.
    let mut args: libc::clone_args = unsafe { std::mem::zeroed() };
    args.flags = libc::CLONE_NEWUSER as u64;
    args.exit_signal = libc::SIGCHLD as u64;
    // SAFETY: without a stack and CLONE_VM this is fork(2). The child only makes system calls, on its own copy of the
    // memory, until it exits.
    unsafe {
        match libc::syscall(libc::SYS_clone3, &raw const args, size_of::<libc::clone_args>()) {
            0 => {
                libc::close(write.as_raw_fd());
                let mut byte = 0_u8;
                // Returns when the parent closes its end of the pipe or exits.
                libc::read(read.as_raw_fd(), (&raw mut byte).cast(), 1);
                libc::_exit(0)
            }
            -1 => Err(last_error()),
            pid => libc::pid_t::try_from(pid).map(|pid| (pid, write)).map_err(|_| Errno::OVERFLOW),
        }
    }
}

/// The signals that are forwarded to the runtime: all that end a process, except those after which eci-runtime cannot
/// continue.
const FORWARDED: [i32; 12] = [
    libc::SIGHUP,
    libc::SIGINT,
    libc::SIGQUIT,
    libc::SIGTERM,
    libc::SIGUSR1,
    libc::SIGUSR2,
    libc::SIGALRM,
    libc::SIGVTALRM,
    libc::SIGPROF,
    libc::SIGIO,
    libc::SIGPWR,
    libc::SIGWINCH,
];

/// Blocks signals until `next` takes them; the previous mask is kept for the child.
#[derive(Clone, Copy)]
pub struct Signals {
    blocked: libc::sigset_t,
    previous: libc::sigset_t,
}

pub enum Signal {
    /// A child changed its state.
    Child,
    /// Another process sent this signal to eci-runtime.
    Sent(i32),
    /// The terminal sent the signal, to the whole process group.
    Terminal,
}

impl Signals {
    pub fn block() -> Self {
        // SAFETY: the signal sets live on this stack and are initialised by the calls; the numbers are valid.
        unsafe {
            let (mut blocked, mut previous) = (std::mem::zeroed(), std::mem::zeroed());
            libc::sigemptyset(&raw mut blocked);
            for signal in FORWARDED.into_iter().chain([libc::SIGCHLD]) {
                libc::sigaddset(&raw mut blocked, signal);
            }
            // If SIGCHLD were ignored, the kernel would reap the child.
            libc::signal(libc::SIGCHLD, libc::SIG_DFL);
            libc::sigprocmask(libc::SIG_BLOCK, &raw const blocked, &raw mut previous);
            Self { blocked, previous }
        }
    }

    pub fn next(&self) -> Signal {
        loop {
            // SAFETY: the set is initialised, and the call writes the result before it is read.
            let (signal, code) = unsafe {
                let mut info: libc::siginfo_t = std::mem::zeroed();
                (libc::sigwaitinfo(&raw const self.blocked, &raw mut info), info.si_code)
            };
            match signal {
                -1 => {}
                libc::SIGCHLD => return Signal::Child,
                _ if code == libc::SI_KERNEL => return Signal::Terminal,
                signal => return Signal::Sent(signal),
            }
        }
    }

    /// Restores the mask in the child, between fork and exec.
    pub fn unblock(&self) {
        // SAFETY: sigprocmask is async-signal-safe, and `block` initialised the set.
        unsafe { libc::sigprocmask(libc::SIG_SETMASK, &raw const self.previous, std::ptr::null_mut()) };
    }
}

/// Starts a thread that takes no signals of the process. The kernel may give SIGCHLD to any thread that does not block it,
/// and one that only ignores it would leave `Signals::next` waiting for a child that has exited.
pub fn spawn_without_signals(work: impl FnOnce() + Send + 'static) -> std::io::Result<std::thread::JoinHandle<()>> {
    // SAFETY: the signal sets live on this stack and are initialised by the calls.
    let previous = unsafe {
        let (mut all, mut previous) = (std::mem::zeroed(), std::mem::zeroed());
        libc::sigfillset(&raw mut all);
        libc::pthread_sigmask(libc::SIG_SETMASK, &raw const all, &raw mut previous);
        previous
    };
    let thread = std::thread::Builder::new().spawn(work);
    // SAFETY: as above.
    unsafe { libc::pthread_sigmask(libc::SIG_SETMASK, &raw const previous, std::ptr::null_mut()) };
    thread
}

/// Ends this process by the signal that ended its child.
pub fn raise_signal(signal: i32) -> ! {
    // SAFETY: the sets live on this stack, and the kernel reported the number; the signal's default action ended the
    // child and ends this process.
    unsafe {
        libc::signal(signal, libc::SIG_DFL);
        let mut one: libc::sigset_t = std::mem::zeroed();
        libc::sigemptyset(&raw mut one);
        libc::sigaddset(&raw mut one, signal);
        libc::sigprocmask(libc::SIG_UNBLOCK, &raw const one, std::ptr::null_mut());
        libc::raise(signal);
    }
    std::process::exit(128 + signal)
}

fn last_error() -> Errno {
    Errno::from_io_error(&std::io::Error::last_os_error()).unwrap_or(Errno::INVAL)
}
