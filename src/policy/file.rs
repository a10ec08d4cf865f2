//! The policy file as it is written: every key may be left out, an unknown one is an error.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;

use super::agreement::Agreement;
use super::day::day;
use super::parts::{Part, PartFile};
use super::patterns::Glob;
use super::{Classes, Forbidden, Limit, Origin, Policy, Reply, Sentence, SignOff, Status, TagRules};
use crate::finding::Level;

/// One policy file, or several merged.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct File {
    name: Option<Name>,
    title: String,
    status: Status,
    #[serde(deserialize_with = "day")]
    date: Option<Date>,
    #[serde(deserialize_with = "day")]
    until: Option<Date>,
    #[serde(deserialize_with = "day")]
    checked: Option<Date>,
    pub(super) source: String,
    pub(super) extends: Option<String>,
    tag: TagRules,
    forbidden: Forbidden,
    limit: Limit,
    sign_off: SignOff,
    reply: Reply,
    classes: BTreeMap<String, Vec<Glob>>,
    pub(super) levels: BTreeMap<String, Level>,
    pub(super) sentences: BTreeMap<String, Sentence>,
    pub(super) path: Vec<PartFile>,
    pub(super) agreed: Vec<Agreement>,
    ignore_authors: Vec<Glob>,
}

/// The keys with which a policy says who speaks, where and when. They are never taken over from another.
pub(super) const NOT_INHERITED: [&str; 9] =
    ["name", "title", "status", "date", "until", "checked", "source", "extends", "sentences"];

/// A name in ASCII: `qеmu` with a letter of another alphabet looks like `qemu`.
#[derive(Debug, Deserialize)]
#[serde(try_from = "String")]
struct Name(String);

impl TryFrom<String> for Name {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || " -_.".contains(c);
        if (1..=64).contains(&text.len()) && text.chars().all(is_plain) {
            Ok(Self(text))
        } else {
            Err("a name is 1 to 64 ASCII letters, digits, blanks, `-`, `_` or `.`".to_owned())
        }
    }
}

impl File {
    /// The policy it spells out. The error says what does not fit.
    pub(super) fn into_policy(mut self, origin: Origin, parts: Vec<Part>) -> Result<Policy, String> {
        // `limit.series` is the level of one rule; said of the rule itself, it wins.
        if let Some(level) = self.limit.series {
            self.levels.entry("ai-series-too-large".to_owned()).or_insert(level);
        }
        if self.until.is_some() && self.status != Status::Retired {
            let status = self.status.word();
            return Err(format!("`until` is the day a policy was retired, and this one is `{status}`"));
        }
        let classes = Classes::read(self.classes)?;
        for class in &self.limit.classes {
            classes.check("limit.classes", class)?;
        }
        for (value, areas) in &self.tag.areas {
            areas.iter().try_for_each(|class| classes.check(&format!("tag.areas.{value}"), class))?;
        }
        Ok(Policy {
            name: self.name.ok_or("it has no `name`")?.0,
            origin,
            title: self.title,
            status: self.status,
            date: self.date,
            until: self.until,
            checked: self.checked,
            source: self.source,
            tag: self.tag,
            forbidden: self.forbidden,
            limit: self.limit,
            sign_off: self.sign_off,
            reply: self.reply,
            classes,
            parts,
            agreed: self.agreed,
            today: None,
            ignore_authors: self.ignore_authors,
            levels: self.levels,
            layers: Vec::new(),
        })
    }
}
