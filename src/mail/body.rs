//! The body of a mail as one text, and where its lines are in the mail.

use std::borrow::Cow;
use std::ops::Range;

use super::bytes::trim_end;
use super::content::{Content, Transfer};
use super::fields;
use super::header::Headers;
use super::newlines::Newlines;
use super::parts;
use super::places::{Named, Piece, Places};
use super::problem::{Problem, Problems};
use super::text;
use super::transfer::is_damaged_base64;
use crate::lines::{self, line_at};

/// The text of a mail's body, and where its lines are in the mail.
#[derive(Debug)]
pub struct Body<'a> {
    /// The text, in the charsets of its parts: of a patch git converts the first line alone.
    pub text: Cow<'a, [u8]>,
    /// Why the text is not in the mail as it is here, in words; none where it is.
    pub encoded: Option<&'static str>,
    pieces: Vec<Piece>,
    charsets: Vec<Named<'a>>,
    newlines: Newlines,
}

impl<'a> Body<'a> {
    /// A body that is in the mail as it is read; it begins on line `line`, from 0.
    pub(super) fn plain(text: &'a [u8], line: usize) -> Self {
        let pieces = vec![Piece::new(0, Some(line), 0)];
        let (encoded, charsets) = (None, vec![Named::default()]);
        Self { text: Cow::Borrowed(text), encoded, pieces, charsets, newlines: Newlines::default() }
    }

    /// Reads the body after `headers`. The headers of its parts fill what the mail's own leave open.
    pub(super) fn read(
        mut headers: Headers<'a>,
        bytes: &'a [u8],
        line: usize,
        problems: &mut Problems,
    ) -> (Headers<'a>, Self) {
        let content = &mut headers.content;
        if content.boundaries.is_empty() {
            if content.transfer == Transfer::Base64 && is_damaged_base64(bytes) {
                problems.add(Problem::NotBase64);
            }
            if content.is_plain() && !begins_ragged(bytes) {
                let mut body = Self::plain(bytes, line);
                body.charsets = vec![Named::of(content)];
                return (headers, body);
            }
        }
        let encoded = Some(content.encoding());
        let (headers, text, places) = parts::read(headers, bytes, line, problems);
        let (text, newlines) = (Cow::Owned(text), Newlines::default());
        let Places { pieces, charsets } = places;
        (headers, Self { text, encoded, pieces, charsets, newlines })
    }

    /// The body of an encoded mail that has none, for which git takes its last header. A plain one is nothing that
    /// anybody meant, and no diff fits in it.
    pub(super) fn of_last_header(content: &Content<'a>, headers: &[u8]) -> Self {
        let (text, Places { pieces, charsets }) = text::read_line(content, &fields::last(headers));
        let (encoded, newlines) = (Some(content.encoding()), Newlines::default());
        Self { text: Cow::Owned(text), encoded, pieces, charsets, newlines }
    }

    /// Whether all of its text is HTML.
    pub(super) fn is_html(&self) -> bool {
        !self.charsets.is_empty() && self.charsets.iter().all(|part| part.html)
    }

    /// The line of the mail, from 0, on which a byte of the text is.
    pub(super) fn line_of(&self, at: usize) -> Option<usize> {
        let piece = self.pieces[..self.pieces.partition_point(|piece| piece.at() <= at)].last()?;
        let newlines = |at| self.newlines.before(&self.text, at);
        Some(piece.line()? + newlines(at) - newlines(piece.at()))
    }

