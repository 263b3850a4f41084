//! Why the launcher stops, as the one sentence that people read in a pod's event or on a terminal.

use std::fmt;

/// Every sentence starts with it, so that people who never heard of this program know whom to ask.
const PREFIX: &str = "enhanced container isolation: ";

/// Kubelet cuts the message of an event at 1,024 bytes; what is longer than this helps nobody.
const LONGEST: usize = 4096;

#[derive(Debug, PartialEq, Eq)]
pub struct Refusal(String);

pub type Result<T> = std::result::Result<T, Refusal>;

impl Refusal {
    /// The agent's sentences carry the prefix already, the launcher's own ones don't.
    pub fn new(sentence: impl AsRef<str>) -> Self {
        let sentence = sentence.as_ref();
        let sentence = sentence.strip_prefix(PREFIX).unwrap_or(sentence);
        let mut line = String::from(PREFIX);
        for c in sentence.chars() {
            if line.len() + c.len_utf8() > LONGEST {
                line.push('…');
                break;
            }
            // One line, whatever file names and agents put into it: a log is read line by line, a terminal obeys control characters.
            line.push(if c.is_control() { ' ' } else { c });
        }
        Self(line)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_prefixed_once() {
        assert_eq!(Refusal::new("no").to_string(), "enhanced container isolation: no");
        assert_eq!(Refusal::new("enhanced container isolation: no").to_string(), "enhanced container isolation: no");
    }

    #[test]
    fn is_one_line_of_bounded_length() {
        assert_eq!(Refusal::new("a\nb\u{1b}[31m").to_string(), "enhanced container isolation: a b [31m");
        assert!(Refusal::new("é".repeat(10_000)).to_string().len() < LONGEST + 10);
    }
}
