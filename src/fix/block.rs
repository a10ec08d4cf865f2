//! Puts right the AI-use tags that are where tags belong.

use std::collections::HashSet;

use super::lines::{Line, declared, leads_up, text_of};
use super::{Action, Step};
use crate::patch::TagBlock;
use crate::policy::Policy;

/// Corrects, unfolds and drops tags in the place of tags. `step` makes a step of a line of the message.
pub(super) fn put_right<'m>(
    lines: &[Line<'m>],
    policy: &Policy,
    steps: &mut Vec<Step>,
    at: At<'_>,
) -> Vec<Line<'m>> {
    let (place, before) = (place_of_tags(lines), steps.len());
    let texts: Vec<&str> = lines.iter().map(|line| &*line.text).collect();
    let (mut out, mut seen, mut index) = (lines[..place.start].to_vec(), HashSet::new(), place.start);
    while index < place.end {
        let is_led_up_to = index > 0 && leads_up(texts[index - 1]);
        let Some(read) =
            declared(&texts[index..place.end], policy).filter(|read| read.exact || !is_led_up_to)
        else {
            out.push(lines[index].clone());
            index += 1;
            continue;
        };
        let line = at(index);
        let is_right = read.lines == 1 && read.tag == texts[index].trim_end();
        let key = read.tag.to_lowercase();
        let is_one = read.exact || read.sound;
        if is_one && seen.contains(&key) {
            steps.push(Step { line, action: Action::Dropped { tag: read.tag } });
        } else if is_right || !is_one {
            out.extend_from_slice(&lines[index..index + read.lines]);
            seen.insert(key);
        } else {
            let from = texts[index].to_owned();
            out.push(Line::new(&read.tag));
            steps.push(Step { line, action: Action::Rewritten { from, to: read.tag } });
            seen.insert(key);
        }
        index += read.lines;
    }
    out.extend_from_slice(&lines[place.end..]);
    if TagBlock::find(&text_of(&out)).lines.is_empty() {
        // Prose that mentions tags: what is to be made of it is a matter of moves.
        steps.truncate(before);
        return lines.to_vec();
    }
    out
}

/// The line of the file on which a line of the message is.
pub(super) type At<'a> = &'a dyn Fn(usize) -> u64;

/// The block in which git finds tags, else the last paragraph.
fn place_of_tags(lines: &[Line<'_>]) -> std::ops::Range<usize> {
    let block = TagBlock::find(&text_of(lines)).lines;
    if !block.is_empty() {
        return block;
    }
    let is_blank = |line: &Line<'_>| line.text.trim().is_empty();
    let end = lines.iter().rposition(|line| !is_blank(line)).map_or(0, |last| last + 1);
    let start = lines[..end].iter().rposition(is_blank).map_or(0, |blank| blank + 1);
    start..end
}
