//! Compares what the edits made of the removed lines with the lines that were added.
//!
//! What is explained is proven: without the lines that stay open, the two sides of a hunk are the same, token for
//! token and in order, and each line of context stands opposite itself, or within a stretch that is the same on
//! both sides as a whole. So a line that came out of its `if`, a call that was doubled and one that was lost
//! leave a line open, whatever else changed around them.

use std::ops::Range;

use super::align;
use super::layout::{Hunk, Layout, Run, Side, letters};
use super::status::{LEAST_LETTERS, Status};
use crate::diff::Kind;

/// Says which changed lines of a hunk are explained. `edited` tells whether an edit changed a line of the old
/// side; `statuses` are those of all rows.
///
/// First run by run: what lies between two lines of context becomes what lies between them now. Then the hunk
/// as a whole: when a block is indented, a diff may take a brace of one level for that of another and call it
/// context.
pub(super) fn mark(
    layout: &Layout<'_>,
    old: &Side,
    hunk: &Hunk<'_>,
    edited: &[bool],
    statuses: &mut [Status],
) {
    for row in hunk.rows.clone() {
        let context = layout.rows[row].line.kind == Kind::Context;
        statuses[row] = if context { Status::Context } else { Status::Open };
    }
    for run in &layout.runs[hunk.runs.clone()] {
        let matched = Matched::of(layout, old, run, edited);
        for (lines, side, found) in [(&run.old, old, &matched.old), (&run.new, &layout.new, &matched.new)] {
            for (line, found) in lines.clone().zip(found) {
                statuses[side.rows[line] as usize] = found.map_or(Status::Open, |found| found.status);
            }
        }
    }
    let open = |side: &Side, lines: &Range<usize>| {
        side.rows[lines.clone()].iter().any(|&row| statuses[row as usize] == Status::Open)
    };
    let lines = &hunk.lines;
    if hunk.rows.len() > layout.runs[hunk.runs.clone()].iter().map(Run::len).sum()
        && open(old, &lines.old)
        && open(&layout.new, &lines.new)
    {
        shifted(layout, old, hunk, &Matched::of(layout, old, lines, edited), statuses);
    }
}

/// Takes over what was found of a whole hunk, from one line of context that stands opposite itself to the next:
/// where all context between them is the same on both sides, and more is explained than run by run.
fn shifted(layout: &Layout<'_>, old: &Side, hunk: &Hunk<'_>, matched: &Matched, statuses: &mut [Status]) {
    let (mut x, mut y) = (0, 0);
    let mut found: Vec<(usize, Status)> = Vec::new();
    let (mut moved, mut sound) = (false, true);
    let take = |found: &mut Vec<(usize, Status)>, use_it: bool, statuses: &mut [Status]| {
        let open = |status: Status| usize::from(status == Status::Open);
        let before: usize = found.iter().map(|&(row, _)| open(statuses[row])).sum();
        let after: usize = found.iter().map(|&(_, status)| open(status)).sum();
        for (row, status) in found.drain(..) {
            if use_it && after < before {
                statuses[row] = status;
            }
        }
    };
    let status = |found: Option<Found>| found.map_or(Status::Open, |found| found.status);
    for row in hunk.rows.clone() {
        match layout.rows[row].line.kind {
            Kind::Removed => {
                found.push((row, status(matched.old[x])));
                x += 1;
            }
            Kind::Added => {
                found.push((row, status(matched.new[y])));
                y += 1;
            }
            Kind::Context => {
                let (a, b) = (hunk.lines.old.start + x, hunk.lines.new.start + y);
                let blank = old.line(a).is_empty() && layout.new.line(b).is_empty();
                let opposite = matched.old[x].is_some_and(|found| {
                    matched.new[y].is_some() && found.opposite(old.start(a)) == layout.new.start(b)
                });
                if opposite {
                    take(&mut found, moved && sound, statuses);
                    (moved, sound) = (false, true);
                } else if !blank {
                    moved = true;
                    sound &= matched.old[x].is_some() && matched.new[y].is_some();
                }
                (x, y) = (x + 1, y + 1);
            }
        }
    }
    take(&mut found, moved && sound, statuses);
}

/// What was found of a line: it is one of a stretch of whole lines that is the same on both sides.
#[derive(Clone, Copy)]
struct Found {
    status: Status,
    /// Where the stretch begins on the old side and on the new.
    starts: (usize, usize),
}

