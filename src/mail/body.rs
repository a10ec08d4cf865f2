//! The body of a mail as one text: parts in order, transfer encodings undone, flowed lines joined.

use std::borrow::Cow;
use std::ops::Range;

use super::header::{Content, Headers, Transfer};
use super::transfer::{self, Looks};
use super::{Problem, trim_end};

/// How many parts may be nested in each other; git reads no more.
const MAX_BOUNDARIES: usize = 4;

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
struct Piece<'a> {
    /// Where it begins in the text.
    at: usize,
    /// The line of the mail, from 0, on which it begins; none where it was encoded.
    line: Option<usize>,
    charset: Option<Cow<'a, [u8]>>,
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
        let mut reader = Reader { bytes, at: 0, line, headers, boundaries: Vec::new(), out: Out::default() };
        reader.read(problems);
        (reader.headers, Self { text: Cow::Owned(reader.out.text), encoded, pieces: reader.out.pieces })
    }

    /// The line of the mail, from 0, on which a byte of the text stands.
    pub(super) fn line_of(&self, at: usize) -> Option<usize> {
        let piece = self.pieces.iter().rev().find(|piece| piece.at <= at)?;
        Some(piece.line? + memchr::memchr_iter(b'\n', &self.text[piece.at..at]).count())
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

fn line_at(bytes: &[u8], at: usize) -> &[u8] {
    let rest = &bytes[at..];
    &rest[..memchr::memchr(b'\n', rest).map_or(rest.len(), |newline| newline + 1)]
}

/// Walks over the lines of a body.
struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    line: usize,
    headers: Headers<'a>,
    boundaries: Vec<Vec<u8>>,
    out: Out<'a>,
}

impl<'a> Reader<'a> {
    fn read(&mut self, problems: &mut Vec<Problem>) {
        self.open_boundaries(problems);
        let first = self.take_line();
        if self.boundaries.is_empty() {
            self.out.begin(self.line - 1, &self.headers.content);
            self.out.take(&[trim_end(first), b"\n"].concat(), self.line - 1, &self.headers.content);
        } else if !self.skip_to_boundary() {
            return;
        }
        while self.at < self.bytes.len() {
            if self.at_boundary() {
                self.out.flush();
                if !self.enter_part(problems) {
                    return;
                }
                self.out.begin(self.line, &self.headers.content);
            }
            let line = self.take_line();
            self.out.take(line, self.line - 1, &self.headers.content);
        }
        self.out.flush();
    }

    fn take_line(&mut self) -> &'a [u8] {
        let line = line_at(self.bytes, self.at);
        self.at += line.len();
        self.line += 1;
        line
    }

    fn open_boundaries(&mut self, problems: &mut Vec<Problem>) {
        for boundary in self.headers.content.boundaries.drain(..) {
            if self.boundaries.len() < MAX_BOUNDARIES {
                self.boundaries.push(boundary);
            } else if !problems.contains(&Problem::TooManyBoundaries) {
                problems.push(Problem::TooManyBoundaries);
            }
        }
    }

    fn at_boundary(&self) -> bool {
        self.boundaries.last().is_some_and(|boundary| self.bytes[self.at..].starts_with(boundary))
    }

    fn skip_to_boundary(&mut self) -> bool {
        while self.at < self.bytes.len() {
            if self.at_boundary() {
                return true;
            }
            self.take_line();
        }
        false
    }

    /// Stands on a boundary: passes it, closes what it closes, and reads the next part's headers. Says
    /// whether a part follows.
    fn enter_part(&mut self, problems: &mut Vec<Problem>) -> bool {
        let mut closed = false;
        while self.closes() {
            self.boundaries.pop();
            if !std::mem::replace(&mut closed, true) {
                self.out.newline();
            }
            self.take_line();
            if !self.skip_to_boundary() {
                return false;
            }
        }
        self.take_line();
        let start = self.at;
        self.at = self.headers.read_part(self.bytes, self.at, problems);
        self.line += memchr::memchr_iter(b'\n', &self.bytes[start..self.at]).count();
        self.open_boundaries(problems);
        self.at < self.bytes.len()
    }

    fn closes(&self) -> bool {
        let boundary = self.boundaries.last().map_or(0, Vec::len);
        boundary > 0 && self.bytes[self.at + boundary..].starts_with(b"--")
    }
}

