//! A declaration whose value does not have the form that the project fixes.

use super::suggestions::brief;
use super::{Case, Check, MOST, Rule, Scope};
use crate::finding::{Finding, Level};
use crate::patch::Tag;
use crate::policy::Grammar;

pub(super) const RULE: Rule = Rule {
    id: "assisted-by-format",
    level: Level::Off,
    page: include_str!("../../docs/rules/assisted-by-format.md"),
    check: Check::Mail(Scope::Patch, check),
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    let grammar = case.policy.tag.grammar;
    let Some(form) = grammar.form() else { return Vec::new() };
    let sound = case.declarations.iter().filter(|(_, read)| read.fault.is_none() && !read.negative);
    let odd = sound.filter(|(tag, _)| !follows(&tag.value, grammar));
    odd.take(MOST).map(|(tag, _)| finding_of(case, tag, grammar, form)).collect()
}

fn finding_of(case: &Case<'_>, tag: &Tag, grammar: Grammar, form: &str) -> Finding {
    let older = case.policy.tag.older.as_ref().filter(|older| follows(&tag.value, older.grammar));
    let said = format!("`{}: {}`", tag.key, brief(&tag.value));
    let message = match older.and_then(|older| older.grammar.form()) {
        Some(older) => format!("{said} has the older form `{older}`; the project now asks for `{form}`"),
        None => format!("{said} does not have the form `{form}`"),
    };
    let mut finding = Finding::new(message)
        .at(case.value_location(tag, &tag.value, "not in that form"))
        .rests_on("tag.grammar");
    if let Some(older) = older {
        finding = finding.at_most(Level::Note).note(older.note.as_str());
    }
    match grammar {
        Grammar::Llm => finding.fix(case.replacing(tag, &case.tag_line(&as_llm(&tag.value, &case.policy.tag.tools)))),
        _ => finding.help(format!(
            "write the agent, a colon and the model, then any tools that analyse or transform code, with blanks between, \
             as in `{}`",
            case.tag_line("Claude:claude-opus-4.6 coccinelle")
        )),
    }
}

fn follows(value: &str, grammar: Grammar) -> bool {
    let mut words = value.split_whitespace();
    let first = words.next().unwrap_or_default();
    let head = match grammar {
        Grammar::Llm => first == "LLM",
        _ => first.split_once(':').is_some_and(|(agent, model)| !agent.is_empty() && !model.is_empty()),
    };
    head && !value.contains(',') && words.all(|tool| !tool.starts_with('('))
}

/// The value as the kernel asks for it: no names, and of the tools those that the policy knows.
fn as_llm(value: &str, tools: &[String]) -> String {
    let words = value.split(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')'));
    let tools = words.filter(|word| tools.iter().any(|tool| tool.eq_ignore_ascii_case(word)));
    tools.fold("LLM".to_owned(), |line, tool| line + " " + tool)
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, findings};

    const ID: &str = "assisted-by-format";

    #[test]
    fn the_kernel_asks_for_llm() {
        check("Assisted-by: LLM", "linux", []);
        check("Assisted-by: LLM coccinelle sparse", "linux", []);
        check("Assisted-by: Claude:claude-opus-4.6", "linux", [ID]);
        check("Assisted-by: LLM, sparse", "linux", [ID]);
    }

    #[test]
    fn others_ask_for_agent_and_model() {
        check("Assisted-by: Claude:claude-opus-4.6 sparse", "linux-7.0", []);
        check("Assisted-by: Claude:claude-opus-4.6", "zephyr", []);
        check("Assisted-by: LLM", "linux-7.0", [ID]);
    }

    #[test]
    fn a_person_is_not_judged() {
        check("Assisted-by: Ben Keeper <ben@example.org>", "linux", []);
        check("Assisted-by: Ben Keeper", "linux", []);
    }

    #[test]
    fn the_tools_are_kept() {
        let found = findings("Assisted-by: Claude:claude-opus-4.6 coccinelle", "linux");
        assert!(found[0].help_text().contains("`Assisted-by: LLM coccinelle`"), "{}", found[0].help_text());
    }
}
