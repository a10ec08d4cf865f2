//! What a maintainer agreed to beforehand: a finding of that rule on that work is a note that says so.

use jiff::civil::Date;
use serde::Deserialize;

use super::Policy;
use super::day::day;
use crate::finding::{Finding, Level};

/// An `[[agreed]]` of a policy file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Agreement {
    /// The rule.
    pub rule: String,
    /// The address of the author, or a pattern for it; none where it is anybody's work.
    pub author: Option<String>,
    /// A pattern for the subject; none where it is any.
    pub subject: Option<String>,
    /// Who agreed.
    pub by: String,
    /// The last day of it.
    #[serde(deserialize_with = "a_day")]
    pub until: Date,
    /// Why.
    pub reason: String,
}

/// Whose work a finding is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whose {
    /// The address of the author git would record.
    pub author: String,
    /// The subject as git would record it.
    pub subject: String,
    /// The day of the mail, by the sender's clock; a rule knows no other.
    pub day: Option<Date>,
}

fn a_day<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
    day(from).map(Option::unwrap_or_default)
}

impl Agreement {
    fn speaks_of(&self, rule: &str, whose: &Whose) -> bool {
        let fits = |pattern: &Option<String>, text: &str| {
            pattern.as_deref().is_none_or(|pattern| {
                pattern.eq_ignore_ascii_case(text) || fast_glob::glob_match(whole(pattern), whole(text))
            })
        };
        self.rule == rule && fits(&self.author, &whose.author) && fits(&self.subject, &whose.subject)
    }
}

/// Without case, and with no slash that a `*` would stop at: a subject is no path.
fn whole(text: &str) -> String {
    text.to_lowercase().replace('/', "\u{2215}")
}

impl Policy {
    /// Makes notes of findings that somebody agreed to beforehand, and says of others that an agreement has ended.
    pub fn agree(&self, whose: Option<&Whose>, findings: &mut [Finding]) {
        let Some(whose) = whose.filter(|_| !self.agreed.is_empty()) else { return };
        for finding in findings {
            let spoken =
                || self.agreed.iter().enumerate().filter(|(_, each)| each.speaks_of(finding.rule, whose));
            let holds = |(_, each): &(usize, &Agreement)| whose.day.is_some_and(|day| day <= each.until);
            if let Some((index, each)) = spoken().find(holds) {
                let note = format!("agreed to by {} until {}: {}", each.by, each.until, each.reason);
                finding.level = finding.level.min(Level::Note);
                finding.agreed = Some(index);
                finding.notes.insert(0, note);
            } else if let Some((_, each)) = spoken().max_by_key(|(_, each)| each.until) {
                finding.notes.push(format!("{} agreed to this until {}, which is past", each.by, each.until));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "name = \"x\"\n[[agreed]]\nrule = \"ai-code-too-large\"\nauthor = \"ada@example.org\"\n\
                        subject = \"hw/net: *\"\nby = \"Ben Woods\"\nuntil = \"2026-12-31\"\nreason = \"converted by script\"\n";

    /// The level and the first note of a finding on such a patch.
    #[track_caller]
    fn check(rule: &'static str, author: &str, subject: &str, day: &str, expected: (Level, &str)) {
        let policy = Policy::parse("x.toml", TEXT.to_owned()).unwrap();
        let mut findings = [Finding { rule, ..Finding::new("too large") }];
        let whose = Whose { author: author.to_owned(), subject: subject.to_owned(), day: day.parse().ok() };
        policy.agree(Some(&whose), &mut findings);
        let note = findings[0].notes.first().map_or("", String::as_str);
        assert_eq!((findings[0].level, note), expected);
    }

    #[test]
    fn what_was_agreed_is_a_note() {
        let note = (Level::Note, "agreed to by Ben Woods until 2026-12-31: converted by script");
        check("ai-code-too-large", "Ada@example.org", "hw/net: convert/rename", "2026-12-31", note);
    }

    #[test]
    fn nothing_else_was_agreed() {
        let error = (Level::Error, "");
        check("ai-code-too-large", "eve@example.org", "hw/net: convert", "2026-12-01", error);
        check("ai-code-too-large", "ada@example.org", "hw/block: convert", "2026-12-01", error);
        check("ai-tag-missing", "ada@example.org", "hw/net: convert", "2026-12-01", error);
    }

    #[test]
    fn an_agreement_ends() {
        let ended = (Level::Error, "Ben Woods agreed to this until 2026-12-31, which is past");
        check("ai-code-too-large", "ada@example.org", "hw/net: convert", "2027-01-01", ended);
        check("ai-code-too-large", "ada@example.org", "hw/net: convert", "no day", ended);
    }
}
