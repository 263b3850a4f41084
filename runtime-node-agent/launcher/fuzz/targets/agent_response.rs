// SPDX-License-Identifier: Apache-2.0
//! The header of the agent's response, which plans mounts.
#![no_main]

use eci_runtime_fuzz::protocol::CreateResponse;
use eci_runtime_fuzz::rootfs_plan::RootfsPlan;
use eci_runtime_fuzz::strict_json;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|header: &[u8]| {
    let Ok(plan) = CreateResponse::parse(header).and_then(CreateResponse::into_plan) else { return };
    // A serde reader that is not strict finds an allowed decision as well.
    let lenient: serde_json::Value = serde_json::from_slice(header).unwrap();
    assert_eq!(lenient["decision"], "allow");
    if let Some(rootfs) = plan.rootfs {
        assert!(rootfs.path.starts_with('/') && !rootfs.path.split('/').any(|name| name == ".."));
        assert!(rootfs.flags.iter().any(|flag| flag == "nodev"));
        assert!(rootfs.ids.first.base >= 65_536, "IDs of the host's own users");
        let written = serde_json::json!({"rootfs": rootfs.to_json()}).to_string();
        let again = strict_json::parse_object(written.as_bytes()).and_then(|mut object| RootfsPlan::parse(object.take("rootfs")?));
        assert_eq!(again, Ok(rootfs));
    }
});
