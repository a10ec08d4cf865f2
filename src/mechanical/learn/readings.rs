//! Finds the tokens that became others.
//!
//! Every change is read at several widths: alone, within its file, as an argument of its call, and with up to four of
//! the tokens around it. The widest reading that recurs and that next to nothing contradicts is taken.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher as _};

use super::changes::{Changes, LONGEST, Sight, Slots, Votes};
use super::families::{families, names};
use crate::mechanical::call::Frames;
use crate::mechanical::pattern::{Pattern, trimmed};
use crate::mechanical::token::{BREAK, Class, NEWLINE, Token, Words};

/// How much of its surroundings a reading asks for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Width {
    /// Nothing, or the file alone.
    Any,
    File,
    /// The argument of a call, by one of its two numbers.
    Slot(usize),
    /// So many of the tokens before it and behind it.
    Near(usize, usize),
}

/// The widths, the widest first.
const WIDTHS: [Width; 12] = [
    Width::Any,
    Width::File,
    Width::Slot(0),
    Width::Slot(1),
    Width::Near(1, 0),
    Width::Near(0, 1),
    Width::Near(1, 1),
    Width::Near(2, 0),
    Width::Near(0, 2),
    Width::Near(2, 2),
    Width::Near(0, 4),
    Width::Near(4, 0),
];

impl Width {
    fn tokens(self) -> (usize, usize) {
        if let Self::Near(left, right) = self { (left, right) } else { (0, 0) }
    }
}

/// The edits that recur.
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
    best.filter(|pattern| seen.insert(pattern.clone())).collect()
}

/// The changes that occur often enough to be an edit.
fn frequent<'c>(changes: &'c Changes<'_, '_>, families: &Families) -> Vec<&'c Sight> {
    let mut cores: HashMap<u64, u32> = HashMap::new();
    let core = |sight: &Sight| {
        let change = &sight.change;
        let (old, new) =
            (&changes.old.tokens[change.old.clone()], &changes.layout.new.tokens[change.new.clone()]);
        hash(&(trimmed(old), trimmed(new)))
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
    let number = |t: &Token| words.class(*t) == Class::Number;
    // What an argument says is for its call to decide.
    let argument = sight.change.is_one_sided() && sight.slots != [None; 2];
    let numbers = old.len() == 1 && new.len() == 1 && number(&old[0]) && number(&new[0]);
    let kind = numbers || old.iter().chain(new).any(word);
    !old.contains(&BREAK) && (argument || (kind && decides(words, old) == decides(words, new)))
}

/// The tokens among some that decide what happens.
pub(super) fn decides<'a>(words: &Words<'a>, tokens: &[Token]) -> Vec<&'a [u8]> {
    let mut list: Vec<&[u8]> =
        tokens.iter().map(|&t| words.text(t)).filter(|t| DECIDES.contains(t)).collect();
    list.sort_unstable();
    list
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

/// The places that a reading fits.
#[derive(Default, Clone, Copy)]
struct Total {
    changed: u32,
    /// They are as they were.
    kept: u32,
}

struct Readings<'c, 's, 'a> {
    changes: &'c Changes<'s, 'a>,
    families: Families,
    /// By reading and result.
    votes: HashMap<u64, Votes>,
    /// By reading, whatever the result.
    total: HashMap<u64, Total>,
    /// By the first token that goes: which lengths there are, a bit each. The first bit is for the tokens that a
    /// reading which only adds may stand next to.
    lengths: Vec<u16>,
}

impl<'c, 's, 'a> Readings<'c, 's, 'a> {
    fn new(changes: &'c Changes<'s, 'a>, families: Families) -> Self {
        let lengths = vec![0; changes.layout.words.len()];
        Self { changes, families, votes: HashMap::new(), total: HashMap::new(), lengths }
    }

    fn vote(&mut self, sight: &Sight) {
        let (at, len) = (sight.change.old.start, sight.change.old.len());
        let tokens = &self.changes.old.tokens;
        let first = if len > 0 { at..at + 1 } else { at.saturating_sub(1)..at + 1 };
        for &token in tokens.get(first).unwrap_or_default() {
            self.lengths[token as usize] |= 1 << len;
        }
        let line = self.changes.line(sight);
        for width in WIDTHS {
            if let Some(reading) = self.reading(at, len, sight.file, &sight.slots, width) {
                self.votes.entry(self.result(reading, sight, width)).or_default().add(line);
                self.total.entry(reading).or_default();
            }
        }
    }

    fn count_changes(&mut self) {
        for sight in &self.changes.sights {
            let (at, len) = (sight.change.old.start, sight.change.old.len());
            self.count(at, len, sight.file, &sight.slots, |total| total.changed += 1);
        }
    }

