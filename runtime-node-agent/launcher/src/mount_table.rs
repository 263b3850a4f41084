// SPDX-License-Identifier: Apache-2.0
//! Reads `/proc/self/mountinfo`, the mount table as the engine sees it.

use std::io::{self, Read};

/// Reads the table into one large buffer, because it may change between two reads.
pub fn read() -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(1024 * 1024);
    std::fs::File::open("/proc/self/mountinfo")?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Distinguishes the mounts of eci-runtime from others by device, mounted directory and whether the mount is ID-mapped.
/// An overlay has its own device; a plain directory has that of its file system.
#[derive(Debug, PartialEq, Eq)]
pub struct MountIdentity(String);

/// The identity of the mount with this ID.
pub fn identity(table: &[u8], mount: u64) -> Option<MountIdentity> {
    let number = mount.to_string();
    let line = table.split(|&b| b == b'\n').map(String::from_utf8_lossy).find(|line| line.split(' ').next() == Some(&number))?;
    let mut fields = line.split(' ').skip(2);
    let (device, root, options) = (fields.next()?, fields.next()?, fields.nth(1)?);
    let idmapped = options.split(',').any(|option| option == "idmapped");
    Some(MountIdentity(format!("{device} {root} {idmapped}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &[u8] = b"30 1 254:0 / / rw,relatime - ext4 /dev/vda rw\n\
        31 30 254:0 /var/x /var/x rw,relatime shared:1 - ext4 /dev/vda rw\n\
        310 30 254:0 /var/x /var/x rw,relatime,idmapped - ext4 /dev/vda rw\n\
        311 30 254:0 /var/x /run/y rw,relatime,idmapped - ext4 /dev/vda rw\n";

    #[test]
    fn identity_ignores_mount_point() {
        assert_eq!(identity(TABLE, 310), identity(TABLE, 311));
        assert_ne!(identity(TABLE, 31), identity(TABLE, 310));
        assert_ne!(identity(TABLE, 30), identity(TABLE, 31));
        assert_eq!(identity(TABLE, 3), None);
    }
}
