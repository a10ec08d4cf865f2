//! How a body or a part of it is encoded, by what its headers say.

use std::borrow::Cow;

use super::bytes::up_to_nul;
use super::charset::Charset;

/// How a body or a part of it is encoded.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Content<'a> {
    pub(super) transfer: Transfer,
    pub(super) charset: Option<Cow<'a, [u8]>>,
    pub(super) flowed: bool,
    pub(super) delsp: bool,
    pub(super) html: bool,
    /// The boundaries that were named and are not in use yet.
    pub(super) boundaries: Vec<Vec<u8>>,
}

impl Content<'_> {
    /// Whether the body is in the mail as it is read.
    pub(super) fn is_plain(&self) -> bool {
        self.boundaries.is_empty() && !self.flowed && self.transfer == Transfer::Plain
    }

    /// Whether what looks like a diff in the body may be another text, and the other way round.
    pub(super) fn shifts(&self) -> bool {
        self.charset.as_deref().is_some_and(|name| Charset::of(name).shifts())
    }

    /// How a body is encoded that cannot be read as it stands, in words.
    pub(super) fn encoding(&self) -> &'static str {
        match self.transfer {
            _ if !self.boundaries.is_empty() => "its text is in parts",
            Transfer::Base64 => "its text is base64",
            Transfer::QuotedPrintable => "its text is quoted-printable",
            Transfer::Plain if self.flowed => "its text is format=flowed",
            Transfer::Plain => "its text begins with white space",
        }
    }

    /// Reads the value of `Content-Type`. Attributes such as `charset=` are searched anywhere in it, as git does;
    /// of two, the first counts.
    ///
    /// Source: `mailinfo.c: handle_content_type`, `slurp_attr`.
    pub(super) fn read_type(&mut self, value: &[u8]) {
        let value = up_to_nul(value);
        let names = ["format=", "delsp=", "boundary=", "charset="];
        let mut found = [None; 4];
        for sign in memchr::memchr_iter(b'=', value) {
            let (text, rest) = value.split_at(sign + 1);
            let is_named = |name: &&str| {
                let end = text.len().checked_sub(name.len()).map(|start| &text[start..]);
                end.is_some_and(|end| end.eq_ignore_ascii_case(name.as_bytes()))
            };
            if let Some(named) = names.iter().position(is_named) {
                found[named].get_or_insert_with(|| attribute(rest));
            }
        }
        let [format, delsp, boundary, charset] = found;
        let is = |found: Option<&[u8]>, what: &[u8]| found.is_some_and(|v| v.eq_ignore_ascii_case(what));
        self.flowed = is(format, b"flowed");
        self.delsp = is(delsp, b"yes");
        self.html = value.get(..HTML.len()).is_some_and(|start| start.eq_ignore_ascii_case(HTML));
        self.boundaries.extend(boundary.map(|name| [b"--", name].concat()));
        self.charset = charset.map(|name| Cow::Owned(name.to_vec()));
    }
}

/// The type of HTML; git takes its tags for text.
const HTML: &[u8] = b"text/html";

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Transfer {
    #[default]
    Plain,
    Base64,
    QuotedPrintable,
}

impl Transfer {
    /// Reads the value of `Content-Transfer-Encoding` (`mailinfo.c: handle_content_transfer_encoding`).
    pub(super) fn read(value: &[u8]) -> Self {
        let value = up_to_nul(value);
        let has =
            |name: &str| value.windows(name.len()).any(|part| part.eq_ignore_ascii_case(name.as_bytes()));
        match () {
            () if has("base64") => Self::Base64,
            () if has("quoted-printable") => Self::QuotedPrintable,
            () => Self::Plain,
        }
    }
}

/// The value at the start of a text, `"quoted"` or up to a blank or semicolon.
fn attribute(text: &[u8]) -> &[u8] {
    let (value, ends): (_, &[u8]) = match text.strip_prefix(b"\"") {
        Some(quoted) => (quoted, b"\""),
        None => (text, b"; \t"),
    };
    &value[..value.iter().position(|b| ends.contains(b)).unwrap_or(value.len())]
}
