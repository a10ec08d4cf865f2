//! An AI tool as co-author.

use super::{Case, Check, MOST, Rule, Scope};
use crate::ai_markers;
use crate::finding::{Finding, Level};

pub(super) const RULE: Rule = Rule {
    id: "ai-coauthor",
    level: Level::Error,
    page: include_str!("../../docs/rules/ai-coauthor.md"),
    check: Check::Mail(Scope::Patch, check),
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    let tags = case.patch.tags.iter().filter(|tag| tag.is("Co-authored-by") || tag.is("Co-developed-by"));
    let named = tags.filter_map(|tag| Some((tag, ai_markers::credited(tag)?)));
    let findings = named.take(MOST).map(|(tag, tool)| {
        let finding = Finding::new(format!("`{}` names {tool}; an author can only be a person", tag.key))
            .at(case.location_of(tag, "the address or account of a tool"));
        finding.fix(case.declaring_instead(tag))
    });
    let findings: Vec<Finding> = findings.collect();
    if !findings.is_empty() && case.patch.is_borrowed() { Vec::new() } else { findings }
}

#[cfg(test)]
mod tests {
    use super::super::testing::check;

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
        check_tag("Co-authored-by: Copilot <223556219+Copilot@users.noreply.github.com>", true);
    }

    #[test]
    fn people_are() {
        check_tag("Co-authored-by: Claude Perrin <claude.perrin@example.org>", false);
        check_tag("Co-authored-by: Kim Lee <kim.lee@anthropic.com>", false);
        check_tag("Co-authored-by: Devin <devin@example.org>", false);
        check_tag("Co-authored-by: Weblate <noreply@weblate.org>", false);
    }
}
