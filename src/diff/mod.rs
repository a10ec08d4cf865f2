//! Reads the text of a patch the way `git apply` does: changed files, their hunks and line counts.
//!
//! The `@@` line of a hunk says how many lines follow, and those counts are followed: within them `-- x`
//! is a removed line, after them it is a mail's signature. The text is borrowed, nothing is copied but the
//! names git writes quoted, and no input makes it panic or fail: what cannot be read is a [`Fault`] beside
//! the files read before it.
//!
//! Source: git's `apply.c` (<https://git-scm.com/docs/git-apply>), run as `git apply --numstat`.

mod binary;
mod header;
mod hunk;
mod name;
mod timestamp;

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

pub use hunk::{Hunk, Kind, Line};

/// What `git apply --numstat` would make of the text of a patch.
#[derive(Debug, Default, Clone)]
pub struct Diff<'a> {
    /// The changed files, in the order of the text. After a fault: those read whole before it.
    pub files: Vec<FileChange<'a>>,
    /// Why git would refuse the text, where it would.
    pub fault: Option<Fault>,
    /// Whether there are more files than [`MOST_FILES`], and only the first are here.
    pub cut: bool,
}

/// Whether git finds a patch in a text, and whether it can read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// There is no patch.
    None,
    /// Every file of the patch could be read.
    Ok,
    /// There is a patch, and git refuses it.
    Malformed,
}

/// One changed file.
#[derive(Debug, Clone)]
pub struct FileChange<'a> {
    /// git's name of the file, unquoted and without `a/` or `b/`: the new one, of a deleted file the old
    /// one. Bytes that are not UTF-8 are replaced.
    pub path: Cow<'a, str>,
    /// The name before a rename or a copy.
    pub old_path: Option<Cow<'a, str>>,
    /// What happens to the file.
    pub status: Status,
    /// Whether the change is binary: then it has no lines to count.
    pub binary: bool,
    /// Added lines.
    pub added: u64,
    /// Removed lines.
    pub removed: u64,
    /// Where it stands in the text, from its header to its last line.
    pub at: Range<usize>,
    /// The hunks, borrowed from the text.
    pub hunks: Vec<Hunk<'a>>,
}

/// What a patch does to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// The file is new.
    Added,
    /// The file goes away.
    Deleted,
    /// The file changes: its text, its mode, or both.
    Modified,
    /// The file gets another name, and maybe other text.
    Renamed,
    /// A copy of the file gets another name, and maybe other text.
    Copied,
}

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
    /// A hunk stands where no file was named before it.
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

/// The most files of a patch that are read.
pub const MOST_FILES: usize = 100_000;

impl<'a> Diff<'a> {
    /// Reads a patch from the text that `git mailinfo` would write to its patch file.
    ///
    /// ```
    /// use checkprov::diff::{Diff, State};
    /// let diff = Diff::read(b"--- a/f.c\n+++ b/f.c\n@@ -1,2 +1,2 @@\n one\n-two\n+2\n-- \n2.47.3\n");
    /// assert_eq!(diff.state(), State::Ok);
    /// assert_eq!((diff.files[0].added, diff.files[0].removed), (1, 1));
    /// ```
    pub fn read(text: &'a [u8]) -> Self {
        let mut diff = Diff::default();
        let mut strip = name::Strip::default();
        let mut at = 0;
        loop {
            match header::next(text, at, &mut strip) {
                Ok(Some(_)) if diff.files.len() == MOST_FILES => {
                    diff.cut = true;
                    break;
                }
                Ok(Some(header)) => match header.into_change(text) {
                    Ok((change, end)) => {
                        diff.files.push(change);
                        at = end;
                    }
                    Err(fault) => {
                        diff.fault = Some(fault);
                        break;
                    }
                },
                Ok(None) => break,
                Err(fault) => {
                    diff.fault = Some(fault);
                    break;
                }
            }
        }
        diff
    }

    /// What git would say of the text as a whole.
    pub fn state(&self) -> State {
        let refused = self.fault.filter(|fault| fault.what != Wrong::Binary);
        match (refused, self.files.is_empty()) {
            (Some(_), _) => State::Malformed,
            (None, true) => State::None,
            (None, false) => State::Ok,
        }
    }
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

/// White space as git knows it.
fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// The number at the start of `text`, and how many digits it has; none where it is no number. One that
/// overflows is the largest, as for C's `strtoul`.
fn number(text: &[u8]) -> Option<(u64, usize)> {
    let digits = text.iter().take_while(|b| b.is_ascii_digit()).count();
    let add = |sum: u64, digit: &u8| sum.saturating_mul(10).saturating_add(u64::from(digit - b'0'));
    (digits > 0).then(|| (text[..digits].iter().fold(0, add), digits))
}
