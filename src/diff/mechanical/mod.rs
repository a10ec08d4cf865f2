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
mod sheet;
mod tally;
mod token;
mod verify;

use super::{FileChange, Kind};
use pattern::Patterns;
use sheet::{Sheet, Side};

/// Letters and digits without which a block of lines means nothing, as in git's `--color-moved`.
const LEAST_LETTERS: usize = 20;
/// Edits that show only after others were made are looked for so often.
const ROUNDS: usize = 3;
/// When weak edits still turn up after so many times of dropping them, none is believed.
const SETTLES: usize = 8;

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
    let study = Study::of(&sheet, SOME);
    if study.mostly_explained() { tally::tally(&study) } else { tally::tally(&Study::of(&sheet, MUCH)) }
}

/// How much must be seen before it is believed to be no chance.
#[derive(Debug, Clone, Copy)]
struct Evidence {
    /// How many lines an edit must explain.
    lines: u32,
    /// How many lines, blank ones aside, a moved block must have.
    block: usize,
    /// How many imports must stand in another order.
    imports: usize,
}

/// In a patch that is mechanical for the most part.
const SOME: Evidence = Evidence { lines: 3, block: 3, imports: 1 };
/// In any other: a fix that touches the same name in four lines is no rename.
const MUCH: Evidence = Evidence { lines: 6, block: 6, imports: 3 };

/// What became of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// Nothing: it is context.
    Context,
    /// Nothing explains it.
    Open,
    Moved,
    Reformatted,
    Substituted,
}

/// The state of the work on one patch.
struct Study<'s, 'a> {
    sheet: &'s Sheet<'a>,
    evidence: Evidence,
    /// The edits of each round: later ones apply to what earlier ones made.
    rounds: Vec<Patterns>,
    /// The old side after the edits, where there are any.
    edited: Option<Side>,
    /// Which edits changed which lines of the old side: line, round, edit.
    hits: Vec<(usize, usize, usize)>,
    /// Rows of context that an edit fits.
    kept: Vec<u32>,
    verdicts: Vec<Verdict>,
}

impl<'s, 'a> Study<'s, 'a> {
    fn of(sheet: &'s Sheet<'a>, evidence: Evidence) -> Self {
        let mut study = Self {
            sheet,
            evidence,
            rounds: Vec::new(),
            edited: None,
            hits: Vec::new(),
            kept: Vec::new(),
            verdicts: Vec::new(),
        };
        study.judge();
        study.learn();
        study.drop_weak();
        study.spread_to_blank();
        study
    }

    fn mostly_explained(&self) -> bool {
        let count = |wanted: Verdict| self.verdicts.iter().filter(|&&verdict| verdict == wanted).count();
        let changed = self.verdicts.len() - count(Verdict::Context);
        2 * count(Verdict::Open) <= changed
    }

    fn old(&self) -> &Side {
        self.edited.as_ref().unwrap_or(&self.sheet.old)
    }

    /// Looks for edits until no more are found.
    fn learn(&mut self) {
        for _ in 0..ROUNDS {
            let open: Vec<_> = self.sheet.runs.iter().filter(|run| self.is_open(run)).collect();
            let found = learn::edits(self.sheet, self.old(), &open, &self.verdicts, self.evidence);
            if found.is_empty() {
                break;
            }
            self.rounds.push(Patterns::new(found));
            self.apply(self.rounds.len() - 1);
            self.judge();
        }
    }

    fn is_open(&self, run: &sheet::Run) -> bool {
        let open = |&row: &u32| self.verdicts[row as usize] == Verdict::Open;
        self.sheet.old.rows[run.old.clone()].iter().any(open)
            || self.sheet.new.rows[run.new.clone()].iter().any(open)
    }

    fn apply(&mut self, round: usize) {
        let done = rewrite::rewrite(&self.sheet.words, &self.sheet.rows, self.old(), &self.rounds[round]);
        self.hits.extend(done.hits.into_iter().map(|(line, edit)| (line, round, edit)));
        self.kept.extend(done.kept);
        self.edited = Some(done.side);
    }

    fn judge(&mut self) {
        let open = |row: &sheet::Row<'_>| match row.line.kind {
            Kind::Context => Verdict::Context,
            Kind::Added | Kind::Removed => Verdict::Open,
        };
        let mut verdicts: Vec<_> = self.sheet.rows.iter().map(open).collect();
        imports::judge(self.sheet, self.evidence, &mut verdicts);
        let mut edited = vec![false; self.sheet.old.len()];
        for &(line, ..) in &self.hits {
            edited[line] = true;
        }
        for run in &self.sheet.runs {
            verify::judge(self.sheet, self.old(), run, &edited, &mut verdicts);
        }
        for hunk in &self.sheet.hunks {
            let open = |&row: &u32| verdicts.get(row as usize) == Some(&Verdict::Open);
            let sides = [&self.sheet.old.rows[hunk.old.clone()], &self.sheet.new.rows[hunk.new.clone()]];
            if sides.iter().all(|rows| rows.iter().any(open)) {
                verify::judge(self.sheet, self.old(), hunk, &edited, &mut verdicts);
            }
        }
        self.verdicts = verdicts;
    }

    /// Finds the moved blocks, and takes back the edits that in the end explain too little to be called
    /// consistent.
    fn drop_weak(&mut self) {
        for left in (0..SETTLES).rev() {
            let edited = self.edited.take();
            let old = edited.as_ref().unwrap_or(&self.sheet.old);
            moved::judge(self.sheet, old, self.evidence, &mut self.verdicts);
            self.edited = edited;
            if !tally::drop_weak(self) {
                break;
            }
            if left <= 1 {
                self.rounds.clear();
            }
            self.edited = None;
            self.hits.clear();
            self.kept.clear();
            (0..self.rounds.len()).for_each(|round| self.apply(round));
            self.judge();
        }
    }

    /// A blank line goes with the line before it, or else with the one behind it.
    fn spread_to_blank(&mut self) {
        for run in &self.sheet.runs {
            let sides = [(&self.sheet.old, &run.old), (&self.sheet.new, &run.new)];
            let full = |side: &Side, line: &usize| !side.line(*line).is_empty();
            let all_blank = sides.iter().all(|(side, lines)| !(*lines).clone().any(|line| full(side, &line)));
            for (side, lines) in sides {
                let first = (*lines).clone().find(|line| full(side, line));
                let mut last = match first {
                    Some(line) => self.verdicts[side.rows[line] as usize],
                    None if all_blank => Verdict::Reformatted,
                    None => Verdict::Open,
                };
                for line in (*lines).clone() {
                    let verdict = &mut self.verdicts[side.rows[line] as usize];
                    if full(side, &line) {
                        last = *verdict;
                    } else {
                        *verdict = last;
                    }
                }
            }
        }
    }
}

/// The letters and digits of a changed line.
fn letters(sheet: &Sheet<'_>, row: u32) -> usize {
    let row = sheet.rows.get(row as usize).filter(|row| row.line.kind != Kind::Context);
    let text = row.map_or(&[][..], |row| row.line.text);
    text.iter().filter(|b| b.is_ascii_alphanumeric()).count()
}
