//! A diff that `git apply` would refuse.

use super::{Case, Check, Rule, Scope};
use crate::diff::{Fault, Wrong};
use crate::finding::{Finding, Level};
use crate::patch::Kind;

pub(super) const RULE: Rule = Rule {
    id: "malformed-patch",
    level: Level::Error,
    page: include_str!("../../docs/rules/malformed-patch.md"),
    check: Check::Mail(Scope::Any, check),
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    let found = match (case.patch.kind, case.patch.diff.fault) {
        (Kind::Patch, Some(fault)) => Some(finding_of(case, fault)),
        (Kind::Other, _) if case.patch.has_diffstat() => Some(without_diff()),
        _ => None,
    };
    found.into_iter().collect()
}

/// A mail that calls itself a patch and lists files, but changes none.
fn without_diff() -> Finding {
    let help = "the diff was left out or cut off, or it is not plain text";
    Finding::new("the mail has a diffstat, and git finds no diff in it").help(format!("{help}; {AGAIN}"))
}

const AGAIN: &str = "make the mail again with git format-patch, and send it with git send-email";

fn finding_of(case: &Case<'_>, fault: Fault) -> Finding {
    let text = case.patch.mail.patch();
    let ends = text[fault.at.min(text.len())..].trim_ascii().is_empty();
    let at = if ends { start_of_last_line(text) } else { fault.at };
    let line = text[at..].split(|&b| b == b'\n').next().unwrap_or_default();
    let quote = String::from_utf8_lossy(line);
    let (label, cause) = cause(fault.what, line, ends, is_html(text));
    let finding = Finding::new(format!("git refuses the diff: {}", fault.what))
        .at(case.patch_location(at, &quote, label))
        .help(format!("{cause}; {AGAIN}"));
    match case.patch.diff.files.last() {
        Some(file) => finding.note(format!("the last file that was read before it: {}", file.path)),
        None => finding,
    }
}

/// What is at the place, and what mostly brings it about.
fn cause(what: Wrong, line: &[u8], ends: bool, is_html: bool) -> (&'static str, &'static str) {
    const EDITED: &str = "the diff was probably edited by hand, and its line counts no longer fit";
    match what {
        _ if is_html => ("git stops here", "the mailer sent the patch as HTML"),
        _ if ends => ("the mail ends here", "the mail was cut short, or only a part of it was copied"),
        Wrong::Corrupt if line.starts_with(b"@@") => ("not a valid hunk header", EDITED),
        Wrong::Corrupt if line.starts_with(b"-- ") || line.starts_with(b"diff --git ") => {
            ("the hunk header counts more lines before this", EDITED)
        }
        Wrong::Corrupt if line.is_empty() || matches!(line[0], b' ' | b'+' | b'-') => {
            ("this does not fit the counts of the hunk header", EDITED)
        }
        Wrong::Corrupt | Wrong::BlankLost if line.starts_with(b"\xc2\xa0") || line.starts_with(b"\xa0") => {
            ("this begins with a no-break space", "a mailer turned blanks into no-break spaces")
        }
        Wrong::BlankLost => ("the leading blank is lost", "a mailer removed leading blanks"),
        Wrong::Corrupt if line.starts_with(b"\t") => {
            ("this begins with a tab", "a mailer or an editor turned blanks into tabs")
        }
        Wrong::Corrupt => ("no line of a hunk begins like this", "a mailer wrapped the lines of the patch"),
        Wrong::Binary => ("git stops here", "the data of a binary file was damaged on its way"),
        Wrong::NoHeader => ("no file was named above", "the header of the file was lost"),
        _ => ("git stops here", "the header of the file was damaged"),
    }
}

/// Whether the header of a file or a hunk ends in a tag of HTML.
fn is_html(text: &[u8]) -> bool {
    [&b"<br>\n--- "[..], b"<br>\n+++ ", b"<br>\n@@ -"]
        .iter()
        .any(|line| memchr::memmem::find(text, line).is_some())
}

fn start_of_last_line(text: &[u8]) -> usize {
    memchr::memrchr(b'\n', text.trim_ascii_end()).map_or(0, |newline| newline + 1)
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, findings, mail};

    const ID: &str = "malformed-patch";

    #[track_caller]
    fn says(diff: &str, line: usize, label: &str) {
        let mail = mail("");
        let (message, _) = mail.split_once("---\n").unwrap();
        let found = findings(&format!("{message}---\n--- a/f.c\n+++ b/f.c\n{diff}"), "qemu");
        assert_eq!(found[0].rule, ID);
        let location = found[0].location.as_ref().unwrap();
        // The line is counted from the `@@` line.
        assert_eq!((location.line.unwrap() - 9, location.label), (line, label), "{diff}");
    }

    #[test]
    fn the_place_and_the_cause_are_told() {
        says("@@ -1,2 +1,2 @@\n a\n-b\n", 2, "the mail ends here");
        says("@@ -1,2 +1,2 @@\n a\n-b\n-- \n2.47.3\n", 3, "the hunk header counts more lines before this");
        says("@@ -1,2 +1,2 @@\n a\n-b and\nmore\n+c\n", 3, "no line of a hunk begins like this");
        says("@@ -1,2 +1,2 @@\n-b\n+c\nd\n", 3, "the leading blank is lost");
        says("@@ -1,2 +1,2 @@\n-b\n+c\n\td\n-- \n2\n", 3, "the leading blank is lost");
        says("@@ -1,2 +1,2 @@\n-b\n+c\n\td\n e\n", 3, "this begins with a tab");
        says("@@ -1,2 +1,2 @@\n-b\n+c\n\u{a0}d\n", 3, "this begins with a no-break space");
    }

    #[test]
    fn a_diffstat_without_a_diff() {
        let mail = mail("");
        let (message, _) = mail.split_once("---\n").unwrap();
        let notes = "---\n f.c | 2 +-\n 1 file changed, 1 insertion(+), 1 deletion(-)\n\n-- \n2.47.3\n";
        check(&format!("{message}{notes}"), "qemu", [ID]);
        check(&format!("{message}---\nno more\n"), "qemu", []);
    }

    #[test]
    fn a_sound_diff() {
        check("", "qemu", []);
    }
}
