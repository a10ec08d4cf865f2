//! What was read of one mail and found in it, owned, so that it outlives the mail: what reports are made of.

mod facts;
mod reply_headers;

use std::sync::Arc;

pub use facts::{Facts, FileFacts};
pub use reply_headers::ReplyHeaders;

use crate::counts::Counts;
use crate::finding::{Finding, Fix};
use crate::input::Mail;
use crate::patch::{Identity, Kind, NotChecked, Patch};
use crate::series::Answer;
use crate::stage::Stage;

/// One mail, read and checked.
#[derive(Debug, Clone)]
pub struct MailReport {
    /// The input it came from, as people would name it; `-` for standard input.
    pub input: Arc<str>,
    /// How many mails of that input came before it.
    pub index: u64,
    /// The line of the input, from 1, on which it begins.
    pub line: u64,
    /// Whether the input is a file: not a commit, and not standard input.
    pub in_file: bool,
    /// What kind of mail it is.
    pub kind: Kind,
    /// Why its diff is not checked, though git would apply it; none where it is checked, or there is none.
    pub not_checked: Option<NotChecked>,
    /// What names its series, or that of the mail it answers: the `Message-ID` at the root of the thread, or of
    /// the series' first mail where it has no thread. None where no one wants to know.
    pub series: Option<Arc<str>>,
    /// What it says.
    pub facts: Facts,
    /// What is wrong with it, in the order of the rules.
    pub findings: Vec<Finding>,
    /// Whether the mail would fail under the policy in force, where it was checked under another and someone asks.
    pub fails_in_force: bool,
    /// How far it is on its way, from where the report is read.
    pub stage: Stage,
    /// Who signs off where the reader does; none where that is not known.
    pub signer: Option<Identity>,
    /// What identifies its series and version; none of what is in no series, and of a mail that came before.
    pub group: Option<Group>,
    /// What it answers, and gives; none of a patch or cover letter, and where no one asks.
    pub answer: Option<Box<Answer>>,
    /// What changed since the version before; none where no earlier version was seen, or no one asks.
    pub since: Option<Since>,
}

/// One version of one series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Group {
    /// A number that no other has in the same run.
    pub number: u64,
    /// The version: that of the cover letter, as far as it was seen, where the patches forgot it.
    pub version: u32,
}

/// A patch and its version before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Since {
    /// The version before.
    pub version: u32,
    /// The patch in that version.
    pub before: Side,
    /// The patch now.
    pub now: Side,
}

/// What is compared of two versions of a patch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// The values of the tags that declare AI use, as written.
    pub declared: Vec<String>,
    /// The changed lines of the classes that count.
    pub code: Counts,
}

impl MailReport {
    /// The report of a mail by itself: what its series and the in-force policy say of it comes later.
    pub fn new(mail: &Mail<'_>, patch: &Patch<'_>, facts: Facts, findings: Vec<Finding>) -> Self {
        Self {
            input: Arc::clone(mail.input),
            index: mail.index,
            line: mail.line,
            in_file: mail.in_file,
            kind: patch.kind,
            not_checked: patch.not_checked(),
            series: None,
            facts,
            findings,
            fails_in_force: false,
            stage: Stage::default(),
            signer: None,
            group: None,
            answer: None,
            since: None,
        }
    }

    /// About how many bytes of text it holds: most mails some thousand, but one may name a hundred thousand
    /// files.
    pub(crate) fn weight(&self) -> usize {
        let facts = &self.facts;
        let tags =
            facts.tags.iter().map(|(key, value, _)| size_of_val(&facts.tags[0]) + key.len() + value.len());
        let files = facts.files.iter().map(|file| size_of_val(file) + file.path.len() + file.class.len());
        let of_reply = facts.reply_headers.iter().flat_map(|reply| [&reply.references, &reply.subject]);
        let headers = of_reply.chain([&facts.subject, &facts.in_reply_to]).flatten();
        let findings = self.findings.iter().map(|finding| {
            let quote = finding.location.as_ref().map_or(0, |location| location.quote.len());
            let notes = finding.notes.iter().map(String::len).sum::<usize>();
            let edited = |fix: &Fix| {
                fix.edit
                    .iter()
                    .flat_map(|edit| edit.remove.iter().chain(&edit.add))
                    .map(String::len)
                    .sum::<usize>()
            };
            let fixes = finding.fixes.iter().map(|fix| fix.text.len() + edited(fix)).sum::<usize>();
            size_of_val(finding) + finding.message.len() + fixes + quote + notes
        });
        let texts = tags.chain(files).chain(findings).chain(headers.map(String::len));
        size_of::<Self>() + texts.sum::<usize>()
    }
}

/// Of which mails a report wants to know what they say. They are ordered: each includes those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Detail {
    /// Of none: findings are enough.
    None,
    /// Of those in which something was found.
    WithFindings,
    /// Of every patch and cover letter; of other mails who wrote them, what they answer, and what they give.
    Submissions,
    /// Of all.
    All,
}
