//! One file that a patch changes.

use std::borrow::Cow;
use std::ops::Range;

use super::hunk::Hunks;

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
    /// Where it is in the text, from its header to its last line.
    pub at: Range<usize>,
    /// The hunks, borrowed from the text.
    pub hunks: Hunks<'a>,
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
