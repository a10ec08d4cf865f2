//! What is said of a patch in the end: rules, reports and JSON share it.

use std::sync::Arc;

use serde::{Serialize, Serializer};

use crate::counts::counted;
use crate::diff::Kind;

/// What a few consistent edits explain of a patch.
///
/// `explained` is `moved`, `reformatted` and `substituted`; the rest of `changed` is the residue. The fields are
/// the keys of the JSON: some may be added, none may change.
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
    /// What is left to read: the lines of the residue, of those that come or go in many files one each, and the
    /// edits that are marked.
    pub to_read: u64,
    /// The edits, most frequent first.
    pub edits: Vec<Edit>,
    /// The blocks that moved, in the order of the patch.
    pub moves: Vec<Move>,
    /// The lines that nothing explains, in the order of the patch; equal ones together, where the first stands.
    pub residue: Vec<Left>,
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
    /// How many names change by the same part, this one among them; 1 where it is alone.
    pub names: u64,
    /// How many removed lines it explains; the lines added for them are not counted again.
    pub lines: u64,
    /// How many files they are in.
    pub files: u64,
    /// Whether a reader should look at it all the same.
    pub mark: Option<Mark>,
}

/// What a reader should do about an edit that is explained.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Mark {
    /// It changes numbers alone.
    Look,
    /// It may turn one meaning into another: `lock` → `unlock`, `-EPERM` → `0`, two names exchanged.
    Read,
}

/// A block of lines that stands elsewhere now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Move {
    /// Where its first line was, in the old file.
    pub from: Place,
    /// Where its first line is.
    pub to: Place,
    /// How many lines were removed.
    pub lines: u64,
    /// Whether it stays within one function: then it runs at another time.
    pub within: bool,
}

/// Lines that nothing explains and that are equal but for white space at their ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Left {
    /// The first of them.
    #[serde(flatten)]
    pub first: Place,
    /// How many there are.
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

impl Edit {
    /// How far it reaches, in words: `3 lines in 2 files`, `4 names alike, 12 lines in 2 files`.
    pub fn reach(&self) -> String {
        let names = if self.names > 1 { format!("{} names alike, ", self.names) } else { String::new() };
        let mark = match self.mark {
            None => "",
            Some(Mark::Look) => "; worth a look",
            Some(Mark::Read) => "; read this",
        };
        format!("{names}{} in {}{mark}", counted(self.lines, "line"), counted(self.files, "file"))
    }
}

impl Move {
    /// How much moved, in words: `3 lines, within one function`.
    pub fn reach(&self) -> String {
        counted(self.lines, "line") + if self.within { ", within one function" } else { "" }
    }
}

impl Left {
    /// How often it is there, in words, where it is more than once: ` (3 times in 2 files)`.
    pub fn times(&self) -> String {
        match (self.lines, self.files) {
            (1, _) => String::new(),
            (lines, 1) => format!(" ({lines} times)"),
            (lines, files) => format!(" ({lines} times in {files} files)"),
        }
    }
}

fn text<S: Serializer>(text: &Arc<str>, out: S) -> Result<S::Ok, S::Error> {
    out.serialize_str(text)
}
