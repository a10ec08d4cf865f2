//! An AI-use tag that names an area the patch does not touch.

use super::{Case, Check, Rule, Scope};
use crate::diff::{FileChange, State};
use crate::finding::{Finding, Fix, Level};
use crate::patch::Tag;
use crate::policy::{Grammar, Use};

pub(super) const RULE: Rule = Rule {
    id: "ai-tag-scope-mismatch",
    level: Level::Warning,
    page: include_str!("../../docs/rules/ai-tag-scope-mismatch.md"),
    check: Check::Mail(Scope::Patch, check),
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    if case.policy.tag.grammar != Grammar::List || !case.is_declared() || case.patch.diff.state() != State::Ok
    {
        return Vec::new();
    }
    let rules = &case.policy.tag;
    let named = |value: &str| case.uses().find(|(_, each)| each.value.eq_ignore_ascii_case(value));
    let has_class = |class: &&str| case.policy.classes.names().any(|known| known == *class);
    let areas = rules.values.iter().map(|value| (value.as_str(), rules.area(value)));
    let areas: Vec<_> = areas.filter(|(_, classes)| classes.iter().all(&has_class)).collect();
    let missed: Vec<_> = areas
        .iter()
        .filter_map(|(value, classes)| {
            named(value).filter(|_| !touches(case, classes)).map(|(tag, each)| (*value, tag, each))
        })
        .collect();
    let declared = areas.iter().filter(|(value, _)| named(value).is_some());
    let is_all =
        missed.len() == declared.clone().count() && !declared.clone().any(|(value, _)| rules.is_code(value));
    let code = areas.iter().find(|(value, _)| rules.is_code(value));
    let code_instead =
        is_all && code.is_some_and(|(_, classes)| classes.iter().any(|class| case.lines_of(class) > 0));
    missed.into_iter().map(|(value, tag, each)| finding_of(case, value, tag, each, code_instead)).collect()
}

fn finding_of(case: &Case<'_>, value: &str, tag: &Tag, each: &Use, code_instead: bool) -> Finding {
    let location = case.value_location(tag, &each.value, "the patch changes none");
    let finding = if code_instead {
        Finding::new(format!("declares `{value}`, and the patch changes only code"))
            .fix(code_instead_of(case, tag))
    } else {
        Finding::new(format!("declares `{value}`, and the patch changes no line of {value}")).at_most(Level::Note).help(
            "name what AI was used for in this patch; if that is in another patch of the series, move the tag there",
        )
    };
    let files = case.files().take(super::MOST);
    files.fold(finding.at(location).rests_on("classes.order"), |finding, (file, class)| {
        finding.note(format!("{} counts as {class}", file.path))
    })
}

fn code_instead_of(case: &Case<'_>, tag: &Tag) -> Fix {
    let fix = case.replacing(tag, &case.tag_line("code"));
    Fix { text: format!("if AI helped with the code, {}", fix.text), ..fix }
}

/// Whether the patch changes something of what a value names, as far as the diff shows it.
pub(super) fn covers(case: &Case<'_>, value: &str) -> bool {
    let classes = case.policy.tag.area(value);
    let is_class = |class: &&str| case.policy.classes.names().any(|known| known == *class);
    case.patch.diff.state() != State::Ok || !classes.iter().all(is_class) || touches(case, &classes)
}

/// Whether the patch touches one of the classes: a line of it, or a file that has no lines.
fn touches(case: &Case<'_>, classes: &[&str]) -> bool {
    let has_no_lines = |file: &FileChange<'_>| file.binary || file.added + file.removed == 0;
    let files = case.files();
    files.filter(|(file, _)| has_no_lines(file)).any(|(_, class)| classes.contains(&class))
        || classes.iter().any(|class| case.lines_of(class) > 0)
}

#[cfg(test)]
mod tests {
    use crate::finding::Level;
    use crate::rules::testing::{change, check, findings, mail};

    const ID: &str = "ai-tag-scope-mismatch";

    /// A declaration on a patch that changes just this file.
    fn declared(value: &str, path: &str) -> String {
        let mail = mail(&format!("AI-used-for: {value}"));
        let (message, _) = mail.split_once("---\n").unwrap();
        format!("{message}---\n{}", change(path))
    }

    #[test]
    fn an_area_that_is_touched() {
        check("AI-used-for: code, tests, docs", "qemu", []);
        check(&declared("code", "meson.build"), "qemu", []);
        check(&declared("research", "MAINTAINERS"), "qemu", []);
        check("AI-used-for: tests", "qemu", []);
    }

    #[test]
    fn code_where_tests_are_declared() {
        check(&declared("tests", "hw/f.c"), "qemu", [ID]);
        assert_eq!(findings(&declared("tests", "hw/f.c"), "qemu")[0].level, Level::Warning);
    }

    #[test]
    fn a_missing_area_is_noted() {
        check(&declared("code, tests", "hw/f.c"), "qemu", [ID]);
        assert_eq!(findings(&declared("code, tests", "hw/f.c"), "qemu")[0].level, Level::Note);
        assert_eq!(findings(&declared("code", "docs/a.rst"), "qemu")[0].level, Level::Note);
    }

    #[test]
    fn other_grammars_name_no_area() {
        check(&mail("Assisted-by: LLM"), "linux", []);
    }
}
