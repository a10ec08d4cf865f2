//! Puts the tags of patch files in order: bytes in, bytes out, and what was changed.
//!
//! Tags that are where git drops them are moved into the block where git finds them, and AI-use tags are
//! spelled as the policy spells them, where that is beyond doubt. Nothing else is touched: no other line of
//! the message, no header, no byte of the diff. A mail whose text is not in the file as it is read
//! is left as it is.

mod around;
mod block;
mod lines;
mod mail;
mod moves;

use std::fmt;

use crate::input;
use crate::policy::Policy;

/// The most lines outside the diff of a mail that is put in order: one with more is no one's work.
pub const MOST_LINES: usize = 100_000;

/// A file with its tags in order.
#[derive(Debug, PartialEq, Eq)]
pub struct Fixed {
    /// The whole file.
    pub bytes: Vec<u8>,
    /// What was changed, and what could not be, in the order of the file.
    pub steps: Vec<Step>,
}

/// One change, or why there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The line of the file before the change, from 1.
    pub line: u64,
    /// What was done there.
    pub action: Action,
}

/// What was done with a tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// It is spelled otherwise, or no longer folded.
    Rewritten {
        /// Its first line as it was.
        from: String,
        /// Its line as it is.
        to: String,
    },
    /// It went into the block of tags.
    Moved {
        /// Its line as it is.
        tag: String,
        /// Where it was.
        from: Origin,
    },
    /// It was there twice.
    Dropped {
        /// Its line.
        tag: String,
    },
    /// The mail was left as it is; why.
    Left(String),
}

/// Where a tag was that git would not find.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// In the message, but not in its last paragraph.
    Message,
    /// Below the line that ends the message.
    Notes,
}

impl Fixed {
    /// Whether a byte differs.
    pub fn is_changed(&self) -> bool {
        self.steps.iter().any(|step| !matches!(step.action, Action::Left(_)))
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rewritten { from, to } => write!(f, "`{from}` is now `{to}`"),
            Self::Moved { tag, from } => {
                let from = match from {
                    Origin::Message => "from the text above it",
                    Origin::Notes => "from below the message",
                };
                write!(f, "`{tag}` is now in the block of tags, {from}")
            }
            Self::Dropped { tag } => write!(f, "`{tag}` was there twice, and is there once now"),
            Self::Left(why) => write!(f, "the tags of this mail are left as they are: {why}"),
        }
    }
}

/// Puts the tags of a patch file in order: of one mail, or of every mail of an mbox.
///
/// ```
/// use checkprov::{fix::fix, policy::Policy};
/// let mail = "From: A <a@example.org>\nSubject: [PATCH] f\n\nWhy.\n\nSigned-off-by: A <a@example.org>\n---\n\
///     AI-used-for: test\n\n--- a/f\n+++ b/f\n@@ -1 +1 @@\n-1\n+2\n";
/// let fixed = fix(mail.as_bytes(), &Policy::load("qemu").unwrap());
/// let text = String::from_utf8(fixed.bytes).unwrap();
/// assert!(text.contains("Why.\n\nAI-used-for: tests\nSigned-off-by: A <a@example.org>\n---\n\n--- a/f\n"));
/// ```
pub fn fix(bytes: &[u8], policy: &Policy) -> Fixed {
    let blocks = input::split(bytes);
    let mails: Vec<_> = blocks.iter().flat_map(|block| block.mails()).collect();
    let starts = offsets(bytes, mails.iter().map(|mail| mail.line));
    let mut fixed = Fixed { bytes: Vec::with_capacity(bytes.len()), steps: Vec::new() };
    fixed.bytes.extend_from_slice(&bytes[..starts.first().copied().unwrap_or(bytes.len())]);
    for (index, read) in mails.iter().enumerate() {
        let end = starts.get(index + 1).copied().unwrap_or(bytes.len());
        let raw = &bytes[starts[index]..end];
        let (text, steps) = mail::fix(raw, read, policy);
        fixed.bytes.extend_from_slice(text.as_deref().unwrap_or(raw));
        fixed.steps.extend(steps);
    }
    fixed
}

/// Where lines of a text begin, numbers from 1 that rise. A mark of byte order belongs to no line.
fn offsets(bytes: &[u8], lines: impl Iterator<Item = u64>) -> Vec<usize> {
    let (mut at, mut line) = (if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 }, 1);
    let mut starts = Vec::new();
    for wanted in lines {
        while line < wanted
            && let Some(newline) = memchr::memchr(b'\n', &bytes[at..])
        {
            at += newline + 1;
            line += 1;
        }
        starts.push(at);
    }
    starts
}
