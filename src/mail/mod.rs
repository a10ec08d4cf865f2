//! One mail as `git mailinfo` reads it: headers, decoded text, cut into message, notes and patch.
//!
//! Reading never fails. What git would give up on is read as far as it goes, and told as a [`Problem`].
//! A plain mail is borrowed whole; only what is encoded, converted or re-flowed is copied.
//!
//! Source: git's `mailinfo.c` (<https://git-scm.com/docs/git-mailinfo>).

mod body;
mod charset;
mod content;
mod cut;
mod header;
mod newlines;
mod parts;
mod transfer;
mod word;

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use content::Transfer;

use crate::diff::{Diff, State};

pub use body::Body;
pub use header::Headers;

/// The most bytes of a header that are read.
pub const LONGEST_HEADER: usize = 1 << 16;

/// The most parts of a mail that are read.
pub const MOST_PARTS: usize = 10_000;

/// How a mail is to be read, where git leaves a choice.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Drop everything above a scissors line, as `git mailinfo --scissors` does.
    pub scissors: bool,
}

/// A mail, read. It borrows from the mail's bytes.
#[derive(Debug)]
pub struct Message<'a> {
    /// The mail's own headers, words decoded.
    pub headers: Headers<'a>,
    /// The headers at the top of the body, which win over the mail's own if a patch follows.
    pub in_body: Headers<'a>,
    /// The decoded text of the body.
    pub body: Body<'a>,
    /// The commit message, in UTF-8 where its charset could be converted.
    pub message: Cow<'a, [u8]>,
    /// Where the commit message stands in [`Body::text`].
    pub message_at: Range<usize>,
    /// Where the rest stands in [`Body::text`]: the line that ends the message, notes, the diff, a
    /// signature. Empty where nothing ends the message.
    pub patch_at: Range<usize>,
    /// What git would give up on.
    pub problems: Vec<Problem>,
}

/// What git would give up on in a mail, or what is beyond the bounds of this program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// The charset has no known name.
    UnknownCharset(String),
    /// The text has bytes that its charset does not have.
    NotInCharset(String),
    /// A `=?charset?q?...?=` word in a header is broken.
    BadWord,
    /// More boundaries inside each other than git reads.
    TooManyBoundaries,
    /// From, Subject or Date holds a NUL byte.
    NulInHeader,
    /// What is said to be base64 has other text amid it.
    NotBase64,
    /// git decodes the body by its header and would apply nothing of it; as it stands it holds a diff, and was read.
    NotEncoded,
    /// The mail is longer than the bound; only its beginning was read.
    TooLong,
    /// From, Subject, Date or what names other mails is longer than the bound; only its beginning was read.
    LongHeader,
    /// There are more parts than the bound; only the first were read.
    TooManyParts,
}

/// A mail of which only the headers were read. It tells whether the rest is worth reading.
#[derive(Debug)]
pub struct Envelope<'a> {
    /// The mail's own headers, words decoded.
    pub headers: Headers<'a>,
    bytes: &'a [u8],
    /// Where the body begins: the byte, and the line from 0.
    body_at: usize,
    body_line: usize,
    problems: Vec<Problem>,
}

impl<'a> Envelope<'a> {
    /// Reads the headers of a mail. A `From ` line in front is passed over.
    pub fn read(bytes: &'a [u8]) -> Self {
        let mut problems = Vec::new();
        let (headers, body_at, body_line) = Headers::read(bytes, &mut problems);
        Self { headers, bytes, body_at, body_line, problems }
    }

    /// Whether the body may hold a diff, readable or not. A body that has to be decoded may.
    pub fn may_hold_diff(&self) -> bool {
        !self.headers.content.is_plain() || self.shows_diff()
    }

    /// Whether the body as it stands may hold a diff: git begins none but at a line with one of two marks.
    fn shows_diff(&self) -> bool {
        static GIT: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("\ndiff --git "));
        static HUNK: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("\n@@ -"));
        // The first line of the body begins after a newline, too.
        let text = &self.bytes[self.body_at.saturating_sub(1)..];
        HUNK.find(text).is_some() || GIT.find(text).is_some()
    }

    /// Reads the rest, as git does. Only a body of which git would apply nothing, for it decodes what is not encoded,
    /// is read as it stands if that holds a diff: b4 hands decoded bodies under the old headers to its check commands.
    pub fn open(self, options: Options) -> Message<'a> {
        let plain = self.as_it_stands();
        let message = self.read_body(options);
        let applies = |message: &Message<'_>| Diff::read(message.patch()).state() == State::Ok;
        match plain.filter(|_| !applies(&message)).map(|plain| plain.read_body(options)) {
            Some(mut plain) if applies(&plain) => {
                plain.problems.push(Problem::NotEncoded);
                plain
            }
            _ => message,
        }
    }

    /// The same mail without the transfer encoding that its header names, where its body shows a diff all the same.
    fn as_it_stands(&self) -> Option<Self> {
        let content = &self.headers.content;
        let is_encoded = content.transfer != Transfer::Plain && content.boundaries.is_empty();
        if !is_encoded || !self.shows_diff() {
            return None;
        }
        let mut headers = self.headers.clone();
        headers.content.transfer = Transfer::Plain;
        Some(Self { headers, problems: self.problems.clone(), ..*self })
    }

    fn read_body(self, options: Options) -> Message<'a> {
        let Self { headers, bytes, body_at, body_line, mut problems } = self;
        let (headers, body) = Body::read(headers, &bytes[body_at..], body_line, &mut problems);
        let cut = cut::Cut::of(&body, options.scissors, &mut problems);
        let message = charset::to_utf8(&body, cut.message.clone(), &mut problems);
        // git converts the line that ends the message before it sees what it is.
        charset::to_utf8(&body, body.line_from(cut.patch.start), &mut problems);
        let read_by_git = [&headers.from, &headers.subject, &headers.date];
        if read_by_git.into_iter().flatten().any(|header| memchr::memchr(0, header).is_some()) {
            problems.push(Problem::NulInHeader);
        }
        Message {
            headers,
            in_body: cut.in_body,
            body,
            message,
            message_at: cut.message,
            patch_at: cut.patch,
            problems,
        }
    }
}

