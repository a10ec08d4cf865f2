//! Finds the headers that matter among the lines at the start of a mail or a part.

use std::borrow::Cow;

use wide::i8x16;

use super::bytes::{is_space, trim_end, up_to_nul};
use crate::lines::{self, Ends};

/// The headers that matter.
#[derive(Clone, Copy)]
pub(super) enum Name {
    From,
    Subject,
    Date,
    ContentType,
    TransferEncoding,
    MessageId,
    InReplyTo,
    References,
    Mailer,
    Received,
}

impl Name {
    fn of(name: &[u8]) -> Option<Self> {
        // The length and one letter rule out most headers.
        let (known, header) = match (name.len(), name.first()?.to_ascii_lowercase()) {
            (4, b'f') => ("From", Self::From),
            (4, b'd') => ("Date", Self::Date),
            (7, b's') => ("Subject", Self::Subject),
            (10, b'm') => ("Message-ID", Self::MessageId),
            (8, b'x') => ("X-Mailer", Self::Mailer),
            (8, b'r') => ("Received", Self::Received),
            (10, b'r') => ("References", Self::References),
            (10, b'u') => ("User-Agent", Self::Mailer),
            (11, b'i') => ("In-Reply-To", Self::InReplyTo),
            (12, b'c') => ("Content-Type", Self::ContentType),
            (25, b'c') => ("Content-Transfer-Encoding", Self::TransferEncoding),
            _ => return None,
        };
        // Nearly all write them alike.
        (name == known.as_bytes() || name.eq_ignore_ascii_case(known.as_bytes())).then_some(header)
    }

    /// The name before the colon, and what follows it.
    pub(super) fn before_colon(line: &[u8]) -> Option<(Self, &[u8])> {
        let (name, value) = line.split_at(line.iter().position(|&b| b == b':')?);
        Some((Self::of(name)?, &value[1..]))
    }
}

/// A value without white space in front, up to a NUL byte.
pub(super) fn trimmed(value: &[u8]) -> &[u8] {
    up_to_nul(trim_start(value))
}

fn trim_start(value: &[u8]) -> &[u8] {
    &value[value.iter().take_while(|&&b| is_space(b)).count()..]
}

/// A header that matters, as it stands.
pub(super) struct Header<'a> {
    pub(super) name: Name,
    /// What follows the colon, and the folded lines below, without white space at the end.
    pub(super) lines: &'a [u8],
}

/// How many bytes at the start of a text may be in the name of a header (RFC 5322, 3.6.8): those after the
/// blank and before DEL, but no colon.
fn name_length(text: &[u8]) -> usize {
    let (parts, rest) = text.as_chunks::<16>();
    for (index, part) in parts.iter().enumerate() {
        // As numbers with a sign, bytes that are not ASCII are less than a blank.
        let bytes = i8x16::new(part.map(u8::cast_signed));
        let of = |byte: u8| i8x16::splat(byte.cast_signed());
        let others = !bytes.simd_gt(of(b' ')) | bytes.simd_eq(of(b':')) | bytes.simd_eq(of(0x7f));
        if others.any() {
            return index * 16 + others.to_bitmask().trailing_zeros() as usize;
        }
    }
    let is_other = |byte: &u8| !matches!(byte, b'!'..=b'~') || *byte == b':';
    text.len() - rest.len() + rest.iter().position(is_other).unwrap_or(rest.len())
}

/// The headers at the start of a text that matter, one after the other. Most do not, and nothing is done with them
/// but to find their end. git takes the separators of an mbox for headers, too.
pub(super) struct Fields<'a> {
    bytes: &'a [u8],
    ends: Ends<'a>,
    /// Where the next line begins that is no folded one; the headers end there once there are no more.
    pub(super) at: usize,
    /// Where that line ends.
    pub(super) end: usize,
    /// How many lines are above it.
    pub(super) lines: usize,
}

impl<'a> Fields<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        let mut ends = lines::ends(bytes);
        let end = ends.next().unwrap_or(0);
        Self { bytes, ends, at: 0, end, lines: 0 }
    }

    /// Goes to the next line that is no folded one.
    fn pass(&mut self) {
        loop {
            self.at = self.end;
            self.lines += 1;
            self.end = self.ends.next().unwrap_or(self.at);
            if !matches!(self.bytes.get(self.at), Some(b' ' | b'\t')) {
                return;
            }
        }
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = Header<'a>;

    /// The next header that matters.
    fn next(&mut self) -> Option<Header<'a>> {
        loop {
            let (bytes, start) = (self.bytes, self.at);
            let first = &bytes[start..self.end];
            let length = name_length(&bytes[start..]);
            let name = match first.get(length)? {
                b':' => Name::of(&first[..length]),
                _ if [&b"From "[..], b">From "].iter().any(|start| trim_end(first).starts_with(start)) => {
                    None
                }
                _ => return None,
            };
            self.pass();
            if let Some(name) = name {
                return Some(Header { name, lines: trim_end(&bytes[start + length + 1..self.at]) });
            }
        }
    }
}

impl<'a> Header<'a> {
    /// Its value in one line.
    pub(super) fn joined(&self) -> Cow<'a, [u8]> {
        match joined(trim_start(self.lines)) {
            Cow::Borrowed(line) => Cow::Borrowed(up_to_nul(line)),
            Cow::Owned(mut line) => {
                line.truncate(up_to_nul(&line).len());
                Cow::Owned(line)
            }
        }
    }
}

/// Folded lines in one: they are joined by a blank (`mailinfo.c: read_one_header_line`).
fn joined(lines: &[u8]) -> Cow<'_, [u8]> {
    if memchr::memchr(b'\n', lines).is_none() {
        return Cow::Borrowed(lines);
    }
    let (length, mut lines) = (lines.len(), lines::of_bytes(lines).map(trim_end));
    let mut all = Vec::with_capacity(length);
    all.extend_from_slice(lines.next().unwrap_or_default());
    for line in lines.filter(|line| !line.is_empty()) {
        all.push(b' ');
        all.extend_from_slice(&line[1..]);
    }
    Cow::Owned(all)
}

/// The last of headers without a body, in one line. git has it in hand when the mail ends, and takes it for the text
/// (`mailinfo.c: read_one_header_line`, `handle_body`).
pub(super) fn last(headers: &[u8]) -> Cow<'_, [u8]> {
    let (mut start, mut at) = (0, 0);
    for line in lines::of_bytes(headers) {
        if !matches!(line[0], b' ' | b'\t') {
            start = at;
        }
        at += line.len();
    }
    joined(trim_end(&headers[start..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_ends_at_the_first_byte_that_no_name_has() {
        for end in 0..=u8::MAX {
            for length in 0..40 {
                let text = [vec![b'x'; length], vec![end; 9]].concat();
                let may = (33..=126).contains(&end) && end != b':';
                assert_eq!(name_length(&text), if may { text.len() } else { length }, "{end} after {length}");
            }
        }
    }
}
