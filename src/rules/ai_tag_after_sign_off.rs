//! An AI-use tag below the author's sign-off.

use super::{Case, Check, MOST, Rule, Scope};
use crate::finding::{Finding, Level};

pub(super) const RULE: Rule = Rule {
    id: "ai-tag-after-sign-off",
    level: Level::Off,
    page: include_str!("../../docs/rules/ai-tag-after-sign-off.md"),
    check: Check::Mail(Scope::Patch, check),
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    if case.declarations.is_empty() {
        return Vec::new();
    }
    let Some(sign_off) = case.patch.tags_of("Signed-off-by").next() else { return Vec::new() };
    let below = case.declarations.iter().filter(|(tag, declaration)| {
        tag.line > sign_off.line && !declaration.negative && declaration.fault.is_none()
    });
    below
        .take(MOST)
        .map(|(tag, _)| {
            let line = format!("{}: {}", tag.key, tag.value);
            let dropped: Vec<usize> = (tag.line..tag.line + tag.lines).collect();
            Finding::new(format!(
                "`{}` stands below the first sign-off, which does not vouch for it",
                tag.key
            ))
            .at(case.location_of(tag, "below the sign-off"))
            .rests_on("tag.before-sign-off")
            .help(format!(
                "put it above the first sign-off:{}\nin the last commit: git commit --amend",
                case.block_with(&line, &dropped)
            ))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, findings};

    const ID: &str = "ai-tag-after-sign-off";
    const SIGN_OFF: &str = "Signed-off-by: Ann Dev <ann@example.org>";

    #[test]
    fn above_and_below() {
        check(&format!("AI-used-for: tests\n{SIGN_OFF}"), "qemu-v2", []);
        check(&format!("{SIGN_OFF}\nAI-used-for: tests"), "qemu-v2", [ID]);
        check(&format!("AI-used-for: tests\n{SIGN_OFF}\nAI-used-for: docs"), "qemu-v2", [ID]);
    }

    #[test]
    fn the_text_of_28_may_names_no_place() {
        check(&format!("{SIGN_OFF}\nAI-used-for: tests"), "qemu", []);
    }

    #[test]
    fn the_block_is_shown_in_order() {
        let found = findings(&format!("{SIGN_OFF}\nAI-used-for: tests"), "qemu-v2");
        assert!(
            found[0].help.contains(&format!("\n  AI-used-for: tests\n  {SIGN_OFF}\n")),
            "{}",
            found[0].help
        );
    }
}
