//! Why git refuses a patch.

use std::fmt;

/// Why git refuses a patch, and where: `at` is the offset of the line in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    /// The byte offset of the line at which git gives up.
    pub at: usize,
    /// What is wrong there.
    pub what: Wrong,
}

/// What git finds wrong with a patch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// The lines of a hunk do not fit the counts of its `@@` line.
    Corrupt,
    /// The same, and they would fit if every line without a mark were one of context: a mailer took its blank.
    BlankLost,
    /// A hunk before any file was named.
    NoHeader,
    /// The header names no file that `-p1` leaves over.
    NoName,
    /// Two lines of the header contradict each other.
    Contradiction,
    /// The mode is no octal number.
    BadMode,
    /// A new file has old lines, or a deleted file new ones.
    NotEmpty,
    /// The data of a binary change does not decode. git says so, and then reads the text as if it ended
    /// there.
    Binary,
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Corrupt | Self::BlankLost => "corrupt patch",
            Self::NoHeader => "patch fragment without header",
            Self::NoName => "git diff header lacks filename information",
            Self::Contradiction => "inconsistent header lines",
            Self::BadMode => "invalid mode",
            Self::NotEmpty => "a new or deleted file has lines it cannot have",
            Self::Binary => "corrupt binary patch",
        })
    }
}
