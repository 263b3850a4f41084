//! Undoes what `rootfs` made, from whatever step on: ours away from the engine's place, the bind, the engine's own back in its place,
//! the directory.

use crate::dirs;
use crate::engine_mount;
use crate::fault;
use crate::home::Home;
use crate::mounts;
use crate::plan::Plan;
use rustix::io::Errno;
use std::io;
use std::os::fd::OwnedFd;

/// The container's directory is gone afterwards. If that fails, it stays, and a sweep tries again.
pub fn undo(home: Home, plan: &Plan) -> io::Result<()> {
    fault::point("undo:begun");
    let in_place = match ours_in_place(&home, plan)? {
        Some(mount) => taken_away(&mount)?,
        None => false,
    };
    fault::point("undo:path-unmounted");
    // The overlay's end: the engine's is not to be mounted beside it.
    unbind(&home)?;
    fault::point("undo:unbound");
    let put_back = if in_place { put_back(plan) } else { Ok(()) };
    fault::point("undo:engine-mounted");
    home.remove()?;
    put_back
}

/// Ours, if it is what is mounted at the engine's place: the same as is bound in the container's directory.
fn ours_in_place(home: &Home, plan: &Plan) -> io::Result<Option<OwnedFd>> {
    let place = match dirs::place(&plan.path) {
        // The engine has removed it, or put something else there.
        Err(Errno::NOENT | Errno::NOTDIR | Errno::LOOP) => return Ok(None),
        place => place?,
    };
    let bound = match home.rootfs() {
        Err(Errno::NOENT) => return Ok(None),
        bound => bound?,
    };
    let (Some(here), Some(there)) = (dirs::mounted(&bound)?, dirs::mounted(&place)?) else { return Ok(None) };
    let table = mounts::table()?;
    let (here, there) = (mounts::identity(&table, here), mounts::identity(&table, there));
    Ok((here.is_some() && here == there).then_some(place))
}

/// Whether the engine still wants something there.
fn taken_away(mount: &OwnedFd) -> io::Result<bool> {
    match dirs::detach(mount) {
        // The engine has unmounted it at this very moment.
        Err(Errno::INVAL) => Ok(false),
        other => Ok(other.map(|()| true)?),
    }
}

fn put_back(plan: &Plan) -> io::Result<()> {
    let Some(overlay) = &plan.overlay else { return Ok(()) };
    let at = |e: Errno| io::Error::other(format!("the engine's mount at {} cannot be put back: {e}", plan.path));
    engine_mount::put_back(plan, overlay).map_err(at)
}

fn unbind(home: &Home) -> io::Result<()> {
    loop {
        let bound = match home.rootfs() {
            Err(Errno::NOENT) => return Ok(()),
            bound => bound?,
        };
        if dirs::mounted(&bound)?.is_none() {
            return Ok(());
        }
        dirs::detach(&bound)?;
    }
}
