// SPDX-License-Identifier: Apache-2.0
//! `exec` as a user or group that the container's user namespace does not have. The runtime's error (`setgroups: invalid
//! argument`) names neither the ID nor a way out.

use crate::error::{Error, Result};
use crate::rootfs_plan::IdMap;
use serde_json::Value;

/// `user` is the one of the process: `process.user` of the OCI runtime-spec.
pub fn check_user(ids: &IdMap, user: &Value) -> Result<()> {
    let groups = user["additionalGids"].as_array().map(Vec::as_slice).unwrap_or_default();
    let named = [&user["uid"], &user["gid"]].into_iter().chain(groups).filter_map(Value::as_u64);
    match named.into_iter().find(|&id| !ids.contains(id)) {
        None => Ok(()),
        Some(id) => Err(Error::new(format!(
            "user or group ID {id} does not exist in the running container, whose user namespace cannot change; \
             use an ID up to {}, or create the container with --annotation eci.dev/ids={id}",
            ids.first.size - 1
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rootfs_plan::{Extent, IdRange};
    use serde_json::json;

    #[test]
    fn rejects_ids_that_the_container_does_not_have() {
        let range = |base| IdRange { base, size: 65536 };
        let window = Extent { container_id: 1_179_648, range: range(1_879_113_728) };
        let ids = IdMap { first: range(1_879_048_192), extents: vec![window] };
        for user in [json!({}), json!({"uid": 65535, "gid": 0}), json!({"uid": 1_234_567, "gid": 1_179_648, "additionalGids": [1_245_183]})]
        {
            assert_eq!(check_user(&ids, &user), Ok(()), "{user}");
        }
        for (user, id) in [
            (json!({"uid": 65536}), "65536"),
            (json!({"uid": 0, "gid": 1_179_647}), "1179647"),
            (json!({"uid": 0, "gid": 0, "additionalGids": [5, 1_245_184]}), "1245184"),
        ] {
            let error = check_user(&ids, &user).unwrap_err().to_string();
            assert!(error.contains(id) && error.contains("up to 65535") && error.contains("eci.dev/ids="), "{error}");
        }
    }
}
