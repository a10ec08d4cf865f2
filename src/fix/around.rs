//! What is around a line in its paragraph, and whether that shows that a tag was meant there.

use std::ops::Range;

use super::Origin;
use super::lines::{Declared, goes_on, is_tag, leads_up};
use crate::policy::Policy;

/// What is above and below each line in its paragraph. It is found once for all of them: a mail may be full
/// of tags.
pub(super) struct Around {
    /// Whether nothing but tags is above a line.
    pub(super) no_prose_above: Vec<bool>,
    /// Whether nothing but tags follows from a line on, where the tag above it is whole, and where it breaks off.
    pub(super) only_tags_from: Vec<[bool; 2]>,
    /// Whether text is above a line, and whether that leads up to it.
    pub(super) above: Vec<Above>,
    /// Whether text follows from a line on.
    pub(super) text_from: Vec<bool>,
}

/// The text above a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Above {
    None,
    /// Whole sentences.
    Text,
    /// It leads up to the line, or the line goes on with it.
    LeadsUp,
}

impl Around {
    pub(super) fn of(texts: &[&str], block: &Range<usize>, policy: &Policy, origin: Origin) -> Self {
        let tags: Vec<bool> = texts.iter().map(|text| is_tag(text, policy)).collect();
        let mut no_prose_above = vec![true];
        for (text, is_tag) in texts.iter().zip(&tags) {
            let is_prose = !is_tag && !text.starts_with([' ', '\t', '[']);
            let above = no_prose_above.last() == Some(&true);
            no_prose_above.push(ends(text) || (above && !is_prose));
        }
        let mut only_tags_from = vec![[true; 2]; texts.len() + 1];
        for (index, text) in texts.iter().enumerate().rev().filter(|(_, text)| !ends(text)) {
            only_tags_from[index] = [false, true].map(|is_open| {
                let is_folded = text.starts_with([' ', '\t']) && (is_open || origin == Origin::Message);
                let is_one = tags[index] || is_folded;
                let opens = goes_on(text) && is_one;
                let belongs =
                    is_one || text.starts_with('[') || (origin == Origin::Notes && is_diffstat(text));
                belongs && only_tags_from[index + 1][usize::from(opens)]
            });
        }
        let mut is_text: Vec<bool> = Vec::with_capacity(texts.len());
        for (index, text) in texts.iter().enumerate() {
            let is_neutral =
                tags[index] || block.contains(&index) || ends(text) || text.starts_with(['#', '[']);
            let is_stat = origin == Origin::Notes && is_diffstat(text);
            let follows_tag = index > 0 && !is_text[index - 1] && !ends(texts[index - 1]);
            is_text.push(!(is_neutral || is_stat || (follows_tag && text.starts_with([' ', '\t']))));
        }
        let mut above = vec![Above::None];
        let mut text_from = vec![false; texts.len() + 1];
        for (index, text) in texts.iter().enumerate() {
            let last = above[index];
            above.push(match () {
                () if is_line(text) => Above::None,
                () if is_text[index] && (leads_up(text) || !is_sentence(text)) => Above::LeadsUp,
                () if is_text[index] => Above::Text,
                // The next paragraph goes on with no line but one that leads up to it.
                () if is_blank(text) && last == Above::LeadsUp && !leads_up(texts[index - 1]) => Above::Text,
                () => last,
            });
        }
        for index in (0..texts.len()).rev().filter(|index| !is_line(texts[*index])) {
            text_from[index] = is_text[index] || text_from[index + 1];
        }
        Self { no_prose_above, only_tags_from, above, text_from }
    }

    /// Whether the text around lines may only talk of them: what is above leads up to them, or they are in the
    /// midst of text.
    pub(super) fn is_doubtful(&self, lines: &Range<usize>) -> bool {
        match self.above[lines.start] {
            Above::None => false,
            Above::Text => self.text_from[lines.end],
            Above::LeadsUp => true,
        }
    }

    /// Whether nothing but tags follows from a line on in the same paragraph.
    pub(super) fn only_tags_below(&self, from: usize) -> bool {
        self.only_tags_from[from][0]
    }

    /// Whether a line that reads like a tag was meant as one: other tags or nothing are below it, and it says
    /// something the policy knows, or no prose is above it either.
    pub(super) fn shows(&self, index: usize, read: &Declared, origin: Origin) -> bool {
        let (below, above) = (self.only_tags_below(index + read.lines), self.no_prose_above[index]);
        match origin {
            Origin::Message => below && (read.sound || (read.exact && above)),
            Origin::Notes => below && above && (read.sound || read.exact),
        }
    }
}

/// Whether a line ends as a sentence does.
pub(super) fn is_sentence(text: &str) -> bool {
    text.trim_end().ends_with(['.', '!', '?', ')', '…'])
}

/// Whether a line ends a paragraph.
pub(super) fn ends(text: &str) -> bool {
    is_blank(text) || is_line(text)
}

/// ` hw/net/f.c | 2 +-`, or a line below such lines.
pub(super) fn is_diffstat(text: &str) -> bool {
    text.starts_with(' ')
        && (text.contains('|')
            || ["changed", "mode", "rename", "copy"].iter().any(|word| text.contains(word)))
}

/// A line that parts: `---`, or the one above a signature.
pub(super) fn is_line(text: &str) -> bool {
    matches!(text.trim_end(), "---" | "--")
}

pub(super) fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}
