//! Looks for edits, applies them, and gathers what they and moves explain.

use super::pattern::Patterns;
use super::sheet::{Row, Run, Sheet, Side};
use super::{imports, learn, moved, rewrite, tally, verify};
use crate::diff::Kind;

/// Letters and digits without which a block of lines means nothing, as in git's `--color-moved`.
pub(super) const LEAST_LETTERS: usize = 20;
/// Edits that show only after others were made are looked for so often.
const ROUNDS: usize = 3;
/// When weak edits still turn up after so many times of dropping them, none is believed.
const SETTLES: usize = 8;

/// How much must be seen before it is believed to be no chance.
#[derive(Debug, Clone, Copy)]
pub(super) struct Evidence {
    /// How many lines an edit must explain.
    pub(super) lines: u32,
    /// How many lines, blank ones aside, a moved block must have.
    pub(super) block: usize,
    /// How many imports must stand in another order.
    pub(super) imports: usize,
}

/// In a patch that is mechanical for the most part.
const SOME: Evidence = Evidence { lines: 3, block: 3, imports: 1 };
/// In any other: a fix that touches the same name in four lines is no rename.
const MUCH: Evidence = Evidence { lines: 6, block: 6, imports: 3 };

/// What became of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Nothing: it is context.
    Context,
    /// Nothing explains it.
    Open,
    Moved,
    Reformatted,
    Substituted,
}

/// The state of the work on one patch.
pub(super) struct Study<'s, 'a> {
    pub(super) sheet: &'s Sheet<'a>,
    pub(super) evidence: Evidence,
    /// The edits of each round: later ones apply to what earlier ones made.
    pub(super) rounds: Vec<Patterns>,
    /// The old side after the edits, where there are any.
    pub(super) edited: Option<Side>,
    /// Which edits changed which lines of the old side: line, round, edit.
    pub(super) hits: Vec<(usize, usize, usize)>,
    /// Rows of context that an edit fits.
    pub(super) kept: Vec<u32>,
    pub(super) verdicts: Vec<Verdict>,
}

impl<'s, 'a> Study<'s, 'a> {
    /// Studies a patch.
    pub(super) fn of(sheet: &'s Sheet<'a>) -> Self {
        let mut study = Self::start(sheet, SOME);
        let found = study.learn();
        // Where little shows no edit, much does not either: what was compared need not be compared again.
        let compared = if found { None } else { Some(study.verdicts.clone()) };
        study.finish();
        if study.mostly_explained() {
            return study;
        }
        if let Some(verdicts) = compared {
            study.evidence = MUCH;
            study.verdicts = verdicts;
            for verdict in study.verdicts.iter_mut().filter(|verdict| **verdict == Verdict::Moved) {
                *verdict = Verdict::Open;
            }
            imports::judge(sheet, MUCH, &mut study.verdicts);
        } else {
            study = Self::start(sheet, MUCH);
            study.learn();
        }
        study.finish();
        study
    }

    fn finish(&mut self) {
        self.drop_weak();
        self.spread_to_blank();
    }

    fn start(sheet: &'s Sheet<'a>, evidence: Evidence) -> Self {
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

    /// Looks for edits until no more are found. Returns whether there were any.
    fn learn(&mut self) -> bool {
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
        !self.rounds.is_empty()
    }

    fn is_open(&self, run: &Run) -> bool {
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
        let open = |row: &Row<'_>| match row.line.kind {
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
pub(super) fn letters(sheet: &Sheet<'_>, row: u32) -> usize {
    let row = sheet.rows.get(row as usize).filter(|row| row.line.kind != Kind::Context);
    let text = row.map_or(&[][..], |row| row.line.text);
    text.iter().filter(|b| b.is_ascii_alphanumeric()).count()
}
