//! How many lines of a patch a policy's limit counts, shown so that a reviewer can redo the sum.

use super::Case;
use crate::counts::Counts;
use crate::diff::{FileChange, Kind, Line};
use crate::language::{self, Comments, Language, LineClass};
use crate::policy::{Count, Ignore, Limit};

/// The class of documentation, inside files of code too.
pub(crate) const DOCS: &str = "docs";

/// What counts against the limit, and what does not.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Sum {
    /// The counted lines.
    pub lines: u64,
    /// What they would be if each block of changed lines counted its greater side only.
    pub modified: u64,
    /// A line a file: what it adds and removes, its class, and whether it counts.
    pub files: Vec<String>,
}

impl Case<'_> {
    /// Counts the lines of the patch as the policy says.
    pub fn sum(&self) -> Sum {
        let limit = &self.policy.limit;
        let mut sum = Sum::default();
        let mut apart = Vec::new();
        for (file, class) in self.files() {
            let shown = format!("{} +{} -{} {class}", file.path, file.added, file.removed);
            if !limit.classes.iter().any(|counted| counted == class) {
                apart.push(format!("{shown}, not counted"));
            } else if file.binary {
                apart.push(format!("{} binary {class}, no lines", file.path));
            } else {
                let counted = Lines::of(file, limit);
                sum.lines += counted.by(limit.count);
                sum.modified += counted.modified;
                sum.files.push(shown + &counted.left_out());
            }
        }
        sum.files.append(&mut apart);
        sum
    }

    /// The sum and the limit, if the patch declares code and goes beyond the limit.
    pub fn over_limit(&self) -> Option<(Sum, u64)> {
        let (limit, _) = self.strictest().lines?;
        self.code_declared()?;
        Some((self.sum(), limit)).filter(|(sum, limit)| sum.lines > *limit)
    }

    /// How many lines of a class the patch changes, documentation inside files of code apart.
    pub fn lines_of(&self, class: &str) -> u64 {
        let files = self.files();
        let lines = files.map(|(file, of)| {
            let docs = docs_in(file, of);
            let own = if of == class { file.added + file.removed - docs.changed() } else { 0 };
            own + if class == DOCS { docs.changed() } else { 0 }
        });
        lines.sum()
    }
}

/// The lines of documentation that a file of another class changes.
pub(crate) fn docs_in(file: &FileChange<'_>, class: &str) -> Counts {
    let comments = Language::of(&file.path).comments.filter(|comments| comments.is_mixed() && class != DOCS);
    let Some(comments) = comments else { return Counts::default() };
    let lines = file.hunks.iter().flat_map(|hunk| language::lines(comments, hunk));
    let docs = lines.filter(|(_, class)| *class == LineClass::Docs);
    docs.map(|(line, _)| Counts {
        added: u64::from(line.kind == Kind::Added),
        removed: u64::from(line.kind == Kind::Removed),
    })
    .sum()
}

/// The changed lines of a file: those that count, and why others do not.
#[derive(Default)]
struct Lines {
    counts: Counts,
    /// Of each block between context lines, the greater of added and removed.
    modified: u64,
    block: Counts,
    docs: u64,
    ignored: u64,
    undecided: u64,
}

impl Lines {
    fn of(file: &FileChange<'_>, limit: &Limit) -> Self {
        let mut counted = Self::default();
        let wanted = |comments: &Comments| comments.is_mixed() || limit.ignore.contains(&Ignore::Comments);
        let comments = Language::of(&file.path).comments.filter(wanted);
        for hunk in file.hunks.iter() {
            match comments {
                Some(comments) => language::lines(comments, hunk)
                    .for_each(|(line, class)| counted.take(&line, class, limit)),
                None => hunk.lines().for_each(|line| {
                    let blank = line.text.trim_ascii().is_empty();
                    counted.take(&line, if blank { LineClass::Blank } else { LineClass::Code }, limit);
                }),
            }
            counted.end_block();
        }
        counted
    }

    fn take(&mut self, line: &Line<'_>, class: LineClass, limit: &Limit) {
        if line.kind == Kind::Context {
            self.end_block();
            return;
        }
        match class {
            LineClass::Docs if !limit.classes.iter().any(|counted| counted == DOCS) => self.docs += 1,
            LineClass::Comment if limit.ignore.contains(&Ignore::Comments) => self.ignored += 1,
            LineClass::Blank if limit.ignore.contains(&Ignore::Blank) => self.ignored += 1,
            _ => {
                self.undecided += u64::from(class == LineClass::Undecided);
                let block = &mut self.block;
                let side = if line.kind == Kind::Added { &mut block.added } else { &mut block.removed };
                *side += 1;
            }
        }
    }

    fn end_block(&mut self) {
        let block = std::mem::take(&mut self.block);
        self.counts += block;
        self.modified += block.added.max(block.removed);
    }

    fn by(&self, count: Count) -> u64 {
        match count {
            Count::Changed => self.counts.changed(),
            Count::Added => self.counts.added,
            Count::Modified => self.modified,
        }
    }

    /// What a reader must know beside the file's own numbers.
    fn left_out(&self) -> String {
        let said = [
            (self.docs, "of documentation not counted"),
            (self.ignored, "of comment or white space not counted"),
            (self.undecided, "that may be comment or documentation counted"),
        ];
        let said = said.iter().filter(|(number, _)| *number > 0);
        said.map(|(number, what)| {
            format!(", {number} {} {what}", if *number == 1 { "line" } else { "lines" })
        })
        .collect()
    }
}
