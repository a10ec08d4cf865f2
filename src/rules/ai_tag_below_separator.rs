//! An AI-use tag where `git am` throws it away: below the `---`, after the diff, below the signature.

use super::{Case, Check, MOST, Rule, Scope};
use crate::escape::visible;
use crate::finding::{Finding, Fix, Level};
use crate::mail::text_of;

pub(super) const RULE: Rule = Rule {
    id: "ai-tag-below-separator",
    level: Level::Warning,
    page: include_str!("../../docs/rules/ai-tag-below-separator.md"),
    check: Check::Mail(Scope::Patch, check),
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    if case.policy.tag.name.is_none() {
        return Vec::new();
    }
    let diff_at = case.patch.diff.files.first().map(|file| file.at.start);
    let mut signed = false;
    let mut findings = Vec::new();
    for (at, line) in case.patch.raw_lines_outside() {
        signed |= line == b"-- ";
        if !case.may_declare(line) {
            continue;
        }
        let line = text_of(line);
        let seen = visible(&line);
        let Some(value) = case.declared_by(&seen).filter(|value| !case.is_declared_as(value)) else {
            continue;
        };
        let place = match diff_at {
            _ if signed => "below the signature",
            Some(diff) if at.start > diff => "after the diff",
            _ => "below the `---`",
        };
        findings.push(finding_of(case, at.start, &line, value, place));
        if findings.len() == MOST {
            break;
        }
    }
    findings
}

fn finding_of(case: &Case<'_>, at: usize, line: &str, value: &str, place: &'static str) -> Finding {
    let tag = case.tag_line(value);
    Finding::new(format!("the AI-use tag is {place}, where git am drops it"))
        .at(case.patch_location(at, line, place))
        .rests_on("tag.name")
        .fix(Fix::adding("put it into the block of tags at the end of the commit message", &tag))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, mail};

    const ID: &str = "ai-tag-below-separator";

    fn with_note(tags: &str, note: &str) -> String {
        mail(tags).replacen("---\n", &format!("---\n{note}\n\n"), 1)
    }

    #[test]
    fn a_tag_below_the_message_is_dropped() {
        check(&with_note("", "AI-used-for: tests"), "qemu", [ID]);
        check(&with_note("", "Assisted-by: LLM"), "linux", [ID]);
        check(&with_note("", "AI-used\u{200b}-for: tests"), "qemu", [ID]);
        check(&format!("{}-- \n2.47.3\nAI-used-for: tests\n", mail("")), "qemu", [ID]);
        check(&format!("{}AI-used-for: tests\n", mail("")), "qemu", [ID]);
    }

    #[test]
    fn a_note_that_repeats_the_tag_is_harmless() {
        check(&with_note("AI-used-for: tests", "AI-used-for: tests"), "qemu", []);
        check(&with_note("AI-used-for: code, tests", "AI-used-for: tests"), "qemu", []);
        check(
            &with_note("AI-used-for: code\nAI-used-for: tests", "AI-used-for: tests, code (x)"),
            "qemu",
            [],
        );
        check(&with_note("AI-used-for: code", "AI-used-for: tests, code"), "qemu", [ID]);
        check(&with_note("Assisted-by: LLM sparse", "Assisted-by: LLM"), "linux", [ID]);
    }

    #[test]
    fn talk_about_the_tag_is_no_tag() {
        check(&with_note("", "v2: add AI-used-for: tests"), "qemu", []);
        check(&with_note("", "> AI-used-for: tests"), "qemu", []);
        check(&with_note("", "AI-used-for: none"), "qemu", []);
    }
}
