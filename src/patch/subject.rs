//! The subject: what git records of it, and what its brackets say of the series.

use std::borrow::Cow;

use super::identity::squeeze;
use crate::mail::{is_space, text_of, trim};

/// A subject, read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Subject {
    /// As `git am` would record it: without `Re:`, without brackets in front, blanks squeezed. None where
    /// the mail has no subject.
    pub text: Option<String>,
    /// Whether the mail's subject begins with `Re:`.
    pub is_reply: bool,
    /// Whether a bracket says `PULL`.
    pub is_pull: bool,
    /// What a bracket with `PATCH`, `RFC` or `PULL` says of version and place.
    pub numbering: Option<Numbering>,
}

/// `[PATCH v2 3/7]`: version 2, number 3 of 7. What is left out is 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numbering {
    /// The version of the series, from 1.
    pub version: u32,
    /// The number of the patch, 0 for a cover letter.
    pub number: u32,
    /// How many patches the series has.
    pub total: u32,
}

impl Subject {
    /// Reads the mail's own subject, which tells the kind and the series, and the one that git would
    /// record, which may stand in the body.
    pub fn read(own: Option<&[u8]>, recorded: Option<&[u8]>) -> Self {
        let text = recorded.map(|subject| text_of(&clean(subject)).into_owned());
        let own = own.unwrap_or_default();
        let mut subject = Self { text, ..Self::default() };
        subject.is_reply = is_reply(own);
        subject.read_brackets(own);
        if subject.numbering.is_none() {
            subject.read_brackets(recorded.unwrap_or_default());
        }
        subject
    }

    fn read_brackets(&mut self, subject: &[u8]) {
        let mut rest = subject;
        while let Some(open) = memchr::memchr(b'[', rest) {
            let Some(close) = memchr::memchr(b']', &rest[open..]) else { return };
            let words = text_of(&rest[open + 1..open + close]);
            let (mut is_patch, mut is_pull, mut at, mut of) = (false, false, None, None);
            for word in words.split(|c: char| c.is_whitespace() || c == ',') {
                is_patch |= says(word, "PATCH") || says(word, "RFC");
                is_pull |= says(word, "PULL");
                at = at.or_else(|| place(word));
                of = of.or_else(|| version(word));
            }
            self.is_pull |= is_pull;
            if is_patch || is_pull || at.is_some() {
                let (number, total) = at.unwrap_or((1, 1));
                self.numbering = Some(Numbering { version: of.unwrap_or(1), number, total });
                return;
            }
            rest = &rest[open + close..];
        }
    }
}

/// Whether a subject begins with `Re:`.
pub(super) fn is_reply(subject: &[u8]) -> bool {
    trim(subject).get(..3).is_some_and(|start| start.eq_ignore_ascii_case(b"re:"))
}

/// `3/7`
fn place(word: &str) -> Option<(u32, u32)> {
    let (number, total) = word.split_once('/')?;
    Some((number.parse().ok()?, total.parse().ok()?))
}

/// `v2`, or `PATCHv2` written in one
fn version(word: &str) -> Option<u32> {
    let word = if says(word, "PATCH") { &word["PATCH".len()..] } else { word };
    word.strip_prefix(['v', 'V'])?.parse().ok()
}

/// Whether a word begins with another, in any case of letters.
fn says(word: &str, what: &str) -> bool {
    word.as_bytes().get(..what.len()).is_some_and(|start| start.eq_ignore_ascii_case(what.as_bytes()))
}

/// Takes `Re:`, colons, blanks and brackets off the front, as `git mailinfo` does.
fn clean(subject: &[u8]) -> Cow<'_, [u8]> {
    let mut rest = subject;
    loop {
        rest = match rest {
            [b'r' | b'R', b'e' | b'E', b':', tail @ ..] if !tail.is_empty() => tail,
            [b' ' | b'\t' | b':', tail @ ..] => tail,
            [b'[', ..] => match memchr::memchr(b']', rest) {
                Some(close) => &rest[close + 1..],
                None => break,
            },
            _ => break,
        };
    }
    let start = rest.iter().position(|&b| !is_space(b)).unwrap_or(rest.len());
    squeeze(trim(&rest[start..]))
}
