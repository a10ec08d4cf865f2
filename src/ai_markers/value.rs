//! Whether the value of a tag that credits, such as `Assisted-by`, names an AI tool or a person.
//!
//! Known addresses come first, then the names and forms in which tools are written, then persons. A value with
//! an address that is no tool's is a person's, whatever the name. What has no form, such as a nickname or a
//! script, is left alone.

use super::words::{self, Named};
use super::{Tool, identity};
use crate::patch::{Identity, Tag};

/// The tool that a tag names in a known form: `Assisted-by: Claude:claude-opus-4.6`.
///
/// ```
/// use checkprov::{ai_markers::names_tool, patch::TagBlock};
/// let names = |line: &str| names_tool(&TagBlock::find(line).tags[0]).is_some();
/// assert!(names("Assisted-by: LLM coccinelle sparse\n"));
/// assert!(names("Generated-by: GPT-5.6 Sol via Codex\n"));
/// assert!(!names("Assisted-by: Claude Perrin\n"));
/// assert!(!names("Generated-by: scripts/gen.py\n"));
/// ```
pub fn names_tool(tag: &Tag) -> Option<Tool> {
    let value = value_of(tag);
    let text = match text_without_person(value) {
        Ok(text) => text,
        Err(tool) => return tool,
    };
    // Machines have models and agents, too, so these need a model's number.
    if tag.is("Agent") || tag.is("Model") {
        let is_one_word = !text.contains(char::is_whitespace);
        return match words::named(text) {
            Named::Tool(tool) if is_one_word && text.contains(|c: char| c.is_ascii_digit()) => Some(tool),
            _ => None,
        };
    }
    let is_unknown_pair = || tag.is("Assisted-by") && is_pair(text);
    words::named(text).tool().or_else(|| is_unknown_pair().then_some(Tool(None)))
}

/// The tool that vouches in a tag, such as `Signed-off-by`. Where people sign with their names, a first name that
/// a product bears is a person's.
pub fn vouches(tag: &Tag) -> Option<Tool> {
    match text_without_person(value_of(tag)) {
        Ok(text) => match words::named(text) {
            Named::Tool(tool) => Some(tool),
            _ => None,
        },
        Err(tool) => tool,
    }
}

/// Whether a tag that credits names a person: by an address that is no tool's, or by a name of several words.
/// A single word has no form, and is no one's.
pub fn names_person(tag: &Tag) -> bool {
    if tag.value.is_empty() || names_tool(tag).is_some() {
        return false;
    }
    let (name, email) = Identity::parts(&tag.value);
    let is_name = |word: &str| {
        word.chars().next().is_some_and(char::is_uppercase)
            && word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '\'' | '-'))
            && !matches!(word, "AI" | "LLM")
    };
    let words = || name.split_whitespace();
    !email.is_empty() || ((2..=5).contains(&words().count()) && words().all(is_name))
}

/// The value without its key, where that is doubled: `Assisted-by: Assisted-by: ...`.
fn value_of(tag: &Tag) -> &str {
    let mut value = tag.value.as_str();
    while let Some((key, rest)) = value.split_at_checked(tag.key.len())
        && tag.is(key)
        && let Some(rest) = rest.strip_prefix(':')
    {
        value = rest.trim_start();
    }
    value
}

/// The text in which a tool may be named, or whose the address in it is.
fn text_without_person(value: &str) -> Result<&str, Option<Tool>> {
    let (name, email) = Identity::parts(value);
    match identity::behind(name, email) {
        Some(tool) => Err(Some(tool)),
        None if email.is_empty() => Ok(value),
        None if identity::is_no_reply(email) => Ok(name),
        None => Err(None),
    }
}

/// An unknown `AGENT:MODEL` whose model has its number.
fn is_pair(text: &str) -> bool {
    let Some((agent, rest)) = text.split_once(':') else { return false };
    let model = rest.split(' ').next().unwrap_or_default();
    let is_name = |text: &str, more: &[u8]| {
        text.bytes().all(|b| b.is_ascii_alphanumeric() || more.contains(&b))
            && text.bytes().take_while(u8::is_ascii_alphabetic).count() >= 2
    };
    is_name(agent, b" ._-")
        && is_name(model, b"._-[]")
        && model.bytes().any(|b| b.is_ascii_digit())
        && !agent.contains("http")
}
