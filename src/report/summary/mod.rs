//! What a run has seen, counted: summaries of the parts of an archive add up to that of the whole.
//!
//! Every count is a sum over mails, so it does not matter where an archive is cut or in which order its
//! parts are added. Only findings about several mails need to see them together: they are counted apart.
//! Counts stop at the greatest number there is.

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
use crate::policy::{Grammar, Policy};
use crate::rules;

pub use json::{Summed, SummedError};

/// The use of a declaration that says nothing the policy knows.
const OTHER: &str = "other";

/// The longest `Message-ID` that is kept: that of a line of mail (RFC 5322, 2.1.1).
const LONGEST_ID: usize = 998;

/// How many patches over the limit are named: the first by date, wherever an archive is cut.
const MOST_OVER: usize = 4096;

/// The month of a mail that says no date.
const UNDATED: &str = "undated";

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
    /// Changed lines of patches by class.
    pub classes: BTreeMap<String, Lines>,
    /// Mails by month, `2026-05`, by the sender's clock.
    pub months: BTreeMap<String, Month>,
    /// The patches whose declared code is over the limit, by date, at most [`MOST_OVER`] of them.
    pub over_limit: Vec<Over>,
}

/// The findings of a rule by level.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Levels {
    /// Errors.
    pub errors: u64,
    /// Warnings.
    pub warnings: u64,
    /// Notes.
    pub notes: u64,
}

/// The changed lines of a class.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lines {
    /// Changes of files; a file that two patches change counts twice.
    pub files: u64,
    /// Added lines.
    pub added: u64,
    /// Removed lines.
    pub removed: u64,
}

/// The mails of a month.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Month {
    /// Mails of every kind.
    pub messages: u64,
    /// Patches among them.
    pub patches: u64,
    /// Patches that declare AI use.
    pub declared: u64,
    /// Patches that are over the limit.
    pub over_limit: u64,
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
        if let Some((lines, limit)) = facts.over_limit {
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
            for (at, (class, Counts { added, removed })) in file.by_class().enumerate() {
                let files = u64::from(at == 0);
                self.classes.entry(class.to_owned()).or_default().add(Lines { files, added, removed });
            }
        }
        if declares {
            self.declared += 1;
            for used in uses_of(facts, policy) {
                *self.uses.entry(used).or_default() += 1;
            }
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
        merge(&mut self.classes, other.classes, Lines::add);
        merge(&mut self.months, other.months, Month::add);
        self.over_limit.extend(other.over_limit);
        self.sorted()
    }

    /// The same in the order in which it is told, whatever it was added up from.
    pub fn sorted(mut self) -> Self {
        self.keep_first();
        self
    }

    fn keep_first(&mut self) {
        self.over_limit.sort();
        self.over_limit.truncate(MOST_OVER);
    }

    /// How many rules, uses, classes and months it counts by.
    fn rows(&self) -> usize {
        let rules = self.rules.len() + self.series_rules.len();
        rules + self.uses.len() + self.classes.len() + self.months.len()
    }

    /// What the longest of these is called, in bytes.
    fn longest_name(&self) -> usize {
        let rules = self.rules.keys().chain(self.series_rules.keys());
        let names = rules.chain(self.uses.keys()).chain(self.classes.keys()).chain(self.months.keys());
        names.map(String::len).max().unwrap_or(0)
    }
}

fn add(sum: &mut u64, more: u64) {
    *sum = sum.saturating_add(more);
}

fn merge<T: Default>(into: &mut BTreeMap<String, T>, from: BTreeMap<String, T>, add: impl Fn(&mut T, T)) {
    for (key, value) in from {
        add(into.entry(key).or_default(), value);
    }
}

impl Levels {
    fn add(&mut self, other: Self) {
        add(&mut self.errors, other.errors);
        add(&mut self.warnings, other.warnings);
        add(&mut self.notes, other.notes);
    }
}

impl Lines {
    fn add(&mut self, other: Self) {
        add(&mut self.files, other.files);
        add(&mut self.added, other.added);
        add(&mut self.removed, other.removed);
    }
}

impl Month {
    fn add(&mut self, other: Self) {
        add(&mut self.messages, other.messages);
        add(&mut self.patches, other.patches);
        add(&mut self.declared, other.declared);
        add(&mut self.over_limit, other.over_limit);
    }
}

fn month_of(facts: &Facts) -> String {
    facts.date.as_deref().and_then(|date| date.get(..7)).unwrap_or(UNDATED).to_owned()
}

/// What a patch declares, each once, by the words of the policy: what a mail may say has no end.
fn uses_of(facts: &Facts, policy: &Policy) -> Vec<String> {
    let word = |value: &str| match policy.tag.grammar {
        Grammar::List => {
            let known = policy.tag.values.iter().find(|known| known.eq_ignore_ascii_case(value));
            known.map_or(OTHER, String::as_str).to_owned()
        }
        _ => "code".to_owned(),
    };
    let mut uses: Vec<String> = facts.uses.iter().map(|each| word(&each.value)).collect();
    uses.sort();
    uses.dedup();
    uses
}
