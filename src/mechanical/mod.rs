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
mod analysis;
mod call;
mod collect;
mod compare;
mod hole;
mod layout;
mod learn;
mod lexeme;
mod meaning;
mod moved;
mod outcome;
mod pattern;
mod rewrite;
mod scan;
mod status;
mod token;

use crate::diff::FileChange;
use analysis::Analysis;
use layout::Layout;

pub use outcome::{Edit, Left, Mark, Move, Outcome, Place};

/// Explains the changed lines of some files of a patch.
///
/// ```
/// use checkprov::{diff::Diff, mechanical};
/// let text = b"--- a/f.c\n+++ b/f.c\n@@ -1,4 +1,4 @@\n-a = old(1);\n-b = old(2);\n-c = old(3);\n-d = 4;\n\
///     +a = new(1);\n+b = new(2);\n+c = new(3);\n+d = 5;\n";
/// let diff = Diff::read(text);
/// let found = mechanical::explain(&diff.files);
/// assert_eq!((found.changed, found.explained), (8, 6));
/// assert_eq!((&*found.edits[0].old, &*found.edits[0].new, found.edits[0].lines), ("old", "new", 3));
/// assert_eq!(found.residue[1].first.text, "d = 5;");
/// ```
pub fn explain<'a>(files: impl IntoIterator<Item = &'a FileChange<'a>>) -> Outcome {
    let layout = Layout::new(files);
    collect::outcome(&Analysis::of(&layout))
}

#[cfg(test)]
mod tests;
