mod persons;

use super::*;
use crate::mail::{Message, Options};
use crate::patch::TagBlock;

/// The marks of a mail by Ann Dev with this message.
fn marks_of(message: &str) -> Vec<Marker> {
    let mail = format!(
        "From: Ann Dev <ann@example.org>\nSubject: [PATCH] f\n\n{message}---\n--- a/f.c\n+++ b/f.c\n\
         @@ -1 +1,2 @@\n one\n+Co-authored-by: Claude <noreply@anthropic.com>\n"
    );
    let message = Message::read(mail.as_bytes(), Options::default());
    let patch = Patch::read(&message);
    of_patch(&patch, &OwnLines::of(&patch))
}

#[track_caller]
fn check(message: &str, expected: &[(What, usize)]) {
    let found: Vec<_> = marks_of(message).iter().map(|m| (m.what, m.line.unwrap_or(usize::MAX))).collect();
    assert_eq!(found, expected, "{message}");
}

#[track_caller]
fn check_tag(line: &str, is_mark: bool) {
    let block = TagBlock::find(line);
    assert_eq!(of_tag(&block.tags[0]).is_some(), is_mark, "{line}");
}

#[track_caller]
fn check_person(name: &str, email: &str) {
    let identity = Identity { name: name.to_owned(), email: email.to_owned() };
    assert_eq!(of_identity(&identity), None, "{identity}");
    for key in ["Signed-off-by", "Co-authored-by", "Assisted-by", "Generated-by", "Reviewed-by"] {
        check_tag(&format!("{key}: {identity}"), false);
    }
}

#[test]
fn every_sign_of_the_table_is_found() {
    for (entry, sign) in TABLE.iter().flat_map(|entry| entry.signs.iter().map(move |sign| (entry, sign))) {
        let tool = if let Sign::Maker(_) = sign { Tool(Some("ChatGPT")) } else { Tool(entry.tool) };
        let (line, what) = match sign {
            Sign::Address(address) => (format!("Co-authored-by: X <{address}>"), What::Credit),
            Sign::Account(account) => {
                (format!("Co-authored-by: X <1+{account}@users.noreply.github.com>"), What::Credit)
            }
            Sign::Key(key) => (format!("{key}: yes"), What::Key),
            Sign::NameAndAddress(name, address) => {
                (format!("Co-authored-by: {name} <{address}>"), What::Credit)
            }
            Sign::KeyAndValue(key, value) => (format!("{key}: {value}"), What::Key),
            Sign::Session(key) => (format!("{key}: 0123"), What::Footer),
            Sign::Product(name) | Sign::Namesake(name) | Sign::Model(name) => {
                (format!("Assisted-by: {name}"), What::Credit)
            }
            Sign::Maker(name) => (format!("Assisted-by: {name} ChatGPT"), What::Credit),
            Sign::Footer(start) => (format!("{start} and more"), What::Footer),
            Sign::Link(start) => (format!("{start}0123"), What::Footer),
        };
        let marks = marks_of(&format!("Why.\n\n{line}\n"));
        assert_eq!(marks, [Marker { tool, what, line: Some(2) }], "{line}");
    }
}

#[test]
fn every_entry_has_a_source_and_a_day() {
    for entry in TABLE {
        assert!(entry.source.starts_with("https://"), "{entry:?}");
        assert!(entry.as_of.len() == 10 && entry.as_of <= AS_OF, "{entry:?}");
    }
}

#[test]
fn bots_are_known_by_their_account() {
    check_tag("Co-authored-by: copilot-swe-agent[bot] <198982749+Copilot@users.noreply.github.com>", true);
    check_tag("Co-authored-by: claude[bot]", true);
    check_tag("Co-authored-by: claude[bot] <claude@example.org>", false);
    check_tag("Co-authored-by: AI Helper <noreply@example.org>", true);
}

#[test]
fn known_forms_of_a_value_are_tools() {
    for value in [
        "LLM",
        "LLM coccinelle sparse",
        "an LLM",
        "AI",
        "an AI tool",
        "generic LLM chatbot",
        "GNU-LLM version 1.0",
        "ChatGPT",
        "chatgpt",
        "ChatGPTv5",
        "OpenAI ChatGPT",
        "Claude",
        "Anthropic Claude",
        "Claude Opus",
        "Claude Fable 5.1",
        "Claude Opus 4.8 (1M context)",
        "Claude Code",
        "Claude Code (claude-opus-5)",
        "Claude:claude-opus-4.6",
        "Claude:claude-3-opus coccinelle sparse",
        "Claude:claude-opus-4-8 [Claude-Code]",
        "Claude:Sonnet5 [Claude Code]",
        "Claude Code:GLM-5.2",
        "Claude claude-opus-4-20250514",
        "Copilot",
        "GitHub Copilot",
        "Microsoft Copilot",
        "GitHub Copilot:claude-sonnet-4.6",
        "Cursor",
        "Codex",
        "Codex (gpt-5.4)",
        "Codex:gpt-5-5-xhigh",
        "GPT-5.6 Sol via Codex",
        "DeepSeek",
        "Aider",
        "aider (gpt-5)",
        "Devin",
        "Gemini",
        "Google Gemini",
        "Gemini Pro",
        "Gemini:gemini-3.1-pro Sashiko",
        "Gemini:1.5 Pro [google]",
        "Google:Gemini-3-Flash [x]",
        "sashiko:gemini-3.1-pro-preview",
        "opencode:hy3-free",
        "kres (claude-opus-4-7)",
        "GLM:5.1 Z.ai",
        "ChatGPT and Gemini",
        "Claude, Gemini",
        "Ben Keeper, ChatGPT",
        "Assisted-by: Claude:claude-opus-4.6",
        "Codex <noreply@openai.com>",
        "Claude noreply@anthropic.com",
        "noreply@anthropic.com",
        "Claude <claude-opus-4-8>",
    ] {
        check_tag(&format!("Assisted-by: {value}"), true);
    }
    check_tag("Generated-by: claude-opus-4.6", true);
    check_tag("Generated-by: AI", true);
    check_tag("Co-developed-by: Claude claude-opus-4-20250514", true);
    check_tag("Co-authored-by: Claude noreply@anthropic.com", true);
    check_tag("Made-with: Cursor", true);
    check_tag("Model: claude-opus-4.6", true);
    check_tag("Agent: codex:gpt-5", true);
}

