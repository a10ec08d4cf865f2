//! A prompt, or a conversation with an AI tool, in the message.

use super::{Case, Check, Rule, Scope};
use crate::finding::{Finding, Level};

pub(super) const RULE: Rule = Rule {
    id: "ai-prompt-in-message",
    level: Level::Off,
    page: include_str!("../../docs/rules/ai-prompt-in-message.md"),
    check: Check::Mail(Scope::Submission, check),
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    let Some((line, label)) = prompt(case).or_else(|| talk(case)) else { return Vec::new() };
    let finding = Finding::new(format!("the message contains {label}"))
        .at(case.message_location(line, label))
        .help("delete it, and say in your own words what a reviewer should know");
    vec![finding]
}

/// `Prompt:` and a text in quotes or an order, on the line or below it.
fn prompt(case: &Case<'_>) -> Option<(usize, &'static str)> {
    let is_quoted = |text: &str| text.starts_with(['"', '“', '„', '«', '`', '>', '\'']);
    let mut lines = case.patch.message_lines().peekable();
    while let Some((index, line)) = lines.next() {
        let label = ["Prompt", "Prompts", "Prompt used", "AI prompt", "LLM prompt"];
        let Some(text) = label.iter().find_map(|label| spoken(line, label)) else { continue };
        let is_meant =
            |text: &str| is_quoted(text) || (line.starts_with(char::is_uppercase) && is_order(text));
        let mut below = || lines.peek().is_some_and(|(_, line)| is_meant(line.trim_start()));
        if is_meant(text) || (text.is_empty() && below()) {
            return Some((index, "a prompt"));
        }
    }
    None
}

/// Whether a text is a sentence that tells somebody what to do: three words or more, the first with a capital.
fn is_order(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let first = words.next().unwrap_or_default();
    let is_word = first.starts_with(char::is_uppercase) && first.chars().all(char::is_alphabetic);
    is_word && words.nth(1).is_some()
}

/// A turn of a person, and later one of a tool.
fn talk(case: &Case<'_>) -> Option<(usize, &'static str)> {
    let turn = |line: &str, who: &[&str]| who.iter().any(|who| spoken(line, who).is_some());
    let mut lines = case.patch.message_lines();
    let (start, _) = lines.find(|(_, line)| turn(line, &["User", "Human"]))?;
    let answered = lines.any(|(_, line)| turn(line, &["Assistant", "AI", "Claude", "ChatGPT", "Copilot"]));
    answered.then_some((start, "a conversation with an AI tool"))
}

/// What follows `WHO:` at the start of a line.
fn spoken<'l>(line: &'l str, who: &str) -> Option<&'l str> {
    let (start, rest) = line.split_at_checked(who.len())?;
    let rest = rest.strip_prefix(':')?;
    start.eq_ignore_ascii_case(who).then(|| rest.trim())
}

#[cfg(test)]
mod tests {
    use super::super::testing::findings;

    #[track_caller]
    fn check_message(message: &str, fires: bool) {
        let mail =
            format!("From: Ann Dev <ann@example.org>\nSubject: [PATCH 0/2] f\n\n{message}\n\n-- \n2.47.3\n");
        let fired = findings(&mail, "qemu-llm").iter().any(|f| f.rule == "ai-prompt-in-message");
        assert_eq!(fired, fires, "{message}");
        assert!(findings(&mail, "qemu").is_empty(), "{message}");
    }

    #[test]
    fn a_prompt_is_followed_by_a_quote() {
        check_message("Prompt: \"Write a test\"", true);
        check_message("prompt: `Write a test`", true);
        check_message("Prompt:\n> Write a test", true);
        check_message("Prompt: Find the overflow in receive() and fix it.", true);
        check_message("AI prompt:\nFind the overflow and fix it.", true);
        check_message("Prompt: (qemu) is printed twice.", false);
        check_message("Prompt: yes or no", false);
        check_message("Prompt delivery is not affected.", false);
        check_message("It printed the\nprompt: (qemu) twice.", false);
        check_message("The prompt: \"(qemu)\" came twice.", false);
    }

    #[test]
    fn a_talk_has_two_sides() {
        check_message("User: Why?\n\nAssistant: Because.", true);
        check_message("User: root\nShell: sh", false);
        check_message("The user: no one\nThe assistant: no one", false);
    }
}
