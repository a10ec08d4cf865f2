//! The policy file as it is written: every key may be left out, an unknown one is an error.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::layer::Layer;
use super::{Classes, Count, Forbidden, Grammar, Ignore, Limit, Origin, Policy, SignOff, Status, TagRules};
use crate::finding::Level;

/// One policy file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct File {
    name: Option<Name>,
    title: Option<String>,
    status: Option<Status>,
    date: Option<Day>,
    until: Option<Day>,
    source: Option<String>,
    pub(super) extends: Option<String>,
    tag: TagTable,
    forbidden: ForbiddenTable,
    limit: LimitTable,
    sign_off: SignOffTable,
    classes: BTreeMap<String, Vec<String>>,
    levels: BTreeMap<String, Level>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct TagTable {
    name: Option<String>,
    values: Option<Vec<String>>,
    also: Option<Vec<String>>,
    grammar: Option<Grammar>,
    before_sign_off: Option<bool>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct ForbiddenTable {
    tags: Option<Vec<String>>,
    any_ai: Option<bool>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct LimitTable {
    lines: Option<u64>,
    classes: Option<Vec<String>>,
    count: Option<Count>,
    ignore: Option<Vec<Ignore>>,
    exempt: Option<Vec<String>>,
    series: Option<Level>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct SignOffTable {
    required: Option<bool>,
    match_author: Option<bool>,
}

/// A name that looks like no other: `qеmu` with a letter of another alphabet is not told from `qemu`.
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

/// A day as the files write it, `2026-05-28`, so that text sorts as days do.
#[derive(Debug, Deserialize)]
#[serde(try_from = "String")]
struct Day(String);

impl TryFrom<String> for Day {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match text.parse::<jiff::civil::Date>() {
            Ok(day) if day.to_string() == text => Ok(Self(text)),
            _ => Err(format!("`{text}` is not a day; write it as 2026-05-28")),
        }
    }
}

impl File {
    /// What this file says, and where it is silent what `base` says. Lists replace lists. Who speaks, and where
    /// and when, is never taken over: a policy speaks for its own project.
    pub(super) fn over(mut self, base: Self) -> Self {
        let mut classes = base.classes;
        classes.append(&mut self.classes);
        let mut levels = base.levels;
        levels.append(&mut self.levels);
        Self {
            name: self.name,
            title: self.title,
            status: self.status,
            date: self.date,
            until: self.until,
            source: self.source,
            extends: None,
            tag: TagTable {
                name: self.tag.name.or(base.tag.name),
                values: self.tag.values.or(base.tag.values),
                also: self.tag.also.or(base.tag.also),
                grammar: self.tag.grammar.or(base.tag.grammar),
                before_sign_off: self.tag.before_sign_off.or(base.tag.before_sign_off),
            },
            forbidden: ForbiddenTable {
                tags: self.forbidden.tags.or(base.forbidden.tags),
                any_ai: self.forbidden.any_ai.or(base.forbidden.any_ai),
            },
            limit: LimitTable {
                lines: self.limit.lines.or(base.limit.lines),
                classes: self.limit.classes.or(base.limit.classes),
                count: self.limit.count.or(base.limit.count),
                ignore: self.limit.ignore.or(base.limit.ignore),
                exempt: self.limit.exempt.or(base.limit.exempt),
                series: self.limit.series.or(base.limit.series),
            },
            sign_off: SignOffTable {
                required: self.sign_off.required.or(base.sign_off.required),
                match_author: self.sign_off.match_author.or(base.sign_off.match_author),
            },
            classes,
            levels,
        }
    }

    /// The policy it spells out. The error says what does not fit.
    pub(super) fn into_policy(mut self, origin: Origin, layers: Vec<Layer>) -> Result<Policy, String> {
        // `limit.series` is the level of one rule; said of the rule itself, it wins.
        if let Some(level) = self.limit.series {
            self.levels.entry("ai-series-too-large".to_owned()).or_insert(level);
        }
        let (tag, forbidden, limit) = (self.tag, self.forbidden, self.limit);
        Ok(Policy {
            name: self.name.ok_or("it has no `name`")?.0,
            origin,
            title: self.title.unwrap_or_default(),
            status: self.status.unwrap_or(Status::InForce),
            date: self.date.map(|day| day.0).unwrap_or_default(),
            until: self.until.map(|day| day.0),
            source: self.source.unwrap_or_default(),
            tag: TagRules {
                name: tag.name,
                values: tag.values.unwrap_or_default(),
                also: tag.also.unwrap_or_default(),
                grammar: tag.grammar.unwrap_or_default(),
                before_sign_off: tag.before_sign_off.unwrap_or(false),
            },
            forbidden: Forbidden {
                tags: forbidden.tags.unwrap_or_default(),
                any_ai: forbidden.any_ai.unwrap_or(false),
            },
            limit: Limit {
                lines: limit.lines,
                classes: limit.classes.unwrap_or_else(|| vec![super::CODE.to_owned()]),
                count: limit.count.unwrap_or(Count::Changed),
                ignore: limit.ignore.unwrap_or_default(),
                exempt: limit.exempt.unwrap_or_default(),
            },
            sign_off: SignOff {
                required: self.sign_off.required.unwrap_or(false),
                match_author: self.sign_off.match_author.unwrap_or(false),
            },
            classes: Classes::read(self.classes)?,
            levels: self.levels,
            layers,
        })
    }
}
