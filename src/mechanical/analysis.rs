//! Looks for edits, applies them, and gathers what they and moves explain.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::ops::Range;

use super::layout::{Layout, Row, Run, Side};
use super::moved::Move;
use super::pattern::{Pattern, Patterns};
use super::status::{Evidence, Status};
use super::{compare, learn, moved, rewrite};

/// Edits that show only after others were made are looked for so often.
const ROUNDS: usize = 4;
/// When weak edits still turn up after so many times of dropping them, none is believed.
const SETTLES: usize = 5;

/// In a patch that is explained but for a quarter.
const FEW: Evidence = Evidence { lines: 2, block: 3, imports: 1 };
/// In a patch that is mechanical for the most part.
const SOME: Evidence = Evidence { lines: 3, block: 3, imports: 1 };
/// In any other: a fix that touches the same name in four lines is no rename.
const MUCH: Evidence = Evidence { lines: 6, block: 6, imports: 3 };

/// The state of the work on one patch.
#[derive(Clone)]
pub(super) struct Analysis<'s, 'a> {
    pub(super) layout: &'s Layout<'a>,
    pub(super) evidence: Evidence,
    /// The edits of each round: later ones apply to what earlier ones made.
    pub(super) rounds: Vec<Patterns>,
    /// The old side after the edits, where there are any.
    edited: Option<Side>,
    /// Which edits changed which lines of the old side: line, round, edit.
    hits: Vec<(usize, usize, usize)>,
    /// Rows of context that an edit fits.
    pub(super) kept: Vec<u32>,
    pub(super) statuses: Vec<Status>,
    /// What comparing alone explains, and of each hunk what was compared.
    compared: Vec<Status>,
    keys: Vec<Option<u64>>,
    pub(super) moves: Vec<Move>,
}

impl<'s, 'a> Analysis<'s, 'a> {
    /// Analyses a patch: as one that is mechanical; where that explains less than half of it, with more care, and
    /// where it explains nearly all, with less.
    pub(super) fn of(layout: &'s Layout<'a>) -> Self {
        let mut bare = Self {
            layout,
            evidence: SOME,
            rounds: Vec::new(),
            edited: None,
            hits: Vec::new(),
            kept: Vec::new(),
            statuses: Vec::new(),
            compared: vec![Status::Context; layout.rows.len()],
            keys: vec![None; layout.hunks.len()],
            moves: Vec::new(),
        };
        bare.compare();
        let plain = bare.clone().explain(true);
        let (open, changed) = plain.open();
        // Where little shows no edit, much does not either.
        let (evidence, learns) = match () {
            () if open > 0 && 4 * open <= changed => (FEW, true),
            () if 2 * open <= changed => return plain,
            () => (MUCH, !plain.rounds.is_empty()),
        };
        bare.evidence = evidence;
        bare.explain(learns)
    }

    fn explain(mut self, learns: bool) -> Self {
        if learns {
            self.learn();
        }
        self.settle();
        self.mark_blank();
        self
    }

    /// How many changed lines nothing explains, and how many there are; blank ones aside.
    fn open(&self) -> (usize, usize) {
        let rows = self.layout.rows.iter().zip(&self.statuses);
        let changed = rows
            .filter(|(row, status)| **status != Status::Context && !row.line.text.trim_ascii().is_empty());
        changed
            .fold((0, 0), |(open, all), (_, status)| (open + usize::from(*status == Status::Open), all + 1))
    }

    fn old(&self) -> &Side {
        self.edited.as_ref().unwrap_or(&self.layout.old)
    }

    /// Looks for edits until no more are found.
    fn learn(&mut self) {
        for _ in 0..ROUNDS {
            let open: Vec<_> = self.layout.runs.iter().filter(|run| self.is_open(run)).collect();
            let found = learn::edits(self.layout, self.old(), &open, &self.statuses, self.evidence);
            if found.is_empty() {
                break;
            }
            self.rounds.push(Patterns::new(found));
            self.apply(self.rounds.len() - 1);
            self.compare();
        }
    }

    fn is_open(&self, run: &Run) -> bool {
        let open = |side: &Side, lines: &Range<usize>| {
            let mut full = lines.clone().filter(|&line| !side.line(line).is_empty());
            full.any(|line| self.statuses[side.rows[line] as usize] == Status::Open)
        };
        open(&self.layout.old, &run.old) || open(&self.layout.new, &run.new)
    }

    fn apply(&mut self, round: usize) {
        let done = rewrite::rewrite(self.layout, self.old(), &self.rounds[round]);
        self.hits.extend(done.hits.into_iter().map(|(line, edit)| (line, round, edit)));
        self.kept.extend(done.kept);
        self.edited = Some(done.side);
    }

