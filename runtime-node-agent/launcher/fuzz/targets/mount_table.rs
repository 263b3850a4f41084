// SPDX-License-Identifier: Apache-2.0
//! mountinfo: its paths are chosen by the user who mounts.
#![no_main]

use eci_runtime_fuzz::mount_table;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|table: &[u8]| {
    for mount in [0, 1, 30, 31, 310] {
        if let Some(identity) = mount_table::identity(table, mount) {
            // A mount that follows does not change what was found.
            let longer = [table, b"\n99 1 0:9 / /late rw,idmapped - tmpfs late rw\n"].concat();
            assert_eq!(mount_table::identity(&longer, mount), Some(identity));
        }
    }
});
