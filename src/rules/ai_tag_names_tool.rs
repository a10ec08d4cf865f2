//! An AI-use tag that names a tool or a model.

use super::{Case, Check, MOST, Rule, Scope};
use crate::ai_markers;
use crate::finding::{Finding, Level};
use crate::policy::Grammar;

pub(super) const RULE: Rule = Rule {
    id: "ai-tag-names-tool",
    level: Level::Note,
    page: include_str!("../../docs/rules/ai-tag-names-tool.md"),
    check: Check::Mail(Scope::Patch, check),
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    if case.policy.tag.grammar != Grammar::List {
        return Vec::new();
    }
    let named = case.declarations.iter().filter_map(|(tag, read)| {
        let texts =
            read.uses.iter().flat_map(|each| [Some(each.value.as_str()), each.explanation.as_deref()]);
        let tool = texts.flatten().find_map(|text| Some(&text[ai_markers::name_in(text)?]));
        Some((*tag, tool?))
    });
    named
        .take(MOST)
        .map(|(tag, tool)| {
            Finding::new(format!("`{}` names the tool or model `{tool}`", tag.key))
                .at(case.value_location(tag, tool, "named here"))
                .rests_on("tag.values")
                .help(format!(
                    "say what the tool was used for, and leave its name out, as in `{}`",
                    case.tag_line("code (bounds check)")
                ))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::check;

    const ID: &str = "ai-tag-names-tool";

    #[test]
    fn a_name_in_a_value_or_its_explanation() {
        for value in
            ["code (Claude)", "code (Claude Code)", "docs (with Gemini 3 Pro)", "tests (claude-opus-4.6)"]
        {
            check(&format!("AI-used-for: {value}"), "qemu", [ID]);
        }
        check("AI-used-for: Claude", "qemu", ["ai-tag-unknown-value", ID]);
    }

    #[test]
    fn words_and_people() {
        for value in ["code (text cursor)", "tests (Devin asked)", "docs (gpt partition)"] {
            check(&format!("AI-used-for: {value}"), "qemu", []);
        }
    }

    #[test]
    fn the_tag_alone_is_read() {
        check("AI-used-for: tests (with ChatGPT)", "qemu", [ID]);
        check("AI-used-for: tests\nTested-by: Claude Perrin <c@example.org>", "qemu", []);
    }
}
