//! Moves tags from where git drops them to where it finds them.

use std::collections::HashSet;
use std::ops::Range;

use super::block::At;
use super::lines::{Declared, Line, MOST_LINES, declared, goes_on, is_sign_off, is_tag, leads_up, text_of};
use super::{Action, Origin, Step};
use crate::patch::{MOST_TAGS, TagBlock};
use crate::policy::Policy;

/// The tags that are to go into the block, in order.
#[derive(Debug, Default)]
pub(super) struct Moves {
    declared: Vec<String>,
    sign_offs: Vec<String>,
    /// A tag of these that the text around it may only talk of, and its line in the file.
    pub(super) doubtful: Option<(u64, String)>,
}

/// What of a text is to be moved: tags, and the lines they take.
struct Found {
    lines: Range<usize>,
    tag: String,
    is_sign_off: bool,
    /// Whether the text around it may only talk of it.
    is_doubtful: bool,
}

impl Moves {
    /// Takes tags out of the message that stand outside its block.
    pub(super) fn take_from_message(
        &mut self,
        lines: &mut Vec<Line>,
        policy: &Policy,
        steps: &mut Vec<Step>,
        at: At<'_>,
    ) {
        let block = TagBlock::find(&text_of(lines));
        let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        let found = find(&texts, &block.lines, policy, Origin::Message);
        let found = self.wanted(found, &block, policy);
        for each in &found {
            let line = at(lines[each.lines.start].origin.unwrap_or_default());
            self.doubt(each, line);
            steps.push(Step { line, action: Action::Moved { tag: each.tag.clone(), from: Origin::Message } });
        }
        for each in found.into_iter().rev().take(MOST_TAGS) {
            remove(lines, each.lines);
        }
    }

    /// Takes tags out of the notes below the message. Returns the lines they took.
    pub(super) fn take_from_notes(
        &mut self,
        notes: &[&str],
        message: &[Line],
        policy: &Policy,
        steps: &mut Vec<Step>,
        at: At<'_>,
    ) -> Vec<Range<usize>> {
        let block = TagBlock::find(&text_of(message));
        let found = find(notes, &(0..0), policy, Origin::Notes);
        let found = self.wanted(found, &block, policy);
        for each in &found {
            let line = at(each.lines.start);
            self.doubt(each, line);
            steps.push(Step { line, action: Action::Moved { tag: each.tag.clone(), from: Origin::Notes } });
        }
        found.into_iter().map(|each| each.lines).collect()
    }

    fn doubt(&mut self, found: &Found, line: u64) {
        if found.is_doubtful && self.doubtful.is_none() {
            self.doubtful = Some((line, found.tag.clone()));
        }
    }

    /// Keeps what the block does not say already. A sign-off is moved only where there is none.
    fn wanted(&mut self, found: Vec<Found>, block: &TagBlock, policy: &Policy) -> Vec<Found> {
        let has_sign_off = block.tags.iter().any(|tag| tag.is("Signed-off-by") && !tag.value.is_empty());
        let needs_sign_off = policy.sign_off.required && !has_sign_off;
        let own = block.tags.iter().filter(|tag| policy.declares(&tag.key));
        let said: HashSet<String> = own.map(|tag| tag.value.to_ascii_lowercase()).collect();
        let says = |tag: &str| said.contains(&value_of(tag).to_ascii_lowercase());
        let mut taken: HashSet<String> = self.declared.iter().chain(&self.sign_offs).cloned().collect();
        let mut kept = Vec::new();
        for each in found {
            let wanted = if each.is_sign_off { needs_sign_off } else { !says(&each.tag) };
            if wanted && taken.insert(each.tag.clone()) {
                let list = if each.is_sign_off { &mut self.sign_offs } else { &mut self.declared };
                list.push(each.tag.clone());
                kept.push(each);
            }
        }
        kept
    }

    /// Puts them into the block: AI-use tags above the first sign-off, sign-offs at its end. Without a block
    /// they are one.
    pub(super) fn put_into(self, lines: &mut Vec<Line>) {
        if self.declared.is_empty() && self.sign_offs.is_empty() {
            return;
        }
        let block = TagBlock::find(&text_of(lines));
        let (mut at, mut end) = (block.lines.end, block.lines.end);
        if block.lines.is_empty() {
            end = lines.iter().rposition(|line| !is_blank(&line.text)).map_or(0, |last| last + 1);
            if end > 0 {
                lines.insert(end, Line::new(""));
                end += 1;
            }
            at = end;
        } else if let Some(sign_off) = block.tags.iter().find(|tag| tag.is("Signed-off-by")) {
            at = sign_off.line;
        }
        lines.splice(end..end, self.sign_offs.into_iter().map(Line::new));
        lines.splice(at..at, self.declared.into_iter().map(Line::new));
    }
}

fn value_of(tag: &str) -> &str {
    tag.split_once(':').map_or("", |(_, value)| value.trim())
}

