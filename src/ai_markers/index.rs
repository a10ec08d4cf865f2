//! The table, sorted by what is looked for: it is read once, when the first marker is looked for.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::LazyLock;

use super::Tool;
use super::sign::{Entry, Sign};
use super::table::TABLE;

/// The signs by kind, each with the entry it is in: they are looked for in every tag of every mail.
#[derive(Default)]
pub(super) struct Index {
    pub(super) addresses: Signs,
    pub(super) named_addresses: Vec<(&'static str, &'static str, &'static Entry)>,
    pub(super) accounts: Signs,
    pub(super) keys: Signs,
    pub(super) sessions: Signs,
    pub(super) keys_with_value: Vec<(&'static str, &'static str, &'static Entry)>,
    pub(super) footers: Signs,
    pub(super) links: Signs,
    /// The names of tools, makers and models by their first word in small letters, the longest first.
    pub(super) names: HashMap<String, Vec<Name>>,
}

type Signs = Vec<(&'static str, &'static Entry)>;

/// A name of one word or more.
#[derive(Debug)]
pub(super) struct Name {
    pub(super) words: Vec<&'static str>,
    pub(super) weight: Weight,
    pub(super) entry: &'static Entry,
}

/// What a name means where nothing else is in the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weight {
    /// Nothing: a maker of many things.
    Maker,
    /// A tool, or somebody or something of that name.
    Namesake,
    /// A tool or a model.
    Tool,
}

pub(super) static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let mut index = Index::default();
    for (entry, sign) in TABLE.iter().flat_map(|entry| entry.signs.iter().map(move |sign| (entry, sign))) {
        match *sign {
            Sign::Address(text) => index.addresses.push((text, entry)),
            Sign::NameAndAddress(name, address) => index.named_addresses.push((name, address, entry)),
            Sign::Account(text) => index.accounts.push((text, entry)),
            Sign::Key(text) => index.keys.push((text, entry)),
            Sign::Session(text) => index.sessions.push((text, entry)),
            Sign::KeyAndValue(key, value) => index.keys_with_value.push((key, value, entry)),
            Sign::Footer(text) => index.footers.push((text, entry)),
            Sign::Link(text) => index.links.push((text, entry)),
            Sign::Product(text) | Sign::Model(text) => index.add(text, Weight::Tool, entry),
            Sign::Namesake(text) => index.add(text, Weight::Namesake, entry),
            Sign::Maker(text) => index.add(text, Weight::Maker, entry),
        }
    }
    for names in index.names.values_mut() {
        names.sort_by_key(|name| Reverse(name.words.len()));
    }
    index
});

impl Index {
    fn add(&mut self, text: &'static str, weight: Weight, entry: &'static Entry) {
        let words: Vec<&str> = text.split([' ', '-']).collect();
        let names = self.names.entry(words[0].to_ascii_lowercase()).or_default();
        names.push(Name { words, weight, entry });
    }
}

/// The tool of the first sign that fits.
pub(super) fn tool(signs: &Signs, fits: impl Fn(&'static str) -> bool) -> Option<Tool> {
    signs.iter().find(|(text, _)| fits(text)).map(|(_, entry)| Tool(entry.tool))
}

/// The tool of the first pair that fits.
pub(super) fn tool_of_pair(
    pairs: &[(&'static str, &'static str, &'static Entry)],
    fits: impl Fn(&'static str, &'static str) -> bool,
) -> Option<Tool> {
    pairs.iter().find(|(one, other, _)| fits(one, other)).map(|(_, _, entry)| Tool(entry.tool))
}
