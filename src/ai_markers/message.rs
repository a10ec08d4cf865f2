//! The lines of a message that may be markers: the tags that git finds, and those that are in a paragraph of their
//! own above.

use std::borrow::Cow;

use super::{Tool, footer};
use crate::escape::visible;
use crate::mail::read_in_text;
use crate::patch::{MOST_TAGS, Patch, Tag, separator};

/// The lines of the submitter's own message that may be markers.
#[derive(Debug)]
pub struct OwnLines<'p> {
    /// The tags: those git finds, then those that are in another paragraph. What cannot be seen is taken out of them,
    /// and encoded words are read.
    ///
    /// A tag outside the block git reads counts where nothing but tags follows it in its paragraph, and no text leads
    /// up to it: `Write it so:` makes an example.
    pub tags: Vec<Cow<'p, Tag>>,
    /// The lines that tools leave, each with its tool.
    pub(super) footers: Vec<(usize, Tool)>,
}

impl<'p> OwnLines<'p> {
    /// Those of a patch or a cover letter.
    pub fn of(patch: &'p Patch<'_>) -> Self {
        let others = patch.borrowed_lines();
        let (outside, mut footers) = outside_and_footers(patch);
        let inside = patch.tags.iter().map(Cow::Borrowed);
        let mut tags: Vec<_> = inside.chain(outside.into_iter().map(Cow::Owned)).map(seen).collect();
        tags.retain(|tag| tag.line >= others);
        footers.retain(|(line, _)| *line >= others);
        Self { tags, footers }
    }
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

/// The tags that git does not find, and the lines that tools leave.
fn outside_and_footers(patch: &Patch<'_>) -> (Vec<Tag>, Vec<(usize, Tool)>) {
    let (mut found, mut footers, mut run) = (Vec::new(), Vec::new(), Run::default());
    let is_tag = |line| {
        let below = patch.tags.partition_point(|tag| tag.line <= line);
        below > 0 && line < patch.tags[below - 1].line + patch.tags[below - 1].lines
    };
    let mut has_room = true;
    for (index, line) in patch.message_lines().take_while(|(_, line)| *line != "-- ") {
        if line.trim().is_empty() {
            run.end(&mut found);
            continue;
        }
        let text = visible(line);
        let footer = footer::tool_of(&text);
        footers.extend(footer.map(|tool| (index, tool)));
        if has_room && !is_tag(index) {
            run.add(index, &text, footer.is_some());
            has_room = found.len() + run.tags.len() < MOST_TAGS;
        }
    }
    run.end(&mut found);
    (found, footers)
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
    fn add(&mut self, line: usize, text: &str, is_footer: bool) {
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
        } else if !text.starts_with(['#', '[', '(']) && !is_footer {
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
