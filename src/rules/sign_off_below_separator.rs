//! Somebody signed off where git drops it.

use std::borrow::Cow;
use std::ops::Range;

use super::{Case, Check, Rule, Scope, sign_off_outside_block};
use crate::finding::{Finding, Fix, Level};
use crate::patch::sign_off;

pub(super) const RULE: Rule = Rule {
    id: "sign-off-below-separator",
    level: Level::Error,
    page: include_str!("../../docs/rules/sign-off-below-separator.md"),
    check: Check::Mail(Scope::Patch, check),
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    let is_above = case.sign_offs().next().is_some() || sign_off_outside_block::first(case).is_some();
    if !case.policy.sign_off.required || is_above {
        return Vec::new();
    }
    let Some((at, line)) = first(case) else { return Vec::new() };
    let finding = Finding::new("the only sign-off is where `git am` drops it")
        .at(case.patch_location(at.start, &line, "below the end of the message"))
        .rests_on("sign-off.required")
        .fix(Fix::signing_off(
            "sign off in the commit message: in a mail, that is above the first `---` line",
            case.signer(),
        ));
    vec![finding]
}

/// The first sign-off after the message and outside the diff, with its offset in the patch text.
pub(super) fn first<'c>(case: &'c Case<'_>) -> Option<(Range<usize>, Cow<'c, str>)> {
    case.patch.lines_outside().find(|(_, line)| sign_off(line).is_some())
}

#[cfg(test)]
mod tests {
    use super::super::testing::{change, check};

    const SIGN_OFF: &str = "Signed-off-by: Ann Dev <ann@example.org>\n";

    /// A mail with this message, these notes, and this after the diff.
    fn mail(message: &str, notes: &str, end: &str) -> String {
        let head = "From: Ann Dev <ann@example.org>\nSubject: [PATCH] f\n\n";
        format!("{head}{message}---\n{notes}{}{end}", change("f.c"))
    }

    #[test]
    fn only_below() {
        check(&mail("Why.\n", SIGN_OFF, ""), "qemu", ["sign-off-below-separator"]);
        check(&mail("Why.\n", &format!("v2: new\n\n{SIGN_OFF}"), ""), "qemu", ["sign-off-below-separator"]);
        check(&mail("Why.\n", "", &format!("-- \n2.47\n\n{SIGN_OFF}")), "qemu", ["sign-off-below-separator"]);
    }

    #[test]
    fn one_above_is_enough() {
        check(&mail(&format!("Why.\n\n{SIGN_OFF}"), SIGN_OFF, ""), "qemu", []);
    }

    #[test]
    fn a_quoted_one_is_none() {
        check(&mail("Why.\n", &format!("> {SIGN_OFF}"), ""), "qemu", ["sign-off-missing"]);
        check(&mail("Why.\n", "Signed-off-by:\n", ""), "qemu", ["sign-off-missing"]);
    }
}
