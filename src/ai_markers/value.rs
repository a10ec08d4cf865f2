//! Whether the value of a tag that credits, such as `Assisted-by`, names an AI tool or a person.
//!
//! Known tools are tried first, then the forms in which tools and models are written. What has neither is a
//! person's, or unknown, and left alone: a single word (`Claude`), a nickname, a script.

use std::sync::LazyLock;

use regex::Regex;

use super::table::{INDEX, tool};
use super::{Tool, behind, is_no_reply};
use crate::patch::{Identity, Tag};

/// A model with its version: `claude-opus-4.6`, `GPT-5.6`, `ChatGPTv5`.
static MODEL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i-u)\b(?:chat-?gpt|gpt|claude(?:[ -](?:opus|sonnet|haiku))?|gemini|codex|llama|deepseek|qwen|grok|kimi|mistral|devstral)(?:-?v?|[ ]v?)[0-9]",
    )
    .ok()
});

/// What stands on either side of the colon in `AGENT:MODEL`: tools and families of models. Some are names of
/// people too; with the colon they are not.
const WORDS: [&str; 24] = [
    "aider",
    "amp",
    "antigravity",
    "chatgpt",
    "claude",
    "cline",
    "codex",
    "copilot",
    "cursor",
    "deepseek",
    "devin",
    "gemini",
    "glm",
    "gpt",
    "grok",
    "jules",
    "junie",
    "kimi",
    "llama",
    "mistral",
    "opencode",
    "openhands",
    "qwen",
    "windsurf",
];

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
    let mut value = tag.value.as_str();
    // The key doubled: `Assisted-by: Assisted-by: ...`.
    while let Some(rest) = value.split_at_checked(tag.key.len()).filter(|(key, _)| tag.is(key))
        && let Some(rest) = rest.1.strip_prefix(':')
    {
        value = rest.trim_start();
    }
    let (name, email) = Identity::parts(value);
    if let Some(tool) = behind(name, email) {
        return Some(tool);
    }
    if !email.is_empty() && !is_no_reply(email) {
        return None;
    }
    let text = if email.is_empty() { value } else { name };
    // `Made-with: Cursor` is what the tool itself writes.
    let whole = tag.is("Made-with") || tag.is("Generated-with");
    if let Some(tool) = product(text, whole) {
        return Some(tool);
    }
    let is_tool = if tag.is("Agent") || tag.is("Model") {
        // Machines have models and agents, too, so these need a model's id.
        !text.contains(' ') && (is_model(text) || is_pair(text, false))
    } else {
        is_llm(text) || is_model(text) || is_pair(text, tag.is("Assisted-by"))
    };
    is_tool.then_some(Tool(None))
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

/// A known product of two words, alone or with its model behind it: `Claude Code (claude-opus-5)`. Of one
/// word only where `whole`.
fn product(text: &str, whole: bool) -> Option<Tool> {
    let fits = |product: &str| {
        let Some((start, rest)) = text.split_at_checked(product.len()) else { return false };
        let rest = rest.trim_start();
        let ends = match rest.as_bytes() {
            [] => true,
            [b'v', digit, ..] => digit.is_ascii_digit(),
            [byte, ..] => byte.is_ascii_digit() || b"(:,/+".contains(byte),
        };
        start.eq_ignore_ascii_case(product) && ends
    };
    tool(&INDEX.products, |product| fits(product) && (product.contains(' ') || (whole && product == text)))
}

/// `LLM`, `LLM coccinelle sparse`, `generic LLM chatbot`, `GNU-LLM version 1.0`.
fn is_llm(text: &str) -> bool {
    text.split([' ', '-']).any(|word| word.eq_ignore_ascii_case("LLM"))
}

fn is_model(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_digit()) && MODEL.as_ref().is_some_and(|model| model.is_match(text))
}

/// `AGENT:MODEL`. Where the tag is one for tools and people only, an unknown pair will do if the model has
/// its number; elsewhere one side must be known.
fn is_pair(text: &str, unknown_too: bool) -> bool {
    let Some((agent, rest)) = text.split_once(':') else { return false };
    let model = rest.split(' ').next().unwrap_or_default();
    let is_name = |text: &str, more: &[u8]| {
        text.bytes().all(|b| b.is_ascii_alphanumeric() || more.contains(&b))
            && text.bytes().take_while(u8::is_ascii_alphabetic).count() >= 2
    };
    let is_known = |text: &str| {
        text.split([' ', '-', '_', '/', '.'])
            .any(|word| WORDS.iter().any(|known| known.eq_ignore_ascii_case(word)))
    };
    is_name(agent, b" ._-")
        && is_name(model, b"._-[]")
        && (is_known(agent)
            || is_known(model)
            || (unknown_too && model.bytes().any(|b| b.is_ascii_digit()) && !agent.contains("http")))
}
