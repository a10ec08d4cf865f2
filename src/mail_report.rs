//! What was read of one mail and found in it, owned, so that it outlives the mail: what reports are made of.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::case::{Case, DOCS, docs_in};
use crate::counts::Counts;
use crate::diff::{State, Status};
use crate::finding::{Finding, Fix, Level};
use crate::input::Mail;
use crate::mail::{Headers, text_of};
use crate::mechanical::Outcome;
use crate::patch::{Date, Identity, Kind, MOST_TAGS, NotChecked, Numbering, Patch, Tag, message_id};
use crate::policy::Use;
use crate::series::{self, Given};
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
    /// The heaviest of what the policy in force finds in the mail, where it was checked under another; none where it
    /// finds nothing, or no one asks.
    pub in_force: Option<Level>,
    /// How far it is on its way, from where the report is read.
    pub stage: Stage,
    /// What tells its series and version from others; none of what is in no series, and of a mail that came before.
    pub group: Option<Group>,
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
            in_force: None,
            stage: Stage::default(),
            group: None,
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
        let letter = facts.letter.iter().flat_map(|letter| [&letter.references, &letter.subject]);
        let headers = letter.chain([&facts.subject, &facts.in_reply_to]).flatten();
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

/// What a mail says.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Whether it is a diff without a mail around it.
    pub bare: bool,
    /// `Message-ID` with its brackets.
    pub message_id: Option<String>,
    /// The `Message-ID` of the mail it answers.
    pub in_reply_to: Option<String>,
    /// Its date, as RFC 3339.
    pub date: Option<String>,
    /// The subject as git would record it.
    pub subject: Option<String>,
    /// What an answer to it needs; none of a reply, a request to pull, or a diff without a mail.
    pub letter: Option<ReplyHeaders>,
    /// The author as git would record it.
    pub author: Option<Identity>,
    /// Its place in a series.
    pub numbering: Option<Numbering>,
    /// The tags git finds: key, value, line of the mail from 0.
    pub tags: Vec<(String, String, Option<usize>)>,
    /// The lines of the message that are the block of tags, as they are.
    pub block: Vec<String>,
    /// The commit that `git format-patch` wrote it from; none of a mail that went another way since.
    pub commit: Option<String>,
    /// Whether it declares AI use.
    pub declared: bool,
    /// What it declares.
    pub uses: Vec<Use>,
    /// The lines that count against the limit, where it declares code that the limit holds for.
    pub counted: Option<u64>,
    /// What it gives to the patches that it answers; noted of answers alone, and where submissions matter.
    pub given: Given,
    /// The counted lines and the limit, where it declares code and goes beyond the limit.
    pub over_limit: Option<(u64, u64)>,
    /// What git would say of its diff; none where the mail has none.
    pub state: Option<State>,
    /// The changed files.
    pub files: Vec<FileFacts>,
    /// What repeated edits explain of it; none where no one asks.
    pub mechanical: Option<Arc<Outcome>>,
}

/// A mail, for somebody who answers it.
#[derive(Debug, Clone, Default)]
pub struct ReplyHeaders {
    /// To whom an answer goes; none where it is not known, or no one asks.
    pub to: Option<Identity>,
    /// Who sent it.
    pub sender: Option<Identity>,
    /// The subject as the mail has it, brackets and all.
    pub subject: Option<String>,
    /// `References`, else `In-Reply-To`, as the mail has it: the mails it answers.
    pub references: Option<String>,
}

/// What a mail changes in a file.
#[derive(Debug, Clone)]
pub struct FileFacts {
    /// git's name of it.
    pub path: String,
    /// Its name before a rename or copy.
    pub old_path: Option<String>,
    /// What happens to it.
    pub status: Status,
    /// Its class under the policy.
    pub class: String,
    /// Its lines; none of a binary file.
    pub lines: Option<Counts>,
    /// Those of them that are documentation, where its class is another.
    pub docs: Counts,
}

impl FileFacts {
    /// Its lines by class: documentation within a file of another class is of the class `docs`.
    pub fn by_class(&self) -> impl Iterator<Item = (&str, Counts)> {
        let own = self.lines.map(|lines| lines - self.docs);
        let all_docs = own == Some(Counts::default()) && self.docs != Counts::default();
        let own = Some((self.class.as_str(), own.unwrap_or_default())).filter(|_| !all_docs);
        own.into_iter().chain(Some((DOCS, self.docs)).filter(|(_, docs)| *docs != Counts::default()))
    }
}

