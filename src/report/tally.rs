//! The counts of a run.

use std::fmt::Display;

use serde::{Deserialize, Serialize};

use crate::finding::{Finding, Level};
use crate::mail_report::MailReport;
use crate::patch::Kind;

/// How many of what a run has seen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Mails, of every kind.
    pub messages: u64,
    /// Patches among them.
    pub patches: u64,
    /// Findings that are errors.
    pub errors: u64,
    /// Findings that are warnings.
    pub warnings: u64,
    /// Findings that are notes.
    pub notes: u64,
    /// Mails with a diff that git would apply, which are not judged: they submit no patch.
    #[serde(default)]
    pub not_judged: u64,
}

impl Tally {
    /// Whether the run fails.
    pub fn fails(&self, strict: bool) -> bool {
        self.errors > 0 || (strict && self.warnings > 0)
    }

    /// The counts in a sentence, under the policy of that label.
    pub fn sentence(&self, policy: impl Display) -> String {
        format!(
            "{} checked under {policy}: {}, {}, {}",
            count(self.patches, "patch", "patches"),
            count(self.errors, "error", "errors"),
            count(self.warnings, "warning", "warnings"),
            count(self.notes, "note", "notes"),
        )
    }

    /// What was passed over, in a sentence; none where nothing was.
    pub fn passed_over(&self) -> Option<String> {
        let which = match self.not_judged {
            0 => return None,
            1 => "1 mail is not judged though it holds a diff: it submits".to_owned(),
            many => format!("{many} mails are not judged though they hold a diff: they submit"),
        };
        Some(format!("{which} no patch (`not_judged` in `--format jsonl`)"))
    }

    pub(super) fn add(&mut self, other: Self) {
        self.messages = self.messages.saturating_add(other.messages);
        self.patches = self.patches.saturating_add(other.patches);
        self.errors = self.errors.saturating_add(other.errors);
        self.warnings = self.warnings.saturating_add(other.warnings);
        self.notes = self.notes.saturating_add(other.notes);
        self.not_judged = self.not_judged.saturating_add(other.not_judged);
    }

    pub(super) fn count(&mut self, mail: &MailReport) {
        self.messages += 1;
        self.patches += u64::from(mail.kind == Kind::Patch);
        self.not_judged += u64::from(mail.not_checked.is_some());
        mail.findings.iter().for_each(|finding| self.count_finding(finding));
    }

    pub(super) fn count_finding(&mut self, finding: &Finding) {
        match finding.level {
            Level::Error => self.errors += 1,
            Level::Warning => self.warnings += 1,
            Level::Note => self.notes += 1,
            Level::Off => {}
        }
    }
}

fn count(number: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
