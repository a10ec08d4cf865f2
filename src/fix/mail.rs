//! Puts the tags of one mail in order.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use super::lines::{Line, is_commented_out, lines_of, text_of};
use super::moves::Moves;
use super::{Action, MOST_LINES, Step, block};
use crate::diff::State;
use crate::input::{self, Mail};
use crate::mail::{Message, Options};
use crate::patch::{Kind, MOST_TAGS, Patch};
use crate::policy::Policy;

/// What replaces the mail, if it changes, and what was done. `raw` are its bytes in the
/// file; those of `mail` have the line ends that git writes.
pub(super) fn fix(raw: &[u8], mail: &Mail<'_>, policy: &Policy) -> (Option<Vec<u8>>, Vec<Step>) {
    let message = Message::read(&mail.bytes, Options::default());
    let patch = Patch::read(&message);
    if patch.kind != Kind::Patch || mail.bare {
        return (None, Vec::new());
    }
    let left = |why: &str| vec![Step { line: mail.line, action: Action::Left(why.to_owned()) }];
    if let Some(truncation) = patch.truncations.first() {
        return (None, left(&truncation.to_string()));
    }
    if lines_of_text(&patch) > MOST_LINES {
        return (None, left("it has too many lines outside its diff"));
    }
    let mut steps = Vec::new();
    let order = Order::of(&patch, policy, mail.line, &mut steps);
    if steps.is_empty() {
        return (None, steps);
    }
    if let Some((line, tag)) = &order.doubtful {
        let why = format!("the text around `{tag}` may only talk of it");
        return (None, vec![Step { line: *line, action: Action::Left(why) }]);
    }
    let written = match hindrance(mail, &patch) {
        _ if steps.len() > MOST_TAGS => Err("too many of them would change".into()),
        _ if order.gone.iter().any(|range| str::from_utf8(&patch.mail.patch()[range.clone()]).is_err()) => {
            Err("a tag below its message is not in UTF-8".into())
        }
        _ if patch.message_lines().any(|(_, line)| is_commented_out(line, policy)) => {
            Err("its message holds one that is commented out".into())
        }
        Some(why) => Err(why),
        None => write(raw, &patch, &order)
            .filter(|bytes| holds(bytes, &patch, &order, policy))
            .ok_or(Cow::Borrowed("they cannot be put in order without touching other lines")),
    };
    match written {
        Ok(bytes) => {
            steps.sort_by_key(|step| step.line);
            (Some(bytes), steps)
        }
        Err(why) => (None, left(&why)),
    }
}

/// How many lines of a mail belong to no file of its diff.
fn lines_of_text(patch: &Patch<'_>) -> usize {
    patch.message_lines().count() + patch.lines_outside().count()
}

/// What a mail is to look like.
struct Order<'m> {
    message: Vec<Line<'m>>,
    /// Bytes of the patch text that go.
    gone: Vec<Range<usize>>,
    /// A tag that may not have been meant, and its line in the file.
    doubtful: Option<(u64, String)>,
}

impl<'m> Order<'m> {
    fn of(patch: &'m Patch<'_>, policy: &Policy, first: u64, steps: &mut Vec<Step>) -> Self {
        let file_line = |line: Option<usize>| first + line.unwrap_or_default() as u64;
        let in_message = |index| file_line(patch.mail.message_line(index));
        let mut message = block::put_right(&lines_of(&patch.message), policy, steps, &in_message);
        let mut moves = Moves::default();
        moves.take_from_message(&mut message, policy, steps, &in_message);
        let notes: Vec<_> = patch.lines_outside().collect();
        let texts: Vec<&str> = notes.iter().map(|(_, text)| text.as_ref()).collect();
        let in_notes = |index: usize| file_line(patch.mail.patch_line(notes[index].0.start));
        let taken = moves.take_from_notes(&texts, &message, policy, steps, &in_notes);
        let doubtful = moves.doubtful.take();
        moves.put_into(&mut message);
        let gone = taken.into_iter().flatten().map(|index| notes[index].0.clone());
        Self { message, gone: gone.collect(), doubtful }
    }
}

/// Why a mail cannot be rewritten line by line.
fn hindrance(mail: &Mail<'_>, patch: &Patch<'_>) -> Option<Cow<'static, str>> {
    let message = patch.mail;
    let raw = &message.body.text[message.message_at.clone()];
    match (message.body.encoded, message.problems.first()) {
        _ if mail.cut => Some("it is too long".into()),
        _ if patch.subject.is_reply => Some("it is an answer, and may hold what others wrote".into()),
        (Some(encoded), _) => Some(encoded.into()),
        (None, Some(problem)) => Some(problem.to_string().into()),
        _ if raw != patch.message.as_bytes() => Some("its message is not in UTF-8".into()),
        _ if patch.diff.state() != State::Ok => Some("its diff is damaged".into()),
        (None, None) => None,
    }
}

/// The bytes of the mail with another message, and without some of its notes.
fn write(raw: &[u8], patch: &Patch<'_>, order: &Order<'_>) -> Option<Vec<u8>> {
    let lines: Vec<&[u8]> = raw.split_inclusive(|&b| b == b'\n').collect();
    let end: &[u8] = if lines.first()?.ends_with(b"\r\n") { b"\r\n" } else { b"\n" };
    let below = patch.mail.patch_line(0)?;
    let above = below.checked_sub(patch.message.lines().count())?;
    let gone = order.gone.iter().map(|range| patch.mail.patch_line(range.start));
    let gone: HashSet<usize> = gone.collect::<Option<_>>()?;
    let mut out = lines.get(..above)?.concat();
    for line in &order.message {
        match line.origin {
            Some(index) => out.extend_from_slice(lines.get(above + index)?),
            None => out.extend_from_slice(&[line.text.as_bytes(), end].concat()),
        }
    }
    for (index, line) in lines.iter().enumerate().skip(below) {
        if !gone.contains(&index) {
            out.extend_from_slice(line);
        }
    }
    Some(out)
}

/// Whether the new mail reads as it was meant to: the message is what was made of it, nothing else differs, and there
/// is nothing left to put in order.
fn holds(bytes: &[u8], patch: &Patch<'_>, order: &Order<'_>, policy: &Policy) -> bool {
    let blocks = input::split(bytes);
    let mut mails = blocks.iter().flat_map(|block| block.mails());
    let (Some(mail), None) = (mails.next(), mails.next()) else { return false };
    let message = Message::read(&mail.bytes, Options::default());
    let new = Patch::read(&message);
    let (mut notes, mut steps) = (Vec::new(), Vec::new());
    let mut at = 0;
    for range in &order.gone {
        notes.extend_from_slice(&patch.mail.patch()[at..range.start]);
        at = range.end;
    }
    notes.extend_from_slice(patch.mail.patch().get(at..).unwrap_or_default());
    new.message == text_of(&order.message)
        && new.mail.patch() == notes
        && new.kind == patch.kind
        && new.subject == patch.subject
        && new.author == patch.author
        && new.diff.state() == State::Ok
        && order.message.iter().all(|line| line.origin.is_some() || is_found(&new, &line.text))
        && Order::of(&new, policy, mail.line, &mut steps).doubtful.is_none()
        && steps.is_empty()
}

/// Whether git finds a tag that was written.
fn is_found(patch: &Patch<'_>, line: &str) -> bool {
    let Some((key, value)) = line.split_once(':') else { return line.is_empty() };
    patch.tags.iter().any(|tag| tag.is(key.trim_end()) && tag.value == value.trim())
}
