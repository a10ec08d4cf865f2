//! The lines of a message that may be markers: the tags that git finds, and those that are in a paragraph of their
//! own above.

use std::borrow::Cow;

use super::footer;
use crate::escape::visible;
use crate::mail::read_in_text;
use crate::patch::{MOST_TAGS, Patch, Tag, separator};

/// The tags of the submitter's own message: those git finds, then those that are in another paragraph. What cannot
/// be seen is taken out of them, and encoded words are read.
///
/// A tag outside the block git reads counts where nothing but tags follows it in its paragraph, and no text leads up
/// to it: `Write it so:` makes an example.
pub fn own_tags<'p>(patch: &'p Patch<'_>) -> Vec<Cow<'p, Tag>> {
    let others = patch.borrowed_lines();
    let inside = patch.tags.iter().map(Cow::Borrowed);
    let mut tags: Vec<Cow<'p, Tag>> =
        inside.chain(outside(patch).into_iter().map(Cow::Owned)).map(seen).collect();
    tags.retain(|tag| tag.line >= others);
    tags
}

/// The lines that tools leave in the submitter's own message or cover letter.
pub(super) fn footers(patch: &Patch<'_>) -> impl Iterator<Item = (usize, super::Tool)> {
    let others = patch.borrowed_lines();
    let lines = patch.message_lines().take_while(|(_, line)| *line != "-- ").skip(others);
    lines.filter_map(|(index, line)| Some((index, footer::tool_of(&visible(line))?)))
}

/// The most lines that one tag may take.
const MOST_LINES: usize = 50;

/// A tag as people see it.
fn seen(tag: Cow<'_, Tag>) -> Cow<'_, Tag> {
    let read = read_in_text(&tag.value);
    let value = match visible(read.as_deref().unwrap_or(&tag.value)) {
        Cow::Borrowed(_) if read.is_none() => return tag,
        value => value.into_owned(),
    };
    Cow::Owned(Tag { value, ..tag.into_owned() })
}

/// The tags that git does not find.
fn outside(patch: &Patch<'_>) -> Vec<Tag> {
    let (mut found, mut run) = (Vec::new(), Run::default());
    let is_tag = |line| {
        let below = patch.tags.partition_point(|tag| tag.line <= line);
        below > 0 && line < patch.tags[below - 1].line + patch.tags[below - 1].lines
    };
    for (index, line) in patch.message_lines().take_while(|(_, line)| *line != "-- ") {
        if line.trim().is_empty() {
            run.end(&mut found);
            continue;
        }
        if !is_tag(index) {
            run.add(index, &visible(line));
        }
        if found.len() + run.tags.len() >= MOST_TAGS {
            break;
        }
    }
    run.end(&mut found);
    found
}

/// The tags at the end of the paragraph that is being read.
#[derive(Default)]
struct Run {
    tags: Vec<Tag>,
    /// Whether the text above leads up to what follows.
    is_led_up_to: bool,
    /// How the last line ended that is no tag.
    last: Option<char>,
}

impl Run {
    fn add(&mut self, line: usize, text: &str) {
        let tag = separator(text).map(|colon| (text[..colon].trim_end(), text[colon + 1..].trim()));
        if let Some((key, value)) = tag.filter(|(_, value)| !value.is_empty()) {
            if !self.is_led_up_to {
                self.tags.push(Tag { key: key.to_owned(), value: value.to_owned(), line, lines: 1 });
            }
        } else if text.starts_with([' ', '\t'])
            && let Some(tag) = self.tags.last_mut().filter(|tag| tag.lines < MOST_LINES)
        {
            tag.value.push(' ');
            tag.value.push_str(text.trim());
            tag.lines += 1;
        } else if !text.starts_with(['#', '[', '(']) && footer::tool_of(text).is_none() {
            self.tags.clear();
            self.last = text.trim_end().chars().next_back();
            // Within a paragraph a tag follows a whole sentence, or it is part of one.
            self.is_led_up_to = !matches!(self.last, Some('.' | '!' | '?'));
        }
    }

    fn end(&mut self, found: &mut Vec<Tag>) {
        found.append(&mut self.tags);
        self.is_led_up_to = self.last == Some(':');
        self.last = None;
    }
}