    /// Where the line is that is so many lines below the start of `range`, and in it.
    pub(super) fn line_below(&self, range: &Range<usize>, lines: usize) -> Option<usize> {
        let above = self.newlines.before(&self.text, range.start);
        let at = if lines == 0 { range.start } else { self.newlines.after(&self.text, above + lines)? };
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

    /// Where the first line is, at or after `from`, that ends the message. `from` is the start of a line, and
    /// `ends` sees its piece of the text from the start of a line on, or a line by itself, as git converts it.
    pub(super) fn find_end(&self, from: usize, ends: impl Fn(&[u8]) -> bool) -> Option<usize> {
        self.ranges(from..self.text.len()).find_map(|(range, piece)| {
            let line_ends = lines::ends(&self.text[range.clone()]).map(|end| range.start + end);
            let mut starts = std::iter::once(range.start).chain(line_ends.filter(|&start| start < range.end));
            match self.charsets[piece.charset()].charset.shifts() {
                false => starts.find(|&start| ends(&self.text[start..range.end])),
                true => starts.find(|&start| ends(&self.converted_line(start..range.end, piece))),
            }
        })
    }

    /// The first line of a range that is in one piece, as git converts it, or as it is where that cannot be done.
    fn converted_line(&self, range: Range<usize>, piece: &Piece) -> Cow<'_, [u8]> {
        let line = line_at(&self.text[range], 0);
        let Named { name, charset, .. } = &self.charsets[piece.charset()];
        charset.convert(line, name).unwrap_or(Cow::Borrowed(line))
    }

    /// A line, as git converts it.
    pub(super) fn line(&self, range: Range<usize>) -> Cow<'_, [u8]> {
        match self.ranges(range.clone()).next() {
            Some((range, piece)) => self.converted_line(range, piece),
            None => Cow::Borrowed(&self.text[range]),
        }
    }

    /// The part of the text that is the commit message, every line converted from its part's charset.
    /// What cannot be converted stays as it is, and is a problem.
    pub(super) fn to_utf8(&self, range: Range<usize>, problems: &mut Problems) -> Cow<'a, [u8]> {
        let mut converted: Option<Vec<u8>> = None;
        let mut take = |start: usize, text: &[u8], Named { name, charset, .. }: &Named<'_>| {
            let new = charset.convert(text, name).unwrap_or_else(|problem| {
                problems.add(problem);
                Cow::Borrowed(text)
            });
            match (&mut converted, new) {
                (None, Cow::Borrowed(_)) => {}
                (Some(all), new) => all.extend_from_slice(&new),
                (none, Cow::Owned(new)) => *none = Some([&self.text[range.start..start], &new].concat()),
            }
        };
        for (stretch, piece) in self.ranges(range.clone()) {
            let (text, named) = (&self.text[stretch.clone()], &self.charsets[piece.charset()]);
            match named.charset.shifts() {
                false => take(stretch.start, text, named),
                true => {
                    let mut at = stretch.start;
                    for line in lines::of_bytes(text) {
                        take(at, line, named);
                        at += line.len();
                    }
                }
            }
        }
        match (converted, &self.text) {
            (Some(text), _) => Cow::Owned(text),
            (None, Cow::Borrowed(text)) => Cow::Borrowed(&text[range]),
            (None, Cow::Owned(text)) => Cow::Owned(text[range].to_vec()),
        }
    }

    /// Converts the line that ends the message: git does so before it sees what it is, and writes it so to the patch.
    pub(super) fn convert_first_of_patch(&mut self, at: usize, problems: &mut Problems) {
        let Some((piece, _)) = self.ranges(at..self.text.len()).next() else { return };
        let line = at..at + line_at(&self.text[piece], 0).len();
        let Cow::Owned(new) = self.to_utf8(line.clone(), problems) else { return };
        if new == self.text[line.clone()] {
            return;
        }
        let longer = |at: usize| at - line.len() + new.len();
        self.pieces
            .iter_mut()
            .filter(|piece| piece.at() >= line.end)
            .for_each(|piece| *piece = piece.moved(longer(piece.at())));
        self.newlines = Newlines::default();
        self.encoded = self.encoded.or(Some("the first line of its diff is not in UTF-8"));
        self.text.to_mut().splice(line, new);
    }

    fn ranges(&self, range: Range<usize>) -> impl Iterator<Item = (Range<usize>, &Piece)> {
        let first = self.pieces.partition_point(|piece| piece.at() <= range.start).saturating_sub(1);
        let pieces =
            self.pieces[first..].iter().enumerate().take_while(move |(_, piece)| piece.at() < range.end);
        pieces.filter_map(move |(index, piece)| {
            let end = self.pieces.get(first + index + 1).map_or(self.text.len(), |next| next.at());
            let (start, end) = (piece.at().max(range.start), end.min(range.end));
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
