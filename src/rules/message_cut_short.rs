//! A line of the message that git takes for the start of a diff: what is below it is lost.

use super::suggestions::brief;
use super::{Case, Check, Rule, Scope};
use crate::counts::counted;
use crate::finding::{Finding, Level};
use crate::patch::separator;

pub(super) const RULE: Rule = Rule {
    id: "message-cut-short",
    level: Level::Warning,
    page: include_str!("../../docs/rules/message-cut-short.md"),
    check: Check::Mail(Scope::Patch, check),
};

/// The most lost lines that are shown.
const SHOWN: usize = 4;

fn check(case: &Case<'_>) -> Vec<Finding> {
    let text = case.patch.mail.patch();
    let first = text.split(|&b| b == b'\n').next().unwrap_or_default();
    if first.is_empty() || is_separator(first) {
        return Vec::new();
    }
    let (applied, lost) = match lost_above_the_diff(case, text) {
        lost if lost.is_empty() => (true, lost_below_a_quoted_diff(case, text)),
        lost => (false, lost),
    };
    if lost.is_empty() { Vec::new() } else { vec![finding_of(case, first, &lost, applied)] }
}

fn finding_of(case: &Case<'_>, first: &[u8], lost: &[&[u8]], applied: bool) -> Finding {
    let lines = counted(lost.len() as u64, "line");
    let message = if applied {
        format!("git applies the diff that the message quotes, and drops {lines} below it")
    } else {
        format!("git ends the message at this line, and drops {lines} of it")
    };
    let finding = Finding::new(message)
        .at(case.patch_location(0, &String::from_utf8_lossy(first), "the message ends here"))
        .help("begin the line with another word, or indent what is quoted, so that git does not take it for the end of the message");
    let text = |line: &&[u8]| brief(String::from_utf8_lossy(line).trim_end());
    let tags: Vec<String> = lost.iter().map(text).filter(|line| is_tag(line)).take(SHOWN).collect();
    let shown = if tags.is_empty() { lost.iter().map(text).take(1).collect() } else { tags };
    shown.into_iter().fold(finding, |finding, line| finding.note(format!("lost: {line}")))
}

/// The lines between the one that ended the message and the diff that can only be text, up to a `---`.
fn lost_above_the_diff<'a>(case: &Case<'_>, text: &'a [u8]) -> Vec<&'a [u8]> {
    let diff = &case.patch.diff;
    let end = diff.files.first().map(|file| file.at.start).or(diff.fault.map(|fault| fault.at));
    let above = &text[..end.unwrap_or(text.len()).min(text.len())];
    let lines: Vec<&[u8]> = above.split(|&b| b == b'\n').collect();
    let stop = lines.iter().skip(1).position(|line| is_separator(line) || begins_diff(line));
    let message = lines.get(1..stop.map_or(lines.len(), |at| at + 1)).unwrap_or_default();
    message.iter().copied().filter(|line| !line.trim_ascii().is_empty() && !is_prelude(line)).collect()
}

/// The lines between two files of the diff that end in a `---`: the message went on there.
fn lost_below_a_quoted_diff<'a>(case: &Case<'_>, text: &'a [u8]) -> Vec<&'a [u8]> {
    let files = case.patch.diff.files.iter();
    let gaps = files.clone().zip(files.skip(1)).map(|(one, next)| one.at.end..next.at.start);
    for gap in gaps.filter(|gap| gap.len() > 4) {
        let lines: Vec<&[u8]> = text[gap].split(|&b| b == b'\n').collect();
        if let Some(end) = lines.iter().position(|line| is_separator(line)) {
            let message = lines[..end].iter().copied();
            return message.filter(|line| !line.trim_ascii().is_empty()).collect();
        }
    }
    Vec::new()
}

/// The line that ends a message on purpose.
fn is_separator(line: &[u8]) -> bool {
    line.trim_ascii_end() == b"---"
}

fn begins_diff(line: &[u8]) -> bool {
    [&b"diff --git "[..], b"--- a/", b"--- /dev/null", b"+++ ", b"@@ -"]
        .iter()
        .any(|start| line.starts_with(start))
}

/// Lines that diff programs and other version control write above a file.
fn is_prelude(line: &[u8]) -> bool {
    const WRITTEN: [&[u8]; 16] = [
        b"diff ",
        b"Index: ",
        b"====",
        b"index ",
        b"new ",
        b"old ",
        b"deleted ",
        b"similarity ",
        b"dissimilarity ",
        b"rename ",
        b"copy ",
        b"Only in ",
        b"RCS file: ",
        b"retrieving ",
        b"Binary files ",
        b"--- ",
    ];
    WRITTEN.iter().any(|start| line.starts_with(start))
}

fn is_tag(line: &str) -> bool {
    separator(line).is_some_and(|colon| line[..colon].contains('-'))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, findings, mail};

    const ID: &str = "message-cut-short";

    /// The usual mail, with this in the middle of its message.
    fn saying(text: &str) -> String {
        mail("").replacen("\n\nSigned", &format!("\n{text}\n\nAnd more.\n\nSigned"), 1)
    }

    #[track_caller]
    fn fires(text: &str, does: bool) {
        let found = findings(&saying(text), "qemu");
        assert_eq!(found.iter().any(|finding| finding.rule == ID), does, "{text}");
    }

    #[test]
    fn prose_that_looks_like_a_diff() {
        fires("diff -u shows it", true);
        fires("Index: of the table", true);
        fires("--- a line", true);
        fires("--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b", true);
    }

    #[test]
    fn prose_that_does_not() {
        fires("diff of the two", false);
        fires("    diff -u a b", false);
        fires("---- a line", false);
    }

    #[test]
    fn other_diff_programs_write_a_prelude() {
        let message = mail("");
        let (message, _) = message.split_once("---\n").unwrap();
        let diff = "--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b\n";
        check(&format!("{message}diff -urN a/f b/f\n{diff}"), "qemu", []);
        check(&format!("{message}Index: f\n=====\n{diff}"), "qemu", []);
        check(&format!("{message}{diff}"), "qemu", []);
    }

    #[test]
    fn the_lost_tags_are_shown() {
        let found = findings(&saying("diff -u shows it"), "qemu");
        let finding = found.iter().find(|finding| finding.rule == ID).unwrap();
        assert_eq!(finding.notes, ["lost: Signed-off-by: Ann Dev <ann@example.org>"]);
    }
}
