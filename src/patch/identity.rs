//! People and programs as mail names them: a name and an address.

use std::borrow::Cow;
use std::fmt;

use crate::mail::{is_space, text_of, trim};

/// A name and an address. Either may be empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Identity {
    /// The name as git would record it.
    pub name: String,
    /// The address, without angle brackets.
    pub email: String,
}

/// The most bytes of a name that git records.
pub const LONGEST_NAME: usize = 60;

impl Identity {
    /// Reads a `From:` as `git mailinfo` does: `A. Dev <a@example.org>`, `a@example.org (A. Dev)`, and less.
    ///
    /// ```
    /// use checkprov::patch::Identity;
    /// let author = Identity::author(b"\"Dev, Ann\" (work) <ann@example.org>");
    /// assert_eq!((author.name.as_str(), author.email.as_str()), ("Dev, Ann (work)", "ann@example.org"));
    /// ```
    pub fn author(from: &[u8]) -> Self {
        let (name, email) = Self::split(from);
        // git puts the address where a name is missing, too long, or looks like an address.
        let is_odd = |b: &u8| matches!(b, b'@' | b'<' | b'>');
        let odd = name.is_empty() || name.len() > LONGEST_NAME || name.iter().any(is_odd);
        let name = if odd { &email } else { &name };
        Self { name: text_of(name).into_owned(), email: text_of(&email).into_owned() }
    }

    /// The same with the name as it is written, where git would put the address in its place.
    pub fn as_written(from: &[u8]) -> Self {
        let (name, email) = Self::split(from);
        Self { name: text_of(&name).into_owned(), email: text_of(&email).into_owned() }
    }

    /// Whether it is the same person, as far as names and addresses tell.
    pub fn is_probably(&self, other: &Self) -> bool {
        let is_same = |one: &str, other: &str| !one.is_empty() && one.to_lowercase() == other.to_lowercase();
        is_same(&self.email, &other.email) || is_same(&self.name, &other.name)
    }

    fn split(from: &[u8]) -> (Vec<u8>, Vec<u8>) {
        let from = squeeze(from);
        let text = unquote(&from);
        let Some(at) = memchr::memchr(b'@', &text) else { return Self::without_address(&from) };
        let start = text[..at].iter().rposition(|&b| is_space(b) || b == b'<').map_or(0, |before| before + 1);
        let ends = |b: &u8| matches!(b, b' ' | b'\n' | b'\t' | b'\r' | b'\x0b' | b'\x0c' | b'>');
        let end = text[start..].iter().position(ends).map_or(text.len(), |length| start + length);
        let rest = match (&text[..start.saturating_sub(1)], text.get(end + 1..).unwrap_or_default()) {
            (before, []) => Cow::Borrowed(before),
            (before, after) => Cow::Owned([before, b" ", after].concat()),
        };
        let rest = squeeze(&rest);
        let name = match trim(&rest) {
            [b'(', inner @ .., b')'] => inner,
            name => name,
        };
        (name.to_vec(), text[start..end].to_vec())
    }

    /// Reads the value of a tag, `A. Dev <a@example.org>`; what follows the address is passed over.
    pub fn tag(value: &str) -> Self {
        let (name, email) = Self::parts(value);
        Self { name: name.to_owned(), email: email.to_owned() }
    }

    /// The name and the address in the value of a tag; either may be empty. Without brackets the address is the word
    /// with the `@`, if only punctuation follows.
    ///
    /// ```
    /// use checkprov::patch::Identity;
    /// assert_eq!(Identity::parts("A. Dev <a@example.org> # so"), ("A. Dev", "a@example.org"));
    /// assert_eq!(Identity::parts("A. Dev a@example.org"), ("A. Dev", "a@example.org"));
    /// assert_eq!(Identity::parts("A. Dev\u{2001}a@example.org"), ("A. Dev", "a@example.org"));
    /// assert_eq!(Identity::parts("<tool>"), ("<tool>", ""));
    /// ```
    pub fn parts(value: &str) -> (&str, &str) {
        let Some(at) = memchr::memchr(b'@', value.as_bytes()) else { return (value.trim(), "") };
        if let Some((name, rest)) = memchr::memchr(b'<', value.as_bytes()).map(|open| value.split_at(open)) {
            let end = memchr::memchr(b'>', rest.as_bytes()).unwrap_or(rest.len());
            return (name.trim().trim_matches('"'), rest[1..end].trim());
        }
        let start = value[..at].trim_end_matches(|c: char| !c.is_whitespace()).len();
        let is_around = |c| matches!(c, '(' | ')' | '[' | ']' | ',' | ';' | '"');
        let word = value[start..].split_whitespace().next().unwrap_or_default();
        (value[..start].trim(), word.trim_matches(is_around))
    }

    fn without_address(from: &[u8]) -> (Vec<u8>, Vec<u8>) {
        let open = memchr::memchr(b'<', from);
        let length = open.and_then(|open| memchr::memchr(b'>', &from[open..]));
        let Some((open, length)) = open.zip(length) else { return Default::default() };
        (trim(&from[..open]).to_vec(), from[open + 1..open + length].to_vec())
    }
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.name.as_str(), self.email.as_str()) {
            (name, "") => f.write_str(name),
            ("", email) => write!(f, "<{email}>"),
            (name, email) => write!(f, "{name} <{email}>"),
        }
    }
}

/// Every run of white space becomes one blank.
pub(super) fn squeeze(text: &[u8]) -> Cow<'_, [u8]> {
    let is_run = |pair: &[u8]| pair == b"  ";
    if !text.windows(2).any(is_run) && memchr::memchr3(b'\t', b'\n', b'\r', text).is_none() {
        return Cow::Borrowed(text);
    }
    let mut out: Vec<u8> = Vec::with_capacity(text.len());
    for &byte in text {
        match is_space(byte) {
            true if out.last() == Some(&b' ') => {}
            true => out.push(b' '),
            false => out.push(byte),
        }
    }
    Cow::Owned(out)
}

/// Takes quotes and backslashes away; comments keep their parentheses (RFC 5322, 3.2).
fn unquote(text: &[u8]) -> Cow<'_, [u8]> {
    if memchr::memchr2(b'"', b'\\', text).is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = Vec::with_capacity(text.len());
    let (mut quoted, mut depth, mut literal) = (false, 0usize, false);
    for &byte in text {
        let inside = quoted || depth > 0;
        match byte {
            _ if literal => literal = false,
            b'\\' if inside => {
                literal = true;
                continue;
            }
            b'"' if depth == 0 => {
                quoted = !quoted;
                continue;
            }
            b'(' if !quoted => depth += 1,
            b')' if depth > 0 => depth -= 1,
            _ => {}
        }
        out.push(byte);
    }
    Cow::Owned(out)
}
