// SPDX-License-Identifier: Apache-2.0
//! The reason why eci-runtime stops, as one message for users. It appears in a pod's event or on a terminal.
//!
//! The error is one string and not an enum: no caller matches on it, every error ends as this message, and crates like
//! `thiserror` need procedural macros, which cargo cannot build for a static target (see `strict_json`).

use std::fmt;

/// Starts every message, so that users know which component produced it. The agent has the same constant.
pub const PREFIX: &str = "enhanced container isolation: ";

/// The kubelet truncates event messages at 1,024 bytes.
const MAX_LENGTH: usize = 4096;

#[derive(Debug, PartialEq, Eq)]
pub struct Error(String);

pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Adds the prefix, unless the message has it: the agent's messages do.
    pub fn new(message: impl AsRef<str>) -> Self {
        let message = message.as_ref();
        let message = message.strip_prefix(PREFIX).unwrap_or(message);
        let mut line = String::from(PREFIX);
        for c in message.chars() {
            if line.len() + c.len_utf8() > MAX_LENGTH {
                line.push('…');
                break;
            }
            // Replaces control characters, because logs are read line by line and terminals interpret control
            // characters.
            line.push(if c.is_control() { ' ' } else { c });
        }
        Self(line)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adds_prefix_once() {
        assert_eq!(Error::new("no").to_string(), "enhanced container isolation: no");
        assert_eq!(Error::new("enhanced container isolation: no").to_string(), "enhanced container isolation: no");
    }

    #[test]
    fn limits_message_to_one_bounded_line() {
        assert_eq!(Error::new("a\nb\u{1b}[31m").to_string(), "enhanced container isolation: a b [31m");
        assert!(Error::new("é".repeat(10_000)).to_string().len() < MAX_LENGTH + 10);
    }
}
