//! What is said of a patch in the end: rules, reports and JSON share it.

use std::sync::Arc;

use serde::{Serialize, Serializer};

use crate::diff::Kind;

/// What a few consistent edits explain of a patch.
///
/// `changed` is `explained` and the residue; `explained` is `moved`, `reformatted` and `substituted`. Its
/// fields are the keys of the JSON: some may be added, none may change.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Outcome {
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
    pub residue: Vec<Place>,
    /// Lines of context that keep the old form of an edit: they did not change, and maybe should have.
    pub kept: Vec<Place>,
}

/// An edit that recurs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The file, as [`FileChange::path`](crate::diff::FileChange::path) names it.
    #[serde(serialize_with = "text")]
    pub path: Arc<str>,
    /// Its number in the new file, of a removed line the number of the line that follows it there.
    pub line: u64,
    /// Whether the line was added, removed, or is context.
    #[serde(skip)]
    pub kind: Kind,
    /// The line without its mark and its newline. Bytes that are not UTF-8 are replaced.
    #[serde(skip)]
    pub text: String,
}

fn text<S: Serializer>(text: &Arc<str>, out: S) -> Result<S::Ok, S::Error> {
    out.serialize_str(text)
}
