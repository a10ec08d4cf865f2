//! What a maintainer agreed to beforehand: a finding of that rule on that work is a note that says so.

use jiff::civil::Date;
use serde::Deserialize;

use super::Policy;
use super::day::day;
use super::patterns::Glob;
use crate::finding::{Finding, Level};

/// An `[[agreed]]` of a policy file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Agreement {
    /// The rule.
    pub rule: String,
    /// The address of the author, or a pattern for it; none where it is anybody's work.
    author: Option<Glob>,
    /// A pattern for the subject; none where it is any.
    subject: Option<Glob>,
    /// Who agreed.
    pub by: String,
    /// The last day of it.
    #[serde(deserialize_with = "day")]
    pub until: Date,
    /// Why.
    pub reason: String,
}

/// What an agreement may cover: whose work it is, and when it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// The address of the author git would record.
    pub author: String,
    /// The subject as git would record it.
    pub subject: String,
    /// The day on which the last server took it in; none where none did. The sender's own date could be any.
    pub received: Option<Date>,
}

impl Agreement {
    fn covers(&self, rule: &str, submission: &Submission) -> bool {
        let fits = |pattern: &Option<Glob>, text: &str| {
            pattern.as_ref().map(Glob::as_str).is_none_or(|pattern| {
                pattern.eq_ignore_ascii_case(text) || fast_glob::glob_match(whole(pattern), whole(text))
            })
        };
        self.rule == rule
            && fits(&self.author, &submission.author)
            && fits(&self.subject, &submission.subject)
    }
}

/// Without case, and with no slash that a `*` would stop at: a subject is no path.
fn whole(text: &str) -> String {
    text.to_lowercase().replace('/', "\u{2215}")
}

impl Policy {
    /// The same policy, put to use on that day: agreements count until their last, also for what no server has dated.
    pub fn on(self, today: Date) -> Self {
        Self { today: Some(today), ..self }
    }

    /// Makes notes of findings that somebody agreed to beforehand, and says of others that an agreement has ended.
    pub fn apply_agreements(&self, submission: Option<&Submission>, findings: &mut [Finding]) {
        let Some(submission) = submission.filter(|_| !self.agreed.is_empty()) else { return };
        for finding in findings {
            let spoken =
                || self.agreed.iter().enumerate().filter(|(_, each)| each.covers(finding.rule, submission));
            let day = submission.received.or(self.today);
            let holds = |(_, each): &(usize, &Agreement)| day.is_some_and(|day| day <= each.until);
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

    /// The level and the first note of a finding on such a patch, which a server took in on the first day, and which
    /// is checked on the second.
    #[track_caller]
    fn check(
        rule: &'static str,
        [author, subject]: [&str; 2],
        [received, today]: [&str; 2],
        expected: (Level, &str),
    ) {
        let policy = Policy::parse("x.toml", TEXT.to_owned()).unwrap().on(today.parse().unwrap());
        let mut findings = [Finding { rule, ..Finding::new("too large") }];
        let (author, subject) = (author.to_owned(), subject.to_owned());
        policy.apply_agreements(
            Some(&Submission { author, subject, received: received.parse().ok() }),
            &mut findings,
        );
        let note = findings[0].notes.first().map_or("", String::as_str);
        assert_eq!((findings[0].level, note), expected);
    }

    const RULE: &str = "ai-code-too-large";
    const IN_TIME: [&str; 2] = ["2026-12-31", "2030-01-01"];
    const AGREED: (Level, &str) =
        (Level::Note, "agreed to by Ben Woods until 2026-12-31: converted by script");
    const ENDED: (Level, &str) = (Level::Error, "Ben Woods agreed to this until 2026-12-31, which is past");

    #[test]
    fn what_was_agreed_is_a_note() {
        check(RULE, ["Ada@example.org", "hw/net: convert/rename"], IN_TIME, AGREED);
    }

    #[test]
    fn nothing_else_was_agreed() {
        let error = (Level::Error, "");
        check(RULE, ["eve@example.org", "hw/net: convert"], IN_TIME, error);
        check(RULE, ["ada@example.org", "hw/block: convert"], IN_TIME, error);
        check("ai-tag-missing", ["ada@example.org", "hw/net: convert"], IN_TIME, error);
    }

    #[test]
    fn an_agreement_ends() {
        let ada = ["ada@example.org", "hw/net: convert"];
        check(RULE, ada, ["2027-01-01", "2027-01-01"], ENDED);
        check(RULE, ada, ["no server", "2026-12-31"], AGREED);
        check(RULE, ada, ["no server", "2027-01-01"], ENDED);
    }
}
