//! Compares what the edits made of the removed lines with the lines that were added.

use std::ops::Range;

use super::align::{self, By, Change};
use super::layout::{Layout, Run, Side, letters};
use super::status::{LEAST_LETTERS, Status};
use crate::diff::Kind;

/// Says which lines of a run, or of a whole hunk, are explained. `edited` tells whether an edit changed a line
/// of the old side; `statuses` are those of the rows.
///
/// A hunk with its context is compared where its runs alone are not the same: when a block is indented, a diff
/// may take a brace of one level for that of another and call it context.
pub(super) fn mark(layout: &Layout<'_>, old: &Side, run: &Run, edited: &[bool], statuses: &mut [Status]) {
    let new = &layout.new;
    let changes = if old.of(&run.old) == new.of(&run.new) {
        Vec::new()
    } else {
        align::lines(old, &run.old, new, &run.new, By::Tokens)
    };
    let groups = Groups::of(old, new, run, &changes);
    let mut kinds = groups.kinds(run, edited);
    groups.drop_shifted(layout, old, run, &mut kinds);
    if !groups.whole {
        groups.drop_light(layout, run, &mut kinds);
    }
    let lines = groups.old.iter().zip(&old.rows[run.old.clone()]);
    for (group, &row) in lines.chain(groups.new.iter().zip(&new.rows[run.new.clone()])) {
        if let Some(kind) = group.and_then(|group| kinds[group])
            && statuses[row as usize] == Status::Open
        {
            statuses[row as usize] = kind;
        }
    }
}

/// The least groups of lines that correspond: no line of one shares a token with a line of another.
#[derive(Default)]
struct Groups {
    /// The group of each removed line; a line that shares no token has none.
    old: Vec<Option<usize>>,
    /// The group of each added line.
    new: Vec<Option<usize>>,
    /// Of each group, whether its two sides are the same.
    same: Vec<bool>,
    /// Of each group, whether a line that has no group stands between it and the one before.
    apart: Vec<bool>,
    /// Whether all lines but blank ones are in groups that are the same.
    whole: bool,
}

impl Groups {
    fn of(old: &Side, new: &Side, run: &Run, changes: &[Change]) -> Self {
        let mut groups =
            Self { old: vec![None; run.old.len()], new: vec![None; run.new.len()], ..Self::default() };
        groups.link(old, new, run, changes);
        for change in changes {
            Self::spoil(&groups.old, &mut groups.same, old, run.old.start, &change.old);
            Self::spoil(&groups.new, &mut groups.same, new, run.new.start, &change.new);
        }
        groups.apart = vec![false; groups.same.len()];
        let lone = Self::part(&groups.old, &mut groups.apart, old, run.old.start)
            | Self::part(&groups.new, &mut groups.apart, new, run.new.start);
        groups.whole = !lone && !groups.same.contains(&false);
        groups
    }

    /// Puts lines that share a token into one group.
    fn link(&mut self, old: &Side, new: &Side, run: &Run, changes: &[Change]) {
        let (a, b) = (old.span(&run.old), new.span(&run.new));
        let (mut x, mut y) = (a.start, b.start);
        let mut lines = (run.old.start, run.new.start);
        let end = Change { old: a.end..a.end, new: b.end..b.end };
        for change in changes.iter().chain([&end]) {
            while x < change.old.start {
                lines = (old.line_from(lines.0, x), new.line_from(lines.1, y));
                let (i, j) = (lines.0 - run.old.start, lines.1 - run.new.start);
                let group = self.old[i].or(self.new[j]).unwrap_or_else(|| {
                    self.same.push(true);
                    self.same.len() - 1
                });
                (self.old[i], self.new[j]) = (Some(group), Some(group));
                // On to where either side begins another line.
                let left = old.span(&(lines.0..lines.0 + 1)).end - x;
                let step = left.min(new.span(&(lines.1..lines.1 + 1)).end - y).min(change.old.start - x);
                (x, y) = (x + step, y + step);
            }
            (x, y) = (change.old.end, change.new.end);
        }
    }