#[test]
fn names_are_found_among_other_words() {
    for (text, name) in [
        ("Claude Code", "Claude Code"),
        ("with claude-opus-4.6, twice", "claude-opus-4.6"),
        ("by ChatGPT", "ChatGPT"),
        ("the GitHub Copilot helped", "GitHub Copilot"),
        ("GPT-5.6 Sol via Codex", "GPT-5.6"),
        ("Gemini 3 Pro", "Gemini 3"),
        ("refactored using Codex", "Codex"),
        ("Claude", "Claude"),
        ("llama3", "llama3"),
    ] {
        assert_eq!(name_in(text).map(|at| &text[at]), Some(name), "{text}");
    }
    for text in ["text cursor", "Devin asked", "Codex Sinaiticus", "gpt partition", "the copilot's seat", ""]
    {
        assert_eq!(name_in(text), None, "{text}");
    }
}

#[test]
fn footers_stand_at_the_start_of_a_line() {
    check("Generated with [Claude Code](https://claude.com/claude-code)\n", &[(What::Footer, 0)]);
    check("Why.\n\n🤖 Generated with [Claude Code](https://claude.ai/code)\n", &[(What::Footer, 2)]);
    check("🤖 Generated with Foo\n", &[(What::Footer, 0)]);
    check("Made with Cursor\n", &[(What::Footer, 0)]);
    check("It was Generated with [Claude Code](https://claude.ai/code)\n", &[]);
    check("    Generated with [Claude Code](https://claude.ai/code)\n", &[]);
    check("> Generated with [Claude Code](https://claude.ai/code)\n", &[]);
    check("_Generated by [Claude Code](https://claude.ai/code)_\n", &[(What::Footer, 0)]);
    check("**Made with Cursor**\n", &[(What::Footer, 0)]);
    check("_Generated by_ the script.\n", &[]);
    check("* Generated with [Claude Code](https://claude.ai/code) once\n", &[]);
    check("Generated with [swagger](https://example.org)\n", &[]);
    check("Generated with scripts/gen.py.\n", &[]);
    check("Made with cursor keys in mind.\n", &[]);
    check("Made with Cursor keys in mind.\n", &[]);
    check("-- \nMade with Cursor\n", &[]);
}

#[test]
fn tags_are_found_in_any_paragraph_of_their_own() {
    let tag = "Co-authored-by: Claude <noreply@anthropic.com>";
    check(&format!("Why.\n\n{tag}\n\nSigned-off-by: Ann Dev <ann@example.org>\n"), &[(What::Credit, 2)]);
    check(&format!("Why.\n{tag}\n\nMore.\n"), &[(What::Credit, 1)]);
    check(
        &format!("Why.\n\n🤖 Generated with [Claude Code](x)\n{tag}\n\nMore.\n"),
        &[(What::Footer, 2), (What::Credit, 3)],
    );
    check("Why.\n\nCo-authored-by: Claude\n <noreply@anthropic.com>\n\nMore.\n", &[(What::Credit, 2)]);
    check(&format!("Write:\n\n{tag}\n\nMore.\n"), &[]);
    check(&format!("Example:\n\n{tag}\n\nMore.\n"), &[]);
    check(&format!("Some write\n{tag}\n\nMore.\n"), &[]);
    check(&format!("Why.\n\n{tag}\nis such a line.\n\nMore.\n"), &[]);
    check(&format!("Why.\n\n> {tag}\n\n#{tag}\n\n    {tag}\n\nMore.\n"), &[]);
}

#[test]
fn encoded_words_hide_nothing() {
    check("Why.\n\nAssisted-by: =?utf-8?q?Claude_Code?=\n", &[(What::Credit, 2)]);
    check("Why.\n\nCo-authored-by: =?utf-8?b?Q2xhdWRl?= <noreply@anthropic.com>\n", &[(What::Credit, 2)]);
    check("Why.\n\nAssisted-by: =?utf-8?q?Ann_Dev?= <ann@example.org>\n", &[]);
    check("Why.\n\nAssisted-by: =?utf-8?x?Claude?=\n", &[]);
}

#[test]
fn invisible_characters_hide_nothing() {
    check("Why.\n\nCo-auth\u{200b}ored-by: Claude <noreply@anthropic.com>\n", &[(What::Credit, 2)]);
    check("Why.\n\nCo-authored-by: Claude <nore\u{2060}ply@anthropic.com>\n", &[(What::Credit, 2)]);
    check("Why.\n\nMade\u{ad} with Cursor\n", &[(What::Footer, 2)]);
}