impl Facts {
    /// The changed lines of each class.
    pub fn lines_by_class(&self) -> BTreeMap<&str, Counts> {
        let mut classes: BTreeMap<&str, Counts> = BTreeMap::new();
        for (class, lines) in self.files.iter().flat_map(FileFacts::by_class) {
            *classes.entry(class).or_default() += lines;
        }
        classes
    }

    /// Takes down who answers what, and what the text of the answer gives.
    pub fn of_answer(headers: &Headers<'_>, text: &[u8]) -> Self {
        Self {
            message_id: message_id(headers).map(Cow::into_owned),
            in_reply_to: series::in_reply_to(headers),
            date: headers.date.as_deref().and_then(Date::read).map(|date| date.to_string()),
            author: headers.from.as_deref().map(Identity::author),
            given: Given::in_text(text),
            ..Self::default()
        }
    }

    /// Takes down what a mail says. `explain`: what repeated edits explain of a patch is told of those too
    /// that are not declared mechanical.
    pub fn of(case: &Case<'_>, explain: bool) -> Self {
        let patch = case.patch;
        let files = patch.diff.files.iter().zip(&case.classes).map(|(file, class)| FileFacts {
            path: file.path.to_string(),
            old_path: file.old_path.as_ref().map(ToString::to_string),
            status: file.status,
            class: (*class).to_owned(),
            lines: (!file.binary).then_some(Counts { added: file.added, removed: file.removed }),
            docs: docs_in(file, class),
        });
        let line_of = |tag: &Tag| patch.mail.message_line(tag.line);
        let tags = patch.tags.iter().map(|tag| (tag.key.clone(), tag.value.clone(), line_of(tag)));
        let block = patch.message_lines().skip(patch.block.start).take(patch.block.len().min(MOST_TAGS));
        let headers = &patch.mail.headers;
        let text = |header: &[u8]| text_of(header).into_owned();
        let is_letter = !patch.bare && matches!(patch.kind, Kind::Patch | Kind::Cover | Kind::Other);
        Self {
            bare: patch.bare,
            message_id: patch.message_id().map(|id| id.into_owned()),
            in_reply_to: series::in_reply_to(headers),
            date: patch.date().map(|date| date.to_string()),
            subject: patch.subject.text.clone(),
            letter: is_letter.then(|| ReplyHeaders {
                to: None,
                sender: patch.sender.clone(),
                subject: headers.subject.as_deref().map(text),
                references: headers.references.as_deref().or(headers.in_reply_to.as_deref()).map(text),
            }),
            author: patch.author.clone(),
            numbering: patch.subject.numbering,
            tags: tags.collect(),
            block: block.map(|(_, line)| line.to_owned()).collect(),
            commit: None,
            declared: case.is_declared(),
            uses: case.uses().map(|(_, each)| each.clone()).collect(),
            counted: case.code_declared().map(|_| case.sum().lines),
            given: Given::default(),
            over_limit: case.over_limit().map(|(sum, limit)| (sum.lines, limit)),
            state: Some(patch.diff.state()),
            files: files.collect(),
            mechanical: (explain || case.mechanical_declared().is_some()).then(|| case.mechanical().clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::{Message, Options};
    use crate::patch::Patch;
    use crate::policy::Policy;

    #[test]
    fn documentation_in_a_schema_is_of_its_own_class() {
        let mail = b"From: a@example.org\nSubject: [PATCH] qapi\n\nx\n---\n--- a/qapi/net.json\n+++ b/qapi/net.json\n\
            @@ -1,2 +1,3 @@\n # one\n-# two\n+# three\n+{ 'struct': 'A' }\n";
        let message = Message::read(mail, Options::default());
        let patch = Patch::read(&message);
        let policy = Policy::load("qemu").unwrap();
        let facts = Facts::of(&Case::new(&patch, &policy), false);
        let classes: Vec<_> = facts.lines_by_class().into_iter().collect();
        let counts = |added, removed| Counts { added, removed };
        assert_eq!(classes, [("code", counts(1, 0)), ("docs", counts(1, 1))]);
    }
}
