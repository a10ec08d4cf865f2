//! Aligns two lists of tokens, in time that goes with their length.
//!
//! Long lists are cut where a few tokens in a row stand once on either side, as patience diff does with lines;
//! the short pieces between such anchors are aligned by Myers' algorithm (`similar`).

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::layout::Side;
use super::token::{Class, Token, Words};

/// Pieces of up to so many tokens on both sides are aligned token by token. Longer ones without an anchor are
/// not aligned at all.
const SHORT: usize = 1024;
/// How many tokens in a row make an anchor: pieces between long ones are searched for shorter ones.
const ANCHORS: [usize; 4] = [8, 3, 1, 3];

/// A stretch of tokens that is not the same on both sides, by places in the two sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) old: Range<usize>,
    pub(super) new: Range<usize>,
}

impl Change {
    /// Whether something only comes or only goes.
    pub(super) fn is_one_sided(&self) -> bool {
        self.old.is_empty() || self.new.is_empty()
    }
}

/// The stretches that differ between some tokens of two sides; what lies between them is the same, in order.
pub(super) fn tokens(old: &Side, a: Range<usize>, new: &Side, b: Range<usize>) -> Vec<Change> {
    let mut out = Vec::new();
    Aligner { old: &old.tokens, new: &new.tokens, out: &mut out }.align(a, b, &ANCHORS);
    out
}

/// The same; where the two differ in nothing but names, they stand opposite each other one by one.
pub(super) fn names(
    words: &Words<'_>,
    old: &Side,
    a: Range<usize>,
    new: &Side,
    b: Range<usize>,
) -> Vec<Change> {
    let name = |token: Token| words.class(token) == Class::Name;
    let pairs = || a.clone().zip(b.clone()).map(|(x, y)| (old.tokens[x], new.tokens[y]));
    if a.len() != b.len() || pairs().any(|(x, y)| x != y && !(name(x) && name(y))) {
        return tokens(old, a, new, b);
    }
    let differ = a.zip(b).filter(|&(x, y)| old.tokens[x] != new.tokens[y]);
    differ.map(|(x, y)| Change { old: x..x + 1, new: y..y + 1 }).collect()
}

struct Aligner<'t> {
    old: &'t [Token],
    new: &'t [Token],
    out: &'t mut Vec<Change>,
}

impl Aligner<'_> {
    fn align(&mut self, mut a: Range<usize>, mut b: Range<usize>, lengths: &[usize]) {
        while !a.is_empty() && !b.is_empty() && self.old[a.start] == self.new[b.start] {
            (a.start, b.start) = (a.start + 1, b.start + 1);
        }
        while !a.is_empty() && !b.is_empty() && self.old[a.end - 1] == self.new[b.end - 1] {
            (a.end, b.end) = (a.end - 1, b.end - 1);
        }
        if a.is_empty() && b.is_empty() {
            return;
        }
        if a.is_empty() || b.is_empty() {
            self.out.push(Change { old: a, new: b });
        } else if a.len() + b.len() <= SHORT {
            self.exactly(&a, &b);
        } else if let Some((&length, shorter)) = lengths.split_first() {
            let (mut x, mut y) = (a.start, b.start);
            for (i, j) in self.anchors(&a, &b, length) {
                if i >= x && j >= y {
                    self.align(x..i, y..j, shorter);
                    (x, y) = (i + length, j + length);
                }
            }
            self.align(x..a.end, y..b.end, shorter);
        } else {
            self.out.push(Change { old: a, new: b });
        }
    }

    fn exactly(&mut self, a: &Range<usize>, b: &Range<usize>) {
        for op in capture_diff_slices(Algorithm::Myers, &self.old[a.clone()], &self.new[b.clone()]) {
            if !matches!(op, DiffOp::Equal { .. }) {
                let (x, y) = (op.old_range(), op.new_range());
                self.out.push(Change {
                    old: a.start + x.start..a.start + x.end,
                    new: b.start + y.start..b.start + y.end,
                });
            }
        }
    }

    /// Where tokens in a row that stand once on either side stand, in the order of both.
    fn anchors(&self, a: &Range<usize>, b: &Range<usize>, length: usize) -> Vec<(usize, usize)> {
        let (olds, news) = (once(self.old, a, length), once(self.new, b, length));
        let mut news = news.into_iter().peekable();
        let mut pairs = Vec::new();
        for (key, x) in olds {
            while news.next_if(|&(other, _)| other < key).is_some() {}
            if let Some((_, y)) = news.next_if(|&(other, _)| other == key)
                && self.old[x..x + length] == self.new[y..y + length]
            {
                pairs.push((x, y));
            }
        }
        pairs.sort_unstable();
        longest_rising(&pairs)
    }
}

/// The tokens in a row that stand once, by a number for each, in the order of the numbers. Where two share a
/// number they are lost as anchors.
fn once(tokens: &[Token], range: &Range<usize>, length: usize) -> Vec<(u64, usize)> {
    let number = |window: &[Token]| {
        window.iter().fold(0u64, |sum, &token| {
            (sum.rotate_left(5) ^ u64::from(token)).wrapping_mul(0x517c_c1b7_2722_0a95)
        })
    };
    let windows = tokens[range.clone()].windows(length).enumerate();
    let mut numbers: Vec<_> = windows.map(|(at, window)| (number(window), range.start + at)).collect();
    numbers.sort_unstable();
    let mut once = Vec::new();
    for same in numbers.chunk_by(|a, b| a.0 == b.0) {
        if let [only] = same {
            once.push(*only);
        }
    }
    once
}

/// The most pairs that rise on both sides, out of pairs in the order of the first.
fn longest_rising(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut ends: Vec<usize> = Vec::new();
    let mut before = vec![None; pairs.len()];
    for (at, pair) in pairs.iter().enumerate() {
        let length = ends.partition_point(|&end| pairs[end].1 < pair.1);
        before[at] = length.checked_sub(1).map(|last| ends[last]);
        if length < ends.len() {
            ends[length] = at;
        } else {
            ends.push(at);
        }
    }
    let mut rising = Vec::new();
    let mut next = ends.last().copied();
    while let Some(at) = next {
        rising.push(pairs[at]);
        next = before[at];
    }
    rising.reverse();
    rising
}