/// The text as it grows.
#[derive(Default)]
struct Out<'a> {
    text: Vec<u8>,
    pieces: Vec<Piece<'a>>,
    /// What waits for the line that goes on: flowed text, or a line that was decoded in part.
    held: Vec<u8>,
    /// How much of it was stuffing.
    stuffed: usize,
    decoded: Vec<u8>,
}

impl<'a> Out<'a> {
    /// A part begins on that line of the mail.
    fn begin(&mut self, line: usize, content: &Content<'a>) {
        let line = (content.transfer == Transfer::Plain).then_some(line);
        self.pieces.push(Piece { at: self.text.len(), line, charset: content.charset.clone() });
    }

    /// Takes one line of a part, `number` of the mail from 0.
    fn take(&mut self, line: &[u8], number: usize, content: &Content<'a>) {
        match content.transfer {
            Transfer::Plain if content.flowed => {
                if self.flow(line, content.delsp) {
                    self.begin(number + 1, content);
                }
            }
            Transfer::Plain => self.text.extend_from_slice(line),
            _ if content.flowed => self.decode_flowed(line, content),
            transfer => decode(line, transfer, &mut self.text),
        }
    }

    /// Joins flowed lines (RFC 3676): a blank at a line's end says that the next one goes on. Says whether
    /// it joined a line to what waited.
    fn flow(&mut self, line: &[u8], delsp: bool) -> bool {
        let text = without_newline(line);
        let stuffed = usize::from(text != SIGNATURE && text.starts_with(b" "));
        if text != SIGNATURE && text[stuffed..].ends_with(b" ") {
            self.held.extend_from_slice(&text[stuffed..text.len() - usize::from(delsp)]);
            return false;
        }
        let joined = !self.held.is_empty();
        self.flush();
        self.text.extend_from_slice(&line[stuffed..]);
        joined
    }

    /// One line of an encoded part may hold many lines, and a piece of one. git puts what waits in front
    /// of the first before it looks at it.
    fn decode_flowed(&mut self, line: &[u8], content: &Content<'a>) {
        let mut decoded = std::mem::take(&mut self.decoded);
        decode(line, content.transfer, &mut decoded);
        for (index, line) in decoded.split_inclusive(|&b| b == b'\n').enumerate() {
            if !line.ends_with(b"\n") {
                self.held.extend_from_slice(line);
            } else if index > 0 {
                self.flow(line, content.delsp);
            } else {
                self.held.extend_from_slice(line);
                self.flow_held(content.delsp);
            }
        }
        decoded.clear();
        self.decoded = decoded;
    }

    /// The same for a line that is all in what waits.
    fn flow_held(&mut self, delsp: bool) {
        let text = without_newline(&self.held[self.stuffed..]);
        if text != SIGNATURE {
            let (stuffed, length) = (usize::from(text.starts_with(b" ")), text.len());
            let goes_on = text[stuffed..].ends_with(b" ");
            self.held.truncate(if goes_on {
                self.stuffed + length - usize::from(delsp)
            } else {
                self.held.len()
            });
            self.stuffed += stuffed;
            if goes_on {
                return;
            }
        }
        self.flush();
    }

    fn newline(&mut self) {
        self.text.push(b'\n');
    }

    /// What waits is text, whether or not anything follows.
    fn flush(&mut self) {
        self.text.extend_from_slice(&self.held[self.stuffed..]);
        self.held.clear();
        self.stuffed = 0;
    }
}

/// The line above a mail's signature. Its blank does not say that the next one goes on.
const SIGNATURE: &[u8] = b"-- ";

fn without_newline(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

fn decode(line: &[u8], transfer: Transfer, out: &mut Vec<u8>) {
    match transfer {
        Transfer::Base64 => transfer::base64(line, out),
        Transfer::QuotedPrintable => transfer::quoted_printable(line, false, out),
        Transfer::Plain => out.extend_from_slice(line),
    }
}
