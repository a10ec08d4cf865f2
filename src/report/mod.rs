//! Findings, written down: one file a format. A format knows no rule by name.
//!
//! A report is begun, told every mail in order, and finished. It keeps no more of what it was told than the
//! format needs, so that its output starts before its input ends. Whatever comes from a mail is escaped.

mod b4_review;
mod github;
mod header;
mod help;
mod human;
mod json;
mod jsonl;
mod junit;
mod location;
mod mechanical;
mod patchwork;
mod reply;
mod sarif;
mod stat;
mod summary;
mod tally;
mod terse;
mod wrap;

use std::io::{self, Write};

pub use json::line as json_line;
pub use summary::{Levels, Lines, Month, Over, Summary, Summed, SummedError};
pub use tally::Tally;

use crate::escape::{self, escaped};
use crate::finding::{Finding, Level};
use crate::mail_report::{Detail, MailReport};
use crate::policy::Policy;
use location::{line_of, own_line};

/// The formats.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people: the line of the mail, the line of the policy, the cure
    #[default]
    Human,
    /// One line a finding, as checkpatch --terse --show-types prints them
    Terse,
    /// JSON Lines: an object a mail, then a summary
    Jsonl,
    /// For b4's check commands: errors and warnings only, silent when clean
    B4,
    /// For b4 review: a JSON array with an object a patch
    B4Review,
    /// JUnit XML for GitLab and Jenkins: a suite a series, a case a patch and rule
    Junit,
    /// SARIF 2.1.0 for code scanning
    Sarif,
    /// Workflow commands for GitHub Actions
    Github,
    /// Patchwork checks: a JSON object a patch
    Patchwork,
    /// An mbox of answers to the senders, to be read before they are sent
    Reply,
}

/// How a report is written.
#[derive(Debug, Clone, Copy, Default)]
pub struct Style {
    /// The format.
    pub format: Format,
    /// Whether warnings fail too.
    pub strict: bool,
    /// Whether people are shown the changed lines of every patch by class.
    pub stat: bool,
    /// Whether people are shown what repeated edits explain of every patch.
    pub mechanical: bool,
    /// Whether everything is counted, for the end.
    pub summary: bool,
    /// Whether people are told of findings only.
    pub quiet: bool,
}

/// Writes the findings of a run in one format.
pub struct Report<'a, W> {
    style: Style,
    policy: &'a Policy,
    out: W,
    tally: Tally,
    /// None where no one asks.
    summary: Option<Summary>,
    shape: Shape,
}

/// A format with what it must remember from mail to mail.
enum Shape {
    Human,
    Terse,
    Jsonl,
    B4,
    B4Review(b4_review::Array),
    Junit(junit::Suites),
    Sarif(sarif::Results),
    Github,
    Patchwork,
    Reply,
}

impl Style {
    /// Whether a finding of that level fails the run.
    pub fn fails(&self, level: Level) -> bool {
        level == Level::Error || (self.strict && level == Level::Warning)
    }
}

impl<'a, W: Write> Report<'a, W> {
    /// A report that writes to `out`.
    pub fn new(style: Style, policy: &'a Policy, out: W) -> Self {
        let shape = match style.format {
            Format::Human => Shape::Human,
            Format::Terse => Shape::Terse,
            Format::Jsonl => Shape::Jsonl,
            Format::B4 => Shape::B4,
            Format::B4Review => Shape::B4Review(b4_review::Array::default()),
            Format::Junit => Shape::Junit(junit::Suites::default()),
            Format::Sarif => Shape::Sarif(sarif::Results::default()),
            Format::Github => Shape::Github,
            Format::Patchwork => Shape::Patchwork,
            Format::Reply => Shape::Reply,
        };
        let summary = style.summary.then(Summary::default);
        Self { style, policy, out, tally: Tally::default(), summary, shape }
    }

