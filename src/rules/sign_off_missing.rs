//! No one certified where the patch comes from.

use super::{Case, Check, Rule, Scope, sign_off_below_separator, sign_off_outside_block};
use crate::finding::{Edit, Finding, Fix, Level, Location};
use crate::suggest;

pub(super) const RULE: Rule = Rule {
    id: "sign-off-missing",
    level: Level::Error,
    page: include_str!("../../docs/rules/sign-off-missing.md"),
    check: Check::Mail(Scope::Patch, check),
};

/// The most characters of a line in which the key of a misspelled tag ends.
const LONGEST_KEY: usize = 24;

fn check(case: &Case<'_>) -> Vec<Finding> {
    let is_there = case.sign_offs().next().is_some()
        || sign_off_outside_block::first(case).is_some()
        || sign_off_below_separator::first(case).is_some();
    if !case.policy.sign_off.required || is_there {
        return Vec::new();
    }
    let finding = match lost(case) {
        Some((line, location)) => {
            Finding::new("the patch has no sign-off where git would keep one").at(location).fix(Fix {
                text: "delete this line, and sign off at the end of the message".to_owned(),
                edit: Some(Edit { sign_off: vec![case.signer()], ..case.removing(line) }),
            })
        }
        None => Finding::new("the patch has no sign-off").fix(Fix::signing_off(
            "if you may submit it under the project's licence, sign it off",
            case.signer(),
        )),
    };
    vec![finding.rests_on("sign-off.required")]
}

/// Where a line is that was meant as a sign-off, and its number in the message; it may be below that.
fn lost(case: &Case<'_>) -> Option<(Option<usize>, Location)> {
    let above = case.patch.message_lines().find_map(|(index, line)| {
        let label = meant(line, case.patch.block.contains(&index))?;
        Some((Some(index), case.message_location(index, label)))
    });
    above.or_else(|| {
        case.patch.lines_outside().find_map(|(at, line)| {
            let label = meant(&line, false)?;
            Some((None, case.patch_location(at.start, &line, label)))
        })
    })
}

/// Why a line that was meant as a sign-off is none.
fn meant(line: &str, in_block: bool) -> Option<&'static str> {
    const KEY: &str = "signed-off-by";
    let text = line.trim_start_matches([' ', '\t', '>']);
    if !text.starts_with(['S', 's']) {
        return None;
    }
    let start: String = text.chars().take(LONGEST_KEY).map(spelled_out).collect();
    let Some((key, _)) = start.split_once(':') else {
        let behind = start.strip_prefix(KEY)?;
        return (behind.starts_with('-') && text.contains('@')).then_some("no colon after the key");
    };
    let key = key.trim_end_matches('-');
    if key != KEY {
        let sorted = |key: &str| {
            let mut words: Vec<String> = key.split('-').map(str::to_owned).collect();
            words.sort();
            words
        };
        return (suggest::is_near(key, KEY) || sorted(key) == sorted(KEY)).then_some("misspelled");
    }
    let (written, _) = text.split_once([':', '：']).unwrap_or_default();
    Some(match written.trim_end() {
        _ if text.len() < line.len() => "indented or quoted, so git finds no tag",
        other if !other.is_ascii() => "hyphens or blanks that are not ASCII",
        other if !other.eq_ignore_ascii_case(KEY) => "misspelled",
        _ if !text[written.len()..].starts_with(':') => "a colon that is not ASCII",
        _ if in_block => "names no one",
        _ => "not in the last paragraph, or among too much other text",
    })
}

/// A character as it was meant: hyphens, colons and blanks have many forms.
fn spelled_out(c: char) -> char {
    match c {
        '\u{ad}' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' | '_' => '-',
        '：' | '﹕' | '︓' => ':',
        c if c.is_whitespace() => '-',
        c => c.to_ascii_lowercase(),
    }
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
        check_label("Signed-off-by: A\n\nWhy.\n", "not in the last paragraph, or among too much other text");
        check_label("Why.\n\n    Signed-off-by: A\n", "indented or quoted, so git finds no tag");
        check_label("Why.\n\n> Signed-off-by: A\n", "indented or quoted, so git finds no tag");
        check_label("Why.\n\nSigned-of-by: A\n", "misspelled");
        check_label("Why.\n\nSigned off by: A\n", "misspelled");
        check_label("Why.\n\nSigned-off by: A\n", "misspelled");
        check_label("Why.\n\nSigned-by-off: A\n", "misspelled");
        check_label("Why.\n\nSigned-off-by:\n", "names no one");
        check_label("Why.\n\nSigned‐off‐by: A\n", "hyphens or blanks that are not ASCII");
        check_label("Why.\n\nSigned\u{a0}off by: A\n", "hyphens or blanks that are not ASCII");
        check_label("Why.\n\nSigned-off-by：A\n", "a colon that is not ASCII");
        check_label("Why.\n\nSigned-off-by Ann Dev <ann@example.org>\n", "no colon after the key");
        check_label("Why.\n---\nSigned off by: A\n", "misspelled");
    }

    #[test]
    fn other_words_are_no_sign_off() {
        for line in ["Suggested-by: A", "Signed: A", "signed-off-bytes", "See: f", "Signing off by hand."] {
            let findings = findings(&mail(&format!("{line}\n\nWhy.\n")), "qemu");
            assert_eq!(findings[0].location, None, "{line}");
        }
    }
}
