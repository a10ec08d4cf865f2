//! The header lines of a mail and of its parts, folded lines joined.

use std::borrow::Cow;

use super::{LONGEST_HEADER, Problem, is_space, trim_end, word};

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
    /// `In-Reply-To`, as written.
    pub in_reply_to: Option<Cow<'a, [u8]>>,
    /// `References`, as written.
    pub references: Option<Cow<'a, [u8]>>,
    pub(super) content: Content<'a>,
}

/// How a body or a part of it is encoded.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Content<'a> {
    pub(super) transfer: Transfer,
    pub(super) charset: Option<Cow<'a, [u8]>>,
    pub(super) flowed: bool,
    pub(super) delsp: bool,
    /// The boundaries that were named and not gone behind yet.
    pub(super) boundaries: Vec<Vec<u8>>,
}

impl Content<'_> {
    /// Whether the body stands in the mail as it is read.
    pub(super) fn is_plain(&self) -> bool {
        self.boundaries.is_empty() && !self.flowed && self.transfer == Transfer::Plain
    }

    /// How a body is encoded that cannot be read as it stands, in words.
    pub(super) fn encoding(&self) -> &'static str {
        match self.transfer {
            _ if !self.boundaries.is_empty() => "its text is in parts",
            Transfer::Base64 => "its text is base64",
            Transfer::QuotedPrintable => "its text is quoted-printable",
            Transfer::Plain if self.flowed => "its text is format=flowed",
            Transfer::Plain => "its text begins with white space",
        }
    }
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Transfer {
    #[default]
    Plain,
    Base64,
    QuotedPrintable,
}

impl<'a> Headers<'a> {
    /// Reads the headers at the start of a mail; returns where its body begins. The empty line counts as
    /// the body's first, as it does for git.
    pub(super) fn read(bytes: &'a [u8], problems: &mut Vec<Problem>) -> (Self, usize) {
        let mut headers = Self::default();
        let mut at = bytes.iter().position(|&b| !is_space(b)).unwrap_or(bytes.len());
        while let Some((header, end)) = next(bytes, at) {
            headers.take(header, true, problems);
            at = end;
        }
        (headers, at)
    }

    /// Reads the headers of a part: they fill what the mail's own left open. Returns where they end, behind
    /// the line that ended them.
    pub(super) fn read_part(&mut self, bytes: &'a [u8], mut at: usize, problems: &mut Vec<Problem>) -> usize {
        self.content.transfer = Transfer::Plain;
        self.content.charset = None;
        while let Some((header, end)) = next(bytes, at) {
            self.take(header, false, problems);
            at = end;
        }
        at + memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len() - at, |newline| newline + 1)
    }

    /// Takes a header, if it is one that matters. `again`: it may replace an earlier one.
    fn take(&mut self, header: Option<Header<'a>>, again: bool, problems: &mut Vec<Problem>) {
        if let Some(header) = header {
            self.set(header.name, value(header.joined()), again, problems);
        }
    }

    /// Takes an in-body header line; each counts once.
    pub(super) fn take_in_body(&mut self, line: Vec<u8>, problems: &mut Vec<Problem>) {
        if let Some(name) = Name::before_colon(&line) {
            self.set(name, value(Cow::Owned(line)), false, problems);
        }
    }

    fn set(&mut self, name: Name, value: Cow<'a, [u8]>, again: bool, problems: &mut Vec<Problem>) {
        let (slot, again) = match name {
            Name::From => (&mut self.from, again),
            Name::Subject => (&mut self.subject, again),
            Name::Date => (&mut self.date, again),
            Name::MessageId => (&mut self.message_id, false),
            Name::InReplyTo => (&mut self.in_reply_to, false),
            Name::References => (&mut self.references, false),
            Name::ContentType => return self.content.read_type(&word::decode(value, problems)),
            Name::TransferEncoding => {
                self.content.transfer = Transfer::read(&word::decode(value, problems));
                return;
            }
        };
        if slot.is_none() || again {
            let value = bounded(value, problems);
            *slot = Some(match name {
                Name::InReplyTo | Name::References => value,
                _ => word::decode(value, problems),
            });
        }
    }

    /// Whether the line is an in-body header that is not there yet.
    pub(super) fn wants(&self, line: &[u8]) -> bool {
        match Name::before_colon(line) {
            Some(Name::From) => self.from.is_none(),
            Some(Name::Subject) => self.subject.is_none(),
            Some(Name::Date) => self.date.is_none(),
            _ => false,
        }
    }
}

/// The headers that matter.
#[derive(Clone, Copy)]
enum Name {
    From,
    Subject,
    Date,
    ContentType,
    TransferEncoding,
    MessageId,
    InReplyTo,
    References,
}

impl Name {
    fn of(name: &[u8]) -> Option<Self> {
        // The length and one letter tell most headers apart.
        let (known, header) = match (name.len(), name.first()?.to_ascii_lowercase()) {
            (4, b'f') => ("From", Self::From),
            (4, b'd') => ("Date", Self::Date),
            (7, b's') => ("Subject", Self::Subject),
            (10, b'm') => ("Message-ID", Self::MessageId),
            (10, b'r') => ("References", Self::References),
            (11, b'i') => ("In-Reply-To", Self::InReplyTo),
            (12, b'c') => ("Content-Type", Self::ContentType),
            (25, b'c') => ("Content-Transfer-Encoding", Self::TransferEncoding),
            _ => return None,
        };
        name.eq_ignore_ascii_case(known.as_bytes()).then_some(header)
    }

