//! What a format is, and the list of them.

use std::io::{self, Write};

use super::summary::Summed;
use super::today::Today;
use super::{
    Style, Tally, b4_review, github, human, jsonl, junit, markdown, patchwork, reply, sarif, series, terse,
};
use crate::finding::Finding;
use crate::mail_report::{Detail, MailReport};
use crate::patch::Identity;
use crate::policy::Policy;
use crate::series::Answer;

/// Makes the list of formats. A format is its file and its word here: the text is what `--help` says of it.
macro_rules! formats {
    ($($(#[doc = $text:literal])+ $word:ident => $exporter:expr,)+) => {
        /// The formats.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
        pub enum Format {
            $($(#[doc = $text])+ $word,)+
        }

        impl Format {
            pub(super) fn exporter(self) -> Box<dyn Exporter + Send> {
                match self {
                    $(Self::$word => Box::new($exporter),)+
                }
            }
        }
    };
}

formats! {
    /// For people: the line of the mail, the line of the policy, how to fix it
    Human => human::Human::default(),
    /// One line a finding, as checkpatch --terse --show-types prints them
    Terse => terse::Terse,
    /// JSON Lines: an object a mail, then a summary
    Jsonl => jsonl::Jsonl,
    /// For b4's check commands: errors and warnings only, silent when clean
    B4 => terse::B4,
    /// For b4 review: a JSON array with an object a patch
    B4Review => b4_review::B4Review::default(),
    /// JUnit XML for GitLab and Jenkins: a suite a series, a case a patch and rule
    Junit => junit::Junit::default(),
    /// SARIF 2.1.0 for code scanning
    Sarif => sarif::Sarif::default(),
    /// Workflow commands for GitHub Actions
    Github => github::Github,
    /// Patchwork checks: a JSON object a patch
    Patchwork => patchwork::Patchwork,
    /// An mbox of answers to the authors, one a series, to be read before they are sent
    Reply => series::BySeries::new(reply::Reply),
    /// Markdown: a table of series, and what was found, for job summaries, merge requests and wikis
    Markdown => series::BySeries::new(markdown::Markdown::default()),
}

impl Format {
    /// Whether it can end with everything that was counted.
    pub fn has_summary(self) -> bool {
        matches!(self, Self::Human | Self::Jsonl)
    }
}

#[expect(clippy::derivable_impls, reason = "the macro cannot tell which word is the default")]
impl Default for Format {
    fn default() -> Self {
        Self::Human
    }
}

/// Writes the mails of a run in one format. It is given every mail in order, and keeps no more of them than the
/// format needs.
pub(super) trait Exporter {
    /// Of which mails it wants to know what they say.
    fn detail(&self, style: &Style) -> Detail;

    /// Whether it wants to know what changed since the version before.
    fn tells_changes(&self, _style: &Style) -> bool {
        false
    }

    /// Whether it counts who answers what.
    fn counts_answers(&self) -> bool {
        false
    }

    /// Whether it wants to know to whom an answer goes.
    fn wants_recipients(&self) -> bool {
        false
    }

    /// Writes what comes before the first mail.
    fn begin(&mut self, _out: &mut dyn Write, _run: &Run<'_>) -> io::Result<()> {
        Ok(())
    }

    /// Writes one mail.
    fn mail(&mut self, out: &mut dyn Write, mail: &MailReport, run: &Run<'_>) -> io::Result<()>;

    /// Sees an answer, of which no more is known.
    fn answer(&mut self, _answer: &Answer) {}

    /// Writes what comes after the last mail.
    fn end(&mut self, _out: &mut dyn Write, _end: End<'_>, _run: &Run<'_>) -> io::Result<()> {
        Ok(())
    }
}

/// What holds for every mail of a run.
pub(super) struct Run<'a> {
    pub(super) style: Style,
    pub(super) policy: &'a Policy,
    /// What applies today, for whoever reads of another policy.
    pub(super) today: Today,
    /// Who answers, and when; none where it is not known.
    pub(super) sender: Option<Sender>,
}

/// Who sends answers, and when.
#[derive(Debug, Clone)]
pub struct Sender {
    /// The person.
    pub identity: Identity,
    /// The moment, as mail writes it (RFC 5322).
    pub date: String,
}

/// What is known when the last mail was written.
pub(super) struct End<'a> {
    pub(super) tally: &'a Tally,
    /// Whether there was something to read, and none of it could be read.
    pub(super) nothing_read: bool,
    /// What was found about the policy itself, as far as this format shows it.
    pub(super) about_policy: &'a [Finding],
    /// How many findings each of the policy's agreements covers.
    pub(super) agreed: &'a [u64],
    /// What applies today, in a line; none where nothing was checked, or the policy itself applies.
    pub(super) today: Option<String>,
    /// Everything that was counted; none where no one asks.
    pub(super) summary: Option<Summed>,
}

impl End<'_> {
    /// What is said below the counts, a line each: what was passed over, what was found about the policy, what applies
    /// today.
    pub(super) fn remarks(&self) -> Vec<String> {
        let about = self.about_policy.iter().map(|finding| finding.message.clone());
        self.tally.passed_over().into_iter().chain(about).chain(self.today.clone()).collect()
    }
}
