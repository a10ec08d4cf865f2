//! A line that may show an edit with a variable part.

use std::ops::Range;

use super::changes::{Changes, LONGEST};
use super::site::Site;
use crate::mechanical::token::{BREAK, CLOSE, Class, HOLE, OPEN, Token};

/// A line that changes at more places is another line.
const MOST_CHANGES: usize = 4;
/// So many tokens before the first change are looked at.
const BEFORE: usize = 64;

/// A line that changes, and what the edit must know of the text before its first change.
pub(super) struct Form<'c> {
    pub(super) site: &'c Site,
    /// The call that the first change is in, where nothing that goes has a name: `f(`, from there.
    call: Option<usize>,
    /// What stands before and is written again into a change, and where in the new side.
    pub(super) source: Option<(Range<usize>, Range<usize>)>,
}

impl<'c> Form<'c> {
    /// The form of a line, and what it shares with lines that lose and gain the same: names that only go may be any.
    pub(super) fn of(changes: &Changes<'_, '_>, site: &'c Site) -> Option<(Vec<Token>, Self)> {
        let (old, new) = (&changes.old.tokens, &changes.layout.new.tokens);
        let name = |token: Token| changes.layout.words.class(token) == Class::Name;
        if site.changes.len() > MOST_CHANGES
            || site.changes.iter().any(|change| change.old.len().max(change.new.len()) > LONGEST)
        {
            return None;
        }
        let source = source(changes, site);
        let named =
            site.changes.iter().any(|change| old[change.old.clone()].iter().any(|&token| name(token)));
        let call = if source.is_none() && !named { call(changes, site) } else { None };
        let form = Self { site, call, source };
        let added = |token| site.changes.iter().any(|change| new[change.new.clone()].contains(&token));
        let mut key: Vec<Token> = call.map(|at| old[at]).into_iter().collect();
        for (number, change) in site.changes.iter().enumerate() {
            key.push(BREAK);
            let gone = old[change.old.clone()].iter();
            key.extend(gone.map(|&token| if name(token) && !added(token) { HOLE } else { token }));
            key.push(BREAK);
            key.extend(form.written(changes, number));
        }
        Some((key, form))
    }

    /// Where the edit begins.
    pub(super) fn start(&self) -> usize {
        let source = self.source.as_ref().map(|(from, _)| from.start);
        source.or(self.call).unwrap_or(self.site.changes[0].old.start)
    }

    pub(super) fn end(&self) -> usize {
        self.site.changes.last().map_or(self.start(), |change| change.old.end)
    }

    /// The stretch that stays before a change: from the last one, or from where the edit begins.
    pub(super) fn gap(&self, before: usize) -> Range<usize> {
        let from = match before.checked_sub(1) {
            Some(last) => self.site.changes[last].old.end,
            None => self.source.as_ref().map_or(self.start(), |(from, _)| from.end),
        };
        from..self.site.changes[before].old.start
    }

    /// What a change writes, with a hole for what it repeats.
    pub(super) fn written(&self, changes: &Changes<'_, '_>, change: usize) -> Vec<Token> {
        let (new, at) = (&changes.layout.new.tokens, self.site.changes[change].new.clone());
        match &self.source {
            Some((_, copy)) if at.start <= copy.start && copy.end <= at.end => {
                [&new[at.start..copy.start], &[HOLE], &new[copy.end..at.end]].concat()
            }
            _ => new[at].to_vec(),
        }
    }
}

/// The first text that a change adds and that stands before all changes, as long as it can be.
fn source(changes: &Changes<'_, '_>, site: &Site) -> Option<(Range<usize>, Range<usize>)> {
    let (old, new) = (&changes.old.tokens, &changes.layout.new.tokens);
    let (from, before) = before(changes, site);
    let name = |token: Token| changes.layout.words.class(token) == Class::Name;
    site.changes.iter().find_map(|change| {
        let gone = &old[change.old.clone()];
        let names = change.new.clone().filter(|&at| name(new[at]) && !gone.contains(&new[at]));
        names.into_iter().find_map(|at| {
            (at + 1..=change.new.end).rev().find_map(|end| {
                let first = from + before.windows(end - at).position(|window| *window == new[at..end])?;
                Some((first..first + (end - at), at..end))
            })
        })
    })
}

/// The call that the first change of a line is in, from its name.
fn call(changes: &Changes<'_, '_>, site: &Site) -> Option<usize> {
    let (from, before) = before(changes, site);
    let mut depth = 0u32;
    for at in (1..before.len()).rev() {
        match before[at] {
            CLOSE => depth += 1,
            OPEN if depth > 0 => depth -= 1,
            OPEN if changes.layout.words.class(before[at - 1]) == Class::Name => return Some(from + at - 1),
            _ => {}
        }
    }
    None
}

/// The tokens of a line before its first change, and where they begin.
fn before<'t>(changes: &'t Changes<'_, '_>, site: &Site) -> (usize, &'t [Token]) {
    let end = site.changes[0].old.start;
    let from = site.line.start.max(end.saturating_sub(BEFORE));
    (from, &changes.old.tokens[from..end])
}
