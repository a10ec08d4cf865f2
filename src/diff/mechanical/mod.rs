//! Says which changed lines of a patch a few consistent edits explain, and which remain.
//!
//! A changed line is *explained* when it is **reformatted** (the removed and added lines are the same but for
//! white space that carries no meaning), **substituted** (edits that recur make the removed lines the added
//! ones), or **moved** (a block of removed lines, edited or not, is added again elsewhere). All else is the
//! *residue*, for a person to read.
//!
//! Nothing is believed: the edits are found by aligning removed and added lines, then *applied* to the removed
//! lines, and a line is explained only when the result is, token for token, what was added. So a use that a
//! rename missed, or that became something else, stays in the residue. When in doubt a line stays there: a
//! wrong "explained" costs a reviewer more than a wrong "residue".
//!
//! Time and memory grow with the length of the patch, whatever it holds.

mod align;
mod call;
mod imports;
mod language;
mod learn;
mod moved;
mod pattern;
mod rewrite;
mod scan;
mod sheet;
mod study;
mod tally;
mod token;
mod verify;

use super::{FileChange, Kind};
use sheet::Sheet;
use study::Study;

/// What a few consistent edits explain of a patch.
///
/// `changed` is `explained` and the residue; `explained` is `moved`, `reformatted` and `substituted`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mechanical<'a> {
    /// Added and removed lines.
    pub changed: u64,
    /// Those of them that are explained.
    pub explained: u64,
    /// Lines of blocks that stand elsewhere now.
    pub moved: u64,
    /// Lines that are the same but for white space and line breaks.
    pub reformatted: u64,
    /// Lines that the edits explain.
    pub substituted: u64,
    /// The edits, most frequent first.
    pub edits: Vec<Edit>,
    /// The lines that nothing explains, in the order of the patch.
    pub residue: Vec<Place<'a>>,
    /// Lines of context that keep the old form of an edit: they did not change, and maybe should have.
    pub kept: Vec<Place<'a>>,
}

/// An edit that recurs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What was there: `old_name`, `s->x`, `foo(…)`.
    pub old: String,
    /// What became of it: `new_name`, `bb->x`, `foo(…, NULL)`.
    pub new: String,
    /// How many removed lines it explains; the lines added for them are not counted again.
    pub lines: u64,
    /// How many files they are in.
    pub files: u64,
}

/// A line of the patch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place<'a> {
    /// The file, as [`FileChange::path`] names it.
    pub path: &'a str,
    /// Whether the line was added, removed, or is context.
    pub kind: Kind,
    /// Its number in the new file, of a removed line the number of the line that follows it there.
    pub line: u64,
    /// The line without its mark and its newline.
    pub text: &'a [u8],
}

/// Explains the changed lines of some files of a patch.
///
/// ```
/// use checkprov::diff::{Diff, mechanical};
/// let text = b"--- a/f.c\n+++ b/f.c\n@@ -1,4 +1,4 @@\n-a = old(1);\n-b = old(2);\n-c = old(3);\n-d = 4;\n\
///     +a = new(1);\n+b = new(2);\n+c = new(3);\n+d = 5;\n";
/// let diff = Diff::read(text);
/// let found = mechanical::explain(&diff.files);
/// assert_eq!((found.changed, found.explained), (8, 6));
/// assert_eq!((&*found.edits[0].old, &*found.edits[0].new, found.edits[0].lines), ("old", "new", 3));
/// assert_eq!(found.residue[1].text, b"d = 5;");
/// ```
pub fn explain<'a>(files: impl IntoIterator<Item = &'a FileChange<'a>>) -> Mechanical<'a> {
    let sheet = Sheet::new(files);
    tally::tally(&Study::of(&sheet))
}

#[cfg(test)]
mod tests;
