//! Moves tags from where git drops them to where it finds them.

use std::collections::HashSet;
use std::ops::Range;

use super::around::{Around, ends, is_blank, is_diffstat};
use super::block::At;
use super::lines::{Line, MOST_LINES, declared, is_sign_off, text_of};
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
    /// Takes tags out of the message that are outside its block.
    pub(super) fn take_from_message(
        &mut self,
        lines: &mut Vec<Line<'_>>,
        policy: &Policy,
        steps: &mut Vec<Step>,
        at: At<'_>,
    ) {
        let block = TagBlock::find(&text_of(lines));
        let texts: Vec<&str> = lines.iter().map(|line| &*line.text).collect();
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
        message: &[Line<'_>],
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
    pub(super) fn put_into(self, lines: &mut Vec<Line<'_>>) {
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

/// The lines that may belong to a tag: to the end of its paragraph. In notes a diffstat may be below it.
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

/// Takes lines out, and an empty line with them that would have no neighbour any more.
fn remove(lines: &mut Vec<Line<'_>>, range: Range<usize>) {
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
