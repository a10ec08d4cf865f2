//! A mail of which a part could not be read.

use std::fmt::Display;

use super::{Case, Check, Rule, Scope};
use crate::finding::{Finding, Level};
use crate::mail::Problem;
use crate::patch::Truncation;

pub(super) const RULE: Rule = Rule {
    id: "unreadable-mail",
    level: Level::Warning,
    page: include_str!("../../docs/rules/unreadable-mail.md"),
    check: Check::Mail(Scope::Any, check),
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    let problems = &case.patch.mail.problems;
    let first = |(index, problem): &(usize, &Problem)| !problems[..*index].contains(problem);
    let problems = problems.iter().take(super::MOST).enumerate().filter(first).map(|(_, problem)| problem);
    let truncations =
        case.patch.truncations.iter().map(|truncation| finding_of(truncation, without(*truncation)));
    truncations.chain(problems.map(|problem| finding_of(problem, help(problem)))).collect()
}

fn finding_of(what: impl Display, help: &str) -> Finding {
    Finding::new(format!("a part of the mail could not be read: {what}")).help(help)
}

fn without(truncation: Truncation) -> &'static str {
    match truncation {
        Truncation::Tags => "leave out the tags that no one needs",
        Truncation::Files => SPLIT,
    }
}

const SPLIT: &str = "split the change into several patches";

fn help(problem: &Problem) -> &'static str {
    match problem {
        Problem::UnknownCharset(_) => {
            "where git send-email asks for a charset, press Enter for UTF-8, or settle it once: \
             git config sendemail.assume8bitEncoding UTF-8"
        }
        Problem::NotInCharset(_) | Problem::UnreadCharset(_) => {
            "declare the charset that the text has; git does so by itself where it makes the mail: git format-patch -1"
        }
        Problem::TooLong => SPLIT,
        Problem::LongHeader => "make the header shorter; a subject is one line",
        _ => "make the mail again with git format-patch, and send it with git send-email",
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, findings, mail};

    const ID: &str = "unreadable-mail";

    fn encoded(header: &str, text: &str) -> String {
        mail("").replacen("\n\nThe", &format!("\n{header}\n\n{text}The"), 1)
    }

    #[test]
    fn charsets() {
        check(&encoded("Content-Type: text/plain; charset=y", ""), "qemu", [ID]);
        check(&encoded("Content-Type: text/plain; charset=us-ascii", "naïve\n"), "qemu", [ID]);
        check(&encoded("Content-Type: text/plain; charset=utf-8", "naïve\n"), "qemu", []);
        check(&encoded("Content-Type: text/plain; charset=cp437", "na\u{ef}ve\n"), "qemu", [ID]);
        check(&encoded("Content-Type: text/plain; charset=cp437", ""), "qemu", []);
        check(&encoded("Content-Type: text/plain; charset=utf-16", ""), "qemu", [ID]);
    }

    #[test]
    fn a_plain_diff_under_a_header_that_says_base64() {
        check(&encoded("Content-Transfer-Encoding: base64", ""), "qemu", [ID]);
        check(&encoded("Content-Transfer-Encoding: quoted-printable", ""), "qemu", []);
    }

    #[test]
    fn html_alone() {
        check(&encoded("Content-Type: text/html; charset=utf-8", ""), "qemu", [ID]);
        let parts = "--b\nContent-Type: text/plain\n\n--b\nContent-Type: text/html\n\n";
        check(&encoded("Content-Type: multipart/alternative; boundary=b", parts), "qemu", []);
    }

    #[test]
    fn each_problem_is_told_once() {
        let text = encoded("Content-Type: text/plain; charset=y\nX: =?y?q?a?=", "");
        assert_eq!(findings(&text, "qemu").len(), 1);
    }
}
