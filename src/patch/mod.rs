//! A mail understood as a patch: who wrote it, what its subject and tags say, what it changes.
//!
//! Everything here is what `git am` would put into history, or what a mail shows beside it.

mod borrowed;
mod date;
mod identity;
mod kind;
mod recipient;
mod subject;
mod tag;

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

pub use date::Date;
pub use identity::{Identity, LONGEST_NAME};
pub use kind::{Kind, NotChecked};
pub use recipient::recipient;
pub use subject::{Numbering, Subject};
pub use tag::{MOST_TAGS, Tag, TagBlock, separator, sign_off};

use crate::diff::{Diff, MOST_FILES, State};
use crate::lines;
use crate::mail::{Envelope, Headers, Message, text_of};

/// A patch, or another mail that is none. It borrows from its [`Message`].
#[derive(Debug)]
pub struct Patch<'a> {
    /// The mail it was read from.
    pub mail: &'a Message<'a>,
    /// What kind of mail it is.
    pub kind: Kind,
    /// Whether it is a diff without a mail around it: no message, no author, no tags.
    pub bare: bool,
    /// The subject as git would record it, and what its brackets say.
    pub subject: Subject,
    /// The author as git would record it: the in-body `From:` wins. None where the mail names no one.
    pub author: Option<Identity>,
    /// Who sent the mail.
    pub sender: Option<Identity>,
    /// When the mail says it was sent; none where it says no date that can be read.
    pub date: Option<Date>,
    /// The commit message. Bytes that are not UTF-8 are replaced.
    pub message: Cow<'a, str>,
    /// The tags git finds, in order.
    pub tags: Vec<Tag>,
    /// The lines of the message, from 0, that are the block git finds them in.
    pub block: Range<usize>,
    /// What it changes.
    pub diff: Diff<'a>,
    /// What of it is beyond the bounds of this program.
    pub truncations: Vec<Truncation>,
}

/// What of a patch is beyond the bounds of this program, and was read in part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Truncation {
    /// There are more tags than are read, or longer ones.
    Tags,
    /// More files are changed than are read.
    Files,
}

impl<'a> Patch<'a> {
    /// Reads a mail as a patch.
    pub fn read(mail: &'a Message<'a>) -> Self {
        let diff = Diff::read(mail.patch());
        // In-body headers count only where a patch follows, or what could be one.
        let follows = !mail.patch().is_empty();
        let own = mail.headers.subject.as_deref();
        let subject = Subject::read(own, mail.in_body.subject.as_deref().filter(|_| follows).or(own));
        let message = text_of(&mail.message);
        // A patch that git reads to no end is one all the same.
        let state = if diff.fault.is_some() { State::Malformed } else { diff.state() };
        let block = TagBlock::find(&message);
        let sender = mail.headers.from.as_deref().map(Identity::author);
        let in_body = mail.in_body.from.as_deref().filter(|_| follows);
        let author = in_body.map(Identity::author).or_else(|| sender.clone());
        let kind = Kind::of(mail, &subject, state, &message, [author.as_ref(), sender.as_ref()]);
        Self {
            mail,
            kind,
            bare: false,
            subject,
            author,
            sender,
            date: mail.headers.date.as_deref().and_then(Date::read),
            truncations: Truncation::of(&block, &diff),
            tags: block.tags,
            block: block.lines,
            message,
            diff,
        }
    }

    /// Whether the headers and a glance at the body show that a mail is a reply without a diff. Most mails of
    /// a list are; no rule is asked about them.
    pub fn is_mere_reply(mail: &Envelope<'_>) -> bool {
        mail.headers.subject.as_deref().is_some_and(subject::is_reply) && !mail.may_hold_diff()
    }

    /// Whether no rule is asked about a mail that was read: nothing ends its message, so it has no diff, and
    /// its subject is a reply's or has no brackets.
    pub fn is_out_of_question(mail: &Message<'_>) -> bool {
        let subject = mail.headers.subject.as_deref().unwrap_or_default();
        mail.patch().is_empty() && (subject::is_reply(subject) || !subject.contains(&b'['))
    }

