//! No one certified where the patch comes from.

use super::{Case, Check, Rule, Scope, sign_off_below_separator};
use crate::finding::{Edit, Finding, Fix, Level};
use crate::suggest;

pub(super) const RULE: Rule = Rule {
    id: "sign-off-missing",
    level: Level::Error,
    page: include_str!("../../docs/rules/sign-off-missing.md"),
    check: Check::Mail(Scope::Patch, check),
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    let is_there = case.sign_offs().next().is_some() || sign_off_below_separator::first(case).is_some();
    if !case.policy.sign_off.required || is_there {
        return Vec::new();
    }
    let finding = match lost(case) {
        Some((line, label)) => Finding::new("the patch has no sign-off where git would keep one")
            .at(case.message_location(line, label))
            .fix(Fix {
                text: "delete this line, and sign off at the end of the message".to_owned(),
                edit: Some(Edit { sign_off: true, ..case.removing([line]) }),
            }),
        None => Finding::new("nobody has signed the patch off")
            .fix(Fix::signing_off("sign it off, if you may pass it on under the project's licence")),
    };
    vec![finding.rests_on("sign-off.required")]
}

/// A line of the message that was meant as a sign-off, and why git takes it for none.
fn lost(case: &Case<'_>) -> Option<(usize, &'static str)> {
    case.patch.message_lines().find_map(|(index, line)| {
        let text = line.trim_start_matches([' ', '\t', '>']);
        let key = text.split_once(':')?.0.trim_end();
        if !(8..=16).contains(&key.len()) || !key.starts_with(['S', 's']) {
            return None;
        }
        let key = key.to_ascii_lowercase();
        let label = match key.as_str() {
            "signed-off-by" if case.patch.block.contains(&index) && text.len() == line.len() => {
                "names nobody"
            }
            "signed-off-by" if text.len() < line.len() => "indented or quoted, so it is text to git",
            "signed-off-by" => "not in the last paragraph, or beside too much prose",
            _ if suggest::is_near(&key.replace(' ', "-"), "signed-off-by") => "misspelled",
            _ => return None,
        };
        Some((index, label))
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check, findings};

    /// A mail with this message.
    fn mail(message: &str) -> String {
        format!(
            "From: Ann Dev <ann@example.org>\nSubject: [PATCH] f\n\n{message}---\n{}",
            super::super::testing::change("f.c")
        )
    }

    #[track_caller]
    fn check_label(message: &str, label: &str) {
        let findings = findings(&mail(message), "qemu");
        let finding = findings.iter().find(|finding| finding.rule == "sign-off-missing").expect("it fires");
        assert_eq!(finding.location.as_ref().map(|location| location.label), Some(label), "{message}");
    }

    #[test]
    fn somebody_must_sign() {
        check(&mail("Why.\n"), "qemu", ["sign-off-missing"]);
        check(&mail("Why.\n"), "linux", ["sign-off-missing"]);
        check(&mail("Why.\n\nReviewed-by: Ann Dev <ann@example.org>\n"), "qemu", ["sign-off-missing"]);
    }

    #[test]
    fn one_is_enough_in_any_case_of_letters() {
        check("Signed-off-by: Ann Dev <ann@example.org>", "qemu", []);
        check(&mail("Why.\n\nsigned-off-BY : Ann Dev <ann@example.org>\n"), "qemu", []);
    }

    #[test]
    fn where_no_sign_off_is_asked_for_none_is_missed() {
        check(&mail("Why.\n"), "llvm", []);
    }

    #[test]
    fn a_lost_sign_off_is_shown_with_the_reason() {
        check_label("Signed-off-by: A\n\nWhy.\n", "not in the last paragraph, or beside too much prose");
        check_label("Why.\n\n    Signed-off-by: A\n", "indented or quoted, so it is text to git");
        check_label("Why.\n\n> Signed-off-by: A\n", "indented or quoted, so it is text to git");
        check_label("Why.\n\nSigned-of-by: A\n", "misspelled");
        check_label("Why.\n\nSigned off by: A\n", "misspelled");
        check_label("Why.\n\nSigned-off-by:\n", "names nobody");
    }
}
