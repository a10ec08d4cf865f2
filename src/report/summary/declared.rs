//! What is counted of a patch, each word once, by the words of the policy: what a mail may say has no end.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::OTHER;
use crate::escape::cut;
use crate::mail_report::Facts;
use crate::policy::{CODE, Grammar, Policy};

/// The part of the tree that files at its top belong to.
const TOP: &str = "(top)";

/// The most characters of the name of a part.
const LONGEST_PART: usize = 60;

/// The uses that it declares.
pub(super) fn uses<'p>(facts: &Facts, policy: &'p Policy) -> BTreeSet<&'p str> {
    let word = |value: &str| match policy.tag.grammar {
        Grammar::List => spelled(&policy.tag.values, value).unwrap_or(OTHER),
        _ => CODE,
    };
    facts.uses.iter().map(|each| word(&each.value)).collect()
}

/// The tags in which it declares them.
pub(super) fn tags<'p>(facts: &Facts, policy: &'p Policy) -> BTreeSet<&'p str> {
    let known = || policy.tag.name.iter().chain(&policy.tag.also);
    facts.tags.iter().filter_map(|(key, ..)| spelled(known(), key)).collect()
}

/// The parts of the tree that it changes.
pub(super) fn parts(facts: &Facts) -> impl Iterator<Item = Cow<'_, str>> {
    let firsts = facts.files.iter().map(|file| file.path.split_once('/').map_or(TOP, |(first, _)| first));
    let parts: BTreeSet<&str> = firsts.collect();
    parts.into_iter().map(|part| cut(part, LONGEST_PART))
}

fn spelled<'p>(known: impl IntoIterator<Item = &'p String>, word: &str) -> Option<&'p str> {
    known.into_iter().find(|known| known.eq_ignore_ascii_case(word)).map(String::as_str)
}
