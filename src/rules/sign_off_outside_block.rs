//! Somebody signed off in the message, but where git looks for no tags.

use super::{Case, Check, MOST, Rule, Scope};
use crate::finding::{Edit, Finding, Fix, Level};
use crate::patch::sign_off;

pub(super) const RULE: Rule = Rule {
    id: "sign-off-outside-block",
    level: Level::Warning,
    page: include_str!("../../docs/rules/sign-off-outside-block.md"),
    check: Check::Mail(Scope::Patch, check),
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    if !case.policy.sign_off.required || case.sign_offs().next().is_some() {
        return Vec::new();
    }
    let Some((line, _)) = first(case) else { return Vec::new() };
    let (lines, tags): (Vec<_>, Vec<_>) =
        all(case).take(MOST).map(|(line, value)| (line, format!("Signed-off-by: {value}"))).unzip();
    let below = case.patch.message_lines().skip(line).map(|(_, below)| below.trim().is_empty());
    let mut other_paragraphs = below.skip_while(|is_empty| !is_empty);
    let message = if other_paragraphs.any(|is_empty| !is_empty) {
        "the sign-off is above the last paragraph, the only one in which git looks for tags"
    } else {
        "the sign-off is in a paragraph with too much other text for git to look for tags in it"
    };
    let finding = Finding::new(message)
        .at(case.message_location(line, "git finds no tag here"))
        .rests_on("sign-off.required")
        .fix(Fix {
            text: "make all tags one paragraph at the end of the message".to_owned(),
            edit: Some(Edit { add: tags, ..case.removing(lines) }),
        });
    vec![finding]
}

/// The first sign-off in the message and outside its block of tags: its line and its value. A name without an
/// address may be the beginning of a sentence.
pub(super) fn first<'c>(case: &'c Case<'_>) -> Option<(usize, &'c str)> {
    all(case).next()
}

/// All of them.
pub(super) fn all<'c>(case: &'c Case<'_>) -> impl Iterator<Item = (usize, &'c str)> {
    let outside = case.patch.message_lines().filter(|(index, _)| !case.patch.block.contains(index));
    let signed = outside.filter_map(|(index, line)| Some((index, sign_off(line)?)));
    signed.filter(|(_, value)| value.contains('@'))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{change, check};

    const ID: &str = "sign-off-outside-block";
    const SIGN_OFF: &str = "Signed-off-by: Ann Dev <ann@example.org>\n";

    /// A mail with this message.
    fn mail(message: &str) -> String {
        let head = "From: Ann Dev <ann@example.org>\nSubject: [PATCH] f\n\n";
        format!("{head}{message}---\n{}", change("f.c"))
    }

    #[test]
    fn it_is_there_and_git_finds_it_not() {
        check(&mail(&format!("Why.\n\n{SIGN_OFF}\n[1]: https://example.org/f\n")), "qemu", [ID]);
        check(&mail(&format!("Why.\n\n{SIGN_OFF}\nTested by hand.\n")), "linux", [ID]);
        check(&mail(&format!("One.\nTwo.\nThree.\nFour.\n{SIGN_OFF}")), "qemu", [ID]);
        check(&mail(&format!("Why.\n\n{SIGN_OFF}\nReviewed-by: Bo <bo@example.org>\n")), "qemu", [ID]);
    }

    #[test]
    fn one_in_the_block_is_enough() {
        check(&mail(&format!("Why.\n\n{SIGN_OFF}")), "qemu", []);
        check(&mail(&format!("{SIGN_OFF}\n[Bo: new]\nSigned-off-by: Bo <bo@example.org>\n")), "qemu", []);
    }

    #[test]
    fn what_is_no_sign_off_is_missing() {
        check(&mail(&format!("> {SIGN_OFF}\nWhy.\n")), "qemu", ["sign-off-missing"]);
        check(&mail("Signed-off-by: is what it needs.\n\nWhy.\n"), "qemu", ["sign-off-missing"]);
    }

    #[test]
    fn where_none_is_asked_for_none_is_missed() {
        check(&mail(&format!("{SIGN_OFF}\nWhy.\n")), "llvm", []);
    }
}
