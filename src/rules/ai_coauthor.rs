//! An AI tool as co-author.

use std::borrow::Cow;

use super::{Case, Check, MOST, Rule, Scope};
use crate::ai_markers;
use crate::finding::{Finding, Level};
use crate::patch::Tag;

pub(super) const RULE: Rule = Rule {
    id: "ai-coauthor",
    level: Level::Error,
    page: include_str!("../../docs/rules/ai-coauthor.md"),
    check: Check::Mail(Scope::Patch, check),
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    let tags = case.own_tags().iter().filter(|tag| tag.is("Co-authored-by") || tag.is("Co-developed-by"));
    let named = tags.filter_map(|tag| Some((tag, ai_markers::names_tool(tag)?)));
    let finding_of = |(tag, tool): (&Cow<'_, Tag>, _)| {
        let finding = Finding::new(format!("`{}` names {tool}; an author can only be a person", tag.key))
            .at(case.location_of(tag, "names a tool"));
        finding.fix(case.declaring_instead(tag))
    };
    named.take(MOST).map(finding_of).collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check, findings};

    #[track_caller]
    fn check_tag(tag: &str, fires: bool) {
        let declared = format!("AI-used-for: code\n{tag}");
        if fires {
            check(&declared, "qemu", ["ai-coauthor"]);
        } else {
            check(&declared, "qemu", []);
        }
    }

    #[test]
    fn a_tool_is_no_author() {
        check_tag("Co-authored-by: Claude <noreply@anthropic.com>", true);
        check_tag("Co-Authored-By: Claude Opus 4.8 (1M context) <noreply@anthropic.com>", true);
        check_tag("Co-developed-by: Cursor Agent <cursoragent@cursor.com>", true);
        check_tag("Co-developed-by: Claude claude-opus-4-20250514", true);
        check_tag("Co-authored-by: Claude noreply@anthropic.com", true);
        check_tag("Co-authored-by: Copilot <223556219+Copilot@users.noreply.github.com>", true);
    }

    #[test]
    fn a_tag_in_another_paragraph_is_one_too() {
        let tags = "Co-authored-by: Claude <noreply@anthropic.com>\n\nAI-used-for: code";
        check(tags, "qemu", ["ai-coauthor"]);
    }

    #[test]
    fn what_nobody_sees_is_said() {
        let found = findings("Co-auth\u{200b}ored-by: Claude <noreply@anthropic.com>", "qemu");
        let finding = found.iter().find(|finding| finding.rule == "ai-coauthor").unwrap();
        assert!(finding.notes.iter().any(|note| note.contains("invisible")), "{:?}", finding.notes);
    }

    #[test]
    fn people_are() {
        check_tag("Co-authored-by: Claude Perrin <claude.perrin@example.org>", false);
        check_tag("Co-authored-by: Kim Lee <kim.lee@anthropic.com>", false);
        check_tag("Co-authored-by: Devin <devin@example.org>", false);
        check_tag("Co-authored-by: Weblate <noreply@weblate.org>", false);
    }
}
