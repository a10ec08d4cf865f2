//! Finds the names that change by the same part: `old_open` → `new_open`, `old_close` → `new_close`. Each may
//! stand in one line only; together they recur.

use std::collections::{HashMap, HashSet};

use super::changes::{Changes, Sight};
use crate::mechanical::token::{Class, Token, Words};

/// So many letters and digits of a name stay, or it is another name.
const LEAST_KEPT: usize = 3;
/// So many names make a family.
const LEAST_NAMES: usize = 2;

/// What a name loses and what it gains instead.
type Part<'a> = (&'a [u8], &'a [u8]);

/// The names that change by one part, and the lines that show it.
type Members = (HashSet<(Token, Token)>, HashSet<usize>);

/// The families that recur: of each pair of names that belongs to one, its number.
pub(super) fn families(changes: &Changes<'_, '_>) -> HashMap<(Token, Token), u32> {
    let mut members: HashMap<Part<'_>, Members> = HashMap::new();
    let mut becomes: HashMap<Token, Option<Token>> = HashMap::new();
    for sight in &changes.sights {
        let Some((old, new)) = names(changes, sight) else { continue };
        becomes.entry(old).and_modify(|only| *only = only.filter(|&only| only == new)).or_insert(Some(new));
        if let Some(part) = part(&changes.layout.words, old, new) {
            let family = members.entry(part).or_default();
            family.0.insert((old, new));
            family.1.insert(changes.line(sight));
        }
    }
    let mut families: Vec<_> = members.into_values().collect();
    families.retain(|(pairs, lines)| pairs.len() >= LEAST_NAMES && lines.len() >= changes.least as usize);
    families.sort_by_key(|(pairs, _)| pairs.iter().min().copied());
    let numbered = families.into_iter().zip(0..);
    let pairs = numbered.flat_map(|((pairs, _), number)| pairs.into_iter().map(move |pair| (pair, number)));
    pairs.filter(|((old, new), _)| becomes[old] == Some(*new)).collect()
}

/// The two names of a change that is nothing else.
pub(super) fn names(changes: &Changes<'_, '_>, sight: &Sight) -> Option<(Token, Token)> {
    let change = &sight.change;
    let name = |token: &Token| changes.layout.words.class(*token) == Class::Name;
    match (&changes.old.tokens[change.old.clone()], &changes.layout.new.tokens[change.new.clone()]) {
        ([old], [new]) if name(old) && name(new) => Some((*old, *new)),
        _ => None,
    }
}

/// The part by which two names differ, as far left as it can be; none where too little of the name stays.
fn part<'a>(words: &Words<'a>, old: Token, new: Token) -> Option<Part<'a>> {
    let (old, new) = (words.text(old), words.text(new));
    let same = |pair: &(&u8, &u8)| pair.0 == pair.1;
    let mut start = old.iter().zip(new).take_while(same).count();
    let rest = (&old[start..], &new[start..]);
    let end = rest.0.iter().rev().zip(rest.1.iter().rev()).take_while(same).count();
    let mut ends = (old.len() - end, new.len() - end);
    // `get_obj` → `get_old_obj` gains `old_`, not `ld_o`.
    while start > 0
        && ((ends.0 == start && new[ends.1 - 1] == new[start - 1])
            || (ends.1 == start && old[ends.0 - 1] == old[start - 1]))
    {
        start -= 1;
        ends = (ends.0 - 1, ends.1 - 1);
    }
    let (gone, come) = (&old[start..ends.0], &new[start..ends.1]);
    let kept = [&old[..start], &old[ends.0..]].concat();
    let letters = kept.iter().filter(|b| b.is_ascii_alphanumeric()).count();
    let named = gone.iter().chain(come).any(u8::is_ascii_alphabetic);
    (letters >= LEAST_KEPT && named).then_some((gone, come))
}