    /// Counts the places that a reading fits and that did not change.
    fn count_kept(&mut self) {
        let Changes { layout, old, touched, .. } = self.changes;
        let tokens = &old.tokens;
        let mut gaps = self.changes.gaps.iter().peekable();
        let mut frames = Frames::default();
        let kept = |total: &mut Total| total.kept += 1;
        for line in 0..old.len() {
            let row = layout.rows.get(old.rows[line] as usize);
            for at in old.span(&(line..line + 1)) {
                let here = self.lengths[tokens[at] as usize];
                if let Some(row) = row {
                    while gaps.next_if(|&&gap| gap < at).is_some() {}
                    let changed = touched[at] || touched[at - 1] || gaps.peek() == Some(&&at);
                    if !changed && (here | self.lengths[tokens[at - 1] as usize]) & 1 != 0 {
                        self.count(at, 0, row.file, &frames.slots(tokens, at, 0), kept);
                    }
                    for len in (1..=LONGEST).filter(|len| here & (1 << len) != 0) {
                        if touched.get(at..at + len).is_some_and(|core| !core.contains(&true)) {
                            self.count(at, len, row.file, &frames.slots(tokens, at, len), kept);
                        }
                    }
                }
                frames.step(&layout.words, tokens, at);
            }
        }
    }

    fn count(&mut self, at: usize, len: usize, file: u32, slots: &Slots, note: fn(&mut Total)) {
        for width in WIDTHS {
            let reading = self.reading(at, len, file, slots, width);
            if let Some(total) = reading.and_then(|reading| self.total.get_mut(&reading)) {
                note(total);
            }
        }
    }

    /// What names a place at a width; none where the width reaches over an edge, or has nothing to hold on to.
    fn reading(&self, at: usize, len: usize, file: u32, slots: &Slots, width: Width) -> Option<u64> {
        let (left, right) = width.tokens();
        let all = self.changes.old.tokens.get(at.checked_sub(left)?..at + len + right)?;
        let edge = |t: &Token| *t == BREAK || *t == NEWLINE;
        let anchors = all[..left].iter().chain(&all[left + len..]);
        match width {
            Width::Slot(which) => Some(hash(&(slots[which]?, trimmed(all)))),
            _ if anchors.clone().any(edge) || !self.holds(all) => None,
            _ => Some(hash(&(left, right, (width == Width::File).then_some(file), all))),
        }
    }

    /// A name holds a reading to its place; a word of the language does where it is all there is.
    fn holds(&self, tokens: &[Token]) -> bool {
        let words = &self.changes.layout.words;
        tokens.iter().any(|&t| words.class(t) == Class::Name) || self.is_keyword(tokens)
    }

    fn is_keyword(&self, tokens: &[Token]) -> bool {
        matches!(tokens, [only] if self.changes.layout.words.class(*only) == Class::Keyword)
    }

    fn result(&self, reading: u64, sight: &Sight, width: Width) -> u64 {
        let new = &self.changes.layout.new.tokens[sight.change.new.clone()];
        hash(&(reading, if let Width::Slot(_) = width { trimmed(new) } else { new }))
    }

    /// The widest reading of a change that recurs and is not contradicted.
    fn best(&self, sight: &Sight) -> Option<Pattern> {
        let (at, len) = (sight.change.old.start, sight.change.old.len());
        let tokens = &self.changes.old.tokens;
        let family = names(self.changes, sight).and_then(|names| self.families.get(&names)).copied();
        let least = if family.is_some() { 1 } else { self.changes.least };
        let carries = |width: &Width| {
            self.reading(at, len, sight.file, &sight.slots, *width).is_some_and(|reading| {
                let votes = self.votes.get(&self.result(reading, sight, *width)).copied().unwrap_or_default();
                let total = self.total.get(&reading).copied().unwrap_or_default();
                let others = total.changed.saturating_sub(votes.times);
                let keyword =
                    matches!(width, Width::Any | Width::File) && self.is_keyword(&tokens[at..at + len]);
                match width {
                    // Another argument may stand there as well, more seldom.
                    Width::Slot(_) => others <= votes.times && votes.carry(least, total.kept),
                    _ => votes.carry(least, others + total.kept) && (others + total.kept == 0 || !keyword),
                }
            })
        };
        // A call says better than the tokens around it what an argument belongs to.
        let slots = [Width::Slot(1), Width::Slot(0)];
        let width = slots.into_iter().filter(|_| sight.change.is_one_sided()).chain(WIDTHS).find(carries)?;
        let (left, right) = width.tokens();
        let slot = if let Width::Slot(which) = width { sight.slots[which] } else { None };
        let new = &self.changes.layout.new.tokens[sight.change.new.clone()];
        // The comma beside an argument is none of it.
        let argument =
            |side| if slot.is_some() && sight.change.is_one_sided() { trimmed(side) } else { side };
        Some(Pattern {
            family,
            file: (width == Width::File).then_some(sight.file),
            slot,
            begins: false,
            longest: 0,
            left: tokens[at - left..at].to_vec(),
            old: argument(&tokens[at..at + len]).to_vec(),
            right: tokens[at + len..at + len + right].to_vec(),
            new: argument(new).to_vec(),
        })
    }
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
