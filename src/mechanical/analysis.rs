//! Looks for edits, applies them, and gathers what they and moves explain.

use std::collections::HashSet;

use super::layout::{Layout, Row, Run, Side};
use super::pattern::{Pattern, Patterns};
use super::status::{Evidence, Status};
use super::{compare, imports, learn, moved, rewrite};
use crate::diff::Kind;

/// Edits that show only after others were made are looked for so often.
const ROUNDS: usize = 3;
/// When weak edits still turn up after so many times of dropping them, none is believed.
const SETTLES: usize = 8;

/// In a patch that is mechanical for the most part.
const SOME: Evidence = Evidence { lines: 3, block: 3, imports: 1 };
/// In any other: a fix that touches the same name in four lines is no rename.
const MUCH: Evidence = Evidence { lines: 6, block: 6, imports: 3 };

/// The state of the work on one patch.
pub(super) struct Analysis<'s, 'a> {
    pub(super) layout: &'s Layout<'a>,
    pub(super) evidence: Evidence,
    /// The edits of each round: later ones apply to what earlier ones made.
    pub(super) rounds: Vec<Patterns>,
    /// The old side after the edits, where there are any.
    pub(super) edited: Option<Side>,
    /// Which edits changed which lines of the old side: line, round, edit.
    pub(super) hits: Vec<(usize, usize, usize)>,
    /// Rows of context that an edit fits.
    pub(super) kept: Vec<u32>,
    pub(super) statuses: Vec<Status>,
}

impl<'s, 'a> Analysis<'s, 'a> {
    /// Studies a patch.
    pub(super) fn of(layout: &'s Layout<'a>) -> Self {
        let mut analysis = Self::start(layout, SOME);
        let found = analysis.learn();
        // Where little shows no edit, much does not either: what was compared need not be compared again.
        let compared = if found { None } else { Some(analysis.statuses.clone()) };
        analysis.finish();
        if analysis.mostly_explained() {
            return analysis;
        }
        if let Some(statuses) = compared {
            analysis.evidence = MUCH;
            analysis.statuses = statuses;
            for status in analysis.statuses.iter_mut().filter(|status| **status == Status::Moved) {
                *status = Status::Open;
            }
            imports::mark(layout, MUCH, &mut analysis.statuses);
        } else {
            analysis = Self::start(layout, MUCH);
            analysis.learn();
        }
        analysis.finish();
        analysis
    }

    fn finish(&mut self) {
        self.drop_weak();
        self.spread_to_blank();
    }

    fn start(layout: &'s Layout<'a>, evidence: Evidence) -> Self {
        let mut analysis = Self {
            layout,
            evidence,
            rounds: Vec::new(),
            edited: None,
            hits: Vec::new(),
            kept: Vec::new(),
            statuses: Vec::new(),
        };
        analysis.compare();
        analysis
    }

    fn mostly_explained(&self) -> bool {
        let count = |wanted: Status| self.statuses.iter().filter(|&&status| status == wanted).count();
        let changed = self.statuses.len() - count(Status::Context);
        2 * count(Status::Open) <= changed
    }

    fn old(&self) -> &Side {
        self.edited.as_ref().unwrap_or(&self.layout.old)
    }

    /// Looks for edits until no more are found. Returns whether there were any.
    fn learn(&mut self) -> bool {
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
        !self.rounds.is_empty()
    }

    fn is_open(&self, run: &Run) -> bool {
        let open = |&row: &u32| self.statuses[row as usize] == Status::Open;
        self.layout.old.rows[run.old.clone()].iter().any(open)
            || self.layout.new.rows[run.new.clone()].iter().any(open)
    }

    fn apply(&mut self, round: usize) {
        let done = rewrite::rewrite(&self.layout.words, &self.layout.rows, self.old(), &self.rounds[round]);
        self.hits.extend(done.hits.into_iter().map(|(line, edit)| (line, round, edit)));
        self.kept.extend(done.kept);
        self.edited = Some(done.side);
    }

    fn compare(&mut self) {
        let open = |row: &Row<'_>| match row.line.kind {
            Kind::Context => Status::Context,
            Kind::Added | Kind::Removed => Status::Open,
        };
        let mut statuses: Vec<_> = self.layout.rows.iter().map(open).collect();
        imports::mark(self.layout, self.evidence, &mut statuses);
        let mut edited = vec![false; self.layout.old.len()];
        for &(line, ..) in &self.hits {
            edited[line] = true;
        }
        for run in &self.layout.runs {
            compare::mark(self.layout, self.old(), run, &edited, &mut statuses);
        }
        for hunk in &self.layout.hunks {
            let open = |&row: &u32| statuses.get(row as usize) == Some(&Status::Open);
            let sides = [&self.layout.old.rows[hunk.old.clone()], &self.layout.new.rows[hunk.new.clone()]];
            if sides.iter().all(|rows| rows.iter().any(open)) {
                compare::mark(self.layout, self.old(), hunk, &edited, &mut statuses);
            }
        }
        self.statuses = statuses;
    }

    /// Finds the moved blocks, and takes back the edits that in the end explain too little to be called
    /// consistent.
    fn drop_weak(&mut self) {
        for left in (0..SETTLES).rev() {
            let edited = self.edited.take();
            let old = edited.as_ref().unwrap_or(&self.layout.old);
            moved::mark(self.layout, old, self.evidence, &mut self.statuses);
            self.edited = edited;
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
    fn spread_to_blank(&mut self) {
        for run in &self.layout.runs {
            let sides = [(&self.layout.old, &run.old), (&self.layout.new, &run.new)];
            let full = |side: &Side, line: &usize| !side.line(*line).is_empty();
            let all_blank = sides.iter().all(|(side, lines)| !(*lines).clone().any(|line| full(side, &line)));
            for (side, lines) in sides {
                let first = (*lines).clone().find(|line| full(side, line));
                let mut last = match first {
                    Some(line) => self.statuses[side.rows[line] as usize],
                    None if all_blank => Status::Reformatted,
                    None => Status::Open,
                };
                for line in (*lines).clone() {
                    let status = &mut self.statuses[side.rows[line] as usize];
                    if full(side, &line) {
                        last = *status;
                    } else {
                        *status = last;
                    }
                }
            }
        }
    }

    /// Drops the edits that explain too few lines. Returns whether there were any.
    fn withdraw_weak(&mut self) -> bool {
        let lines = self.explained();
        let evidence = self.evidence;
        let mut dropped = false;
        for (round, lines) in self.rounds.iter_mut().zip(&lines) {
            let strong = |(pattern, lines): (&Pattern, &HashSet<u32>)| {
                (lines.len() >= least(pattern, evidence)).then(|| pattern.clone())
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

/// The least removed lines that an edit must explain in the end.
fn least(pattern: &Pattern, evidence: Evidence) -> usize {
    match pattern {
        Pattern::Call(call) if call.callee.declared => 2,
        _ => evidence.lines as usize,
    }
}