    /// Of which mails the report wants to know what they say.
    pub fn detail(&self) -> Detail {
        match self.style.format {
            _ if self.style.summary => Detail::All,
            Format::Jsonl | Format::Junit | Format::Patchwork => Detail::All,
            Format::Human if self.style.stat || self.style.mechanical => Detail::All,
            Format::Human | Format::B4Review | Format::Sarif | Format::Github | Format::Reply => {
                Detail::WithFindings
            }
            Format::Terse | Format::B4 => Detail::None,
        }
    }

    /// Whether it says what changed since the version before.
    pub fn tells_changes(&self) -> bool {
        self.style.format == Format::Human && !self.style.quiet
    }

    /// Writes what stands in front of the first mail.
    pub fn begin(&mut self) -> io::Result<()> {
        match &self.shape {
            Shape::B4Review(_) => b4_review::begin(&mut self.out),
            Shape::Junit(_) => junit::begin(&mut self.out),
            Shape::Sarif(_) => sarif::begin(&mut self.out, self.policy),
            _ => Ok(()),
        }
    }

    /// Writes one mail.
    pub fn mail(&mut self, mail: &MailReport) -> io::Result<()> {
        self.tally.count(mail);
        if let Some(summary) = &mut self.summary {
            summary.count(mail, self.policy);
        }
        self.write(mail)
    }

    fn write(&mut self, mail: &MailReport) -> io::Result<()> {
        let (out, style, policy) = (&mut self.out, &self.style, self.policy);
        match &mut self.shape {
            Shape::Human => human::mail(out, mail, style, policy),
            Shape::Terse => terse::mail(out, mail),
            Shape::Jsonl => jsonl::mail(out, mail, policy),
            Shape::B4 => terse::b4(out, mail),
            Shape::B4Review(array) => array.mail(out, mail, style, policy),
            Shape::Junit(suites) => suites.mail(out, mail, style, policy),
            Shape::Sarif(results) => results.mail(out, mail),
            Shape::Github => github::mail(out, mail),
            Shape::Patchwork => patchwork::mail(out, mail, style, policy),
            Shape::Reply => reply::mail(out, mail, policy),
        }
    }

    /// Counts a mail about which there is nothing to tell.
    pub fn passed(&mut self) {
        self.tally.messages += 1;
    }

    /// Lets what was written be seen.
    pub fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    /// Writes what is said of the policy itself and what stands at the end, and gives the counts.
    ///
    /// A note about the policy is for people alone. One that may fail the run is counted in every format,
    /// for the exit status must not depend on the format.
    pub fn finish(mut self, about_policy: &[Finding]) -> io::Result<Tally> {
        let for_people = self.style.format == Format::Human && !self.style.quiet;
        let is_told = |finding: &&Finding| for_people || finding.level > Level::Note;
        let about_policy: Vec<Finding> = about_policy.iter().filter(is_told).cloned().collect();
        about_policy.iter().for_each(|finding| self.tally.count_finding(finding));
        let (out, tally, policy) = (&mut self.out, &self.tally, self.policy);
        let summary =
            self.summary.take().map(|summary| Summed::new(policy, Summary { tally: *tally, ..summary }));
        match &mut self.shape {
            Shape::Human => {
                human::end(out, tally, &about_policy, &self.style, policy)?;
                summary.map_or(Ok(()), |summed| summed.summary.write_text(out))?;
            }
            Shape::Jsonl => match summary {
                Some(summed) => summed.write(out)?,
                None => jsonl::end(out, tally, policy)?,
            },
            Shape::B4Review(_) => b4_review::end(out)?,
            Shape::Junit(suites) => suites.end(out, policy)?,
            Shape::Sarif(_) => sarif::end(out, policy)?,
            Shape::Github => github::end(out, policy)?,
            Shape::Terse | Shape::B4 | Shape::Patchwork | Shape::Reply => {}
        }
        self.out.flush()?;
        Ok(self.tally)
    }
}
