//! An answer to a patch, as far as it is counted: who answers which mail, and what the answer gives. It holds hashes
//! alone, for most mails of an archive are answers.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::fingerprint::{Fingerprint, fingerprint};
use super::{in_reply_to, root_of};
use crate::lines;
use crate::mail::{Headers, text_of};
use crate::patch::{Identity, message_id};

/// The most people who are noted of one answer.
const MOST: usize = 16;

/// How the tags end that are looked for, and how long what comes before may be.
const TAG_END: &str = "ed-by: ";
const LONGEST_KEY: usize = "Review".len();

/// An answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    /// Stands for its `Message-ID`.
    pub id: Option<Fingerprint>,
    /// Stands for that of the mail it answers.
    pub parent: Option<Fingerprint>,
    /// Stands for that of the first mail of its thread.
    pub thread: Option<Fingerprint>,
    /// Who answers.
    pub sender: Option<Fingerprint>,
    /// Who gives `Reviewed-by` in it.
    pub reviewed_by: Vec<Fingerprint>,
    /// Who gives `Acked-by` in it.
    pub acked_by: Vec<Fingerprint>,
}

impl Answer {
    /// Reads it from its headers and its text. Tags that it quotes are passed over.
    pub fn of(headers: &Headers<'_>, text: &[u8]) -> Self {
        let (reviewed_by, acked_by) = given(text);
        Self {
            id: message_id(headers).map(|id| fingerprint_of(&id)),
            parent: in_reply_to(headers).map(|id| fingerprint_of(&id)),
            thread: root_of(headers).map(|id| fingerprint_of(&id)),
            sender: headers.from.as_deref().map(|from| person(&Identity::author(from).email)),
            reviewed_by,
            acked_by,
        }
    }
}

/// What stands for a text.
pub fn fingerprint_of(text: &str) -> Fingerprint {
    fingerprint(text)
}

/// What stands for the person of an address, however it is written.
pub fn person(address: &str) -> Fingerprint {
    fingerprint(address.to_lowercase().as_str())
}

/// Who gives `Reviewed-by` and who gives `Acked-by`, in lines of their own.
fn given(text: &[u8]) -> (Vec<Fingerprint>, Vec<Fingerprint>) {
    static TAG: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(TAG_END));
    let (mut reviewed_by, mut acked_by) = (Vec::new(), Vec::new());
    for at in TAG.find_iter(text) {
        // A line may be long, and full of these: no more is looked at than a key has.
        let before = &text[at.saturating_sub(LONGEST_KEY + 1)..at];
        let key = match memchr::memrchr(b'\n', before) {
            Some(end) => &before[end + 1..],
            None => before,
        };
        let people = match key {
            key if key.eq_ignore_ascii_case(b"Review") => &mut reviewed_by,
            key if key.eq_ignore_ascii_case(b"Ack") => &mut acked_by,
            _ => continue,
        };
        let value = text_of(lines::line_at(text, at + TAG_END.len()));
        let address = Identity::parts(&value).1;
        if !address.is_empty() && people.len() < MOST {
            people.push(person(address));
        }
    }
    (reviewed_by, acked_by)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_tags_are_not_given() {
        let check = |text: &str, reviewed_by: &[&str], acked_by: &[&str]| {
            let people =
                |addresses: &[&str]| addresses.iter().map(|address| person(address)).collect::<Vec<_>>();
            assert_eq!(given(text.as_bytes()), (people(reviewed_by), people(acked_by)), "{text}");
        };
        check("> Acked-by: Bo <bo@b.org>\n\nReviewed-by: Ann <Ann@A.org>\n", &["ann@a.org"], &[]);
        check("  Acked-by: Cy <c@c.org>\nXAcked-by: D <d@d.org>\nNot Reviewed-by: E <e@e.org>\n", &[], &[]);
        check("acked-by: Bo <bo@b.org>", &[], &["bo@b.org"]);
    }
}