impl<'a> Message<'a> {
    /// Reads one mail: headers, an empty line, the body. A `From ` line in front is passed over.
    ///
    /// ```
    /// use checkprov::mail::{Message, Options};
    /// let mail = b"From: A. Dev <a@example.org>\nSubject: [PATCH] f\n\nWhy.\n---\nnotes\n";
    /// let message = Message::read(mail, Options::default());
    /// assert_eq!(&*message.message, b"Why.\n");
    /// ```
    pub fn read(bytes: &'a [u8], options: Options) -> Self {
        Envelope::read(bytes).open(options)
    }

    /// A diff without a mail around it: no headers, no message.
    pub fn bare(bytes: &'a [u8]) -> Self {
        Self {
            headers: Headers::default(),
            in_body: Headers::default(),
            body: Body::plain(bytes, 0),
            message: Cow::Borrowed(b""),
            message_at: 0..0,
            patch_at: 0..bytes.len(),
            problems: Vec::new(),
        }
    }

    /// The text git would hand to `git apply`.
    pub fn patch(&self) -> &[u8] {
        &self.body.text[self.patch_at.clone()]
    }

    /// The line of the mail, from 0, on which line `index` of the commit message stands.
    pub fn message_line(&self, index: usize) -> Option<usize> {
        self.body.line_of(self.body.line_below(&self.message_at, index)?)
    }

    /// The line of the mail, from 0, on which byte `at` of [`Message::patch`] stands.
    pub fn patch_line(&self, at: usize) -> Option<usize> {
        self.body.line_of(self.patch_at.start + at)
    }
}

impl Problem {
    /// Whether git gives up on the mail for it. For the others it reads on without a word.
    pub fn stops_git(&self) -> bool {
        match self {
            Self::UnknownCharset(_) | Self::NotInCharset(_) | Self::BadWord => true,
            Self::TooManyBoundaries | Self::NulInHeader => true,
            Self::NotBase64 | Self::NotEncoded => false,
            Self::TooLong | Self::LongHeader | Self::TooManyParts => false,
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownCharset(name) => write!(f, "the charset `{name}` is not known"),
            Self::NotInCharset(name) => write!(f, "the text has bytes that are not {name}"),
            Self::BadWord => f.write_str("an encoded word in a header is broken"),
            Self::TooManyBoundaries => f.write_str("its parts are nested deeper than git reads"),
            Self::NulInHeader => f.write_str("a header holds a NUL byte"),
            Self::NotBase64 => f.write_str("what is said to be base64 has other text amid it"),
            Self::NotEncoded => f.write_str(
                "its text does not have the transfer encoding that its header names: git decodes it and would apply \
                 nothing of it, and the diff that stands there in plain text was read instead",
            ),
            Self::TooLong => f.write_str("it is longer than the bound, and only its beginning was read"),
            Self::LongHeader => {
                f.write_str("a header is longer than 64 KiB, and only its beginning was read")
            }
            Self::TooManyParts => write!(f, "it has more than {MOST_PARTS} parts, and only those were read"),
        }
    }
}

/// White space as git knows it: blank, tab, newline, carriage return.
pub(crate) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// The text without white space at its end.
pub(crate) fn trim_end(mut text: &[u8]) -> &[u8] {
    while let [rest @ .., last] = text
        && is_space(*last)
    {
        text = rest;
    }
    text
}

/// The text without white space at either end.
pub(crate) fn trim(text: &[u8]) -> &[u8] {
    let start = text.iter().position(|&b| !is_space(b)).unwrap_or(text.len());
    trim_end(&text[start..])
}

/// The text of bytes that mostly are UTF-8: the check of whole text is faster than the mending of broken text.
pub(crate) fn text_of(bytes: &[u8]) -> Cow<'_, str> {
    std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}
