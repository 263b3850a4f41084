//! Undoes what `rootfs` made, from whatever step on: ours away from the engine's place, the engine's own back there, the bind, the
//! directory.

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
    let put_back = match ours_in_place(&home, plan)? {
        Some(mount) => replaced(mount, plan),
        None => Ok(()),
    };
    unbind(&home)?;
    fault::point("undo:unbound");
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

fn replaced(mount: OwnedFd, plan: &Plan) -> io::Result<()> {
    match dirs::detach(&mount) {
        // The engine has unmounted it at this very moment, and wants nothing there.
        Err(Errno::INVAL) => return Ok(()),
        other => other?,
    }
    // Held, it would keep the overlay alive beside the engine's.
    drop(mount);
    fault::point("undo:path-unmounted");
    if let Some(overlay) = &plan.overlay {
        let at = |e: Errno| io::Error::other(format!("the engine's mount at {} cannot be put back: {e}", plan.path));
        engine_mount::put_back(plan, overlay).map_err(at)?;
    }
    fault::point("undo:engine-mounted");
    Ok(())
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
