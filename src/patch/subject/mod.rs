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
    /// Whether the mail's subject begins as that of an answer or of a forwarded mail, in whatever language.
    pub is_reply: bool,
    /// Whether a bracket says `PATCH` or `RFC`.
    pub is_patch: bool,
    /// Whether a bracket says `PULL`.
    pub is_pull: bool,
    /// What the brackets say of version and place.
    pub numbering: Option<Numbering>,
    /// Whether they say a place: `[PATCH 1/1]` belongs to a series, `[PATCH]` to none.
    pub has_place: bool,
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

/// What mail programs put before the subject of an answer or of a forwarded mail, in their languages.
const PREFIXES: [&str; 20] = [
    "re",
    "aw",
    "antw",
    "antwort",
    "odp",
    "ynt",
    "atb",
    "fw",
    "fwd",
    "wg",
    "отв",
    "ответ",
    "回复",
    "回覆",
    "答复",
    "答覆",
    "返信",
    "转发",
    "轉寄",
    "답장",
];

/// The same, but a title may begin so, too: `tr: add an option`. They count before a bracket.
const SHORT_PREFIXES: [&str; 9] = ["sv", "vs", "rv", "res", "ref", "rif", "r", "tr", "i"];

/// How many bytes of a subject are searched for brackets.
const LONGEST_READ: usize = 1000;

impl Subject {
    /// Reads the mail's own subject, which gives the kind and the series, and the one that git would
    /// record, which may be in the body.
    pub fn read(own: Option<&[u8]>, recorded: Option<&[u8]>) -> Self {
        let text = recorded.map(|subject| text_of(&clean(subject)).into_owned());
        let own = own.unwrap_or_default();
        let mut subject = Self { text, is_reply: is_reply(own), ..Self::default() };
        subject.read_brackets(&text_of(own));
        if subject.numbering.is_none() {
            subject.read_brackets(&text_of(recorded.unwrap_or_default()));
        }
        subject
    }

    /// Reads the first brackets that say anything, with those that are right beside them: `[PATCH] [1/3]`.
    fn read_brackets(&mut self, subject: &str) {
        let mut rest = &subject[..subject.floor_char_boundary(LONGEST_READ)];
        while let Some(open) = rest.find('[') {
            rest = &rest[open..];
            let mut words = Words::default();
            while rest.starts_with('[') {
                // One that is never closed ends with the first word of the title.
                let end = rest.find(']').or_else(|| rest.find(": ")).unwrap_or(rest.len());
                words.read(&rest[1..end]);
                rest = rest.get(end + 1..).unwrap_or_default().trim_start();
            }
            let place = words.place();
            if words.is_patch || words.is_pull || place.is_some() {
                let (number, total) = place.unwrap_or((1, 1));
                let version = words.version.or(words.release).unwrap_or(1);
                self.is_patch = words.is_patch;
                self.is_pull = words.is_pull;
                self.has_place = place.is_some();
                self.numbering = Some(Numbering { version, number, total });
                return;
            }
        }
    }
}

/// The words of brackets, and what those in front say: `PATCHv2`, `RFC/PATCH`, `PATCH1/2`.
#[derive(Default)]
struct Words<'s> {
    is_patch: bool,
    is_pull: bool,
    /// `v2`
    version: Option<u32>,
    /// The first number of `v4.4`: a version (`git format-patch -v4.4`), or else that of a release.
    release: Option<u32>,
    /// What is left of each word.
    left: Vec<&'s str>,
}

/// What a word may begin with.
enum Keyword {
    Patch,
    Pull,
    Again,
}

impl<'s> Words<'s> {
    fn read(&mut self, bracket: &'s str) {
        let is_end = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '(' | ')' | '-' | '_');
        bracket.split(is_end).filter(|word| !word.is_empty()).for_each(|word| self.take(word));
    }

    fn take(&mut self, mut word: &'s str) {
        loop {
            if let Some((keyword, rest)) = keyword(word) {
                self.is_patch |= matches!(keyword, Keyword::Patch);
                self.is_pull |= matches!(keyword, Keyword::Pull);
                word = rest.strip_prefix('/').unwrap_or(rest);
            } else if let Some((number, rest)) = version(word) {
                let slot = if rest.starts_with('.') { &mut self.release } else { &mut self.version };
                slot.get_or_insert(number);
                word = rest;
            } else {
                break;
            }
        }
        self.left.push(word);
    }

    /// `3/7`, or `3 of 7` as Mercurial writes it.
    fn place(&self) -> Option<(u32, u32)> {
        let numbers = |number: &str, total: &str| Some((number.parse().ok()?, total.parse().ok()?));
        let in_one = |word: &&str| word.split_once('/').and_then(|(number, total)| numbers(number, total));
        let in_three = |words: &[&str]| numbers(words[0], words[2]).filter(|_| words[1] == "of");
        self.left.iter().find_map(in_one).or_else(|| self.left.windows(3).find_map(in_three))
    }
}

fn keyword(word: &str) -> Option<(Keyword, &str)> {
    let rest = |what: &str| {
        let (start, rest) = word.split_at_checked(what.len())?;
        start.eq_ignore_ascii_case(what).then_some(rest)
    };
    let patch = rest("PATCH").or_else(|| rest("RFC")).map(|rest| (Keyword::Patch, rest));
    let pull = || rest("PULL").map(|rest| (Keyword::Pull, rest));
    patch.or_else(pull).or_else(|| rest("RESEND").map(|rest| (Keyword::Again, rest)))
}

/// `v2`, alone or before another keyword: `V4L` is none.
fn version(word: &str) -> Option<(u32, &str)> {
    let digits = word.strip_prefix(['v', 'V'])?;
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    let (number, rest) = digits.split_at(end);
    let ends = rest.is_empty() || rest.starts_with('.') || keyword(rest).is_some();
    Some((number.parse().ok()?, rest)).filter(|_| ends)
}

/// Whether a subject begins as that of an answer or of a forwarded mail. Tags of lists may come before.
pub(super) fn is_reply(subject: &[u8]) -> bool {
    let subject = text_of(trim(subject));
    let mut rest = &*subject;
    while let Some((bracket, behind)) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        let mut words = Words::default();
        words.read(bracket);
        if words.is_patch || words.is_pull {
            return false;
        }
        rest = behind.trim_start();
    }
    let word = prefix(rest, &PREFIXES).or_else(|| {
        let behind = prefix(rest, &SHORT_PREFIXES)?;
        (behind.starts_with('[') || prefix(behind, &PREFIXES).is_some()).then_some(behind)
    });
    word.is_some()
}

/// What follows a prefix and its colon; some count answers: `RE[2]:`, `Re(3):`.
fn prefix<'s>(subject: &'s str, known: &[&str]) -> Option<&'s str> {
    let end = subject.find(|c: char| !c.is_alphabetic())?;
    let (word, rest) = subject.split_at(end);
    let is_known = match word.is_ascii() {
        true => known.iter().any(|each| each.eq_ignore_ascii_case(word)),
        false => word.chars().count() <= 7 && known.contains(&&*word.to_lowercase()),
    };
    if !is_known {
        return None;
    }
    let is_count = |c: char| c.is_ascii_digit() || matches!(c, '[' | ']' | '(' | ')' | '^' | '*');
    let rest = rest.trim_start_matches(is_count).trim_start();
    rest.strip_prefix([':', '：']).map(str::trim_start)
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

#[cfg(test)]
mod tests;
