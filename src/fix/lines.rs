//! The lines of a message on their way to a new one, and how a line is read as a tag.

use std::borrow::Cow;

use crate::patch::separator;
use crate::policy::{Grammar, Policy, is_negative};

/// A line of the message, which may be long, and is not copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line<'m> {
    pub(super) text: Cow<'m, str>,
    /// Its number in the message as it was, from 0, if it is there as it is here.
    pub(super) origin: Option<usize>,
}

impl Line<'_> {
    pub(super) fn new(text: impl Into<String>) -> Self {
        Self { text: Cow::Owned(text.into()), origin: None }
    }
}

/// The lines of a message as it is.
pub(super) fn lines_of(message: &str) -> Vec<Line<'_>> {
    let lines = message.lines().enumerate();
    lines.map(|(index, text)| Line { text: Cow::Borrowed(text), origin: Some(index) }).collect()
}

/// The message that lines make.
pub(super) fn text_of(lines: &[Line<'_>]) -> String {
    lines.iter().flat_map(|line| [&*line.text, "\n"]).collect()
}

/// A line, or several that are folded, which declare AI use or were meant to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Declared {
    /// The tag as it should be: as it was, where only its author can tell what is meant.
    pub(super) tag: String,
    /// How many lines it takes.
    pub(super) lines: usize,
    /// Whether the tag says something that the policy knows.
    pub(super) sound: bool,
    /// Whether the policy's key is there, or only one like it.
    pub(super) exact: bool,
}

/// The most lines that one tag may take.
pub(super) const MOST_LINES: usize = 50;

/// Reads what begins on the first of these lines, which go on to the end of their paragraph.
pub(super) fn declared(lines: &[&str], policy: &Policy) -> Option<Declared> {
    let first = lines.first()?;
    let (key, value) = split(first)?;
    let exact = separator(first).is_some() && policy.declares(key.trim_end());
    if !exact && !policy.tag.is_spelled(key) {
        return None;
    }
    let (value, count) = unfolded(value, &lines[1..lines.len().min(MOST_LINES)], policy)?;
    if value.is_empty() || is_negative(&value) {
        return None;
    }
    let corrected = policy.tag.corrected(&value);
    let meant = corrected.as_deref().unwrap_or(&value);
    let sound = policy.tag.is_sound(meant);
    let own = if exact { key.trim_end() } else { policy.tag.name.as_deref()? };
    let unchanged = exact && count == 1 && corrected.is_none();
    let tag = if unchanged { first.trim_end().to_owned() } else { format!("{own}: {meant}") };
    Some(Declared { tag, lines: count, sound, exact })
}

/// The value with the lines on which it goes on, and how many lines the tag takes. None where it breaks off
/// and the next line may or may not be its end.
fn unfolded(value: &str, below: &[&str], policy: &Policy) -> Option<(String, usize)> {
    let (mut value, mut count) = (value.to_owned(), 1);
    let folded = below.iter().take_while(|line| line.starts_with([' ', '\t']) && !line.trim().is_empty());
    for more in folded {
        value = format!("{value} {}", more.trim()).trim_start().to_owned();
        count += 1;
    }
    // A mailer that wraps a line does not indent what it wraps.
    match below.get(count - 1).filter(|line| !is_tag(line, policy) && !line.starts_with('#')) {
        Some(more) if policy.tag.grammar == Grammar::List && goes_on(&value) => {
            let whole = format!("{value} {}", more.trim());
            policy.tag.is_sound(&whole).then_some((whole, count + 1))
        }
        _ => Some((value, count)),
    }
}

/// Whether a line is a tag for git, or was to be one that declares AI use.
pub(super) fn is_tag(line: &str, policy: &Policy) -> bool {
    separator(line).is_some() || split(line).is_some_and(|(key, _)| policy.tag.is_spelled(key))
}

/// Whether a value breaks off: within parentheses, or after a comma.
pub(super) fn goes_on(value: &str) -> bool {
    value.trim_end().ends_with(',') || value.matches('(').count() > value.matches(')').count()
}

/// Key and value. Quoted and indented lines are somebody else's, bullets are prose, and what is commented out is no
/// one's.
fn split(line: &str) -> Option<(&str, &str)> {
    if !line.starts_with(char::is_alphanumeric) {
        return None;
    }
    let colon = line.find([':', '：']).filter(|at| *at <= 40)?;
    let (key, rest) = line.split_at(colon);
    Some((key, rest.trim_start_matches([':', '：']).trim()))
}

/// Whether a line leads up to an example: `Write it so:`.
pub(super) fn leads_up(line: &str) -> bool {
    line.trim_end().ends_with([':', '：'])
}

/// Whether a line is a declaration that is commented out, as a template shows it.
pub(super) fn is_commented_out(line: &str, policy: &Policy) -> bool {
    let text = line.trim_start_matches('#').trim_start();
    text.len() < line.len() && declared(&[text], policy).is_some()
}

/// Whether a line names somebody who signs off.
pub(super) fn is_sign_off(line: &str) -> bool {
    separator(line).is_some_and(|colon| {
        line[..colon].trim_end().eq_ignore_ascii_case("Signed-off-by") && line[colon + 1..].contains('@')
    })
}
