//! Aligns two lists of tokens, in bounded time.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::layout::Side;
use super::token::{Class, Token, Words};

/// Up to so many tokens on both sides are aligned token by token; above, lines are aligned first, and
/// what stays longer than this is not aligned at all.
const MOST: usize = 1 << 16;

/// A stretch of tokens that is not the same on both sides, by places in the two sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) old: Range<usize>,
    pub(super) new: Range<usize>,
}

/// What makes two lines match before their tokens are looked at.
#[derive(Clone, Copy)]
pub(super) enum By<'w, 'a> {
    /// The same tokens.
    Tokens,
    /// The same tokens but for the names.
    Shape(&'w Words<'a>),
}

/// The stretches that differ between some lines of two sides; what lies between them is the same, in order.
pub(super) fn lines(
    old: &Side,
    old_lines: &Range<usize>,
    new: &Side,
    new_lines: &Range<usize>,
    by: By<'_, '_>,
) -> Vec<Change> {
    let (a, b) = (old.span(old_lines), new.span(new_lines));
    let mut out = Vec::new();
    if let By::Shape(words) = by
        && same_shape(words, old.of(old_lines), new.of(new_lines))
    {
        pairwise(old, a, new, b, &mut out);
    } else if a.len() + b.len() <= MOST {
        tokens(old, a, new, b, &mut out);
    } else {
        let keys = |side: &Side, lines: &Range<usize>| -> Vec<u64> {
            lines.clone().map(|line| key(side.line(line), by)).collect()
        };
        let (olds, news) = (keys(old, old_lines), keys(new, new_lines));
        for op in capture_diff_slices(Algorithm::Myers, &olds, &news) {
            let (from, to) = (op.old_range(), op.new_range());
            let at = |range: Range<usize>, by: usize| range.start + by..range.end + by;
            let (from, to) = (at(from, old_lines.start), at(to, new_lines.start));
            if matches!(op, DiffOp::Equal { .. }) {
                for (x, y) in from.zip(to) {
                    pair(old, old.span(&(x..x + 1)), new, new.span(&(y..y + 1)), &mut out);
                }
            } else {
                tokens(old, old.span(&from), new, new.span(&to), &mut out);
            }
        }
    }
    out
}

/// A number that equal lines share.
pub(super) fn key(tokens: &[Token], by: By<'_, '_>) -> u64 {
    let mut hasher = DefaultHasher::new();
    match by {
        By::Tokens => tokens.hash(&mut hasher),
        By::Shape(words) => {
            for &token in tokens {
                let name = words.class(token) == Class::Name;
                hasher.write_u32(if name { Token::MAX } else { token });
            }
        }
    }
    hasher.finish()
}

fn same_shape(words: &Words<'_>, old: &[Token], new: &[Token]) -> bool {
    let name = |token: Token| words.class(token) == Class::Name;
    old.len() == new.len() && old.iter().zip(new).all(|(&a, &b)| a == b || (name(a) && name(b)))
}

/// Two lines with one key: their tokens stand opposite each other.
fn pair(old: &Side, a: Range<usize>, new: &Side, b: Range<usize>, out: &mut Vec<Change>) {
    if a.len() == b.len() {
        pairwise(old, a, new, b, out);
    } else {
        tokens(old, a, new, b, out);
    }
}

fn pairwise(old: &Side, a: Range<usize>, new: &Side, b: Range<usize>, out: &mut Vec<Change>) {
    for (x, y) in a.zip(b) {
        if old.tokens[x] != new.tokens[y] {
            out.push(Change { old: x..x + 1, new: y..y + 1 });
        }
    }
}

fn tokens(old: &Side, mut a: Range<usize>, new: &Side, mut b: Range<usize>, out: &mut Vec<Change>) {
    while !a.is_empty() && !b.is_empty() && old.tokens[a.start] == new.tokens[b.start] {
        (a.start, b.start) = (a.start + 1, b.start + 1);
    }
    while !a.is_empty() && !b.is_empty() && old.tokens[a.end - 1] == new.tokens[b.end - 1] {
        (a.end, b.end) = (a.end - 1, b.end - 1);
    }
    if a.is_empty() && b.is_empty() {
        return;
    }
    if a.is_empty() || b.is_empty() || a.len() + b.len() > MOST {
        out.push(Change { old: a, new: b });
        return;
    }
    for op in capture_diff_slices(Algorithm::Myers, &old.tokens[a.clone()], &new.tokens[b.clone()]) {
        if !matches!(op, DiffOp::Equal { .. }) {
            let (x, y) = (op.old_range(), op.new_range());
            out.push(Change {
                old: a.start + x.start..a.start + x.end,
                new: b.start + y.start..b.start + y.end,
            });
        }
    }
}
