//! Makes one text of the parts of a body: parts in order, transfer encodings undone, flowed lines joined.

use std::borrow::Cow;

use super::bounds::MOST_PARTS;
use super::bytes::trim_end;
use super::charset::Charset;
use super::content::{Content, Transfer};
use super::header::Headers;
use super::problem::{Problem, Problems};
use super::transfer;
use crate::lines::{self, line_at};

/// How many parts may be nested in each other; git reads no more (`mailinfo.c: MAX_BOUNDARIES`, of which it leaves
/// the first unused).
const MAX_BOUNDARIES: usize = 4;

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

/// The charset of a part, and how the mail calls it.
#[derive(Debug, Default)]
pub(super) struct Named<'a> {
    pub(super) name: Cow<'a, [u8]>,
    pub(super) charset: Charset,
    /// Whether the text in it is HTML.
    pub(super) html: bool,
}

impl<'a> Named<'a> {
    pub(super) fn of(content: &Content<'a>) -> Self {
        let name = content.charset.clone().unwrap_or_default();
        let charset = Charset::of(&name);
        Self { name, charset, html: content.html }
    }
}

/// Where the pieces of a text come from.
#[derive(Debug, Default)]
pub(super) struct Places<'a> {
    pub(super) pieces: Vec<Piece>,
    pub(super) charsets: Vec<Named<'a>>,
}

/// The text of a body that begins on `line` of the mail, from 0, and its pieces. The headers of its parts
/// fill what the mail's own leave open.
pub(super) fn read<'a>(
    headers: Headers<'a>,
    bytes: &'a [u8],
    line: usize,
    problems: &mut Problems,
) -> (Headers<'a>, Vec<u8>, Places<'a>) {
    let mut reader = Reader { bytes, at: 0, line, headers, boundaries: Vec::new(), out: Out::default() };
    reader.read(problems);
    (reader.headers, reader.out.text, reader.out.places)
}

/// The text that one line without a newline stands for, and its pieces.
pub(super) fn read_line<'a>(content: &Content<'a>, line: &[u8]) -> (Vec<u8>, Places<'a>) {
    let mut out = Out::default();
    out.begin(0, content);
    out.take(line, 0, content);
    out.flush();
    (out.text, out.places)
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
    fn read(&mut self, problems: &mut Problems) {
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
                // git gives the first line of a part the newline that the end of the mail may lack.
                let line = line_at(self.bytes, self.at);
                if !line.ends_with(b"\n") {
                    self.out.take(&[line, b"\n"].concat(), self.line, &self.headers.content);
                    break;
                }
            }
            if self.headers.content.flowed {
                let line = self.take_line();
                self.out.take(line, self.line - 1, &self.headers.content);
            } else {
                let lines = self.take_lines();
                decode(lines, self.headers.content.transfer, &mut self.out.text);
            }
        }
        self.out.flush();
    }

    /// The lines up to the next boundary, but one at least: a part that is not flowed is taken whole.
    fn take_lines(&mut self) -> &'a [u8] {
        let rest = &self.bytes[self.at..];
        let first = line_at(self.bytes, self.at).len();
        // No line has a newline amid it, so a boundary that has is never found.
        let on_one_line = |boundary: &&Vec<u8>| !boundary[..boundary.len() - 1].contains(&b'\n');
        let boundary = self.boundaries.last().filter(on_one_line).and_then(|boundary| {
            let mut found = memchr::memmem::find_iter(&rest[first..], boundary).map(|at| first + at);
            found.find(|&at| rest[at - 1] == b'\n')
        });
        let lines = &rest[..boundary.unwrap_or(rest.len())];
        self.at += lines.len();
        self.line += memchr::memchr_iter(b'\n', lines).count();
        lines
    }

    fn take_line(&mut self) -> &'a [u8] {
        let line = line_at(self.bytes, self.at);
        self.at += line.len();
        self.line += 1;
        line
    }

    fn open_boundaries(&mut self, problems: &mut Problems) {
        for boundary in self.headers.content.boundaries.drain(..) {
            if self.boundaries.len() < MAX_BOUNDARIES {
                self.boundaries.push(boundary);
            } else {
                problems.add(Problem::TooManyBoundaries);
            }
        }
    }

    /// Whether the next line begins with the boundary (`mailinfo.c: is_multipart_boundary`).
    fn at_boundary(&self) -> bool {
        self.boundaries.last().is_some_and(|boundary| line_at(self.bytes, self.at).starts_with(boundary))
    }

    /// Goes to the next boundary. git looks for it in lines without their newlines here (`mailinfo.c:
    /// find_boundary`).
    fn skip_to_boundary(&mut self) -> bool {
        while self.at < self.bytes.len() {
            let line = line_at(self.bytes, self.at);
            let line = line.strip_suffix(b"\n").unwrap_or(line);
            if self.boundaries.last().is_some_and(|boundary| line.starts_with(boundary)) {
                return true;
            }
            self.take_line();
        }
        false
    }

    /// Stands on a boundary: passes it, closes what it closes, and reads the next part's headers. Says
    /// whether a part follows.
    ///
    /// Source: `mailinfo.c: handle_boundary`.
    fn enter_part(&mut self, problems: &mut Problems) -> bool {
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
        if self.out.places.charsets.len() == MOST_PARTS {
            problems.add(Problem::TooManyParts);
            return false;
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
        boundary > 0 && line_at(self.bytes, self.at)[boundary..].starts_with(b"--")
    }
}

/// The text as it grows.
#[derive(Default)]
struct Out<'a> {
    text: Vec<u8>,
    places: Places<'a>,
    /// What waits for the line that goes on: flowed text, or a line that was decoded in part.
    held: Vec<u8>,
    /// How much of it was stuffing.
    stuffed: usize,
    decoded: Vec<u8>,
}

impl<'a> Out<'a> {
    /// A part begins on that line of the mail.
    fn begin(&mut self, line: usize, content: &Content<'a>) {
        self.places.charsets.push(Named::of(content));
        self.go_on((content.transfer == Transfer::Plain).then_some(line));
    }

    /// The text goes on at another line of the same part.
    fn go_on(&mut self, line: Option<usize>) {
        self.places.pieces.push(Piece {
            at: self.text.len(),
            line,
            charset: self.places.charsets.len().saturating_sub(1),
        });
    }

    /// Takes one line of a part, `number` of the mail from 0.
    fn take(&mut self, line: &[u8], number: usize, content: &Content<'a>) {
        match content.transfer {
            Transfer::Plain if content.flowed => {
                if self.flow(line, content.delsp) {
                    self.go_on(Some(number + 1));
                }
            }
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

    /// Takes the empty line that git puts in the place of the end of parts.
    fn newline(&mut self) {
        if self.places.charsets.is_empty() {
            self.places.charsets.push(Named::default());
        }
        self.go_on(None);
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
    let Some(line) = line.strip_suffix(b"\n") else { return line };
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// Appends what lines stand for.
fn decode(lines: &[u8], transfer: Transfer, out: &mut Vec<u8>) {
    out.reserve(lines.len());
    match transfer {
        Transfer::Base64 => lines::of_bytes(lines).for_each(|line| transfer::base64(line, out)),
        Transfer::QuotedPrintable => transfer::quoted_printable(lines, false, out),
        Transfer::Plain => out.extend_from_slice(lines),
    }
}