    /// A group with a token the other side lacks is not the same.
    fn spoil(lines: &[Option<usize>], same: &mut [bool], side: &Side, first: usize, tokens: &Range<usize>) {
        let touched = if tokens.is_empty() {
            // What the other side has here stands within a line, or between two.
            match tokens.start.checked_sub(1).map(|before| side.line_of(before)) {
                Some(line) if tokens.start < side.span(&(line..line + 1)).end => line..line + 1,
                _ => return,
            }
        } else {
            side.line_of(tokens.start)..side.line_of(tokens.end - 1) + 1
        };
        for line in touched {
            if let Some(&Some(group)) = line.checked_sub(first).and_then(|at| lines.get(at)) {
                same[group] = false;
            }
        }
    }

    /// Notes the groups before which a line without one stands. Returns whether there is such a line.
    fn part(lines: &[Option<usize>], apart: &mut [bool], side: &Side, first: usize) -> bool {
        let (mut lone, mut any) = (false, false);
        for (at, group) in lines.iter().enumerate() {
            match *group {
                Some(group) => apart[group] |= std::mem::take(&mut lone),
                None => lone |= !side.line(first + at).is_empty(),
            }
            any |= lone;
        }
        any
    }

    /// What explains each group.
    fn kinds(&self, run: &Run, edited: &[bool]) -> Vec<Option<Status>> {
        let mut kinds: Vec<_> = self.same.iter().map(|same| same.then_some(Status::Reformatted)).collect();
        for (group, line) in self.old.iter().zip(run.old.clone()) {
            if let Some(kind) = group.and_then(|group| kinds[group].as_mut())
                && edited[line]
            {
                *kind = Status::Substituted;
            }
        }
        kinds
    }

    /// Drops the groups by which a line that stays would stand for one that goes. A stretch of groups must
    /// hold the same lines of context on both sides: then its old text became its new text.
    fn drop_shifted(&self, layout: &Layout<'_>, old: &Side, run: &Run, kinds: &mut [Option<Status>]) {
        let mut bounds = vec![[None; 2]; kinds.len()];
        let sides = [(&self.old, old, run.old.start), (&self.new, &layout.new, run.new.start)];
        for (side, (lines, rows, first)) in sides.into_iter().enumerate() {
            for (at, group) in lines.iter().enumerate() {
                let row = rows.rows[first + at];
                let context =
                    |row: u32| layout.rows.get(row as usize).is_none_or(|r| r.line.kind == Kind::Context);
                if let Some(group) = group.filter(|_| context(row)) {
                    let bound: &mut Option<(u32, u32)> = &mut bounds[group][side];
                    *bound = Some((bound.map_or(row, |bound| bound.0), row));
                }
            }
        }
        let (mut from, mut held) = (0, [None; 2]);
        for at in 0..kinds.len() {
            if !self.same[at] || self.apart[at] {
                kinds[from..at].fill(None);
                (from, held) = (at, [None; 2]);
            }
            for side in 0..2 {
                held[side] = join(held[side], bounds[at][side]);
            }
            if self.same[at] && held[0] == held[1] {
                (from, held) = (at + 1, [None; 2]);
            }
        }
        kinds[from..].fill(None);
    }

    /// In a run that is not the same as a whole, a brace that matches a brace means nothing: as with moved
    /// blocks, what matches must be of some length.
    fn drop_light(&self, layout: &Layout<'_>, run: &Run, kinds: &mut [Option<Status>]) {
        let mut weights = vec![0; kinds.len()];
        for (group, line) in self.new.iter().zip(run.new.clone()) {
            if let Some(group) = *group {
                weights[group] += letters(layout, layout.new.rows[line]);
            }
        }
        let mut from = 0;
        while from < kinds.len() {
            let next =
                (from + 1..kinds.len()).find(|&at| self.apart[at] || !self.same[at] || !self.same[from]);
            let to = next.unwrap_or(kinds.len());
            if weights[from..to].iter().sum::<usize>() < LEAST_LETTERS {
                for kind in &mut kinds[from..to] {
                    *kind = kind.filter(|&kind| kind == Status::Substituted);
                }
            }
            from = to;
        }
    }
}

/// The first and the last of two stretches, the second behind the first.
fn join(a: Option<(u32, u32)>, b: Option<(u32, u32)>) -> Option<(u32, u32)> {
    match (a, b) {
        (Some((first, _)), Some((_, last))) => Some((first, last)),
        (a, b) => a.or(b),
    }
}