/// Finds the tags outside a block that were surely meant as such.
fn find(texts: &[&str], block: &Range<usize>, policy: &Policy, origin: Origin) -> Vec<Found> {
    let around = Around::of(texts, block, policy, origin);
    let (mut found, mut index) = (Vec::new(), 0);
    while index < texts.len() {
        let lines = match declared(reach(texts, index, origin), policy) {
            _ if block.contains(&index) => 1,
            Some(read) if around.shows(index, &read, origin) => {
                let lines = index..index + read.lines;
                let is_doubtful = around.is_doubtful(&lines);
                found.push(Found { lines, tag: read.tag, is_sign_off: false, is_doubtful });
                read.lines
            }
            Some(_) => 1,
            None => {
                let apart = around.only_tags_below(index + 1)
                    && (origin == Origin::Message || around.no_prose_above[index]);
                if apart && is_sign_off(texts[index]) {
                    let (lines, tag) = (index..index + 1, texts[index].trim_end().to_owned());
                    let is_doubtful = around.is_doubtful(&lines);
                    found.push(Found { lines, tag, is_sign_off: true, is_doubtful });
                }
                1
            }
        };
        index += lines;
    }
    found
}

/// The lines that may belong to a tag: to the end of its paragraph. In notes a diffstat may stand below it.
fn reach<'t>(texts: &'t [&'t str], index: usize, origin: Origin) -> &'t [&'t str] {
    let rest = &texts[index..texts.len().min(index + MOST_LINES)];
    let opened = |text: &str| text.matches('(').count() as isize - text.matches(')').count() as isize;
    let (mut length, mut open) = (1, opened(rest[0]));
    while let Some(next) = rest.get(length).filter(|next| !ends(next)) {
        let goes_on = open > 0 || rest[length - 1].trim_end().ends_with(',');
        if origin == Origin::Notes && (is_diffstat(next) || !goes_on) {
            break;
        }
        open += opened(next);
        length += 1;
    }
    &rest[..length]
}

/// What stands above and below each line in its paragraph. It is found once for all of them: a mail may be full
/// of tags.
struct Around {
    /// Whether nothing but tags stands above a line.
    no_prose_above: Vec<bool>,
    /// Whether nothing but tags stands from a line on, where the tag above it is whole, and where it breaks off.
    only_tags_from: Vec<[bool; 2]>,
    /// Whether text stands above a line, and whether that leads up to it.
    above: Vec<Above>,
    /// Whether text stands from a line on.
    text_from: Vec<bool>,
}

/// The text above a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Above {
    None,
    /// Whole sentences.
    Text,
    /// It leads up to the line, or the line goes on with it.
    LeadsUp,
}

impl Around {
    fn of(texts: &[&str], block: &Range<usize>, policy: &Policy, origin: Origin) -> Self {
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

    /// Whether the text around lines may only talk of them: what stands above leads up to them, or they stand in the
    /// midst of text.
    fn is_doubtful(&self, lines: &Range<usize>) -> bool {
        match self.above[lines.start] {
            Above::None => false,
            Above::Text => self.text_from[lines.end],
            Above::LeadsUp => true,
        }
    }

    /// Whether nothing but tags stands from a line on in the same paragraph.
    fn only_tags_below(&self, from: usize) -> bool {
        self.only_tags_from[from][0]
    }

    /// Whether a line that reads like a tag was meant as one: other tags or nothing stand below it, and it says
    /// something the policy knows, or no prose stands above it either.
    fn shows(&self, index: usize, read: &Declared, origin: Origin) -> bool {
        let (below, above) = (self.only_tags_below(index + read.lines), self.no_prose_above[index]);
        match origin {
            Origin::Message => below && (read.sound || (read.exact && above)),
            Origin::Notes => below && above && (read.sound || read.exact),
        }
    }
}

/// Whether a line ends as a sentence does.
fn is_sentence(text: &str) -> bool {
    text.trim_end().ends_with(['.', '!', '?', ')', '…'])
}

/// Whether a line ends a paragraph.
fn ends(text: &str) -> bool {
    is_blank(text) || is_line(text)
}

/// ` hw/net/f.c | 2 +-`, or a line below such lines.
fn is_diffstat(text: &str) -> bool {
    text.starts_with(' ')
        && (text.contains('|')
            || ["changed", "mode", "rename", "copy"].iter().any(|word| text.contains(word)))
}

/// A line that parts: `---`, or the one above a signature.
fn is_line(text: &str) -> bool {
    matches!(text.trim_end(), "---" | "--")
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

/// Takes lines out, and an empty line with them that nothing would stand beside any more.
fn remove(lines: &mut Vec<Line>, range: Range<usize>) {
    let at = range.start;
    lines.drain(range);
    let blank = |index: usize| lines.get(index).is_none_or(|line| is_blank(&line.text));
    if (at == 0 || blank(at - 1)) && blank(at) {
        if at < lines.len() {
            lines.remove(at);
        } else if at > 0 {
            lines.remove(at - 1);
        }
    }
}
