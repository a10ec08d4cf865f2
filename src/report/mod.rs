//! Findings, written down: one file a format. A format knows no rule by name.

mod escape;
mod human;
mod jsonl;
mod terse;

use std::io::{self, Write};

pub use escape::escaped;

use crate::finding::{Finding, Level};
use crate::patch::Kind;
use crate::policy::Policy;
use crate::verdict::Verdict;

/// The formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people: the line of the mail, the line of the policy, the cure
    Human,
    /// One line a finding, as checkpatch --terse --show-types prints them
    Terse,
    /// JSON Lines: an object a mail, then a summary
    Jsonl,
    /// For b4's check commands: errors and warnings only, silent when clean
    B4,
}

/// How many of what a run has seen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
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
}

/// Writes the findings of a run in one format.
pub struct Report<'a, W> {
    format: Format,
    policy: &'a Policy,
    out: W,
    tally: Tally,
}

impl Tally {
    fn count(&mut self, verdict: &Verdict) {
        self.messages += 1;
        self.patches += u64::from(verdict.kind == Kind::Patch);
        verdict.findings.iter().for_each(|finding| self.count_finding(finding));
    }

    fn count_finding(&mut self, finding: &Finding) {
        match finding.level {
            Level::Error => self.errors += 1,
            Level::Warning => self.warnings += 1,
            Level::Note => self.notes += 1,
            Level::Off => {}
        }
    }
}

impl<'a, W: Write> Report<'a, W> {
    /// A report that writes to `out`.
    pub fn new(format: Format, policy: &'a Policy, out: W) -> Self {
        Self { format, policy, out, tally: Tally::default() }
    }

    /// Whether the format tells of every mail, or only of findings.
    pub fn tells_all(&self) -> bool {
        matches!(self.format, Format::Jsonl)
    }

    /// Writes one mail.
    pub fn verdict(&mut self, verdict: &Verdict) -> io::Result<()> {
        self.tally.count(verdict);
        match self.format {
            Format::Human => human::verdict(&mut self.out, verdict, self.policy),
            Format::Terse => terse::verdict(&mut self.out, verdict),
            Format::Jsonl => jsonl::verdict(&mut self.out, verdict, self.policy),
            Format::B4 => terse::b4(&mut self.out, verdict),
        }
    }

    /// Counts a mail about which there is nothing to tell.
    pub fn passed(&mut self) {
        self.tally.messages += 1;
    }

    /// Writes what stands at the end, and gives the counts.
    pub fn finish(mut self, about_policy: &[Finding]) -> io::Result<Tally> {
        match self.format {
            Format::Human => {
                for finding in about_policy {
                    self.tally.count_finding(finding);
                }
                human::end(&mut self.out, &self.tally, about_policy, self.policy)?;
            }
            Format::Jsonl => jsonl::end(&mut self.out, &self.tally, self.policy)?,
            Format::Terse | Format::B4 => {}
        }
        self.out.flush()?;
        Ok(self.tally)
    }
}

/// The line of the input, from 1, on which a finding stands: its own, else where its mail begins.
fn line_of(verdict: &Verdict, finding: &Finding) -> u64 {
    own_line(verdict, finding).unwrap_or(verdict.line)
}

/// The line of the input, from 1, on which a finding stands; none where it has none of its own.
fn own_line(verdict: &Verdict, finding: &Finding) -> Option<u64> {
    Some(verdict.line + finding.place.as_ref()?.line? as u64)
}
