//! AI use under a policy that declines it.

use super::{Case, Check, MOST, Rule, Scope, ai_tag_missing};
use crate::finding::{Finding, Level};

pub(super) const RULE: Rule = Rule {
    id: "ai-use-declined",
    // A policy that does not decline is not asked, so that one key is enough to decline.
    level: Level::Error,
    page: include_str!("../../docs/rules/ai-use-declined.md"),
    check: Check::Mail(Scope::Submission, check),
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    let Some(reason) = case.strictest().declined else { return Vec::new() };
    let declared = case.declarations.iter().find(|(_, declaration)| !declaration.negative);
    let (said, line) = match (declared, case.markers().first()) {
        (Some((tag, _)), _) => (format!("`{}` declares AI use", tag.key), Some(tag.line)),
        (None, Some(mark)) => (ai_tag_missing::in_words(mark), mark.line),
        (None, None) => return Vec::new(),
    };
    let mut finding = Finding::new(format!(
        "{said}, and the project declines AI-made contributions{}",
        reason.whereabouts()
    ))
    .at(line.map(|line| case.message_location(line, "says so")))
    .rests_on(if reason.part.is_some() { "path" } else { "forbidden.any-ai" })
    .help("rewrite yourself what AI wrote, and then delete the line that declares or marks it")
    .help("to ask for an exception, write to the project's list before you send");
    finding.notes.extend(reason.note());
    for mark in case.markers().iter().filter(|mark| mark.line != line).take(MOST) {
        finding = finding.note(format!("also, {}", ai_tag_missing::in_words(mark)));
    }
    vec![finding]
}

#[cfg(test)]
mod tests {
    use super::super::testing::{change, check};

    #[test]
    fn what_says_so_is_declined() {
        check("AI-used-for: tests", "qemu-decline", ["ai-use-declined"]);
        check("Assisted-by: Claude:claude-opus-4.6", "libvirt", ["ai-use-declined"]);
        check("Coding-Agent: Codex", "gentoo", ["ai-use-declined"]);
        check("Co-authored-by: Claude <noreply@anthropic.com>", "qemu-decline", ["ai-use-declined"]);
    }

    #[test]
    fn a_cover_letter_says_so_too() {
        let cover = "From: Ann Dev <ann@example.org>\nSubject: [PATCH 0/2] f\n\nWhat.\n\nMade with Cursor\n";
        check(cover, "qemu-decline", ["ai-use-declined"]);
    }

    #[test]
    fn what_says_nothing_is_not() {
        check("", "qemu-decline", []);
        check("AI-used-for: none", "qemu-decline", []);
        check("Assisted-by: Ai Chen", "qemu-decline", []);
        check("Reported-by: Claude <noreply@anthropic.com>", "qemu-decline", []);
        let diff = change("f.c").replace("+two", "+AI-used-for: code");
        let mail = format!(
            "From: Ann Dev <ann@example.org>\nSubject: [PATCH] f\n\nSee AI-used-for: code.\n\n\
             Signed-off-by: Ann Dev <ann@example.org>\n---\n{diff}"
        );
        check(&mail, "qemu-decline", []);
    }

    #[test]
    fn where_it_is_welcome_nothing_is_declined() {
        check("AI-used-for: tests", "qemu", []);
    }
}
