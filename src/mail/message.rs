//! A mail, read in two steps: its headers, which show whether the rest is worth reading, and all of it.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::body::Body;
use super::content::Transfer;
use super::cut::Cut;
use super::header::Headers;
use super::problem::{Problem, Problems};
use crate::diff::{Diff, State};

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
    /// Where the commit message is in [`Body::text`].
    pub message_at: Range<usize>,
    /// Where the rest is in [`Body::text`]: the line that ends the message, notes, the diff, a
    /// signature. Empty where nothing ends the message.
    pub patch_at: Range<usize>,
    /// What git would give up on.
    pub problems: Vec<Problem>,
}

/// A mail of which only the headers were read. They show whether the rest is worth reading.
#[derive(Debug)]
pub struct Envelope<'a> {
    /// The mail's own headers, words decoded.
    pub headers: Headers<'a>,
    bytes: &'a [u8],
    /// Where the body begins: the byte, and the line from 0.
    body_at: usize,
    body_line: usize,
    problems: Problems,
}

impl<'a> Envelope<'a> {
    /// Reads the headers of a mail. A `From ` line in front is passed over.
    pub fn read(bytes: &'a [u8]) -> Self {
        let mut problems = Problems::default();
        let (headers, body_at, body_line) = Headers::read(bytes, &mut problems);
        Self { headers, bytes, body_at, body_line, problems }
    }

    /// The body as it stands, encoded or not.
    pub fn body(&self) -> &'a [u8] {
        &self.bytes[self.body_at..]
    }

    /// Whether the body may hold a diff, readable or not. A body that has to be decoded or converted may.
    pub fn may_hold_diff(&self) -> bool {
        let content = &self.headers.content;
        !content.is_plain() || content.shifts() || self.shows_diff()
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
        let content = &headers.content;
        let lacks_body = body_at == bytes.len() && content.boundaries.is_empty();
        let (headers, mut body) = if lacks_body && content.transfer != Transfer::Plain {
            let body = Body::of_last_header(content, bytes);
            (headers, body)
        } else {
            Body::read(headers, &bytes[body_at..], body_line, &mut problems)
        };
        let cut = Cut::of(&body, options.scissors, &mut problems);
        let message = body.to_utf8(cut.message.clone(), &mut problems);
        body.convert_first_of_patch(cut.patch.start, &mut problems);
        if body.is_html() {
            problems.add(Problem::Html);
        }
        // `mailinfo.c: handle_info`
        let follows = !cut.patch.is_empty();
        let of = |headers: &Headers<'a>| [&headers.from, &headers.subject, &headers.date].map(Clone::clone);
        let mut read_by_git = of(&cut.in_body).into_iter().zip(of(&headers));
        let holds_nul = |header: Cow<'_, [u8]>| memchr::memchr(0, &header).is_some();
        if read_by_git.any(|(in_body, own)| in_body.filter(|_| follows).or(own).is_some_and(holds_nul)) {
            problems.add(Problem::NulInHeader);
        }
        Message {
            headers,
            in_body: cut.in_body,
            message,
            message_at: cut.message,
            patch_at: cut.patch.start..body.text.len(),
            body,
            problems: problems.into_vec(),
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

    /// The line of the mail, from 0, on which line `index` of the commit message is.
    pub fn message_line(&self, index: usize) -> Option<usize> {
        self.body.line_of(self.body.line_below(&self.message_at, index)?)
    }

    /// The line of the mail, from 0, on which byte `at` of [`Message::patch`] is.
    pub fn patch_line(&self, at: usize) -> Option<usize> {
        self.body.line_of(self.patch_at.start + at)
    }
}
