//! What an answer gives to the patches it answers.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::lines;
use crate::mail::text_of;
use crate::patch::Identity;

/// The most people who are noted of one answer.
const MOST: usize = 16;

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
        static TAG: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("ed-by: "));
        let mut given = Self::default();
        if TAG.find(text).is_none() {
            return given;
        }
        for line in lines::of_bytes(text) {
            let value = |key: &str| {
                let (start, value) = line.split_at_checked(key.len())?;
                start.eq_ignore_ascii_case(key.as_bytes()).then_some(value)
            };
            for (key, people) in
                [("Reviewed-by: ", &mut given.reviewed_by), ("Acked-by: ", &mut given.acked_by)]
            {
                let address = value(key).map(|value| Identity::tag(&text_of(value)).email.to_lowercase());
                let is_one = |address: &String| !address.is_empty() && address.len() <= LONGEST;
                people.extend(address.filter(is_one).filter(|_| people.len() < MOST));
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
        let text = b"> Acked-by: Bo <bo@b.org>\n\nReviewed-by: Ann <Ann@A.org>\n  Acked-by: Cy <c@c.org>\n";
        let given = Given::in_text(text);
        assert_eq!((given.reviewed_by.as_slice(), given.acked_by.len()), (&["ann@a.org".to_owned()][..], 0));
    }
}
