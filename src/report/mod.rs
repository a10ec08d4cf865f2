//! Findings, written down: one file a format. A format knows no rule by name.
//!
//! A report is begun, given every mail in order, and finished. Its output starts before its input ends. Whatever comes
//! from a mail is escaped.

mod archive;
mod b4_review;
mod bar;
mod columns;
mod format;
mod github;
mod header;
mod help;
mod human;
mod json;
mod jsonl;
mod junit;
mod location;
mod markdown;
mod mechanical;
mod page;
mod patchwork;
mod reply;
mod sarif;
mod series;
mod since;
mod stat;
mod summary;
mod tally;
mod terse;
mod today;
mod wrap;

use std::io::{self, Write};

pub use archive::archive_link;
use format::{End, Exporter, Run};
pub use format::{Format, Sender};
pub use help::quoted;
pub use json::line as json_line;
pub use series::{Order, SeriesFormat, View};
pub use summary::{Levels, Lines, Month, Over, Part, Summary, Summed, SummedError};
pub use tally::Tally;

use crate::escape::{self, escaped};
use crate::finding::{Finding, Level};
use crate::mail_report::{Detail, MailReport};
use crate::policy::Policy;
use crate::series::Answer;
use location::{line_of, own_line};
use today::Today;

/// Of a longer list of notes only a part is shown.
const MOST_NOTES: usize = 24;

/// The word for the worst that was found.
fn verdict(worst: Option<Level>) -> &'static str {
    worst.map_or("ok", Level::word)
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
    /// Whether people see findings only.
    pub quiet: bool,
    /// The columns of the terminal that people read it on; none where that is not known.
    pub width: Option<usize>,
}

/// Writes the findings of a run in one format.
pub struct Report<'a, W> {
    run: Run<'a>,
    out: W,
    tally: Tally,
    /// How many findings each of the policy's agreements covers.
    agreed: Vec<u64>,
    /// None where no one asks.
    summary: Option<Summary>,
    exporter: Box<dyn Exporter + Send>,
    /// Whether an input could not be read, or not to its end.
    unread: bool,
}

impl Style {
    /// Whether people read it, and want to know more than what was found.
    fn is_for_people(&self) -> bool {
        matches!(self.format, Format::Human | Format::Markdown) && !self.quiet
    }

    /// Whether a finding of that level fails the run.
    pub fn fails(&self, level: Level) -> bool {
        level >= Level::lightest_that_fails(self.strict)
    }
}

impl<'a, W: Write> Report<'a, W> {
    /// A report that writes to `out`.
    pub fn new(style: Style, policy: &'a Policy, out: W) -> Self {
        Self::through(style.format.exporter(), style, policy, out)
    }

    /// A report of series that writes to `out`.
    pub fn of_series(view: &View, style: Style, policy: &'a Policy, out: W) -> Self {
        Self::through(view.exporter(), style, policy, out)
    }

    fn through(exporter: Box<dyn Exporter + Send>, style: Style, policy: &'a Policy, out: W) -> Self {
        let summary = style.summary.then(Summary::default);
        let agreed = vec![0; policy.agreed.len()];
        let run = Run { style, policy, today: Today::default(), sender: None };
        Self { run, out, tally: Tally::default(), agreed, summary, exporter, unread: false }
    }

    /// Says who sends the answers that it writes.
    pub fn sent_by(mut self, sender: Option<Sender>) -> Self {
        self.run.sender = sender;
        self
    }

    /// Of which mails the report wants to know what they say.
    pub fn detail(&self) -> Detail {
        if self.run.style.summary { Detail::All } else { self.exporter.detail(&self.run.style) }
    }

    /// Whether it says what changed since the version before.
    pub fn tells_changes(&self) -> bool {
        self.exporter.tells_changes(&self.run.style)
    }

    /// Whether it counts who answers what.
    pub fn counts_answers(&self) -> bool {
        self.exporter.counts_answers()
    }

    /// Whether it says if the patches would pass under the policy in force.
    pub fn tells_today(&self) -> bool {
        let style = &self.run.style;
        style.is_for_people() || style.format == Format::Reply
    }

    /// Whether it says to whom an answer goes.
    pub fn wants_recipients(&self) -> bool {
        self.exporter.wants_recipients()
    }

    /// Writes what comes before the first mail.
    pub fn begin(&mut self) -> io::Result<()> {
        self.exporter.begin(&mut self.out, &self.run)
    }

    /// Writes one mail.
    pub fn mail(&mut self, mail: &MailReport) -> io::Result<()> {
        self.tally.count(mail);
        for index in mail.findings.iter().filter_map(|finding| finding.agreed) {
            self.agreed[index] += 1;
        }
        self.run.today.count(mail);
        if let Some(summary) = &mut self.summary {
            summary.count(mail, self.run.policy);
        }
        self.exporter.mail(&mut self.out, mail, &self.run)
    }

    /// Counts an answer.
    pub fn answer(&mut self, answer: &Answer) {
        self.passed();
        self.exporter.answer(answer);
    }

    /// Counts a mail about which there is nothing to tell.
    pub fn passed(&mut self) {
        self.tally.messages += 1;
    }

    /// Takes note of an input that could not be read, or not to its end.
    pub fn unread(&mut self) {
        self.unread = true;
    }

    /// Lets what was written be seen.
    pub fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    /// What applies today, in a line: whether the patches so far would pass under the policy in force. None where
    /// no patch was checked, where nothing was found about the policy itself, or where no other is known.
    pub fn today(&self, about_policy: &[Finding]) -> Option<String> {
        let is_asked = !about_policy.is_empty() && self.tally.patches > 0;
        is_asked.then(|| self.run.today.sentence(self.run.policy, self.tally.patches)).flatten()
    }

    /// Writes what is said of the policy itself and what comes at the end, and gives the counts.
    ///
    /// A note about the policy is for people alone, who read what applies today in its place where that is known. One
    /// that may fail the run is counted in every format, for the exit status must not depend on the format.
    pub fn finish(mut self, about_policy: &[Finding]) -> io::Result<Tally> {
        let for_people = self.run.style.is_for_people() && self.tally.patches > 0;
        let today = for_people.then(|| self.today(about_policy)).flatten();
        let is_noted = for_people && today.is_none();
        let is_shown = |finding: &&Finding| is_noted || finding.level > Level::Note;
        let about_policy: Vec<Finding> = about_policy.iter().filter(is_shown).cloned().collect();
        about_policy.iter().for_each(|finding| self.tally.count_finding(finding));
        let tally = self.tally;
        let summary =
            self.summary.take().map(|summary| Summed::new(self.run.policy, Summary { tally, ..summary }));
        let nothing_read = self.unread && tally.messages == 0;
        let end = End {
            tally: &tally,
            nothing_read,
            about_policy: &about_policy,
            agreed: &self.agreed,
            today,
            summary,
        };
        self.exporter.end(&mut self.out, end, &self.run)?;
        self.out.flush()?;
        Ok(tally)
    }
}
