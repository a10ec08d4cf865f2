//! The body of a mail as one text, and where its lines stand in the mail.

use std::borrow::Cow;
use std::ops::Range;

use super::content::Transfer;
use super::header::Headers;
use super::newlines::Newlines;
use super::parts::{self, Places};
use super::transfer::is_damaged_base64;
use super::{Problem, trim_end};
use crate::lines::{self, line_at};

/// The text of a mail's body, and where its lines stand in the mail.
#[derive(Debug)]
pub struct Body<'a> {
    /// The text, in the charsets of its parts: a patch is never converted.
    pub text: Cow<'a, [u8]>,
    /// Why the text does not stand in the mail as it is here, in words; none where it does.
    pub encoded: Option<&'static str>,
    pieces: Vec<Piece>,
    charsets: Vec<Cow<'a, [u8]>>,
    newlines: Newlines,
}

/// A stretch of the text that comes from one place. Flowed text has many, so they are small.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    /// Where it begins in the text.
    pub(super) at: usize,
    /// The line of the mail, from 0, on which it begins; none where it was encoded.
    pub(super) line: Option<usize>,
    /// Its charset among those of the body.
    pub(super) charset: usize,
}

impl<'a> Body<'a> {
    /// A body that stands in the mail as it is read; it begins on line `line`, from 0.
    pub(super) fn plain(text: &'a [u8], line: usize) -> Self {
        let pieces = vec![Piece { at: 0, line: Some(line), charset: 0 }];
        let (encoded, charsets) = (None, vec![Cow::default()]);
        Self { text: Cow::Borrowed(text), encoded, pieces, charsets, newlines: Newlines::default() }
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
            if content.transfer == Transfer::Base64 && is_damaged_base64(bytes) {
                problems.push(Problem::NotBase64);
            }
            if content.is_plain() && !begins_ragged(bytes) {
                let mut body = Self::plain(bytes, line);
                body.charsets = vec![content.charset.clone().unwrap_or_default()];
                return (headers, body);
            }
        }
        let encoded = Some(content.encoding());
        let (headers, text, places) = parts::read(headers, bytes, line, problems);
        let (text, newlines) = (Cow::Owned(text), Newlines::default());
        let Places { pieces, charsets } = places;
        (headers, Self { text, encoded, pieces, charsets, newlines })
    }

    /// The line of the mail, from 0, on which a byte of the text stands.
    pub(super) fn line_of(&self, at: usize) -> Option<usize> {
        let piece = self.pieces[..self.pieces.partition_point(|piece| piece.at <= at)].last()?;
        let newlines = |at| self.newlines.before(&self.text, at);
        Some(piece.line? + newlines(at) - newlines(piece.at))
    }

    /// Where the line stands that is so many lines below the start of `range`, and in it.
    pub(super) fn line_below(&self, range: &Range<usize>, lines: usize) -> Option<usize> {
        let above = self.newlines.before(&self.text, range.start);
        let at = if lines == 0 { range.start } else { self.newlines.behind(&self.text, above + lines)? };
        (at <= range.end).then_some(at)
    }

    /// The lines of the text, each with its newline. A piece's end ends a line too, as it does for git.
    pub(super) fn lines(&self) -> impl Iterator<Item = Range<usize>> {
        self.ranges(0..self.text.len()).flat_map(move |(range, _)| {
            let (start, mut at) = (range.start, range.start);
            lines::ends(&self.text[range])
                .map(move |end| std::mem::replace(&mut at, start + end)..start + end)
        })
    }

    /// The line that starts at `from`.
    pub(super) fn line_from(&self, from: usize) -> Range<usize> {
        from..from + line_at(&self.text, from).len()
    }

    /// Where the first line stands, at or behind `from`, that is wanted. `from` is the start of a line, and
    /// `wanted` sees all of the text from the start of a line on.
    pub(super) fn find_line(&self, from: usize, wanted: impl Fn(&[u8]) -> bool) -> Option<usize> {
        self.ranges(from..self.text.len()).find_map(|(range, _)| {
            let starts = lines::ends(&self.text[range.clone()]).map(|end| range.start + end);
            let mut starts = std::iter::once(range.start).chain(starts.filter(|&start| start < range.end));
            starts.find(|&start| wanted(&self.text[start..]))
        })
    }

    /// The stretches of a range of the text with the charset of each, empty where none is declared.
    pub(super) fn charsets(&self, range: Range<usize>) -> impl Iterator<Item = (Range<usize>, &[u8])> {
        self.ranges(range).map(|(range, piece)| (range, &*self.charsets[piece.charset]))
    }

    fn ranges(&self, range: Range<usize>) -> impl Iterator<Item = (Range<usize>, &Piece)> {
        self.pieces.iter().enumerate().filter_map(move |(index, piece)| {
            let end = self.pieces.get(index + 1).map_or(self.text.len(), |next| next.at);
            let (start, end) = (piece.at.max(range.start), end.min(range.end));
            (start < end).then_some((start..end, piece))
        })
    }
}

/// Whether git changes the line that ended the headers, the first of the body: it has no blanks at its end
/// and a newline.
fn begins_ragged(bytes: &[u8]) -> bool {
    let line = line_at(bytes, 0);
    !line.is_empty() && line.strip_suffix(b"\n") != Some(trim_end(line))
}
