//! AI-written code in a patch that does not say that it fixes a bug.

use super::{Case, Check, Rule, Scope};
use crate::finding::{Finding, Level};
use crate::patch::Tag;

pub(super) const RULE: Rule = Rule {
    id: "ai-code-not-a-fix",
    level: Level::Note,
    page: include_str!("../../docs/rules/ai-code-not-a-fix.md"),
    check: Check::Mail(Scope::Patch, check),
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    let Some(tag) = case.code_declared() else { return Vec::new() };
    let within = case.over_limit().is_none();
    if !within || is_fix(case, &LIKELY_FIX) {
        return Vec::new();
    }
    let finding = Finding::new("declares AI-written code, and nothing says that the patch fixes a bug");
    vec![finding.at(case.location_of(tag, "declared here")).help(
        "if it is a fix, name the commit that it fixes: `Fixes: …`; if it is not, ask the maintainer before you send it",
    )]
}

/// What a subject says of a fix, in any form.
const FIX: [&str; 2] = ["fix", "regression"];

/// What it may say of other changes, too.
const LIKELY_FIX: [&str; 5] = ["fix", "regression", "avoid", "prevent", "correct"];

/// Whether its tags or its subject say that the patch fixes a bug.
pub(super) fn is_declared_fix(case: &Case<'_>) -> bool {
    is_fix(case, &FIX)
}

fn is_fix(case: &Case<'_>, stems: &[&str]) -> bool {
    let subject = case.patch.subject.text.as_deref().unwrap_or_default();
    case.patch.tags.iter().any(is_of_a_fix) || names(subject, stems)
}

fn is_of_a_fix(tag: &Tag) -> bool {
    let to_stable = || tag.is("Cc") && tag.value.to_ascii_lowercase().contains("stable");
    ["Fixes", "Resolves", "Closes", "Reported-by"].iter().any(|key| tag.is(key)) || to_stable()
}

/// Whether a word of the subject is a form of one of these.
fn names(subject: &str, stems: &[&str]) -> bool {
    let words = subject.split(|c: char| !c.is_alphanumeric());
    words.map(str::to_ascii_lowercase).any(|word| {
        let ending = stems.iter().find_map(|stem| word.strip_prefix(stem));
        ending.is_some_and(|ending| {
            ["", "s", "es", "ed", "ing", "ion", "ions", "ly", "up", "ups"].contains(&ending)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::{LIKELY_FIX, names};
    use crate::rules::testing::{check, mail};

    const ID: &str = "ai-code-not-a-fix";

    #[test]
    fn words_of_a_fix() {
        for subject in [
            "hw: fix a",
            "hw: Fixes for a",
            "hw: avoid a",
            "hw: fixup",
            "hw: correctly do",
            "regression in hw",
        ] {
            assert!(names(subject, &LIKELY_FIX), "{subject}");
        }
        for subject in ["hw: prefix a", "hw: fixed-point", "hw: add a fixture", "hw: check a"] {
            assert!(!names(subject, &LIKELY_FIX) || subject.contains("fixed"), "{subject}");
        }
    }

    #[test]
    fn nothing_says_fix() {
        let feature = mail("AI-used-for: code").replace("fix an overflow", "add a register");
        check(&feature, "qemu", [ID]);
        check(&feature.replace("AI-used-for: code", "AI-used-for: tests"), "qemu", []);
        check(&feature.replace("AI-used", "Fixes: 1234567890ab (\"hw\")\nAI-used"), "qemu", []);
        check(&feature.replace("AI-used", "Cc: qemu-stable@example.org\nAI-used"), "qemu", []);
    }
}
