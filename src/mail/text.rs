//! The text of a body as it grows: transfer encodings undone, flowed lines joined.

use super::content::{Content, Transfer};
use super::places::{Named, Piece, Places};
use super::transfer;
use crate::lines;

/// The text that one line without a newline stands for, and its pieces.
pub(super) fn read_line<'a>(content: &Content<'a>, line: &[u8]) -> (Vec<u8>, Places<'a>) {
    let mut out = Out::default();
    out.begin(0, content);
    out.take(line, 0, content);
    out.flush();
    (out.text, out.places)
}

/// The text as it grows.
#[derive(Default)]
pub(super) struct Out<'a> {
    pub(super) text: Vec<u8>,
    pub(super) places: Places<'a>,
    /// What waits for the line that goes on: flowed text, or a line that was decoded in part.
    held: Vec<u8>,
    /// How much of it was stuffing.
    stuffed: usize,
    decoded: Vec<u8>,
}

impl<'a> Out<'a> {
    /// A text that will have about so many bytes.
    pub(super) fn with_room_for(bytes: usize) -> Self {
        Self { text: Vec::with_capacity(bytes), ..Self::default() }
    }

    /// A part begins on that line of the mail.
    pub(super) fn begin(&mut self, line: usize, content: &Content<'a>) {
        self.places.charsets.push(Named::of(content));
        self.go_on((content.transfer == Transfer::Plain).then_some(line));
    }

    /// The text goes on at another line of the same part.
    fn go_on(&mut self, line: Option<usize>) {
        let charset = self.places.charsets.len().saturating_sub(1);
        self.places.pieces.push(Piece::new(self.text.len(), line, charset));
    }

    /// Takes one line of a part, `number` of the mail from 0.
    pub(super) fn take(&mut self, line: &[u8], number: usize, content: &Content<'a>) {
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
    pub(super) fn newline(&mut self) {
        if self.places.charsets.is_empty() {
            self.places.charsets.push(Named::default());
        }
        self.go_on(None);
        self.text.push(b'\n');
    }

    /// What waits is text, whether or not anything follows.
    pub(super) fn flush(&mut self) {
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
pub(super) fn decode(lines: &[u8], transfer: Transfer, out: &mut Vec<u8>) {
    out.reserve(lines.len());
    match transfer {
        Transfer::Base64 => lines::of_bytes(lines).for_each(|line| transfer::base64(line, out)),
        Transfer::QuotedPrintable => transfer::quoted_printable(lines, false, out),
        Transfer::Plain => out.extend_from_slice(lines),
    }
}
