//! The system calls that no library wraps safely. Nothing else in the launcher is `unsafe`.
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

/// What `mount_setattr` changes.
pub struct Change<'a> {
    set: MountAttrFlags,
    clear: MountAttrFlags,
    propagation: u64,
    users: Option<BorrowedFd<'a>>,
}

impl<'a> Change<'a> {
    pub fn flags(set: MountAttrFlags, clear: MountAttrFlags) -> Self {
        Self { set, clear, propagation: 0, users: None }
    }

    /// Idmaps a mount.
    pub fn idmap(users: BorrowedFd<'a>) -> Self {
        Self { users: Some(users), ..Self::flags(MountAttrFlags::MOUNT_ATTR_IDMAP, MountAttrFlags::empty()) }
    }

    /// Hears of mounts and unmounts below, and tells nobody of its own.
    pub fn slave() -> Self {
        Self { propagation: libc::MS_SLAVE, ..Self::flags(MountAttrFlags::empty(), MountAttrFlags::empty()) }
    }
}

/// What an attribute is set on.
#[derive(Clone, Copy)]
pub enum Reach {
    One,
    /// The mount, and all that are mounted below it.
    AllBelow,
}

/// `mount_setattr(2)` (Linux 5.12) on a mount, by its root.
pub fn mount_setattr(mount: BorrowedFd<'_>, change: &Change<'_>, reach: Reach) -> Result<()> {
    let attr = MountAttr {
        set: u64::from(change.set.bits()),
        clear: u64::from(change.clear.bits()),
        propagation: change.propagation,
        user_namespace: change.users.map_or(0, |users| u64::try_from(users.as_raw_fd()).unwrap_or_default()),
    };
    // SAFETY: the path is an empty C string and the structure has the size that is said; both live until the call returns.
    let result = unsafe {
        libc::syscall(
            libc::SYS_mount_setattr,
            mount.as_raw_fd(),
            c"".as_ptr(),
            libc::AT_EMPTY_PATH | if matches!(reach, Reach::AllBelow) { libc::AT_RECURSIVE } else { 0 },
            &raw const attr,
            size_of::<MountAttr>(),
        )
    };
    if result == 0 { Ok(()) } else { Err(last_error()) }
}

/// Gives the calling thread a mount namespace of its own.
pub fn own_mount_namespace() -> Result<()> {
    // SAFETY: without CLONE_FILES, the only flag that could take files from under other threads.
    unsafe { unshare_unsafe(UnshareFlags::NEWNS) }
}

/// From now on the calling thread, and no other, touches files as `id`, with the capabilities it has.
pub fn touch_files_as(id: u32) -> Result<()> {
    set_capabilities_secure_bits(CapabilitiesSecureBits::NO_SETUID_FIXUP)?;
    // SAFETY: plain numbers. These two are the calls that change the one thread only, with every C library; they report no error but
    // return the id that was in force, so that a second call with an id that cannot be set tells what the first one did.
    let now = unsafe {
        libc::setfsgid(id);
        libc::setfsuid(id);
        (libc::setfsuid(u32::MAX), libc::setfsgid(u32::MAX))
    };
    let unsigned = |id: i32| u32::from_ne_bytes(id.to_ne_bytes());
    if (unsigned(now.0), unsigned(now.1)) == (id, id) { Ok(()) } else { Err(Errno::PERM) }
}

/// A process in a user namespace of its own, which lives until the returned end of a pipe, and all its copies, are closed.
pub fn process_in_new_user_namespace() -> Result<(libc::pid_t, OwnedFd)> {
    let (read, write) = rustix::pipe::pipe_with(rustix::pipe::PipeFlags::CLOEXEC)?;
    // SAFETY: all-zero is what clone3 takes for what is not asked for.
    let mut args: libc::clone_args = unsafe { std::mem::zeroed() };
    args.flags = libc::CLONE_NEWUSER as u64;
    args.exit_signal = libc::SIGCHLD as u64;
    // SAFETY: without a stack and CLONE_VM this is fork(2). The child makes system calls only, on its own copy of the memory, until it
    // ends.
    unsafe {
        match libc::syscall(libc::SYS_clone3, &raw const args, size_of::<libc::clone_args>()) {
            0 => {
                libc::close(write.as_raw_fd());
                let mut byte = 0_u8;
                // Returns when the launcher closes its end, or ends in whatever way.
                libc::read(read.as_raw_fd(), (&raw mut byte).cast(), 1);
                libc::_exit(0)
            }
            -1 => Err(last_error()),
            pid => libc::pid_t::try_from(pid).map(|pid| (pid, write)).map_err(|_| Errno::OVERFLOW),
        }
    }
}

/// The signals which the launcher passes on: all that end a process, but for those it could not go on after.
const PASSED_ON: [i32; 12] = [
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

/// Signals wait until `next` takes them; the mask before is kept for the child.
#[derive(Clone, Copy)]
pub struct Signals {
    awaited: libc::sigset_t,
    before: libc::sigset_t,
}

pub enum Signal {
    /// A child has changed its state.
    Child,
    /// Somebody sent this one to the launcher.
    Sent(i32),
    /// The terminal sent it, and to the whole process group.
    Terminal,
}

impl Signals {
    pub fn hold() -> Self {
        // SAFETY: sets of signals live on this stack, are initialised by the calls, and the numbers are valid.
        unsafe {
            let (mut awaited, mut before) = (std::mem::zeroed(), std::mem::zeroed());
            libc::sigemptyset(&raw mut awaited);
            for signal in PASSED_ON.into_iter().chain([libc::SIGCHLD]) {
                libc::sigaddset(&raw mut awaited, signal);
            }
            // An ignored SIGCHLD would let the kernel reap the child.
            libc::signal(libc::SIGCHLD, libc::SIG_DFL);
            libc::sigprocmask(libc::SIG_BLOCK, &raw const awaited, &raw mut before);
            Self { awaited, before }
        }
    }

    pub fn next(&self) -> Signal {
        loop {
            // SAFETY: the set is initialised, the result is written by the call before it is read.
            let (signal, code) = unsafe {
                let mut about: libc::siginfo_t = std::mem::zeroed();
                (libc::sigwaitinfo(&raw const self.awaited, &raw mut about), about.si_code)
            };
            match signal {
                -1 => {}
                libc::SIGCHLD => return Signal::Child,
                _ if code == libc::SI_KERNEL => return Signal::Terminal,
                signal => return Signal::Sent(signal),
            }
        }
    }

    /// In the child, between fork and exec.
    pub fn release(&self) {
        // SAFETY: sigprocmask may be called there; the set is the one that `hold` filled in.
        unsafe { libc::sigprocmask(libc::SIG_SETMASK, &raw const self.before, std::ptr::null_mut()) };
    }
}

/// Ends the launcher as its child was ended.
pub fn die_of(signal: i32) -> ! {
    // SAFETY: sets on this stack, a number that the kernel gave; the default action of a signal that ended a process ends this one.
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
