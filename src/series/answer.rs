//! What an answer gives to the patches it answers.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::lines;
use crate::mail::text_of;
use crate::patch::Identity;

/// The most people who are noted of one answer.
const MOST: usize = 16;

/// How the tags end that are looked for, and how long what stands in front of that may be.
const TAG_END: &str = "ed-by: ";
const LONGEST_KEY: usize = "Review".len();

/// The most bytes of an address.
const LONGEST: usize = 254;

/// Who gives a tag in an answer: addresses in small letters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Given {
    /// `Reviewed-by`
    pub reviewed_by: Vec<String>,
    /// `Acked-by`
    pub acked_by: Vec<String>,
}

impl Given {
    /// Finds the tags of its own in the text of an answer. What it quotes is passed over.
    pub fn in_text(text: &[u8]) -> Self {
        static TAG: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(TAG_END));
        let mut given = Self::default();
        for at in TAG.find_iter(text) {
            // A line may be long, and full of these: no more is looked at than a key has.
            let before = &text[at.saturating_sub(LONGEST_KEY + 1)..at];
            let key = match memchr::memrchr(b'\n', before) {
                Some(end) => &before[end + 1..],
                None => before,
            };
            let people = match key {
                key if key.eq_ignore_ascii_case(b"Review") => &mut given.reviewed_by,
                key if key.eq_ignore_ascii_case(b"Ack") => &mut given.acked_by,
                _ => continue,
            };
            let value = text_of(lines::line_at(text, at + TAG_END.len()));
            let address = Identity::parts(&value).1.to_lowercase();
            if !address.is_empty() && address.len() <= LONGEST && people.len() < MOST {
                people.push(address);
            }
        }
        given
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_tags_are_not_given() {
        let text = b"> Acked-by: Bo <bo@b.org>\n\nReviewed-by: Ann <Ann@A.org>\n  Acked-by: Cy <c@c.org>\nXAcked-by: D <d@d.org>\n";
        let given = Given::in_text(text);
        assert_eq!((given.reviewed_by.as_slice(), given.acked_by.len()), (&["ann@a.org".to_owned()][..], 0));
        assert_eq!(Given::in_text(b"acked-by: Bo <bo@b.org>").acked_by, ["bo@b.org"]);
        assert_eq!(Given::in_text(b"Not Reviewed-by: Bo <bo@b.org>"), Given::default());
    }
}
