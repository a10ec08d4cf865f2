//! Finds the phrases that became others.
//!
//! Every change is read at several widths: alone, within its file, and with one or two of the tokens around
//! it. The widest reading that recurs and that next to nothing contradicts is taken.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher as _};

use super::changes::{Changes, LONGEST, Sight, Votes};
use super::families::{families, names};
use crate::mechanical::pattern::{Pattern, Phrase};
use crate::mechanical::token::{BREAK, Class, NEWLINE, Token};

/// How much of its surroundings a reading asks for.
#[derive(Clone, Copy)]
struct Width {
    file: bool,
    left: usize,
    right: usize,
}

/// The widths, the widest first.
const WIDTHS: [Width; 9] = [
    Width { file: false, left: 0, right: 0 },
    Width { file: true, left: 0, right: 0 },
    Width { file: false, left: 1, right: 0 },
    Width { file: false, left: 0, right: 1 },
    Width { file: false, left: 1, right: 1 },
    Width { file: false, left: 2, right: 0 },
    Width { file: false, left: 0, right: 2 },
    Width { file: false, left: 2, right: 1 },
    Width { file: false, left: 2, right: 2 },
];

/// The phrases that recur.
pub(super) fn learn(changes: &Changes<'_, '_>) -> Vec<Pattern> {
    let families = families(changes);
    let frequent = frequent(changes, &families);
    let mut readings = Readings::new(changes, families);
    for sight in &frequent {
        readings.vote(sight);
    }
    readings.count_changes();
    readings.count_kept();
    let mut seen = HashSet::new();
    let best = frequent.iter().filter_map(|sight| readings.best(sight));
    best.filter(|phrase| seen.insert(phrase.clone())).map(Pattern::Phrase).collect()
}

/// The changes that occur often enough to be an edit.
fn frequent<'c>(changes: &'c Changes<'_, '_>, families: &Families) -> Vec<&'c Sight> {
    let mut cores: HashMap<u64, u32> = HashMap::new();
    let core = |sight: &Sight| {
        let change = &sight.change;
        hash(&(&changes.old.tokens[change.old.clone()], &changes.layout.new.tokens[change.new.clone()]))
    };
    for sight in &changes.sights {
        *cores.entry(core(sight)).or_default() += 1;
    }
    changes
        .sights
        .iter()
        .filter(|sight| {
            let family = names(changes, sight).is_some_and(|names| families.contains_key(&names));
            (family || cores[&core(sight)] >= changes.least) && may_recur(changes, sight)
        })
        .collect()
}

/// Whether a change is of a kind that may be an edit. One that changes operators alone, or what decides what
/// happens, is not: it changes what the code does, however often it is made. One number for another is, where a
/// name holds it to its place; it is marked.
fn may_recur(changes: &Changes<'_, '_>, sight: &Sight) -> bool {
    let words = &changes.layout.words;
    let old = &changes.old.tokens[sight.change.old.clone()];
    let new = &changes.layout.new.tokens[sight.change.new.clone()];
    let word = |&t: &Token| matches!(words.class(t), Class::Name | Class::Keyword);
    let decides = |tokens: &[Token]| {
        let mut list: Vec<&[u8]> =
            tokens.iter().map(|&t| words.text(t)).filter(|t| DECIDES.contains(t)).collect();
        list.sort_unstable();
        list
    };
    let number = |t: &Token| words.class(*t) == Class::Number;
    let numbers = old.len() == 1 && new.len() == 1 && number(&old[0]) && number(&new[0]);
    !old.contains(&BREAK) && (numbers || old.iter().chain(new).any(word)) && decides(old) == decides(new)
}

/// Keywords and marks that decide what happens, and the one that ends a statement.
#[rustfmt::skip]
const DECIDES: &[&[u8]] = &[
    b"!", b"!=", b"&&", b";", b"<=", b"==", b">=", b"||", b"FALSE", b"False", b"TRUE", b"True", b"and", b"break",
    b"case", b"continue", b"default", b"do", b"elif", b"else", b"false", b"for", b"goto", b"if", b"ifdef",
    b"ifndef", b"loop", b"match", b"not", b"or", b"return", b"switch", b"throw", b"true", b"while",
    b"yield",
];

/// The number of the family of two names.
type Families = HashMap<(Token, Token), u32>;

struct Readings<'c, 's, 'a> {
    changes: &'c Changes<'s, 'a>,
    families: Families,
    /// By reading and result.
    votes: HashMap<u64, Votes>,
    /// By reading, whatever the result: changes, and places left as they were.
    total: HashMap<u64, u32>,
    /// By the first token that goes: which lengths there are, a bit each.
    lengths: Vec<u16>,
    /// The tokens that a reading which only adds may stand next to.
    beside: Vec<bool>,
}

impl<'c, 's, 'a> Readings<'c, 's, 'a> {
    fn new(changes: &'c Changes<'s, 'a>, families: Families) -> Self {
        let size = changes.layout.words.len();
        Self {
            changes,
            families,
            votes: HashMap::new(),
            total: HashMap::new(),
            lengths: vec![0; size],
            beside: vec![false; size],
        }
    }

