//! The headers of a mail and of its parts that matter here, decoded.

use std::borrow::Cow;

use super::bounds::LONGEST_HEADER;
use super::bytes::is_space;
use super::content::{Content, Transfer};
use super::fields::{Fields, Header, Name, trimmed};
use super::problem::{Problem, Problems};
use super::word;

/// The headers that matter here, encoded words decoded; `None` where the mail has none.
///
/// From, Subject and Date are those `git am` reads: of two, the later counts.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Headers<'a> {
    /// Who wrote it, as written.
    pub from: Option<Cow<'a, [u8]>>,
    /// The subject, as written.
    pub subject: Option<Cow<'a, [u8]>>,
    /// The date, as written.
    pub date: Option<Cow<'a, [u8]>>,
    /// `Message-ID` with its angle brackets.
    pub message_id: Option<Cow<'a, [u8]>>,
    /// `In-Reply-To`, as written, on one line or more.
    pub in_reply_to: Option<Cow<'a, [u8]>>,
    /// `References`, as written, on one line or more.
    pub references: Option<Cow<'a, [u8]>>,
    /// The program that wrote the mail, as written: `X-Mailer`, else `User-Agent`.
    pub mailer: Option<Cow<'a, [u8]>>,
    /// When the last server took it in, as written: the end of the uppermost `Received`.
    pub received: Option<&'a [u8]>,
    pub(super) content: Content<'a>,
}

impl<'a> Headers<'a> {
    /// Reads the headers at the start of a mail; returns where its body begins: the byte, and the line from 0.
    /// The empty line counts as the body's first, as it does for git.
    pub(super) fn read(bytes: &'a [u8], problems: &mut Problems) -> (Self, usize, usize) {
        let mut headers = Self::default();
        let start = bytes.iter().position(|&b| !is_space(b)).unwrap_or(bytes.len());
        let mut fields = Fields::new(&bytes[start..]);
        fields.by_ref().for_each(|header| headers.take(&header, true, problems));
        let end = start + fields.at;
        let above = bytes[..start].iter().filter(|&&b| b == b'\n').count();
        let is_open = fields.lines > 0 && !bytes[..end].ends_with(b"\n");
        (headers, end, above + fields.lines - usize::from(is_open))
    }

    /// Reads the headers of a part: they fill what the mail's own left open. Returns where they end, after
    /// the line that ended them.
    pub(super) fn read_part(&mut self, bytes: &'a [u8], at: usize, problems: &mut Problems) -> usize {
        self.content.transfer = Transfer::Plain;
        self.content.charset = None;
        self.content.html = false;
        let mut fields = Fields::new(&bytes[at..]);
        fields.by_ref().for_each(|header| self.take(&header, false, problems));
        at + fields.end
    }

    /// Takes a header. `again`: it may replace an earlier one.
    fn take(&mut self, header: &Header<'a>, again: bool, problems: &mut Problems) {
        let value = match header.name {
            // Each server adds its own above the others. In a part it is whatever its author wrote.
            Name::Received if again => {
                let time = || header.lines.rsplit(|&b| b == b';').next().map(trimmed);
                self.received = self.received.or_else(time);
                return;
            }
            // They are long, and who reads them looks for words.
            Name::InReplyTo | Name::References => Cow::Borrowed(trimmed(header.lines)),
            _ => header.joined(),
        };
        self.set(header.name, value, again, problems);
    }

    /// Takes an in-body header line; each counts once.
    pub(super) fn take_in_body(&mut self, line: &[u8], problems: &mut Problems) {
        if let Some((name, value)) = Name::before_colon(line) {
            self.set(name, Cow::Owned(trimmed(value).to_vec()), false, problems);
        }
    }

    fn set(&mut self, name: Name, value: Cow<'a, [u8]>, again: bool, problems: &mut Problems) {
        let (slot, again) = match name {
            Name::From => (&mut self.from, again),
            Name::Subject => (&mut self.subject, again),
            Name::Date => (&mut self.date, again),
            Name::MessageId => (&mut self.message_id, false),
            Name::InReplyTo => (&mut self.in_reply_to, false),
            Name::References => (&mut self.references, false),
            Name::Mailer => (&mut self.mailer, false),
            Name::Received => return,
            Name::ContentType => return self.content.read_type(&word::decode(value, problems)),
            Name::TransferEncoding => {
                self.content.transfer = Transfer::read(&word::decode(value, problems));
                return;
            }
        };
        if slot.is_none() || again {
            let value = bounded(value, problems);
            *slot = Some(match name {
                Name::InReplyTo | Name::References | Name::Mailer => value,
                _ => word::decode(value, problems),
            });
        }
    }

    /// Whether the line is an in-body header that is not there yet.
    pub(super) fn wants(&self, line: &[u8]) -> bool {
        match Name::before_colon(line) {
            Some((Name::From, _)) => self.from.is_none(),
            Some((Name::Subject, _)) => self.subject.is_none(),
            Some((Name::Date, _)) => self.date.is_none(),
            _ => false,
        }
    }
}

/// No more of a value than is read: it is copied for every report.
fn bounded<'a>(value: Cow<'a, [u8]>, problems: &mut Problems) -> Cow<'a, [u8]> {
    if value.len() <= LONGEST_HEADER {
        return value;
    }
    problems.add(Problem::LongHeader);
    match value {
        Cow::Borrowed(value) => Cow::Borrowed(&value[..LONGEST_HEADER]),
        Cow::Owned(value) => Cow::Owned(value[..LONGEST_HEADER].to_vec()),
    }
}
