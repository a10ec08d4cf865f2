//! The body of a mail as one text, and where its lines stand in the mail.

use std::borrow::Cow;
use std::ops::Range;

use super::header::{Headers, Transfer};
use super::parts::{self, line_at};
use super::transfer::Looks;
use super::{Problem, trim_end};

/// The text of a mail's body, and where its lines stand in the mail.
#[derive(Debug)]
pub struct Body<'a> {
    /// The text, in the charsets of its parts: a patch is never converted.
    pub text: Cow<'a, [u8]>,
    /// Why the text does not stand in the mail as it is here, in words; none where it does.
    pub encoded: Option<&'static str>,
    pieces: Vec<Piece<'a>>,
}

/// A stretch of the text that comes from one place.
#[derive(Debug)]
pub(super) struct Piece<'a> {
    /// Where it begins in the text.
    pub(super) at: usize,
    /// The line of the mail, from 0, on which it begins; none where it was encoded.
    pub(super) line: Option<usize>,
    pub(super) charset: Option<Cow<'a, [u8]>>,
}

impl<'a> Body<'a> {
    /// A body that stands in the mail as it is read; it begins on line `line`, from 0.
    pub(super) fn plain(text: &'a [u8], line: usize) -> Self {
        let pieces = vec![Piece { at: 0, line: Some(line), charset: None }];
        Self { text: Cow::Borrowed(text), encoded: None, pieces }
    }

    /// Reads the body behind `headers`. The headers of its parts fill what the mail's own leave open.
    pub(super) fn read(
        mut headers: Headers<'a>,
        bytes: &'a [u8],
        line: usize,
        problems: &mut Vec<Problem>,
    ) -> (Headers<'a>, Self) {
        let content = &mut headers.content;
        if content.boundaries.is_empty() {
            content.transfer = believed(content.transfer, bytes, problems);
            if !content.flowed && content.transfer == Transfer::Plain && !begins_ragged(bytes) {
                let mut body = Self::plain(bytes, line);
                body.pieces[0].charset = content.charset.clone();
                return (headers, body);
            }
        }
        let encoded = Some(content.encoding());
        let (headers, text, pieces) = parts::read(headers, bytes, line, problems);
        (headers, Self { text: Cow::Owned(text), encoded, pieces })
    }

    /// The line of the mail, from 0, on which a byte of the text stands.
    pub(super) fn line_of(&self, at: usize) -> Option<usize> {
        let piece = self.pieces.iter().rev().find(|piece| piece.at <= at)?;
        Some(piece.line? + memchr::memchr_iter(b'\n', &self.text[piece.at..at]).count())
    }

    /// The same of many bytes, given in ascending order, in one pass.
    pub(super) fn lines_of(&self, bytes: impl Iterator<Item = usize>) -> impl Iterator<Item = Option<usize>> {
        let mut pieces = self.pieces.iter().peekable();
        let (mut seen, mut line) = (0, None);
        bytes.map(move |at| {
            while let Some(piece) = pieces.next_if(|piece| piece.at <= at) {
                (seen, line) = (piece.at, piece.line);
            }
            line = line.map(|line| line + memchr::memchr_iter(b'\n', &self.text[seen..at]).count());
            seen = at;
            line
        })
    }

    /// The lines of the text, each with its newline. A piece's end ends a line too, as it does for git.
    pub(super) fn lines(&self) -> impl Iterator<Item = Range<usize>> {
        self.ranges(0..self.text.len()).flat_map(move |(range, _)| {
            let mut at = range.start;
            std::iter::from_fn(move || {
                let rest = &self.text[at..range.end];
                let length = memchr::memchr(b'\n', rest).map_or(rest.len(), |newline| newline + 1);
                at += length;
                (length > 0).then_some(at - length..at)
            })
        })
    }

    /// The line that starts at `from`.
    pub(super) fn line_from(&self, from: usize) -> Range<usize> {
        from..from + line_at(&self.text, from).len()
    }

    /// Where lines start at or behind `from`, which is the start of one. The newlines are found many at a time.
    pub(super) fn line_starts(&self, from: usize) -> impl Iterator<Item = usize> {
        self.ranges(from..self.text.len()).flat_map(move |(range, _)| {
            let newlines = memchr::memchr_iter(b'\n', &self.text[range.clone()]);
            let behind = newlines.map(move |at| range.start + at + 1).filter(move |&at| at < range.end);
            std::iter::once(range.start).chain(behind)
        })
    }

    /// The stretches of a range of the text with the charset of each, empty where none is declared.
    pub(super) fn charsets(&self, range: Range<usize>) -> impl Iterator<Item = (Range<usize>, &[u8])> {
        self.ranges(range).map(|(range, piece)| (range, piece.charset.as_deref().unwrap_or_default()))
    }

    fn ranges(&self, range: Range<usize>) -> impl Iterator<Item = (Range<usize>, &Piece<'a>)> {
        self.pieces.iter().enumerate().filter_map(move |(index, piece)| {
            let end = self.pieces.get(index + 1).map_or(self.text.len(), |next| next.at);
            let (start, end) = (piece.at.max(range.start), end.min(range.end));
            (start < end).then_some((start..end, piece))
        })
    }
}

/// The transfer encoding to undo: none where the body shows that somebody has undone it already. git
/// believes the header; b4 gives check commands a decoded body under it.
fn believed(transfer: Transfer, body: &[u8], problems: &mut Vec<Problem>) -> Transfer {
    let looks = match transfer {
        Transfer::Plain => return transfer,
        Transfer::Base64 => Looks::of_base64(body),
        Transfer::QuotedPrintable => Looks::of_quoted_printable(body),
    };
    match looks {
        Looks::Encoded => return transfer,
        Looks::Damaged => problems.push(Problem::NotBase64),
        Looks::Decoded => return Transfer::Plain,
    }
    transfer
}

/// Whether git changes the line that ended the headers, the first of the body: it has no blanks at its end
/// and a newline.
fn begins_ragged(bytes: &[u8]) -> bool {
    let line = line_at(bytes, 0);
    !line.is_empty() && line.strip_suffix(b"\n") != Some(trim_end(line))
}
