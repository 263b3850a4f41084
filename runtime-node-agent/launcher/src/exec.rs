// SPDX-License-Identifier: Apache-2.0
//! What `exec` needs before the runtime is called. Only a user that the container does not have is an error: the runtime
//! reports what else is wrong with the command.

use crate::args::ExecArgs;
use crate::container_dir;
use crate::error::Result;
use crate::exec_ids;
use crate::locked_memory;
use crate::null_device;
use crate::standard_streams;
use serde_json::Value;
use std::path::Path;

pub fn prepare(exec: &ExecArgs, runtime: &Path) -> Result<()> {
    let Some(ids) = container_dir::recorded_ids(&exec.id) else { return Ok(()) };
    let process = exec.process.as_ref().and_then(|path| std::fs::read(path).ok());
    let process = process.and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok());
    if let Some(process) = &process {
        exec_ids::check_user(&ids, &process["user"])?;
        locked_memory::raise_for(process);
    }
    if !exec.terminal {
        standard_streams::give_to_container(ids.first);
    }
    null_device::replace(runtime)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_unknown_containers_to_the_runtime() {
        let exec = ExecArgs { id: "no-such-container".into(), terminal: false, process: Some("/dev/null".into()) };
        assert_eq!(prepare(&exec, Path::new("/runc")), Ok(()));
    }
}
