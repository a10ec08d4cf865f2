//! Makes of the removed lines what a table of edits makes of them.
//!
//! Only what is removed is rewritten. A line of context that an edit fits is noted: it kept the old form.

use std::ops::Range;

use super::call::Frames;
use super::layout::{Layout, NO_ROW, Side};
use super::pattern::{Patterns, Spot};
use crate::diff::Kind;

/// The old side after the edits.
pub(super) struct Rewritten {
    pub(super) side: Side,
    /// Each edit of each removed line it changed, in the order of the lines.
    pub(super) hits: Vec<(usize, usize)>,
    /// Rows of context that an edit fits.
    pub(super) kept: Vec<u32>,
}

/// Applies the edits to the removed lines of `old`.
pub(super) fn rewrite(layout: &Layout<'_>, old: &Side, edits: &Patterns) -> Rewritten {
    let out = Rewritten { side: Side::default(), hits: Vec::new(), kept: Vec::new() };
    let mut pen =
        Pen { layout, old, edits, out, frames: Frames::default(), span: 0..0, at: 0, gap: None, limit: 0 };
    for line in 0..old.len() {
        pen.line(line);
    }
    pen.out
}

struct Pen<'s, 'a> {
    layout: &'s Layout<'a>,
    old: &'s Side,
    edits: &'s Patterns,
    out: Rewritten,
    frames: Frames,
    /// The line it is on.
    span: Range<usize>,
    /// The token it stands before.
    at: usize,
    /// The last place where it looked for something to add.
    gap: Option<usize>,
    /// Where the removed lines it is in end.
    limit: usize,
}

impl Pen<'_, '_> {
    fn line(&mut self, line: usize) {
        let span = self.old.span(&(line..line + 1));
        self.span = span.clone();
        let row = self.old.rows[line];
        let removed = self.removed(line);
        if removed && self.limit <= span.start {
            let end = (line..self.old.len()).find(|&next| !self.removed(next)).unwrap_or(self.old.len());
            self.limit = self.old.span(&(line..end)).end;
        }
        while self.at < span.end {
            if removed {
                self.add(line);
                if self.replace(line) {
                    continue;
                }
            } else if row != NO_ROW && self.out.kept.last() != Some(&row) && self.would_change(line) {
                self.out.kept.push(row);
            }
            self.out.side.tokens.push(self.old.tokens[self.at]);
            self.pass(1);
        }
        if removed && !span.is_empty() {
            self.add(line);
        }
        self.out.side.close(row);
    }

    fn removed(&self, line: usize) -> bool {
        let row = self.old.rows[line];
        row != NO_ROW && self.layout.rows[row as usize].line.kind == Kind::Removed
    }

    fn spot(&self, line: usize) -> Spot<'_> {
        let file = self.layout.rows[self.old.rows[line] as usize].file;
        Spot { tokens: &self.old.tokens, at: self.at, line: &self.span, file, frames: &self.frames }
    }

    fn pass(&mut self, count: usize) {
        for _ in 0..count {
            self.frames.step(&self.layout.words, &self.old.tokens, self.at);
            self.at += 1;
        }
    }

    fn would_change(&self, line: usize) -> bool {
        let spot = self.spot(line);
        self.edits.replacing(spot).is_some()
            || (self.gap != Some(self.at) && self.edits.adding(spot).is_some())
    }

    /// Writes what an edit adds at this place.
    fn add(&mut self, line: usize) {
        if self.gap == Some(self.at) {
            return;
        }
        self.gap = Some(self.at);
        if let Some(edit) = self.edits.adding(self.spot(line)) {
            self.write(line, edit);
        }
    }

    /// Writes what an edit makes of the tokens at this place, and passes them.
    fn replace(&mut self, line: usize) -> bool {
        let found = self.edits.replacing(self.spot(line));
        let Some((edit, gone)) = found.filter(|(_, gone)| self.at + gone <= self.limit) else { return false };
        self.write(line, edit);
        self.pass(gone);
        true
    }

    fn write(&mut self, line: usize, edit: usize) {
        let mut text = Vec::new();
        self.edits.list[edit].write(self.spot(line), &mut text);
        self.out.side.tokens.append(&mut text);
        if self.out.hits.last() != Some(&(line, edit)) {
            self.out.hits.push((line, edit));
        }
    }
}
