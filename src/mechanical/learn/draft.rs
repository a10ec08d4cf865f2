//! Writes an edit out of what some lines have in common.

use crate::mechanical::hole;
use crate::mechanical::pattern::Pattern;
use crate::mechanical::token::{HOLE, HOLES, Token};

/// So many tokens fit a hole.
const LONGEST: usize = 32;
/// So many tokens an edit may have. It is tried wherever its first token stands, which on a long line is often.
const MOST: usize = 128;

/// An edit in the making.
#[derive(Default)]
pub(super) struct Draft {
    old: Vec<Token>,
    new: Vec<Token>,
    holes: usize,
    /// The longest text that any hole holds.
    longest: usize,
}

impl Draft {
    /// Texts that stay: one where they are the same, else what they share, with a hole in it.
    pub(super) fn stays(&mut self, texts: &[&[Token]]) {
        let front = shared(texts, false);
        let rest: Vec<&[Token]> = texts.iter().map(|text| &text[front..]).collect();
        let back = shared(&rest, true);
        self.both(&texts[0][..front]);
        if rest.iter().any(|rest| rest.len() > back) {
            self.varies(&rest.iter().map(|rest| &rest[..rest.len() - back]).collect::<Vec<_>>());
        }
        self.both(&rest[0][rest[0].len() - back..]);
    }

    /// Texts that stay and differ.
    pub(super) fn varies(&mut self, texts: &[&[Token]]) {
        let hole = self.hole(texts.iter().map(|text| text.len()).max().unwrap_or(0));
        self.both(&[hole]);
    }

    /// A token of texts that go: itself, or any where they differ.
    pub(super) fn goes(&mut self, texts: &[&[Token]], at: usize) {
        let token = texts[0][at];
        let token = if texts.iter().all(|text| text[at] == token) { token } else { self.hole(1) };
        self.old.push(token);
    }

    /// What comes instead.
    pub(super) fn comes(&mut self, tokens: &[Token]) {
        self.new.extend(tokens);
    }

    fn both(&mut self, tokens: &[Token]) {
        self.old.extend(tokens);
        self.new.extend(tokens);
    }

    fn hole(&mut self, longest: usize) -> Token {
        self.longest = self.longest.max(longest);
        self.holes += 1;
        HOLE + self.holes.min(HOLES) as Token - 1
    }

    /// The edit. A hole at its edge needs text beside it, or a line that begins there.
    pub(super) fn finish(mut self, mut left: &[Token], right: &[Token], begins: bool) -> Option<Pattern> {
        let open = |token: Option<&Token>| token.is_some_and(|&token| hole::number(token).is_some());
        if open(self.old.first())
            && let Some((&last, rest)) = left.split_last()
        {
            self.old.insert(0, last);
            self.new.insert(0, last);
            left = rest;
        }
        let begins = open(self.old.first()) && begins;
        let closed = (begins || !open(self.old.first())) && !(open(self.old.last()) && right.is_empty());
        let brief = self.longest <= LONGEST && self.old.len() <= MOST;
        let fits = closed && brief && self.holes <= HOLES && !self.old.is_empty();
        fits.then(|| Pattern {
            family: None,
            file: None,
            slot: None,
            begins,
            longest: self.longest,
            left: left.to_vec(),
            old: self.old,
            right: right.to_vec(),
            new: self.new,
        })
    }
}

/// How many tokens all texts begin with, or end with.
pub(super) fn shared(texts: &[&[Token]], ends: bool) -> usize {
    let same = |a: &[Token], b: &[Token]| {
        let equal = |(x, y): &(&Token, &Token)| x == y;
        if ends {
            a.iter().rev().zip(b.iter().rev()).take_while(equal).count()
        } else {
            a.iter().zip(b).take_while(equal).count()
        }
    };
    texts.iter().map(|text| same(texts[0], text)).min().unwrap_or(0)
}
