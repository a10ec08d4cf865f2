//! One consistent edit, and the table of them.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;

use super::call::{Argument, Frames, Slot};
use super::hole;
use super::token::{CLOSE, COMMA, OPEN, Token, Words};

/// More edits than this that begin with one token are not tried: it bounds the work for a token.
const MOST: usize = 32;

/// An edit that was found to recur: `old` becomes `new` where `left` stands before it and `right` behind it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Pattern {
    /// The number of the family of names it is one of, within its round.
    pub(super) family: Option<u32>,
    /// Only in this file.
    pub(super) file: Option<u32>,
    /// Only in this argument of a call.
    pub(super) slot: Option<Slot>,
    /// Only where a line begins.
    pub(super) begins: bool,
    /// The most tokens that a hole takes.
    pub(super) longest: usize,
    pub(super) left: Vec<Token>,
    pub(super) old: Vec<Token>,
    pub(super) right: Vec<Token>,
    pub(super) new: Vec<Token>,
}

/// A place of the old side: before a token, within some calls.
#[derive(Clone, Copy)]
pub(super) struct Spot<'s> {
    pub(super) tokens: &'s [Token],
    pub(super) at: usize,
    /// The line it stands on.
    pub(super) line: &'s Range<usize>,
    pub(super) file: u32,
    pub(super) frames: &'s Frames,
}

impl Pattern {
    /// Whether it gives a call an argument, or takes one from it: then the comma beside it is none of its tokens.
    fn is_argument(&self) -> bool {
        self.slot.is_some() && (self.old.is_empty() || self.new.is_empty())
    }

    /// How many tokens it takes away at a place; none where it does not apply.
    fn fits(&self, spot: Spot<'_>) -> Option<usize> {
        let Spot { tokens, at, line, file, frames } = spot;
        let gone = self.gone(spot)?;
        let fits = self.file.is_none_or(|only| only == file)
            && (!self.begins || at == line.start)
            && tokens[at + gone..].starts_with(&self.right)
            && tokens[..at].ends_with(&self.left)
            && (self.slot.is_none() || frames.slots(tokens, at, gone).contains(&self.slot));
        fits.then_some(gone)
    }

    fn gone(&self, spot: Spot<'_>) -> Option<usize> {
        let Spot { tokens, at, .. } = spot;
        let whole = &tokens[at..];
        let argument = self.is_argument() && !self.old.is_empty();
        if !argument {
            return Some(hole::fit(self, spot)?.0 - at);
        }
        let rest = whole.strip_prefix(&[COMMA]).unwrap_or(whole);
        let behind = rest.strip_prefix(&self.old[..])?;
        let comma = whole.len() - rest.len();
        let first = || matches!(tokens[..at], [.., OPEN]);
        match behind {
            [CLOSE, ..] if comma == 1 || first() => Some(comma + self.old.len()),
            [COMMA, ..] if comma == 0 && (first() || matches!(tokens[..at], [.., COMMA])) => {
                Some(self.old.len() + 1)
            }
            _ => None,
        }
    }

    /// Writes what stands at a place from now on.
    pub(super) fn write(&self, spot: Spot<'_>, out: &mut Vec<Token>) {
        let Spot { tokens, at, .. } = spot;
        let argument = self.is_argument() && self.old.is_empty();
        let closes = tokens.get(at) == Some(&CLOSE);
        let alone = closes && matches!(tokens[..at], [.., OPEN]);
        out.extend((argument && closes && !alone).then_some(COMMA));
        let held = hole::fit(self, spot).map(|(_, held)| held).unwrap_or_default();
        for &token in &self.new {
            match hole::number(token) {
                Some(hole) => out.extend(&tokens[held[hole].clone()]),
                None => out.push(token),
            }
        }
        out.extend((argument && !closes).then_some(COMMA));
    }

    /// The more an edit asks for, the earlier it is tried.
    fn weight(&self) -> usize {
        let held = usize::from(self.file.is_some()) + 2 * usize::from(self.is_argument());
        4 * self.old.len() + self.left.len() + self.right.len() + held
    }

