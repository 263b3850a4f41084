//! `/proc/self/mountinfo`: what is mounted where, as the engine sees it.

use std::io::{self, Read};

/// At once, as far as it goes: between two reads the table may change.
pub fn table() -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(1024 * 1024);
    std::fs::File::open("/proc/self/mountinfo")?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// What tells our mounts from all others: the device, the directory of it that is mounted, whether it is idmapped. An overlay has a
/// device of its own; a plain directory has the disk's.
#[derive(Debug, PartialEq, Eq)]
pub struct Identity(String);

/// Of the mount of this number.
pub fn identity(table: &[u8], mount: u64) -> Option<Identity> {
    let number = mount.to_string();
    let line = table.split(|&b| b == b'\n').map(String::from_utf8_lossy).find(|line| line.split(' ').next() == Some(&number))?;
    let mut fields = line.split(' ').skip(2);
    let (device, root, options) = (fields.next()?, fields.next()?, fields.nth(1)?);
    let idmapped = options.split(',').any(|option| option == "idmapped");
    Some(Identity(format!("{device} {root} {idmapped}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &[u8] = b"30 1 254:0 / / rw,relatime - ext4 /dev/vda rw\n\
        31 30 254:0 /var/x /var/x rw,relatime shared:1 - ext4 /dev/vda rw\n\
        310 30 254:0 /var/x /var/x rw,relatime,idmapped - ext4 /dev/vda rw\n\
        311 30 254:0 /var/x /run/y rw,relatime,idmapped - ext4 /dev/vda rw\n";

    #[test]
    fn a_mount_is_what_it_shows_not_where() {
        assert_eq!(identity(TABLE, 310), identity(TABLE, 311));
        assert_ne!(identity(TABLE, 31), identity(TABLE, 310));
        assert_ne!(identity(TABLE, 30), identity(TABLE, 31));
        assert_eq!(identity(TABLE, 3), None);
    }
}
