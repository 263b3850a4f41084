// SPDX-License-Identifier: Apache-2.0
//! What `exec` needs before the runtime is called. Without it the process starts all the same: the runtime reports what
//! is wrong with the command.

use crate::args::ExecArgs;
use crate::container_dir;
use crate::locked_memory;
use crate::standard_streams;

pub fn prepare(exec: &ExecArgs) {
    let Some(range) = container_dir::recorded_range(&exec.id) else { return };
    if !exec.terminal {
        standard_streams::give_to_container(range);
    }
    let process = exec.process.as_ref().and_then(|path| std::fs::read(path).ok());
    if let Some(process) = process.and_then(|bytes| serde_json::from_slice(&bytes).ok()) {
        locked_memory::raise_for(&process);
    }
}