    fn vote(&mut self, sight: &Sight) {
        let (at, len) = (sight.change.old.start, sight.change.old.len());
        let tokens = &self.changes.old.tokens;
        match tokens.get(at) {
            Some(&first) if len > 0 => self.lengths[first as usize] |= 1 << len,
            Some(&next) => {
                self.beside[next as usize] = true;
                self.beside[tokens[at.saturating_sub(1)] as usize] = true;
            }
            None => {}
        }
        let line = self.changes.line(sight);
        for width in WIDTHS {
            if let Some(reading) = self.reading(at, len, sight.file, width) {
                self.votes.entry(self.result(reading, sight)).or_default().add(line);
                self.total.entry(reading).or_default();
            }
        }
    }

    fn count_changes(&mut self) {
        for sight in &self.changes.sights {
            self.count(sight.change.old.start, sight.change.old.len(), sight.file);
        }
    }

    /// Counts the places that a reading fits and that did not change.
    fn count_kept(&mut self) {
        let (tokens, touched) = (&self.changes.old.tokens, &self.changes.touched);
        let mut gaps = self.changes.gaps.iter().peekable();
        for line in 0..self.changes.old.len() {
            let span = self.changes.old.span(&(line..line + 1));
            let Some(row) = self.changes.layout.rows.get(self.changes.old.rows[line] as usize) else {
                continue;
            };
            for at in span {
                while gaps.next_if(|&&gap| gap < at).is_some() {}
                let changed = touched[at] || touched[at - 1] || gaps.peek() == Some(&&at);
                if !changed && (self.beside[tokens[at] as usize] || self.beside[tokens[at - 1] as usize]) {
                    self.count(at, 0, row.file);
                }
                let lengths = self.lengths[tokens[at] as usize];
                for len in (1..=LONGEST).filter(|len| lengths & (1 << len) != 0) {
                    if touched.get(at..at + len).is_some_and(|core| !core.contains(&true)) {
                        self.count(at, len, row.file);
                    }
                }
            }
        }
    }

    fn count(&mut self, at: usize, len: usize, file: u32) {
        for width in WIDTHS {
            let reading = self.reading(at, len, file, width);
            if let Some(total) = reading.and_then(|reading| self.total.get_mut(&reading)) {
                *total += 1;
            }
        }
    }

    /// What names a place at a width; none where the width reaches over an edge, or has nothing to hold on to.
    fn reading(&self, at: usize, len: usize, file: u32, width: Width) -> Option<u64> {
        let tokens = &self.changes.old.tokens;
        let all = tokens.get(at.checked_sub(width.left)?..at + len + width.right)?;
        let edge = |t: &Token| *t == BREAK || *t == NEWLINE;
        let anchors = all[..width.left].iter().chain(&all[width.left + len..]);
        if anchors.clone().any(edge) || !self.holds(all) {
            return None;
        }
        Some(hash(&(width.left, width.right, width.file.then_some(file), all)))
    }

    /// A name holds a reading to its place; a word of the language does where it is all there is.
    fn holds(&self, tokens: &[Token]) -> bool {
        let words = &self.changes.layout.words;
        tokens.iter().any(|&t| words.class(t) == Class::Name) || self.is_keyword(tokens)
    }

    fn is_keyword(&self, tokens: &[Token]) -> bool {
        matches!(tokens, [only] if self.changes.layout.words.class(*only) == Class::Keyword)
    }

    fn result(&self, reading: u64, sight: &Sight) -> u64 {
        hash(&(reading, &self.changes.layout.new.tokens[sight.change.new.clone()]))
    }

    /// The widest reading of a change that recurs and is not contradicted.
    fn best(&self, sight: &Sight) -> Option<Phrase> {
        let (at, len) = (sight.change.old.start, sight.change.old.len());
        let tokens = &self.changes.old.tokens;
        let family = names(self.changes, sight).and_then(|names| self.families.get(&names)).copied();
        let least = if family.is_some() { 1 } else { self.changes.least };
        let width = WIDTHS.into_iter().find(|&width| {
            self.reading(at, len, sight.file, width).is_some_and(|reading| {
                let votes = self.votes.get(&self.result(reading, sight)).copied().unwrap_or_default();
                let total = self.total.get(&reading).copied().unwrap_or_default();
                let against = total.saturating_sub(votes.times);
                let keyword = width.left + width.right == 0 && self.is_keyword(&tokens[at..at + len]);
                votes.carry(least, against) && (against == 0 || !keyword)
            })
        })?;
        Some(Phrase {
            family,
            file: width.file.then_some(sight.file),
            left: tokens[at - width.left..at].to_vec(),
            old: tokens[at..at + len].to_vec(),
            right: tokens[at + len..at + len + width.right].to_vec(),
            new: self.changes.layout.new.tokens[sight.change.new.clone()].to_vec(),
        })
    }
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
