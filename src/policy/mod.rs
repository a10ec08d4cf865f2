//! A project's rules on AI use and provenance, as data: `docs/policy.md` has every key.

mod agreement;
mod built_in;
mod classes;
mod day;
mod declaration;
mod discover;
mod effective;
mod error;
mod file;
mod history;
mod layer;
mod load;
mod maintainers;
mod origin;
mod parse;
mod parts;
mod patterns;
mod reply;
mod sentence;
mod spelling;
mod tag;

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;

pub use agreement::{Agreement, Submission};
pub use built_in::{BUILT_IN, BuiltIn, built_in};
pub use classes::{CODE, Classes};
pub use declaration::{Declaration, FormFault, Use, is_negative};
pub use discover::{POLICY_FILE, checkout_of};
pub use error::LoadError;
pub use history::{Heading, HistoryError, Standing};
pub use load::ReadFile;
pub use origin::{Origin, label};
pub use parts::{Part, Reason, Strictest};
pub use reply::{PLACES, Piece, Reply, RulePages, Template};
pub use sentence::Sentence;
pub use spelling::{is_small_help, listed};
pub use tag::{Grammar, OlderForm, TagPattern, TagRules};

use crate::finding::Level;
use layer::Layer;
use patterns::Glob;

/// A policy, read and merged with the one it extends.
#[derive(Debug, Clone)]
pub struct Policy {
    /// Its name, as in `--policy qemu`.
    pub name: String,
    /// Where it comes from: a file may call itself `qemu`, too.
    pub origin: Origin,
    /// What it is, in a line.
    pub title: String,
    /// Whether it holds.
    pub status: Status,
    /// The day it was adopted or proposed; none where it does not say.
    pub date: Option<Date>,
    /// The day another took its place; none while it holds.
    pub until: Option<Date>,
    /// The day its sources were last looked at; none where it does not say.
    pub checked: Option<Date>,
    /// The address of its text.
    pub source: String,
    /// The tag that declares AI use.
    pub tag: TagRules,
    /// What a message must not hold.
    pub forbidden: Forbidden,
    /// How much AI-made code a patch may change.
    pub limit: Limit,
    /// Who must sign off.
    pub sign_off: SignOff,
    /// How an answer to a series is worded.
    pub reply: Reply,
    /// Which files are tests, docs, code.
    pub classes: Classes,
    /// Parts of the tree with rules of their own.
    pub parts: Vec<Part>,
    /// What was agreed to beforehand.
    pub agreed: Vec<Agreement>,
    /// The day on which it is put to use.
    today: Option<Date>,
    /// Authors, by patterns for `Name <address>`, to whose patches no rule but those about reading is put.
    ignore_authors: Vec<Glob>,
    levels: BTreeMap<String, Level>,
    /// The texts it was read from, the file's own first, then those it extends.
    layers: Vec<Layer>,
}

/// Whether a policy holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// The project has adopted it.
    #[default]
    InForce,
    /// Somebody has proposed it.
    Proposed,
    /// Another has taken its place.
    Retired,
}

impl Status {
    /// The word for it in policies.
    pub fn word(self) -> &'static str {
        match self {
            Self::InForce => "in-force",
            Self::Proposed => "proposed",
            Self::Retired => "retired",
        }
    }
}

/// What a message must not hold.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Forbidden {
    /// Tags that must not credit AI. They may name people.
    pub tags: Vec<String>,
    /// Whether any declared or marked AI use is refused.
    pub any_ai: bool,
}

/// How many changed lines a patch may have that declares code.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Limit {
    /// The most lines that pass; none where there is no limit.
    pub lines: Option<u64>,
    /// The classes of files that count.
    pub classes: Vec<String>,
    /// What of a hunk counts.
    pub count: Count,
    /// Lines that do not count.
    pub ignore: Vec<Ignore>,
    /// Explanations that name an area without this limit.
    pub exempt: Vec<String>,
    /// The level of the same limit over a whole series.
    pub(super) series: Option<Level>,
}

impl Default for Limit {
    fn default() -> Self {
        let classes = vec![CODE.to_owned()];
        Self {
            lines: None,
            classes,
            count: Count::Changed,
            ignore: Vec::new(),
            exempt: Vec::new(),
            series: None,
        }
    }
}

/// What of a hunk counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Count {
    /// Added and removed lines.
    Changed,
    /// Added lines.
    Added,
    /// Of each block of changed lines, the greater of added and removed.
    Modified,
}

impl Count {
    /// The word for it in policies.
    pub fn word(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Added => "added",
            Self::Modified => "modified",
        }
    }
}

/// Lines that do not count against the limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ignore {
    /// Lines of white space.
    Blank,
    /// Lines that hold nothing but a comment.
    Comments,
}

/// Who must sign off a patch.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct SignOff {
    /// Whether a `Signed-off-by` must be there.
    pub required: bool,
    /// Whether one must be the author's.
    pub match_author: bool,
    /// The level of a review, an ack or a test that a machine gives; that of a warning where it is not set.
    pub machine_reviews: Option<Level>,
}

/// A line of a policy's text, to show beside a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyLine {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The line's text.
    pub text: String,
    /// The bytes of the text that are the value.
    pub span: std::ops::Range<usize>,
}

impl Policy {
    /// The level the policy sets for a rule, if it sets one.
    pub fn level(&self, rule: &str) -> Option<Level> {
        self.levels.get(rule).copied()
    }

    /// Whether the work of that author is left alone: `Name <address>` fits one of the policy's patterns.
    pub fn ignores(&self, name: &str, address: &str) -> bool {
        let author = || format!("{name} <{address}>");
        self.ignore_authors.iter().any(|pattern| fast_glob::glob_match(pattern.as_str(), author()))
    }

    /// Sets the level of a rule, as `--deny` does.
    pub fn set_level(&mut self, rule: &str, level: Level) {
        self.levels.insert(rule.to_owned(), level);
    }

    /// The texts it was read from: each with its file's name, its own first.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.layers.iter().map(|layer| (layer.file.as_str(), &*layer.text))
    }

    /// Where a value is written, as `limit.lines`: in its own text, else in that which it extends. None where
    /// it is a default that no text spells out.
    pub fn line_of(&self, key: &str) -> Option<PolicyLine> {
        self.layers.iter().find_map(|layer| layer.line_of(key))
    }

    /// Where a value is written in a file; none where it comes from a built-in policy, whose text no one has at hand.
    pub fn own_line_of(&self, key: &str) -> Option<PolicyLine> {
        let files = self.layers.iter().filter(|layer| matches!(layer.text, Cow::Owned(_)));
        files.into_iter().find_map(|layer| layer.line_of(key))
    }

    /// Whether a tag of that key declares AI use under this policy.
    pub fn declares(&self, key: &str) -> bool {
        self.tag.name.iter().chain(&self.tag.also).any(|name| name.eq_ignore_ascii_case(key))
    }
}
