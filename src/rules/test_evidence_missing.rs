//! A regression test by AI, and no word that it fails without the fix.

use std::sync::LazyLock;

use regex::Regex;

use super::{Case, Check, Rule, Scope};
use crate::finding::{Finding, Level};

pub(super) const RULE: Rule = Rule {
    id: "test-evidence-missing",
    level: Level::Note,
    page: include_str!("../../docs/rules/test-evidence-missing.md"),
    check: Check::Mail(Scope::Patch, check),
};

/// What a test does that finds a fault.
static FAILS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i-u)\b(?:fail|hang|hung|crash|abort|assert|segfault|trigger|reproduce|time[sd]? out|deadlock|leak|catch|caught|detect)",
    )
    .ok()
});

/// Where the fix is not there.
static WITHOUT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i-u)\b(?:without|before|prior to|unless|until|unpatched|unfixed|reverted|reverting|old code|previously|parent commit|when reverted|on master)\b",
    )
    .ok()
});

fn check(case: &Case<'_>) -> Vec<Finding> {
    let Some((tag, _)) = case.uses().find(|(_, each)| each.value.eq_ignore_ascii_case("tests")) else {
        return Vec::new();
    };
    let is_regression = ["Fixes", "Resolves"].iter().any(|key| case.patch.tags_of(key).next().is_some());
    if !is_regression || !case.classes().contains(&"tests") || says_so(case) {
        return Vec::new();
    }
    let finding = Finding::new(
        "declares an AI-written regression test, and does not say that it fails without the fix",
    )
    .at(case.location_of(tag, "declared here"))
    .help(
        "run the test without the fix, and say in the message what you saw, as in \"The test fails without the fix.\"",
    );
    vec![finding]
}

/// Whether one sentence above the tags speaks of failing and of not having the fix.
fn says_so(case: &Case<'_>) -> bool {
    let end = case.patch.block.start;
    let lines = case.patch.message_lines().take_while(|(index, _)| *index < end);
    let text: Vec<&str> = lines.map(|(_, line)| if line.is_empty() { ". " } else { line }).collect();
    let says = |words: &LazyLock<Option<Regex>>, sentence: &str| {
        words.as_ref().is_some_and(|words| words.is_match(sentence))
    };
    text.join(" ").split(". ").any(|sentence| says(&FAILS, sentence) && says(&WITHOUT, sentence))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{change, check};

    #[track_caller]
    fn check_message(message: &str, tags: &str, fires: bool) {
        let mail = format!(
            "From: Ann Dev <ann@example.org>\nSubject: [PATCH] tests: try it\n\n{message}\n\n{tags}\n\
             Signed-off-by: Ann Dev <ann@example.org>\n---\n{}",
            change("tests/qtest/f.c")
        );
        if fires {
            check(&mail, "qemu", ["test-evidence-missing"]);
        } else {
            check(&mail, "qemu", []);
        }
    }

    const TAGS: &str = "Fixes: 1f2e3d4c5b6a (\"f: add it\")\nAI-used-for: tests";

    #[test]
    fn a_test_that_passes_shows_nothing() {
        check_message("Try it.", TAGS, true);
        check_message("The test passes.", TAGS, true);
        check_message("Try it.", "Resolves: https://example.org/1\nAI-used-for: tests", true);
    }

    #[test]
    fn a_sentence_says_that_it_fails() {
        check_message("The test fails without the fix.", TAGS, false);
        check_message("Without the previous\npatch QEMU aborts in f() here.", TAGS, false);
        check_message("Before the previous commit it hangs: the status reads 2.", TAGS, false);
    }

    #[test]
    fn only_declared_tests_of_a_fix_are_asked() {
        check_message("Try it.", "AI-used-for: tests", false);
        check_message("Try it.", "Fixes: 1f2e3d4c5b6a (\"f: add it\")", false);
    }
}