    /// Reads a diff that no mail surrounds ([`Message::bare`]).
    pub fn bare(mail: &'a Message<'a>) -> Self {
        let diff = Diff::read(mail.patch());
        let kind = if diff.state() == State::None { Kind::Other } else { Kind::Patch };
        Self {
            mail,
            kind,
            bare: true,
            subject: Subject::default(),
            author: None,
            sender: None,
            date: None,
            message: Cow::Borrowed(""),
            tags: Vec::new(),
            block: 0..0,
            truncations: Truncation::of(&TagBlock::default(), &diff),
            diff,
        }
    }

    /// The author as the mail names him, where git may record another name; none where the mail names no one.
    pub fn author_as_written(&self) -> Option<Cow<'_, Identity>> {
        // git records no other name than the address.
        if let Some(author) = self.author.as_ref().filter(|author| author.name != author.email) {
            return Some(Cow::Borrowed(author));
        }
        let in_body = self.mail.in_body.from.as_deref().filter(|_| !self.mail.patch().is_empty());
        in_body.or(self.mail.headers.from.as_deref()).map(|from| Cow::Owned(Identity::as_written(from)))
    }

    /// The tags of that key, in any case of letters.
    pub fn tags_of<'t>(&'t self, key: &'t str) -> impl Iterator<Item = &'t Tag> {
        self.tags.iter().filter(move |tag| tag.is(key))
    }

    /// The lines of the commit message.
    pub fn message_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        lines::of(&self.message).enumerate()
    }

    /// The lines after the message that belong to no file of the diff: notes, a diffstat, a signature.
    /// Each with its bytes in the patch text, the newline among them: the line as text may be longer, where
    /// bytes of it are not UTF-8.
    pub fn lines_outside(&self) -> impl Iterator<Item = (Range<usize>, Cow<'_, str>)> {
        self.raw_lines_outside().map(|(at, line)| (at, text_of(line)))
    }

    /// The same lines as bytes, for whoever reads few of them.
    pub fn raw_lines_outside(&self) -> impl Iterator<Item = (Range<usize>, &[u8])> {
        let text = self.mail.patch();
        let start = self.diff.files.first().map_or(text.len(), |file| file.at.start);
        let end = self.diff.files.last().map_or(text.len(), |file| file.at.end);
        let end = if self.diff.fault.is_some() || self.diff.cut { text.len() } else { end };
        [0..start, end..text.len()].into_iter().flat_map(move |range| {
            let mut at = range.start;
            lines::of_bytes(&text[range]).map(move |line| {
                at += line.len();
                (at - line.len()..at, line.strip_suffix(b"\n").unwrap_or(line))
            })
        })
    }

    /// `Message-ID` with its brackets, as the mail has it.
    pub fn message_id(&self) -> Option<Cow<'a, str>> {
        message_id(&self.mail.headers)
    }

    /// When the last server took the mail in; none of what no server saw.
    pub fn received(&self) -> Option<Date> {
        Date::read(self.mail.headers.received?)
    }
}

/// `Message-ID` with its brackets, as the headers of a mail have it.
pub(crate) fn message_id<'h>(headers: &'h Headers<'_>) -> Option<Cow<'h, str>> {
    let id = headers.message_id.as_deref()?;
    id.split(|b| b.is_ascii_whitespace()).find(|word| !word.is_empty()).map(text_of)
}

impl Truncation {
    fn of(block: &TagBlock, diff: &Diff<'_>) -> Vec<Self> {
        let found = [(block.cut, Self::Tags), (diff.cut, Self::Files)];
        found.into_iter().filter(|(is_cut, _)| *is_cut).map(|(_, truncation)| truncation).collect()
    }
}

impl fmt::Display for Truncation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tags => write!(
                f,
                "it has more than {MOST_TAGS} tags, or one longer than 64 KiB, and what goes beyond was not read"
            ),
            Self::Files => write!(f, "it changes more than {MOST_FILES} files, and only those were read"),
        }
    }
}