    fn before_colon(line: &[u8]) -> Option<Self> {
        Self::of(&line[..line.iter().position(|&b| b == b':')?])
    }
}

/// What stands behind the colon, without white space in front, and up to a NUL byte.
fn value(line: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    let colon = memchr::memchr(b':', &line).map_or(line.len(), |colon| colon + 1);
    let start = colon + line[colon..].iter().take_while(|&&b| is_space(b)).count();
    let end = memchr::memchr(0, &line[start..]).map_or(line.len(), |length| start + length);
    match line {
        Cow::Borrowed(line) => Cow::Borrowed(&line[start..end]),
        Cow::Owned(line) => Cow::Owned(line[start..end].to_vec()),
    }
}

/// No more of a value than is read: it is copied for every report.
fn bounded<'a>(value: Cow<'a, [u8]>, problems: &mut Vec<Problem>) -> Cow<'a, [u8]> {
    if value.len() <= LONGEST_HEADER {
        return value;
    }
    if !problems.contains(&Problem::LongHeader) {
        problems.push(Problem::LongHeader);
    }
    match value {
        Cow::Borrowed(value) => Cow::Borrowed(&value[..LONGEST_HEADER]),
        Cow::Owned(value) => Cow::Owned(value[..LONGEST_HEADER].to_vec()),
    }
}

/// A header that matters, as it stands.
struct Header<'a> {
    name: Name,
    /// Its first line, without white space at its end.
    first: &'a [u8],
    /// The folded lines below.
    folded: &'a [u8],
}

/// Whether a byte may stand in the name of a header (RFC 5322, 3.6.8).
const NAMES: [bool; 256] = {
    let mut names = [false; 256];
    let mut byte = 33;
    while byte < 127 {
        names[byte] = byte != b':' as usize;
        byte += 1;
    }
    names
};

/// The header at `at`, if it is one that matters, and where it ends behind its folded lines; none where the
/// headers end. git takes the separators of an mbox for headers, too.
///
/// Most headers of a mail matter to no one here, and nothing is done with them but to find their end.
fn next(bytes: &[u8], at: usize) -> Option<(Option<Header<'_>>, usize)> {
    let end_of =
        |at: usize| memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |newline| at + newline + 1);
    let length = bytes[at..].iter().position(|&b| !NAMES[usize::from(b)])?;
    let first_end = end_of(at + length);
    let first = &bytes[at..first_end];
    let name = match first.get(length) {
        Some(b':') => Name::of(&first[..length]),
        _ if [&b"From "[..], b">From "].iter().any(|start| trim_end(first).starts_with(start)) => None,
        _ => return None,
    };
    let mut end = first_end;
    while let Some(b' ' | b'\t') = bytes.get(end) {
        end = end_of(end);
    }
    let header = |name| Header { name, first: trim_end(first), folded: &bytes[first_end..end] };
    Some((name.map(header), end))
}

impl<'a> Header<'a> {
    /// All of it in one line: folded lines are joined by a blank.
    fn joined(&self) -> Cow<'a, [u8]> {
        if self.folded.is_empty() {
            return Cow::Borrowed(self.first);
        }
        let mut all = self.first.to_vec();
        for line in self.folded.split(|&b| b == b'\n').map(trim_end).filter(|line| !line.is_empty()) {
            all.push(b' ');
            all.extend_from_slice(&line[1..]);
        }
        Cow::Owned(all)
    }
}

impl Transfer {
    fn read(value: &[u8]) -> Self {
        let has =
            |name: &str| value.windows(name.len()).any(|part| part.eq_ignore_ascii_case(name.as_bytes()));
        match () {
            () if has("base64") => Self::Base64,
            () if has("quoted-printable") => Self::QuotedPrintable,
            () => Self::Plain,
        }
    }
}

impl Content<'_> {
    fn read_type(&mut self, value: &[u8]) {
        let is = |name, what: &[u8]| attribute(value, name).is_some_and(|v| v.eq_ignore_ascii_case(what));
        self.flowed = is("format=", b"flowed");
        self.delsp = is("delsp=", b"yes");
        self.boundaries.extend(attribute(value, "boundary=").map(|name| [b"--", name].concat()));
        self.charset = attribute(value, "charset=").map(|name| Cow::Owned(name.to_vec()));
    }
}

/// The value of an attribute such as `charset=`, `"quoted"` or up to a blank or semicolon. Searched anywhere,
/// as git does.
fn attribute<'v>(value: &'v [u8], name: &str) -> Option<&'v [u8]> {
    let mut signs = memchr::memchr_iter(b'=', value).map(|at| value.split_at(at + 1));
    let named = |text: &[u8]| {
        let start = text.len().checked_sub(name.len());
        start.is_some_and(|start| text[start..].eq_ignore_ascii_case(name.as_bytes()))
    };
    let (_, rest) = signs.find(|(text, _)| named(text))?;
    let (rest, ends): (_, &[u8]) = match rest.strip_prefix(b"\"") {
        Some(quoted) => (quoted, b"\""),
        None => (rest, b"; \t"),
    };
    Some(&rest[..rest.iter().position(|b| ends.contains(b)).unwrap_or(rest.len())])
}