    /// The two sides of the edit as a person would write them.
    pub(super) fn render(&self, words: &Words<'_>) -> (String, String) {
        let side = |middle: &[Token]| {
            let text = words.render(middle);
            let Some(Slot { callee, argument }) = self.slot else {
                return words.render(&[&self.left, middle, &self.right].concat());
            };
            let name = String::from_utf8_lossy(words.text(callee.name));
            match argument {
                _ if middle.is_empty() => format!("{name}(…)"),
                _ if !self.is_argument() => format!("{name}(… {text} …)"),
                Argument::At(0) => format!("{name}({text}, …)"),
                Argument::At(_) => format!("{name}(…, {text}, …)"),
                Argument::Last => format!("{name}(…, {text})"),
            }
        };
        (side(&self.old), side(&self.new))
    }
}

/// An argument without the comma that parts it from others.
pub(super) fn trimmed(argument: &[Token]) -> &[Token] {
    let argument = argument.strip_prefix(&[COMMA]).unwrap_or(argument);
    argument.strip_suffix(&[COMMA]).unwrap_or(argument)
}

/// What a table looks edits up by.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Key {
    /// The first token that goes.
    Old(Token),
    /// That begins with a hole, where a line begins.
    Line,
    /// Of an edit that only adds: the token before it, the one behind it, or the argument it is.
    Left(Token),
    Right(Token),
    Slot(Slot),
}

/// A table of edits.
#[derive(Clone)]
pub(super) struct Patterns {
    pub(super) list: Vec<Pattern>,
    index: HashMap<Key, Vec<usize>>,
}

impl Patterns {
    /// A table of edits; of two that fit at one place the one that asks for more is taken.
    pub(super) fn new(list: Vec<Pattern>) -> Self {
        let mut index: HashMap<Key, Vec<usize>> = HashMap::new();
        let mut order: Vec<usize> = (0..list.len()).collect();
        order.sort_by_key(|&at| Reverse(list[at].weight()));
        for at in order {
            let Pattern { old, left, right, slot, .. } = &list[at];
            let key = match (old.first(), slot, left.last(), right.first()) {
                (Some(&first), ..) if hole::number(first).is_some() => Some(Key::Line),
                (Some(&first), ..) => Some(Key::Old(first)),
                (None, Some(slot), ..) => Some(Key::Slot(*slot)),
                (None, None, Some(&left), _) => Some(Key::Left(left)),
                (None, None, None, right) => right.map(|&right| Key::Right(right)),
            };
            // The last argument goes with the comma before it.
            let comma = (list[at].is_argument() && !old.is_empty()).then_some(Key::Old(COMMA));
            for key in key.into_iter().chain(comma) {
                let same = index.entry(key).or_default();
                if same.len() < MOST {
                    same.push(at);
                }
            }
        }
        Self { list, index }
    }

    /// The edit that takes tokens away at a place, and how many.
    pub(super) fn replacing(&self, spot: Spot<'_>) -> Option<(usize, usize)> {
        self.all(spot).next()
    }

    /// All edits that take tokens away at a place.
    pub(super) fn all(&self, spot: Spot<'_>) -> impl Iterator<Item = (usize, usize)> {
        let line = (spot.at == spot.line.start).then_some(Key::Line);
        let keys = line.into_iter().chain([Key::Old(spot.tokens[spot.at])]);
        keys.flat_map(move |key| self.fitting(key, spot))
    }

    /// The edit that only adds tokens at a place.
    pub(super) fn adding(&self, spot: Spot<'_>) -> Option<usize> {
        let Spot { tokens, at, frames, .. } = spot;
        let slots = frames.slots(tokens, at, 0).into_iter().flatten().map(Key::Slot);
        let left = at.checked_sub(1).map(|before| Key::Left(tokens[before]));
        let right = tokens.get(at).map(|&next| Key::Right(next));
        slots.chain(left).chain(right).flat_map(|key| self.fitting(key, spot)).map(|(edit, _)| edit).next()
    }

    fn fitting(&self, key: Key, spot: Spot<'_>) -> impl Iterator<Item = (usize, usize)> {
        let edits = self.index.get(&key).into_iter().flatten();
        edits.filter_map(move |&edit| Some((edit, self.list[edit].fits(spot)?)))
    }
}
