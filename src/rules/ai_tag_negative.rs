//! An AI-use tag that says that there was no AI use.

use super::{Case, Check, MOST, Rule, Scope};
use crate::finding::{Edit, Finding, Fix, Level};

pub(super) const RULE: Rule = Rule {
    id: "ai-tag-negative",
    level: Level::Note,
    page: include_str!("../../docs/rules/ai-tag-negative.md"),
    check: Check::Mail(Scope::Patch, check),
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    let negative = case.declarations.iter().filter(|(_, declaration)| declaration.negative);
    negative
        .take(MOST)
        .map(|(tag, _)| {
            Finding::new(format!("`{}: {}` declares that no AI was used", tag.key, tag.value))
                .at(case.location_of(tag, "no AI use"))
                .rests_on("tag.values")
                .fix(Fix {
                    text: "leave the tag out where no AI was used".to_owned(),
                    edit: Some(Edit { remove: case.lines_of_tag(tag), ..Edit::default() }),
                })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::check;

    const ID: &str = "ai-tag-negative";

    #[test]
    fn a_no_is_no_declaration() {
        check("AI-used-for: none", "qemu", [ID]);
        check("AI-used-for: N/A", "qemu", [ID]);
        check("Assisted-by: no", "linux", [ID]);
    }

    #[test]
    fn a_no_within_an_explanation_is_none() {
        check("AI-used-for: tests (no data)", "qemu", []);
    }
}
