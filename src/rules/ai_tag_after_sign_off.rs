//! An AI-use tag below the author's sign-off.

use super::sign_off_not_the_author::is_by;
use super::{Case, Check, MOST, Rule, Scope};
use crate::finding::{Finding, Fix, Level};
use crate::patch::Tag;

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
    // Where the author has not signed, the first who did stands for the author.
    let is_author_s = |tag: &&Tag| case.patch.author.as_ref().is_some_and(|author| is_by(&tag.value, author));
    let Some(sign_off) = case.sign_offs().find(is_author_s).or(case.sign_offs().next()) else {
        return Vec::new();
    };
    let below = case.declarations.iter().filter(|(tag, declaration)| {
        tag.line > sign_off.line && !declaration.negative && declaration.fault.is_none()
    });
    below
        .take(MOST)
        .map(|(tag, _)| {
            let line = format!("{}: {}", tag.key, tag.value);
            Finding::new(format!(
                "`{}` is below the author's sign-off, which covers only what is above it",
                tag.key
            ))
            .at(case.location_of(tag, "below the sign-off"))
            .rests_on("tag.before-sign-off")
            .fix(Fix { text: "put it above the sign-off".to_owned(), ..case.replacing(tag, &line) })
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
    fn the_sign_off_of_the_author_counts() {
        let other = "Signed-off-by: Bob Dev <bob@example.org>";
        check(&format!("{other}\nAI-used-for: tests\n{SIGN_OFF}"), "qemu-v2", []);
        check(&format!("{other}\n{SIGN_OFF}\nAI-used-for: tests"), "qemu-v2", [ID]);
        check(&format!("{other}\nAI-used-for: tests"), "qemu-v2", [ID, "sign-off-not-the-author"]);
    }

    #[test]
    fn the_text_of_28_may_names_no_place() {
        check(&format!("{SIGN_OFF}\nAI-used-for: tests"), "qemu", []);
    }

    #[test]
    fn the_tag_moves_above_the_sign_off() {
        let found = findings(&format!("{SIGN_OFF}\nAI-used-for: tests"), "qemu-v2");
        let moved = "put it above the sign-off\n-AI-used-for: tests\n+AI-used-for: tests";
        assert_eq!(found[0].help_text(), moved);
    }
}
