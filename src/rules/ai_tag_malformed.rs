//! An AI-use tag whose value does not have the policy's form.

use super::suggestions::brief;
use super::{Case, Check, MOST, Rule, Scope};
use crate::escape::visible;
use crate::finding::{Finding, Fix, Level};
use crate::patch::Tag;
use crate::policy::{Declaration, FormFault, Grammar};

pub(super) const RULE: Rule = Rule {
    id: "ai-tag-malformed",
    level: Level::Warning,
    page: include_str!("../../docs/rules/ai-tag-malformed.md"),
    check: Check::Mail(Scope::Patch, check),
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    let faults = case
        .declarations
        .iter()
        .filter_map(|(tag, declaration)| Some((tag, declaration, declaration.fault?)));
    faults.take(MOST).map(|(tag, declaration, fault)| finding_of(case, tag, declaration, fault)).collect()
}

fn finding_of(case: &Case<'_>, tag: &Tag, declaration: &Declaration, fault: FormFault) -> Finding {
    let goes_on = next_line(case, tag);
    if fault == FormFault::Pattern {
        let message = case.policy.tag.pattern.as_ref().map_or("", |pattern| &pattern.message);
        let said = format!("`{}: {}`: {message}", tag.key, brief(&tag.value));
        let location = case.value_location(tag, &tag.value, "does not match the policy's pattern");
        return Finding::new(said)
            .at(location)
            .rests_on("tag.pattern")
            .help("write the value as the policy asks for it");
    }
    let (message, label) = match fault {
        FormFault::Empty => (format!("`{}` has no value", tag.key), "nothing after the colon"),
        FormFault::Parentheses if goes_on.is_some() => (
            format!("`{}` continues on the next line, which git does not read as part of it", tag.key),
            "continues on the next line",
        ),
        FormFault::Parentheses => {
            (format!("the parentheses of `{}` are unbalanced or empty", tag.key), "declared here")
        }
        FormFault::Comma => {
            (format!("the values of `{}` are not separated by single commas", tag.key), "declared here")
        }
        FormFault::Person => (
            format!("`{}` names a person or an address; it should say what AI was used for", tag.key),
            "declared here",
        ),
        FormFault::Placeholder => (format!("`{}` still holds a placeholder", tag.key), "no value"),
        FormFault::Invisible => {
            (format!("`{}` holds invisible characters", tag.key), "some of it is invisible")
        }
        FormFault::Many | FormFault::Pattern => {
            (format!("`{}` has too many values", tag.key), "declared here")
        }
        FormFault::Folded => (
            format!("`{}` continues on the next line, which b4 cuts off", tag.key),
            "continues on the next line",
        ),
    };
    let finding =
        Finding::new(message).at(case.location_of(tag, label)).fix(fix(case, tag, declaration, goes_on));
    if case.policy.tag.grammar == Grammar::List { finding.rests_on("tag.grammar") } else { finding }
}

/// The line as it was meant, if that is certain; else the form.
fn fix(case: &Case<'_>, tag: &Tag, declaration: &Declaration, goes_on: Option<&str>) -> Fix {
    let replacing = |line: &str| {
        let mut fix = case.replacing(tag, line);
        if let Some(edit) = &mut fix.edit {
            edit.remove.extend(goes_on.map(str::to_owned));
        }
        fix
    };
    let joined = goes_on.map(|more| case.policy.tag.read(&format!("{} {}", tag.value, more.trim())));
    let declaration = joined.as_ref().unwrap_or(declaration);
    if case.policy.tag.grammar != Grammar::List && !declaration.uses.is_empty() {
        return replacing(&format!("{}: {}", tag.key, visible(&tag.value)));
    }
    let uses: Vec<_> = declaration.uses.iter().map(|each| each.sound()).collect();
    let is_whole = declaration.fault != Some(FormFault::Many) && !uses.is_empty();
    let known = is_whole && uses.iter().all(|each| case.policy.tag.knows(&each.value));
    if let Some((text, line)) = case.proposal(&uses).filter(|_| known) {
        return Fix { text, ..replacing(&line) };
    }
    let text = match case.policy.tag.grammar {
        Grammar::List => format!(
            "write one or more of {} on one line, separated by commas; an explanation in parentheses may follow each: \
             `{}`",
            case.values(),
            case.tag_line("code (bounds check), tests")
        ),
        _ => "say after the colon what helped, or leave the tag out".to_owned(),
    };
    Fix { text, edit: None }
}

/// The line below a tag whose value breaks off within parentheses, if it is none of the tags.
fn next_line<'a>(case: &'a Case<'_>, tag: &Tag) -> Option<&'a str> {
    let index = tag.line + tag.lines;
    let open = tag.value.matches('(').count() > tag.value.matches(')').count();
    let is_tag = case.patch.tags.iter().any(|other| other.line == index);
    if !open || is_tag || !case.patch.block.contains(&index) {
        return None;
    }
    case.patch.message.lines().nth(index).filter(|line| line.contains(')'))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, findings};

    const ID: &str = "ai-tag-malformed";

    #[track_caller]
    fn suggests(tag: &str, fix: &str) {
        let finding = findings(tag, "qemu").into_iter().find(|finding| finding.rule == ID).expect(tag);
        assert!(finding.help_text().contains(fix), "{}", finding.help_text());
    }

    #[test]
    fn the_form_is_kept() {
        check("AI-used-for: code (a check, of bounds), tests", "qemu", []);
        check("AI-used-for: tests,docs", "qemu", []);
    }

    #[test]
    fn the_form_is_not_kept() {
        check("AI-used-for:", "qemu", [ID]);
        check("AI-used-for: code (", "qemu", [ID]);
        check("AI-used-for: code tests", "qemu", [ID]);
        check("AI-used-for: ann@example.org", "qemu", [ID]);
        check("AI-used-for: tests (all\n of them)", "qemu", [ID]);
        check("AI-used-for: ...", "qemu", [ID]);
        check("AI-used-for: te\u{200b}sts", "qemu", [ID]);
    }

    #[test]
    fn the_line_that_was_meant_is_suggested() {
        suggests("AI-used-for: code tests", "`AI-used-for: code, tests`");
        suggests("AI-used-for: tests,", "`AI-used-for: tests`");
        suggests("AI-used-for: code (bounds", "`AI-used-for: code (bounds)`");
        suggests("AI-used-for: code ()", "`AI-used-for: code`");
        suggests("AI-used-for: tests (all\n of them)", "`AI-used-for: tests (all of them)`");
        suggests("AI-used-for: tests (all\nof them)", "`AI-used-for: tests (all of them)`");
    }

    #[test]
    fn a_free_value_has_little_form() {
        check("Assisted-by: whatever (it", "gcc", []);
        check("Assisted-by: generic LLM\n chatbot", "gcc", [ID]);
        check("Assisted-by:", "gcc", [ID]);
        check("Assisted-by: AGENT:MODEL", "linux", [ID]);
        check("Assisted-by: <tool>", "gcc", [ID]);
        check("Assisted-by: L\u{2060}LM", "linux", [ID]);
    }
}
