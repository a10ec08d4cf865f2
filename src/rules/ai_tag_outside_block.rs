//! An AI-use tag in a paragraph of the message where git looks for no tags.

use super::{Case, Check, MOST, Rule, Scope};
use crate::escape::visible;
use crate::finding::{Edit, Finding, Fix, Level};

pub(super) const RULE: Rule = Rule {
    id: "ai-tag-outside-block",
    level: Level::Warning,
    page: include_str!("../../docs/rules/ai-tag-outside-block.md"),
    check: Check::Mail(Scope::Patch, check),
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    if case.policy.tag.name.is_none() {
        return Vec::new();
    }
    let block = &case.patch.block;
    let may_declare = |line: &str| case.may_declare(line.as_bytes());
    let lines = case.patch.message_lines();
    let outside = lines.filter(|(index, line)| may_declare(line) && !block.contains(index));
    outside
        .filter_map(|(index, line)| {
            let line = visible(line);
            let value = case.declared_by(&line).filter(|value| !case.is_declared_as(value))?;
            Some(finding_of(case, index, value))
        })
        .take(MOST)
        .collect()
}

fn finding_of(case: &Case<'_>, index: usize, value: &str) -> Finding {
    let message = if case.patch.block.is_empty() {
        "the AI-use tag is in a paragraph with too much other text for git to look for tags in it"
    } else {
        "the AI-use tag is above the last paragraph, the only one in which git looks for tags"
    };
    Finding::new(message).at(case.message_location(index, "git finds no tag here")).rests_on("tag.name").fix(
        Fix {
            text: "make all tags one paragraph at the end of the message".to_owned(),
            edit: Some(Edit { add: vec![case.tag_line(value)], ..case.removing([index]) }),
        },
    )
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::check;

    const ID: &str = "ai-tag-outside-block";

    #[test]
    fn a_tag_apart_from_the_others() {
        check("AI-used-for: tests\n\n", "qemu", [ID]);
        check("AI-used-for: tests\n\nSigned-off-by: Ann Dev <ann@example.org>", "qemu", [ID]);
        check("Assisted-by: LLM\n\n", "linux", [ID]);
    }

    #[test]
    fn examples_and_quotes() {
        check("    AI-used-for: tests\n\n", "qemu", []);
        check("> AI-used-for: tests\n\n", "qemu", []);
        check("AI-used-for: tests\n\nAI-used-for: tests", "qemu", []);
    }
}
