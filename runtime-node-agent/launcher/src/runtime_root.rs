// SPDX-License-Identifier: Apache-2.0
//! The directory in which the runtime keeps a directory for each container. A sweep uses it to find out whether a
//! container still exists.

use crate::error::{Error, Result};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// An absolute path. Without `--root`, runc uses `/run/runc` as the host's root, and crun uses `$XDG_RUNTIME_DIR/crun`
/// or `/run/crun`.
pub fn resolve(runtime: &Path, given: Option<&Path>) -> Result<String> {
    root(runtime, given, std::env::var_os("XDG_RUNTIME_DIR")).ok_or_else(|| {
        Error::new(
            "the container is not created because the name of the runtime's '--root' directory is not UTF-8, or cannot be made absolute",
        )
    })
}

fn root(runtime: &Path, given: Option<&Path>, xdg: Option<OsString>) -> Option<String> {
    let is_crun = runtime.file_name().is_some_and(|name| name.to_string_lossy().contains("crun"));
    let root = match (given, xdg.filter(|dir| !dir.is_empty())) {
        (Some(given), _) => given.to_owned(),
        (None, Some(dir)) if is_crun => PathBuf::from(dir).join("crun"),
        (None, _) => Path::new("/run").join(if is_crun { "crun" } else { "runc" }),
    };
    Some(std::path::absolute(root).ok()?.to_str()?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uses_default_root_of_each_runtime() {
        let resolve =
            |runtime: &str, given: Option<&str>, xdg: &str| root(Path::new(runtime), given.map(Path::new), Some(xdg.into())).unwrap();
        assert_eq!(resolve("/usr/bin/runc", None, "/run/user/0"), "/run/runc");
        assert_eq!(resolve("/usr/bin/crun", None, "/run/user/0"), "/run/user/0/crun");
        assert_eq!(resolve("/usr/bin/crun-1.20", None, ""), "/run/crun");
        assert_eq!(resolve("/usr/bin/crun", Some("/r"), "/run/user/0"), "/r");
        assert!(resolve("/usr/bin/runc", Some("r"), "").ends_with("/r"));
    }
}
