//! AI-written code in a new file: hardly a small bug fix.

use super::{Case, Check, Rule, Scope};
use crate::diff::Status;
use crate::finding::{Finding, Level};
use crate::policy::CODE;

pub(super) const RULE: Rule = Rule {
    id: "ai-code-in-new-file",
    level: Level::Note,
    page: include_str!("../../docs/rules/ai-code-in-new-file.md"),
    check: Check::Mail(Scope::Patch, check),
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    let Some(tag) = case.code_declared() else { return Vec::new() };
    let files = case.files();
    let new: Vec<&str> = files
        .filter(|(file, class)| file.status == Status::Added && *class == CODE)
        .map(|(file, _)| &*file.path)
        .collect();
    let message = match new.as_slice() {
        [] => return Vec::new(),
        [one] => format!("declares AI-written code and adds the file {one}"),
        [one, more @ ..] => format!("declares AI-written code and adds {one} and {} more", more.len()),
    };
    let finding = Finding::new(message)
        .at(case.location_of(tag, "declared here"))
        .in_file(new[0], 1)
        .help("ask the maintainer before you send AI-written code in a new file");
    let finding = match case.mechanical_line() {
        Some(line) => finding.help(format!("if the code was only moved there, say so: `{line}`")),
        None => finding,
    };
    vec![
        new.iter()
            .skip(1)
            .take(super::MOST)
            .fold(finding, |finding, path| finding.note(format!("new: {path}"))),
    ]
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, mail};

    const ID: &str = "ai-code-in-new-file";

    fn adding(path: &str) -> String {
        format!(
            "{}diff --git a/{path} b/{path}\nnew file mode 100644\n--- /dev/null\n+++ b/{path}\n@@ -0,0 +1 @@\n+new\n",
            mail("AI-used-for: code")
        )
    }

    #[test]
    fn a_new_file_of_code() {
        check(&adding("hw/new.c"), "qemu", [ID]);
        check(&adding("tests/new.c"), "qemu", []);
        check(&adding("docs/new.rst"), "qemu", []);
        check(&adding("hw/new.c").replace("code", "code (refactoring by a script)"), "qemu", []);
    }
}
