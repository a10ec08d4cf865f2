//! Where the text of a body comes from: its pieces, and the charset of each.

use std::borrow::Cow;

use super::charset::Charset;
use super::content::Content;

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
