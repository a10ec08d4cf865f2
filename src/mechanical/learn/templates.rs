//! Finds the edits that have a variable part: `(struct foo *)get(d)` → `getp(d)`, with another `foo` in each line.
//!
//! Lines that lose the same and gain the same are one group. What all of them share becomes text of the edit; where they
//! differ, it has a hole. As with every edit, a line is explained only where that makes of it what was added.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::changes::{Changes, Votes, open_brackets};
use super::draft::{Draft, shared};
use super::form::Form;
use super::readings::decides;
use crate::mechanical::call::Frames;
use crate::mechanical::hole;
use crate::mechanical::pattern::{Pattern, Patterns, Spot};
use crate::mechanical::token::{Class, Token};

/// So many tokens around what changes belong to the edit, where all lines have them.
const AROUND: usize = 4;

/// The edits with variable parts that recur.
pub(super) fn learn(changes: &Changes<'_, '_>) -> Vec<Pattern> {
    let mut forms: HashMap<Vec<Token>, Vec<Form<'_>>> = HashMap::new();
    for (key, form) in changes.sites.iter().filter_map(|site| Form::of(changes, site)) {
        forms.entry(key).or_default().push(form);
    }
    let mut groups: Vec<_> = forms.into_values().map(|forms| Group { changes, forms }).collect();
    groups.retain(|group| group.forms.len() >= changes.least as usize);
    groups.sort_unstable_by_key(|group| group.forms[0].start());
    let found = groups.iter().filter_map(|group| Some((group.pattern()?, group)));
    let (list, groups): (Vec<_>, Vec<_>) = found.unzip();
    uncontradicted(changes, list, &groups)
}

/// The edits that next to no other place contradicts.
fn uncontradicted(
    changes: &Changes<'_, '_>,
    list: Vec<Pattern>,
    groups: &[&Group<'_, '_, '_, '_>],
) -> Vec<Pattern> {
    let old = changes.old;
    let table = Patterns::new(list);
    // Lines, by where they begin.
    let own: Vec<HashSet<usize>> =
        groups.iter().map(|group| group.forms.iter().map(|form| form.site.line.start).collect()).collect();
    let changed: HashSet<usize> = changes.sites.iter().map(|site| site.line.start).collect();
    let mut votes = vec![(Votes::default(), 0); groups.len()];
    for line in 0..old.len() {
        let Some(row) = changes.layout.rows.get(old.rows[line] as usize) else { continue };
        let line_span = old.span(&(line..line + 1));
        for at in line_span.clone() {
            let frames = &Frames::default();
            let spot = Spot { tokens: &old.tokens, at, line: &line_span, file: row.file, frames };
            for (edit, _) in table.all(spot) {
                if own[edit].contains(&line_span.start) {
                    votes[edit].0.add(line);
                } else if !changed.contains(&line_span.start) {
                    // What becomes of a line that changes in another way, comparing will show.
                    votes[edit].1 += 1;
                }
            }
        }
    }
    let carries = votes.iter().map(|(votes, others)| votes.carry(changes.least, *others));
    table.list.into_iter().zip(carries).filter(|(_, carries)| *carries).map(|(edit, _)| edit).collect()
}

/// Lines that lose and gain the same.
struct Group<'g, 'c, 's, 'a> {
    changes: &'g Changes<'s, 'a>,
    forms: Vec<Form<'c>>,
}

impl Group<'_, '_, '_, '_> {
    /// The edit that says what all have in common; none where that is too little.
    fn pattern(&self) -> Option<Pattern> {
        let first = &self.forms[0];
        let mut draft = Draft::default();
        if first.source.is_some() {
            draft.varies(&self.texts(|form| form.source.as_ref().map_or(0..0, |(from, _)| from.clone())));
        }
        for (number, change) in first.site.changes.iter().enumerate() {
            draft.stays(&self.texts(|form| form.gap(number)));
            for at in 0..change.old.len() {
                draft.goes(&self.texts(|form| form.site.changes[number].old.clone()), at);
            }
            draft.comes(&first.written(self.changes, number));
        }
        let before = self.texts(|form| form.site.line.start..form.start());
        let behind = self.texts(|form| form.end()..form.site.line.end);
        let left = &before[0][before[0].len() - shared(&before, true).min(AROUND)..];
        let right = &behind[0][..shared(&behind, false).min(AROUND)];
        let begins = before.iter().all(|text| text.is_empty());
        draft.finish(left, right, begins).filter(|pattern| self.is_edit(pattern))
    }

    fn texts(&self, range: impl Fn(&Form<'_>) -> Range<usize>) -> Vec<&[Token]> {
        self.forms.iter().map(|form| &self.changes.old.tokens[range(form)]).collect()
    }

    /// Whether it may be an edit: it has a variable part or several parts, a name holds it to its place, and it changes
    /// nothing that decides what happens.
    fn is_edit(&self, pattern: &Pattern) -> bool {
        let words = &self.changes.layout.words;
        let Pattern { old, new, left, right, .. } = pattern;
        let name = |&token: &Token| words.class(token) == Class::Name;
        let hole = |&token: &Token| hole::number(token).is_some();
        let drops = old.iter().any(|token| hole(token) && !new.contains(token));
        let held = old.iter().any(name) || (!drops && left.iter().chain(right).any(name));
        let varies = self.forms[0].site.changes.len() > 1 || old.iter().any(hole);
        held && varies && decides(words, old) == decides(words, new) && open_brackets(old, new) == [0; 3]
    }
}