    /// Compares the hunks that edits changed since they were compared last.
    fn compare(&mut self) {
        let mut edited = vec![false; self.layout.old.len()];
        for &(line, ..) in &self.hits {
            edited[line] = true;
        }
        let old = self.edited.as_ref().unwrap_or(&self.layout.old);
        for (hunk, last) in self.layout.hunks.iter().zip(&mut self.keys) {
            let mut hasher = DefaultHasher::new();
            (old.of(&hunk.lines.old), &edited[hunk.lines.old.clone()]).hash(&mut hasher);
            let key = Some(hasher.finish());
            if *last != key {
                *last = key;
                compare::mark(self.layout, old, hunk, &edited, &mut self.compared);
            }
        }
        self.statuses.clone_from(&self.compared);
    }

    /// Finds the moved blocks, and takes back the edits that in the end explain too little to be called
    /// consistent.
    fn settle(&mut self) {
        for left in (0..SETTLES).rev() {
            self.moves = moved::mark(
                self.layout,
                self.edited.as_ref().unwrap_or(&self.layout.old),
                self.evidence,
                &mut self.statuses,
            );
            if !self.withdraw_weak() {
                break;
            }
            if left <= 1 {
                self.rounds.clear();
            }
            self.edited = None;
            self.hits.clear();
            self.kept.clear();
            (0..self.rounds.len()).for_each(|round| self.apply(round));
            self.compare();
        }
    }

    /// A blank line goes with the line before it, or else with the one behind it.
    fn mark_blank(&mut self) {
        for run in &self.layout.runs {
            let alone = if self.is_open(run) { Status::Open } else { Status::Reformatted };
            for (side, lines) in [(&self.layout.old, &run.old), (&self.layout.new, &run.new)] {
                let row = |line: usize| side.rows[line] as usize;
                let first = lines.clone().find(|&line| !side.line(line).is_empty());
                let mut last = first.map_or(alone, |line| self.statuses[row(line)]);
                for line in lines.clone() {
                    if side.line(line).is_empty() {
                        self.statuses[row(line)] = last;
                    }
                    last = self.statuses[row(line)];
                }
            }
        }
    }

    /// Whether two rows stand in one function, as far as the hunks show it: no line that begins without white
    /// space, as a function's head does, stands between them.
    pub(super) fn within(&self, a: u32, b: u32) -> bool {
        let (first, last) = (a.min(b) as usize, a.max(b) as usize);
        let hunk = |row: usize| self.layout.hunks.partition_point(|hunk| hunk.rows.end <= row);
        let (from, to) = (&self.layout.hunks[hunk(first)], &self.layout.hunks[hunk(last)]);
        let rows = &self.layout.rows;
        let heads = |rows: &[Row<'_>]| {
            rows.iter()
                .any(|row| row.line.text.first().is_some_and(|&b| b.is_ascii_alphabetic() || b == b'_'))
        };
        if from.rows == to.rows {
            return !heads(&rows[first + 1..last]);
        }
        rows[first].file == rows[last].file
            && !from.section.is_empty()
            && from.section == to.section
            && !heads(&rows[first + 1..from.rows.end])
            && !heads(&rows[to.rows.start..last])
    }

    /// Drops the edits that explain too few lines. Returns whether there were any.
    fn withdraw_weak(&mut self) -> bool {
        let lines = self.explained();
        let evidence = self.evidence;
        let mut dropped = false;
        for (round, lines) in self.rounds.iter_mut().zip(&lines) {
            let mut families: HashMap<u32, usize> = HashMap::new();
            for (pattern, lines) in round.list.iter().zip(lines) {
                if let Some(family) = pattern.family {
                    *families.entry(family).or_default() += lines.len();
                }
            }
            let strong = |(pattern, lines): (&Pattern, &HashSet<u32>)| {
                let family = pattern.family.map_or(0, |family| families[&family]);
                let together = lines.len().max(family * usize::from(!lines.is_empty()));
                (together >= evidence.lines as usize).then(|| pattern.clone())
            };
            let list: Vec<_> = round.list.iter().zip(lines).filter_map(strong).collect();
            if list.len() < round.list.len() {
                *round = Patterns::new(list);
                dropped = true;
            }
        }
        dropped
    }

    /// The lines, as rows, that each edit of each round explains.
    pub(super) fn explained(&self) -> Vec<Vec<HashSet<u32>>> {
        let mut lines: Vec<Vec<HashSet<u32>>> =
            self.rounds.iter().map(|round| vec![HashSet::new(); round.list.len()]).collect();
        for &(line, round, edit) in &self.hits {
            let row = self.layout.old.rows[line];
            if self.statuses[row as usize] != Status::Open {
                lines[round][edit].insert(row);
            }
        }
        lines
    }
}
