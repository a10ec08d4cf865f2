//! What a run has seen, counted: summaries of the parts of an archive add up to that of the whole.
//!
//! Every count is a sum over mails, so it does not matter where an archive is cut or in which order its
//! parts are added. Only findings about several mails need to see them together: they are counted apart.
//! Counts stop at the greatest number there is.

mod chart;
mod count;
mod declared;
mod json;
mod text;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Tally;
use super::location::LONGEST_QUOTE;
use crate::counts::Counts;
use crate::escape::cut;
use crate::finding::Level;
use crate::mail_report::{Facts, MailReport};
use crate::patch::Kind;
use crate::policy::Policy;
use crate::rules;

pub(super) use chart::{Chart, Row};
pub use count::{Levels, Lines, Month, Part};
use count::{add, count_each, merge};
pub use json::{Summed, SummedError};

/// The use of a declaration that says nothing the policy knows.
const OTHER: &str = "other";

/// The part of the tree for all that are not counted one by one.
const OTHER_PARTS: &str = "(other)";

/// The most parts of the tree that are counted one by one: a mail may name any.
const MOST_PARTS: usize = 1000;

/// The longest `Message-ID` that is kept: that of a line of mail (RFC 5322, 2.1.1).
const LONGEST_ID: usize = 998;

/// How many patches over the limit are named: the first by date, wherever an archive is cut.
const MOST_OVER: usize = 4096;

/// The month of a mail that says no date.
pub(super) const UNDATED: &str = "undated";

/// The counts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Mails, patches and findings.
    #[serde(flatten)]
    pub tally: Tally,
    /// Patches that declare AI use.
    pub declared: u64,
    /// Findings by rule.
    pub rules: BTreeMap<String, Levels>,
    /// Findings by rule, of rules that look at several mails: a series that is cut in two is not seen whole.
    pub series_rules: BTreeMap<String, Levels>,
    /// Patches by what they declare.
    pub uses: BTreeMap<String, u64>,
    /// Patches by the tag they declare it in.
    #[serde(default)]
    pub tags: BTreeMap<String, u64>,
    /// Changed lines of patches by class.
    pub classes: BTreeMap<String, Lines>,
    /// Patches by the first folder of what they change; one that changes several counts for each.
    #[serde(default)]
    pub parts: BTreeMap<String, Part>,
    /// Mails by month, `2026-05`, by the sender's clock.
    pub months: BTreeMap<String, Month>,
    /// The patches whose declared code is over the limit, by date; at most `MOST_OVER` are kept.
    pub over_limit: Vec<Over>,
}

/// A patch over the limit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Over {
    /// When it was sent.
    pub date: Option<String>,
    /// `Message-ID` with its brackets; none where it is longer than a line of mail may be.
    pub message_id: Option<String>,
    /// The subject as git would record it, at most its first 240 characters.
    pub subject: Option<String>,
    /// The counted lines.
    pub lines: u64,
    /// The lines that the policy allows.
    pub limit: u64,
}

impl Summary {
    /// Counts one mail.
    pub fn count(&mut self, mail: &MailReport, policy: &Policy) {
        let facts = &mail.facts;
        let is_patch = mail.kind == Kind::Patch;
        let declares = is_patch && facts.declared;
        self.tally.count(mail);
        self.count_findings(mail);
        let month = self.months.entry(month_of(facts)).or_default();
        month.messages += 1;
        month.patches += u64::from(is_patch);
        month.declared += u64::from(declares);
        if !is_patch {
            return;
        }
        if let Some((lines, limit)) = facts.over_limit() {
            month.over_limit += 1;
            if self.over_limit.len() == 2 * MOST_OVER {
                self.keep_first();
            }
            self.over_limit.push(Over {
                date: facts.date.clone(),
                message_id: facts.message_id.clone().filter(|id| id.len() <= LONGEST_ID),
                subject: facts.subject.as_deref().map(|subject| cut(subject, LONGEST_QUOTE).into_owned()),
                lines,
                limit,
            });
        }
        for file in &facts.files {
            for (at, (class, lines)) in file.by_class().enumerate() {
                let Counts { added, removed } = lines;
                let (files, declared) = (u64::from(at == 0), if declares { lines.changed() } else { 0 });
                self.classes.entry(class.to_owned()).or_default().add(Lines {
                    files,
                    added,
                    removed,
                    declared,
                });
            }
        }
        let part = Part { patches: 1, declared: u64::from(declares) };
        declared::parts(facts).for_each(|name| self.add_part(name.into_owned(), part));
        if declares {
            self.declared += 1;
            count_each(&mut self.uses, declared::uses(facts, policy));
            count_each(&mut self.tags, declared::tags(facts, policy));
        }
    }

    fn count_findings(&mut self, mail: &MailReport) {
        for finding in &mail.findings {
            let spans = rules::find(finding.rule).is_ok_and(rules::Rule::spans_mails);
            let rules = if spans { &mut self.series_rules } else { &mut self.rules };
            let levels = rules.entry(finding.rule.to_owned()).or_default();
            match finding.level {
                Level::Error => levels.errors += 1,
                Level::Warning => levels.warnings += 1,
                Level::Note | Level::Off => levels.notes += 1,
            }
        }
    }

    fn add_part(&mut self, name: String, part: Part) {
        let is_known = self.parts.len() < MOST_PARTS || self.parts.contains_key(&name);
        self.parts.entry(if is_known { name } else { OTHER_PARTS.to_owned() }).or_default().add(part);
    }

    /// The two together.
    ///
    /// ```
    /// use checkprov::report::Summary;
    /// let nothing = Summary::default();
    /// assert_eq!(nothing.clone().plus(Summary::default()), nothing);
    /// ```
    pub fn plus(mut self, other: Self) -> Self {
        self.tally.add(other.tally);
        add(&mut self.declared, other.declared);
        merge(&mut self.rules, other.rules, Levels::add);
        merge(&mut self.series_rules, other.series_rules, Levels::add);
        merge(&mut self.uses, other.uses, add);
        merge(&mut self.tags, other.tags, add);
        merge(&mut self.classes, other.classes, Lines::add);
        merge(&mut self.months, other.months, Month::add);
        other.parts.into_iter().for_each(|(name, part)| self.add_part(name, part));
        self.over_limit.extend(other.over_limit);
        self.sorted()
    }

    /// The same in the order in which it is shown, whatever it was added up from.
    pub fn sorted(mut self) -> Self {
        self.keep_first();
        self
    }

    fn keep_first(&mut self) {
        self.over_limit.sort();
        self.over_limit.truncate(MOST_OVER);
    }

    /// How many patches are over the limit: the months count those too that are not kept.
    pub(super) fn all_over_limit(&self) -> u64 {
        self.months.values().fold(0, |all, month| all.saturating_add(month.over_limit))
    }

    /// How many rules, uses, tags, classes, parts and months it counts by.
    fn rows(&self) -> usize {
        self.names().count()
    }

    /// What the longest of these is called, in bytes.
    fn longest_name(&self) -> usize {
        self.names().map(String::len).max().unwrap_or(0)
    }

    fn names(&self) -> impl Iterator<Item = &String> {
        let rules = self.rules.keys().chain(self.series_rules.keys());
        let patches = self.uses.keys().chain(self.tags.keys()).chain(self.classes.keys());
        rules.chain(patches).chain(self.parts.keys()).chain(self.months.keys())
    }
}

fn month_of(facts: &Facts) -> String {
    facts.date.as_deref().and_then(|date| date.get(..7)).unwrap_or(UNDATED).to_owned()
}
