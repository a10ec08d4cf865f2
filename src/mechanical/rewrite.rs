//! Makes of the removed lines what a table of edits makes of them.
//!
//! Only what is removed is rewritten. A line of context that an edit fits is noted: it kept the old form.

use super::call::{Frames, Slot};
use super::layout::{NO_ROW, Row, Side};
use super::pattern::{Call, Patterns};
use super::token::{COMMA, Token, Words};
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
pub(super) fn rewrite(words: &Words<'_>, rows: &[Row<'_>], old: &Side, edits: &Patterns) -> Rewritten {
    let out = Rewritten { side: Side::default(), hits: Vec::new(), kept: Vec::new() };
    let mut pen = Pen { words, rows, old, edits, out, frames: Frames::default(), at: 0, gap: None, limit: 0 };
    for line in 0..old.len() {
        pen.line(line);
    }
    pen.out
}

struct Pen<'s, 'a> {
    words: &'s Words<'a>,
    rows: &'s [Row<'a>],
    old: &'s Side,
    edits: &'s Patterns,
    out: Rewritten,
    frames: Frames,
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
            } else if row != NO_ROW && self.out.kept.last() != Some(&row) && self.would_change(row) {
                self.out.kept.push(row);
            }
            if self.at < span.end {
                self.out.side.tokens.push(self.old.tokens[self.at]);
                self.pass(1);
            }
        }
        if removed && !span.is_empty() {
            self.add(line);
        }
        self.out.side.close(row);
    }

    fn removed(&self, line: usize) -> bool {
        let row = self.old.rows[line];
        row != NO_ROW && self.rows[row as usize].line.kind == Kind::Removed
    }

    fn file(&self, line: usize) -> u32 {
        self.rows[self.old.rows[line] as usize].file
    }

    fn pass(&mut self, count: usize) {
        for _ in 0..count {
            self.frames.step(self.words, &self.old.tokens, self.at);
            self.at += 1;
        }
    }

    fn would_change(&self, row: u32) -> bool {
        let (tokens, file) = (&self.old.tokens, self.rows[row as usize].file);
        self.edits.replacing(tokens, self.at, file).is_some()
            || (self.gap != Some(self.at)
                && (self.edits.adding(tokens, self.at, file).is_some() || self.argument_gained().is_some()))
            || self.argument_lost().is_some()
    }

    /// Writes what an edit adds at this place.
    fn add(&mut self, line: usize) -> bool {
        if self.gap == Some(self.at) {
            return false;
        }
        self.gap = Some(self.at);
        let file = self.file(line);
        let phrase = self.edits.adding(&self.old.tokens, self.at, file).map(|(at, p)| (at, p.new.clone()));
        let Some((edit, added)) = phrase.or_else(|| self.argument_gained()) else { return false };
        self.out.side.tokens.extend(added);
        self.hit(line, edit);
        true
    }

    /// Writes what an edit makes of the tokens at this place, and passes them.
    fn replace(&mut self, line: usize) -> bool {
        let file = self.file(line);
        let (edit, gone) = if let Some((edit, phrase)) = self.edits.replacing(&self.old.tokens, self.at, file)
            && self.at + phrase.old.len() <= self.limit
        {
            self.out.side.tokens.extend_from_slice(&phrase.new);
            (edit, phrase.old.len())
        } else if let Some((edit, gone)) = self.argument_lost()
            && self.at + gone <= self.limit
        {
            (edit, gone)
        } else {
            return false;
        };
        self.hit(line, edit);
        self.pass(gone);
        true
    }

    fn hit(&mut self, line: usize, edit: usize) {
        if self.out.hits.last() != Some(&(line, edit)) {
            self.out.hits.push((line, edit));
        }
    }

    /// The edit of the call this place is in, and what it is known to stand in.
    fn call(&self) -> Option<(usize, &Call, Place)> {
        let frame = self.frames.top()?;
        let (edit, call) = self.edits.call(frame.callee?)?;
        let tokens = &self.old.tokens;
        let first = self.at == frame.open + 1;
        let comma = self.is(self.at.wrapping_sub(1), b",");
        let next = tokens.get(self.at)?;
        let place = Place {
            first,
            closes: self.words.text(*next) == b")",
            before: (first || comma).then_some(frame.commas),
            behind: frame.commas + 1,
        };
        Some((edit, call, place))
    }

    fn is(&self, at: usize, text: &[u8]) -> bool {
        self.old.tokens.get(at).is_some_and(|&token| self.words.text(token) == text)
    }

    fn argument_gained(&self) -> Option<(usize, Vec<Token>)> {
        let (edit, call, place) = self.call()?;
        if !call.gained {
            return None;
        }
        let behind = match call.slot {
            Slot::At(at) => place.behind == at && !place.first,
            Slot::Last => !place.first,
        };
        let mut added = Vec::with_capacity(call.argument.len() + 1);
        if place.closes && place.first {
            // Empty parentheses: whichever place it is, it is the only one.
            added.extend(&call.argument);
        } else if place.closes && behind {
            added.push(COMMA);
            added.extend(&call.argument);
        } else if Slot::At(place.before?) == call.slot && !place.closes {
            added.extend(&call.argument);
            added.push(COMMA);
        } else {
            return None;
        }
        Some((edit, added))
    }

    fn argument_lost(&self) -> Option<(usize, usize)> {
        let (edit, call, place) = self.call()?;
        let (len, at) = (call.argument.len(), self.at);
        let rest = &self.old.tokens[at..];
        if call.gained {
            return None;
        }
        let here = place.before.is_some_and(|before| call.slot == Slot::At(before));
        if rest.starts_with(&call.argument) {
            let alone = place.first && self.is(at + len, b")");
            let comma = here && self.is(at + len, b",");
            return (alone || comma).then_some((edit, len + usize::from(comma)));
        }
        let last = call.slot == Slot::Last || call.slot == Slot::At(place.behind);
        let fits =
            last && self.is(at, b",") && rest[1..].starts_with(&call.argument) && self.is(at + 1 + len, b")");
        fits.then_some((edit, len + 1))
    }
}

/// Where among the arguments of a call a place is.
struct Place {
    /// Right behind the opening parenthesis.
    first: bool,
    /// Right before the closing one.
    closes: bool,
    /// How many arguments stand before it, where it is the start of one.
    before: Option<u32>,
    /// How many stand before what would follow the argument it is in.
    behind: u32,
}
