//! One consistent edit, and the table of them.

use std::collections::HashMap;

use super::call::{Callee, Slot};
use super::token::{Token, Words};

/// More edits than this that begin with one token are not tried: it bounds the work for a token.
const MOST: usize = 32;

/// An edit that was found to recur.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Pattern {
    /// Some tokens become others.
    Phrase(Phrase),
    /// A call gains or loses an argument.
    Call(Call),
}

/// `old` becomes `new` where `left` stands before it and `right` behind it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Phrase {
    /// The number of the family of names it is one of, within its round.
    pub(super) family: Option<u32>,
    /// Only in this file.
    pub(super) file: Option<u32>,
    pub(super) left: Vec<Token>,
    pub(super) old: Vec<Token>,
    pub(super) right: Vec<Token>,
    pub(super) new: Vec<Token>,
}

/// Calls of one function gain or lose an argument.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Call {
    pub(super) callee: Callee,
    pub(super) slot: Slot,
    pub(super) argument: Vec<Token>,
    pub(super) gained: bool,
}

impl Phrase {
    /// Whether it applies before token `at` of a stream.
    pub(super) fn fits(&self, tokens: &[Token], at: usize, file: u32) -> bool {
        self.file.is_none_or(|only| only == file)
            && tokens[at..].starts_with(&self.old)
            && tokens[at + self.old.len()..].starts_with(&self.right)
            && tokens[..at].ends_with(&self.left)
    }

    /// The more an edit asks for, the earlier it is tried.
    fn weight(&self) -> usize {
        4 * self.old.len() + self.left.len() + self.right.len() + usize::from(self.file.is_some())
    }
}

impl Pattern {
    /// The number of the family of names it is one of, within its round.
    pub(super) fn family(&self) -> Option<u32> {
        match self {
            Self::Phrase(phrase) => phrase.family,
            Self::Call(_) => None,
        }
    }

    /// The two sides of the edit as a person would write them.
    pub(super) fn render(&self, words: &Words<'_>) -> (String, String) {
        match self {
            Self::Phrase(phrase) => {
                let side = |middle: &[Token]| words.render(&[&phrase.left, middle, &phrase.right].concat());
                (side(&phrase.old), side(&phrase.new))
            }
            Self::Call(call) => {
                let name = String::from_utf8_lossy(words.text(call.callee.name));
                let argument = words.render(&call.argument);
                let without = format!("{name}(…)");
                let with = match call.slot {
                    Slot::Last => format!("{name}(…, {argument})"),
                    Slot::At(0) => format!("{name}({argument}, …)"),
                    Slot::At(_) => format!("{name}(…, {argument}, …)"),
                };
                if call.gained { (without, with) } else { (with, without) }
            }
        }
    }
}

/// Patterns, found by the token they begin at.
#[derive(Default)]
pub(super) struct Patterns {
    pub(super) list: Vec<Pattern>,
    /// By the first token that goes.
    by_old: HashMap<Token, Vec<usize>>,
    /// Of those that only add: by the token before, or where none is asked for, by the one behind.
    by_left: HashMap<Token, Vec<usize>>,
    by_right: HashMap<Token, Vec<usize>>,
    calls: HashMap<Callee, usize>,
}

impl Patterns {
    /// A table of edits; of two that fit at one place the one that asks for more is taken.
    pub(super) fn new(list: Vec<Pattern>) -> Self {
        let mut edits = Self { list, ..Self::default() };
        let mut order: Vec<usize> = (0..edits.list.len()).collect();
        order.sort_by_key(|&at| match &edits.list[at] {
            Pattern::Phrase(phrase) => std::cmp::Reverse(phrase.weight()),
            Pattern::Call(_) => std::cmp::Reverse(0),
        });
        for at in order {
            match &edits.list[at] {
                Pattern::Call(call) => {
                    edits.calls.entry(call.callee).or_insert(at);
                }
                Pattern::Phrase(phrase) => {
                    let (map, token) = match (phrase.old.first(), phrase.left.last(), phrase.right.first()) {
                        (Some(&first), ..) => (&mut edits.by_old, first),
                        (None, Some(&left), _) => (&mut edits.by_left, left),
                        (None, None, Some(&right)) => (&mut edits.by_right, right),
                        (None, None, None) => continue,
                    };
                    let list: &mut Vec<usize> = map.entry(token).or_default();
                    if list.len() < MOST {
                        list.push(at);
                    }
                }
            }
        }
        edits
    }

    /// The edit that takes tokens away at `at`.
    pub(super) fn replacing(&self, tokens: &[Token], at: usize, file: u32) -> Option<(usize, &Phrase)> {
        self.phrase(self.by_old.get(&tokens[at]), tokens, at, file)
    }

    /// The edit that only adds tokens before `at`.
    pub(super) fn adding(&self, tokens: &[Token], at: usize, file: u32) -> Option<(usize, &Phrase)> {
        let left = at.checked_sub(1).and_then(|before| self.by_left.get(&tokens[before]));
        let right = tokens.get(at).and_then(|next| self.by_right.get(next));
        self.phrase(left, tokens, at, file).or_else(|| self.phrase(right, tokens, at, file))
    }

    /// The edit of the arguments of a call.
    pub(super) fn call(&self, callee: Callee) -> Option<(usize, &Call)> {
        let &at = self.calls.get(&callee)?;
        match &self.list[at] {
            Pattern::Call(call) => Some((at, call)),
            Pattern::Phrase(_) => None,
        }
    }

    fn phrase(
        &self,
        list: Option<&Vec<usize>>,
        tokens: &[Token],
        at: usize,
        file: u32,
    ) -> Option<(usize, &Phrase)> {
        list?.iter().find_map(|&edit| match &self.list[edit] {
            Pattern::Phrase(phrase) if phrase.fits(tokens, at, file) => Some((edit, phrase)),
            _ => None,
        })
    }
}
