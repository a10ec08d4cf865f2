//! AI-written code beyond the size of a small bug fix.

use super::{Case, Check, Rule};
use crate::finding::{Finding, Level};

pub(super) const RULE: Rule = Rule {
    id: "ai-code-too-large",
    level: Level::Error,
    page: include_str!("../../docs/rules/ai-code-too-large.md"),
    check: Check::Patch(check),
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    let (Some((sum, limit)), Some(tag)) = (case.over_limit(), case.code_declared()) else { return Vec::new() };
    let message = format!("declares AI-written code and changes {} lines of code; the policy allows {limit}", sum.lines);
    let mut finding = Finding::new(message).at(case.place_of(tag, "declared here")).rests_on("limit.lines").help(
        "ask the maintainer before you send more; if the change is mechanical, say so: `AI-used-for: code (refactoring)`",
    );
    for file in sum.files {
        finding = finding.note(file);
    }
    vec![finding.note(format!(
        "counted as added and removed lines; {} if each block counted its greater side only",
        sum.modified
    ))]
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, mail};

    const ID: &str = "ai-code-too-large";

    /// A fix whose code grows by so many lines.
    fn grown(tag: &str, lines: usize) -> String {
        let diff = format!(
            "--- a/hw/g.c\n+++ b/hw/g.c\n@@ -1 +1,{} @@\n one\n{}",
            lines + 1,
            "+more();\n".repeat(lines)
        );
        let mail = mail(tag);
        let (message, _) = mail.split_once("---\n").unwrap();
        format!("{message}---\n{diff}")
    }

    #[test]
    fn the_limit_is_inclusive() {
        check(&grown("AI-used-for: code", 20), "qemu", []);
        check(&grown("AI-used-for: code", 21), "qemu", [ID]);
        check(&grown("AI-used-for: code", 10), "qemu-llm", [ID]);
    }
}
