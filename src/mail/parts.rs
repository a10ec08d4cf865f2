//! Walks over the parts of a body in order, as `git mailinfo` does, and makes one text of them.

use super::bounds::MOST_PARTS;
use super::bytes::trim_end;
use super::header::Headers;
use super::places::Places;
use super::problem::{Problem, Problems};
use super::text::{Out, decode};
use crate::lines::line_at;

/// How many parts may be nested in each other; git reads no more (`mailinfo.c: MAX_BOUNDARIES`, of which it leaves
/// the first unused).
const MAX_BOUNDARIES: usize = 4;

/// The text of a body that begins on `line` of the mail, from 0, and its pieces. The headers of its parts
/// fill what the mail's own leave open.
pub(super) fn read<'a>(
    headers: Headers<'a>,
    bytes: &'a [u8],
    line: usize,
    problems: &mut Problems,
) -> (Headers<'a>, Vec<u8>, Places<'a>) {
    let out = Out::with_room_for(bytes.len());
    let mut reader = Reader { bytes, at: 0, line, headers, boundaries: Vec::new(), out };
    reader.read(problems);
    (reader.headers, reader.out.text, reader.out.places)
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
