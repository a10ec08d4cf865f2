//! Where the text of a body comes from: its pieces, and the charset of each.

use std::borrow::Cow;

use super::charset::Charset;
use super::content::Content;

/// A stretch of the text that comes from one place. Flowed text has one for every few bytes, so that they are small:
/// no mail that is read has numbers beyond 32 bits.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    at: u32,
    /// One more than the line; 0 for none.
    line: u32,
    charset: u32,
}

impl Piece {
    /// A piece that begins at `at` in the text and on `line` of the mail, from 0, or on none where it was encoded.
    /// `charset` is its charset among those of the body.
    pub(super) fn new(at: usize, line: Option<usize>, charset: usize) -> Self {
        Self { at: small(at), line: line.map_or(0, |line| small(line + 1)), charset: small(charset) }
    }

    /// Where it begins in the text.
    pub(super) fn at(&self) -> usize {
        self.at as usize
    }

    /// The line of the mail, from 0, on which it begins; none where it was encoded.
    pub(super) fn line(&self) -> Option<usize> {
        (self.line as usize).checked_sub(1)
    }

    /// Its charset among those of the body.
    pub(super) fn charset(&self) -> usize {
        self.charset as usize
    }

    /// The same, beginning elsewhere.
    pub(super) fn moved(self, at: usize) -> Self {
        Self { at: small(at), ..self }
    }
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
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
