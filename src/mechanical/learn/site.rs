//! The changes of one line together, written the same way in every line.

use std::ops::Range;

use crate::mechanical::align::Change;
use crate::mechanical::layout::{Layout, Side};
use crate::mechanical::token::{Class, Token};

/// Two changes with so few tokens between them, and none of them a word, are one.
const NEAR: usize = 2;

/// A line and what changes on it.
pub(super) struct Site {
    /// The tokens of the old line.
    pub(super) line: Range<usize>,
    pub(super) changes: Vec<Change>,
}

/// The changes, line by line; without those that reach over several.
pub(super) fn by_line(layout: &Layout<'_>, old: &Side, found: &[Change]) -> Vec<Site> {
    let new = &layout.new;
    let same = |a: &Change, b: &Change| !parted(old, &a.old, &b.old) && !parted(new, &a.new, &b.new);
    let whole = |change: &Change| within_line(old, &change.old) && within_line(new, &change.new);
    let lines = found.chunk_by(same).filter(|changes| changes.iter().all(whole));
    lines.filter_map(|changes| site(layout, old, changes)).collect()
}

/// Whether a line begins between two stretches. What is only added stands on either side of where a line begins.
fn parted(side: &Side, a: &Range<usize>, b: &Range<usize>) -> bool {
    let (from, to) = (a.end + usize::from(a.is_empty()), b.start - usize::from(b.is_empty() && b.start > 0));
    begins(side, from, to)
}

fn within_line(side: &Side, at: &Range<usize>) -> bool {
    at.is_empty() || !begins(side, at.start + 1, at.end - 1)
}

/// Whether a line begins at one of the places `from` to `to`.
fn begins(side: &Side, from: usize, to: usize) -> bool {
    from <= to && side.start(side.first_from(from)) <= to
}

fn site(layout: &Layout<'_>, old: &Side, changes: &[Change]) -> Option<Site> {
    let (new, first, last) = (&layout.new, changes.first()?, changes.last()?);
    let begins = new.start(new.line_of(first.new.start)) == first.new.start;
    // What is only added at the end of a line stands where the next one begins.
    let back = usize::from(first.old.is_empty() && !begins);
    let line = old.line_of(first.old.start.checked_sub(back)?);
    let line = old.span(&(line..line + 1));
    let inside = line.start <= first.old.start && last.old.end <= line.end;
    inside.then(|| Site { changes: joined(layout, old, changes, &line), line })
}

/// Of `(a)f(x)` that becomes `g(x)`, either bracket may be the one that stays: changes with hardly anything between them
/// are one, without what its two sides begin or end with.
fn joined(layout: &Layout<'_>, old: &Side, changes: &[Change], line: &Range<usize>) -> Vec<Change> {
    let word = |token: &Token| !matches!(layout.words.class(*token), Class::Mark);
    let near = |a: &Change, b: &Change| {
        let between = &old.tokens[a.old.end..b.old.start];
        between.len() <= NEAR && !between.iter().any(word) && (a.is_one_sided() || b.is_one_sided())
    };
    let join = |changes: &[Change]| {
        let (first, last) = (changes.first()?, changes.last()?);
        Some(trimmed(
            (&old.tokens, first.old.start..last.old.end),
            (&layout.new.tokens, first.new.start..last.new.end),
        ))
    };
    let mut joined: Vec<Change> = changes.chunk_by(near).filter_map(join).collect();
    for at in 0..joined.len() {
        let end = joined.get(at + 1).map_or(line.end, |next| next.old.start);
        slide((&old.tokens, &layout.new.tokens), &mut joined[at], end);
    }
    joined
}

/// Takes a stretch that only comes or goes as far back as it can stand, before `end`: of `f((x))` that becomes `g(f((x)))`,
/// the last bracket.
fn slide((old, new): (&[Token], &[Token]), change: &mut Change, end: usize) {
    while change.is_one_sided() && change.old.end < end && old.get(change.old.end) == new.get(change.new.end)
    {
        let (next, first) = match change.old.is_empty() {
            true => (old[change.old.end], new[change.new.start]),
            false => (old[change.old.end], old[change.old.start]),
        };
        if next != first {
            break;
        }
        for side in [&mut change.old, &mut change.new] {
            (side.start, side.end) = (side.start + 1, side.end + 1);
        }
    }
}

/// A change without what both of its sides end with, and then begin with.
fn trimmed((old, mut a): (&[Token], Range<usize>), (new, mut b): (&[Token], Range<usize>)) -> Change {
    while !a.is_empty() && !b.is_empty() && old[a.end - 1] == new[b.end - 1] {
        (a.end, b.end) = (a.end - 1, b.end - 1);
    }
    while !a.is_empty() && !b.is_empty() && old[a.start] == new[b.start] {
        (a.start, b.start) = (a.start + 1, b.start + 1);
    }
    Change { old: a, new: b }
}