impl Found {
    /// The place of the new side opposite a place of the old.
    fn opposite(self, old: usize) -> usize {
        self.starts.1 + old - self.starts.0
    }
}

/// What was found of the lines of either side.
struct Matched {
    old: Vec<Option<Found>>,
    new: Vec<Option<Found>>,
}

impl Matched {
    fn of(layout: &Layout<'_>, old: &Side, run: &Run, edited: &[bool]) -> Self {
        let new = &layout.new;
        let (a, b) = (old.span(&run.old), new.span(&run.new));
        let changes = if old.tokens[a.clone()] == new.tokens[b.clone()] {
            Vec::new()
        } else {
            align::tokens(old, a.clone(), new, b.clone())
        };
        let mut matched = Self { old: vec![None; run.old.len()], new: vec![None; run.new.len()] };
        let (mut x, mut y) = (a.start, b.start);
        let ends = changes.iter().map(|change| (change.old.start, change.old.end, change.new.end));
        for (end, next_x, next_y) in ends.chain([(a.end, a.end, b.end)]) {
            let stretch = Stretch { layout, old, run, starts: (x, y), len: end - x };
            stretch.mark(edited, changes.is_empty(), &mut matched);
            (x, y) = (next_x, next_y);
        }
        matched
    }
}

/// Tokens that are the same on both sides.
struct Stretch<'s, 'a> {
    layout: &'s Layout<'a>,
    old: &'s Side,
    run: &'s Run,
    starts: (usize, usize),
    len: usize,
}

impl Stretch<'_, '_> {
    /// Marks the lines from the first place where both sides begin a line to the last.
    ///
    /// Where other lines of the run differ, a brace that matches a brace means nothing: as with moved blocks,
    /// what matches must be of some length, unless an edit made it so.
    fn mark(&self, edited: &[bool], whole: bool, matched: &mut Matched) {
        let groups = self.groups();
        let weight = |lines: &Range<usize>| -> usize {
            lines.clone().map(|line| letters(self.layout, self.layout.new.rows[line])).sum()
        };
        let light = !whole && groups.iter().map(|(_, new)| weight(new)).sum::<usize>() < LEAST_LETTERS;
        for (old, new) in groups {
            let status =
                if edited[old.clone()].contains(&true) { Status::Substituted } else { Status::Reformatted };
            if light && status == Status::Reformatted {
                continue;
            }
            let found = Some(Found { status, starts: self.starts });
            for line in old.filter(|&line| !self.old.line(line).is_empty()) {
                matched.old[line - self.run.old.start] = found;
            }
            for line in new.filter(|&line| !self.layout.new.line(line).is_empty()) {
                matched.new[line - self.run.new.start] = found;
            }
        }
    }

    /// The least groups of lines, old and new, that begin and end together.
    fn groups(&self) -> Vec<(Range<usize>, Range<usize>)> {
        let (old, new) = (self.old, &self.layout.new);
        let mut lines =
            (self.first(old, &self.run.old, self.starts.0), self.first(new, &self.run.new, self.starts.1));
        let mut groups = Vec::new();
        let mut open: Option<(usize, usize)> = None;
        while lines.0 <= self.run.old.end && lines.1 <= self.run.new.end {
            let at = (old.start(lines.0) - self.starts.0, new.start(lines.1) - self.starts.1);
            if at.0.max(at.1) > self.len {
                break;
            }
            if at.0 == at.1 {
                if let Some(from) = open.filter(|&from| old.start(from.0) < old.start(lines.0)) {
                    groups.push((from.0..lines.0, from.1..lines.1));
                }
                open = Some(lines);
                lines = (self.next(old, lines.0), self.next(new, lines.1));
            } else if at.0 < at.1 {
                lines.0 += 1;
            } else {
                lines.1 += 1;
            }
        }
        groups
    }

    /// The first line of a side that begins at a token or after it.
    fn first(&self, side: &Side, lines: &Range<usize>, token: usize) -> usize {
        side.first_from(token).max(lines.start)
    }

    /// The next line that begins at another token.
    fn next(&self, side: &Side, line: usize) -> usize {
        let mut next = line + 1;
        while next < side.len() && side.start(next) == side.start(line) {
            next += 1;
        }
        next
    }
}
