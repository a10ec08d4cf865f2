//! Encoded words in headers: `=?utf-8?q?J=C3=BCrgen?=` (RFC 2047), decoded as git decodes them.
//!
//! Source: `mailinfo.c: decode_header`.

use std::borrow::Cow;

use memchr::memmem;

use super::bytes::{is_space, text_of};
use super::charset::Charset;
use super::problem::{Problem, Problems};
use super::transfer;

/// Decodes the encoded words of a header's value. A broken word leaves the whole value as it is, since
/// git gives up on the mail there.
pub(super) fn decode<'a>(value: Cow<'a, [u8]>, problems: &mut Problems) -> Cow<'a, [u8]> {
    if !memchr::memchr_iter(b'=', &value).any(|at| value.get(at + 1) == Some(&b'?')) {
        return value;
    }
    match decoded(&value) {
        Ok(text) => Cow::Owned(text),
        Err(problem) => {
            problems.add(problem);
            value
        }
    }
}

/// The encoded words of a line that is no header, for whoever looks for a name in it; none where it has none that
/// are sound. git leaves them as they are, but a person meant what they say.
pub(crate) fn read_in_text(line: &str) -> Option<String> {
    memmem::find(line.as_bytes(), b"=?")?;
    decoded(line.as_bytes()).ok().map(|text| text_of(&text).into_owned())
}

fn decoded(value: &[u8]) -> Result<Vec<u8>, Problem> {
    let mut text = Vec::with_capacity(value.len());
    let mut rest = value;
    while let Some(start) = memmem::find(rest, b"=?") {
        let between = &rest[..start];
        // Blanks between two encoded words are folding, not text.
        let first = rest.len() == value.len();
        if first || !between.iter().all(|&b| is_space(b)) {
            text.extend_from_slice(between);
        }
        let (word, tail) = word(&rest[start + 2..])?;
        text.extend_from_slice(&word);
        rest = tail;
    }
    text.extend_from_slice(rest);
    Ok(text)
}

/// One word after its `=?`, decoded, and what follows its `?=`.
fn word(text: &[u8]) -> Result<(Vec<u8>, &[u8]), Problem> {
    let word = Word::read(text).ok_or(Problem::BadWord)?;
    let mut bytes = Vec::with_capacity(word.coded.len());
    match word.encoding.to_ascii_lowercase() {
        b'b' => transfer::base64(word.coded, &mut bytes),
        b'q' => transfer::quoted_printable(word.coded, true, &mut bytes),
        _ => return Err(Problem::BadWord),
    }
    Ok((Charset::of(word.charset).convert(&bytes, word.charset)?.into_owned(), word.rest))
}

/// `charset?encoding?coded?=rest`
struct Word<'t> {
    charset: &'t [u8],
    encoding: u8,
    coded: &'t [u8],
    rest: &'t [u8],
}

impl<'t> Word<'t> {
    fn read(text: &'t [u8]) -> Option<Self> {
        let (charset, coded) = text.split_at(memchr::memchr(b'?', text)?);
        let [b'?', encoding, b'?', coded @ ..] = coded else { return None };
        let end = memmem::find(coded, b"?=")?;
        Some(Self { charset, encoding: *encoding, coded: &coded[..end], rest: &coded[end + 2..] })
    }
}
