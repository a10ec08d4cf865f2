//! What an input holds, by how it begins and never by its name.
//!
//! The order is that of `git am` (`detect_patch_format` in git's `builtin/am.c`); a diff with no mail around
//! it, which `git am` refuses, is read too.

use memchr::memmem;

use super::error::Reason;
use super::separator::{LONGEST_LINE, first_line, is_separator};

/// How far a diff is looked for in what is no mail.
const DIFF_WITHIN: usize = 1 << 19;

/// How far bytes that are no text are looked for, as git does.
const BINARY_WITHIN: usize = 8000;

/// Headers that make a mail, whatever else is among them.
const KNOWN: [&str; 8] =
    ["from", "subject", "date", "message-id", "received", "return-path", "content-type", "to"];

/// The fewest digits to which git shortens a hash: `MINIMUM_ABBREV`.
const SHORTEST_HASH: usize = 4;

/// What an input holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Mails, each after a separator.
    Mbox,
    /// One mail.
    Mail,
    /// One diff, maybe with text in front.
    Diff,
}

/// What an input that begins so holds; none where more of it must be seen. `whole` says there is no more.
/// Blank lines in front are gone.
pub(super) fn of(start: &[u8], whole: bool) -> Result<Option<Shape>, Reason> {
    if let Some(reason) = by_magic(start) {
        return Err(reason);
    }
    let first = first_line(start);
    let enough = |line: &[u8]| whole || line.ends_with(b"\n") || line.len() >= LONGEST_LINE;
    if !enough(first) {
        return Ok(None);
    }
    if first.starts_with(b"From ") || first.starts_with(b">From ") {
        return Ok(Some(if is_separator(first) { Shape::Mbox } else { Shape::Mail }));
    }
    if first.starts_with(b"# This series applies on GIT commit") {
        return Err(Reason::StGit);
    }
    match is_log(first, &start[first.len()..], enough) {
        None => return Ok(None),
        Some(true) => return Err(Reason::Log),
        Some(false) => {}
    }
    if first.trim_ascii_end() == b"# HG changeset patch" {
        return Err(Reason::Mercurial);
    }
    match is_stgit(first, &start[first.len()..], enough) {
        None => return Ok(None),
        Some(true) => return Err(Reason::StGit),
        Some(false) => {}
    }
    let mut around_diff = Shape::Diff;
    if is_header(first) {
        match headers(start, whole) {
            None => return Ok(None),
            Some(Headers::OfMail) => return Ok(Some(Shape::Mail)),
            // git takes the diff for that of a mail; without one it is a table, or somebody's settings.
            Some(Headers::Others) => around_diff = Shape::Mail,
            Some(Headers::None) => {}
        }
    }
    diff(start, whole).map(|found| found.map(|_| around_diff))
}

/// Whether a subject, an empty line and a header follow each other. None where more must be read to know.
fn is_stgit(first: &[u8], rest: &[u8], enough: impl Fn(&[u8]) -> bool) -> Option<bool> {
    if KNOWN.iter().any(|name| is_named(first, name)) {
        return Some(false);
    }
    let second = first_line(rest);
    let third = first_line(&rest[second.len()..]);
    if !second.trim_ascii().is_empty() {
        return Some(false);
    }
    let headers = [&b"From:"[..], b"Author:", b"Date:"];
    (enough(second) && enough(third)).then(|| headers.iter().any(|header| third.starts_with(header)))
}

/// Whether a commit and its author follow each other, as `git show` and `git log` print them for people; a merge has a
/// line between them (`show_log` in git's log-tree.c). None where more must be read to know.
fn is_log(first: &[u8], rest: &[u8], enough: impl Fn(&[u8]) -> bool) -> Option<bool> {
    let is_hash =
        |text: &[u8]| text.iter().take_while(|byte| byte.is_ascii_hexdigit()).count() >= SHORTEST_HASH;
    if !first.strip_prefix(b"commit ").is_some_and(is_hash) {
        return Some(false);
    }
    let second = first_line(rest);
    enough(second).then(|| [&b"Author: "[..], b"Merge: "].iter().any(|header| second.starts_with(header)))
}

/// A diff, or nothing that is read here.
fn diff(start: &[u8], whole: bool) -> Result<Option<Shape>, Reason> {
    let searched = &start[..start.len().min(DIFF_WITHIN)];
    if holds_diff(searched) {
        return Ok(Some(Shape::Diff));
    }
    let binary = memchr::memchr(0, &start[..start.len().min(BINARY_WITHIN)]).is_some();
    if heads(searched, b"*** ").any(|at| next_line(searched, at).starts_with(b"--- ")) {
        return Err(Reason::Context);
    }
    if !whole && !binary && start.len() < DIFF_WITHIN {
        return Ok(None);
    }
    Err(if is_list_of_patches(start) { Reason::Names } else { Reason::Neither })
}

/// Whether every line names a patch file: what `git format-patch` writes without `--stdout`.
fn is_list_of_patches(text: &[u8]) -> bool {
    let mut lines = text.trim_ascii_end().split(|&b| b == b'\n');
    lines.all(|line| line.trim_ascii_end().ends_with(b".patch"))
}

fn by_magic(start: &[u8]) -> Option<Reason> {
    let is = |magic: &[u8]| start.starts_with(magic);
    match () {
        () if is(b"\xff\xfe") || is(b"\xfe\xff") => Some(Reason::Utf16),
        () if is(b"BZh") && start.get(4..10) == Some(b"1AY&SY") => Some(Reason::Compressed("bzip2")),
        () if is(b"PK\x03\x04") => Some(Reason::Compressed("zip")),
        () if is(b"7z\xbc\xaf\x27\x1c") => Some(Reason::Compressed("7z")),
        () if is(b"LZIP") => Some(Reason::Compressed("lzip")),
        () if is(b"\x04\x22\x4d\x18") => Some(Reason::Compressed("lz4")),
        () => None,
    }
}

/// What is above the first empty line.
enum Headers {
    /// One at least that only mails have.
    OfMail,
    /// Nothing but lines like headers.
    Others,
    /// Other lines as well.
    None,
}

/// What is above the first empty line. None where more must be read to know.
fn headers(start: &[u8], whole: bool) -> Option<Headers> {
    let mut all = Headers::Others;
    let mut at = 0;
    loop {
        let line = first_line(&start[at..]);
        if KNOWN.iter().any(|name| is_named(line, name)) {
            return Some(Headers::OfMail);
        }
        if line.is_empty() || !line.ends_with(b"\n") {
            return (whole || start.len() >= LONGEST_LINE).then_some(all);
        }
        if line.trim_ascii().is_empty() {
            return Some(all);
        }
        if !is_header(line) && !line.starts_with(b" ") && !line.starts_with(b"\t") {
            all = Headers::None;
        }
        at += line.len();
    }
}

/// Whether a line is a header: visible characters, then a colon.
fn is_header(line: &[u8]) -> bool {
    let name = line.iter().take_while(|b| b.is_ascii_graphic() && **b != b':').count();
    name > 0 && line.get(name) == Some(&b':')
}

fn is_named(line: &[u8], name: &str) -> bool {
    line.get(name.len()) == Some(&b':') && line[..name.len()].eq_ignore_ascii_case(name.as_bytes())
}

/// Whether a line begins a diff.
fn holds_diff(text: &[u8]) -> bool {
    heads(text, b"diff -").next().is_some()
        || heads(text, b"@@ -").any(|at| text.get(at + 4).is_some_and(u8::is_ascii_digit))
        || heads(text, b"--- ").any(|at| next_line(text, at).starts_with(b"+++ "))
}

/// Where lines begin so.
fn heads(text: &[u8], mark: &'static [u8]) -> impl Iterator<Item = usize> {
    memmem::find_iter(text, mark).filter(|&at| at == 0 || text[at - 1] == b'\n')
}

/// The line after the one that begins there.
fn next_line(text: &[u8], at: usize) -> &[u8] {
    &text[at + first_line(&text[at..]).len()..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let found = match of(text.as_bytes(), true) {
            Ok(shape) => shape.map(|shape| format!("{shape:?}")).unwrap_or_default(),
            Err(why) => why.to_string(),
        };
        assert!(found.starts_with(expected), "{found}");
    }

    #[test]
    fn mail_is_known_by_its_headers() {
        check("From mboxrd@z Thu Jan  1 00:00:00 1970\nSubject: a\n\nb\n", "Mbox");
        check("From: a@b.org\n\nb\n", "Mail");
        check("From ann last week\nSubject: a\n\nb\n", "Mail");
        check("X-Thing: a\n folded\nX-Other: b\n\nc\n--- a/f\n+++ b/f\n", "Mail");
        check("X-Thing: a\nunfolded by somebody\nSubject: b\n\nc\n", "Mail");
    }

    #[test]
    fn a_diff_needs_no_mail() {
        check("diff --git a/f b/f\nindex 1..2\n", "Diff");
        check("--- a/f\n+++ b/f\n@@ -1 +1 @@\n", "Diff");
        check("Index: f\n=====\n--- f\n+++ f\n", "Diff");
        check("commit to this\nAuthor: a\n\n    b\n\ndiff --git a/f b/f\n", "Diff");
        check("@@ -1 +1 @@\n-a\n+b\n", "Diff");
        check("diff --cc f\n", "Diff");
    }

    #[test]
    fn other_exports_are_named() {
        check("# HG changeset patch\n# User a\n", "it is a Mercurial export");
        check("commit 0123456 (HEAD)\nAuthor: a\n\n    b\n\ndiff --git a/f b/f\n", "it is what `git show`");
        check("commit 0123456\nMerge: 012 345\n\n    b\n\ndiff --cc f\n", "it is what `git show`");
        check("Fix it\n\nFrom: A <a@b.org>\n\nb\n---\ndiff --git a/f b/f\n", "it is a StGit export");
        check("hw: fix it\n\nFrom: A <a@b.org>\n\nb\n---\n", "it is a StGit export");
        check("Subject: fix it\n\nFrom: A <a@b.org>\n\nb\n---\n", "Mail");
        check("# This series applies on GIT commit 012\na.patch\n", "it is a StGit export");
    }

    #[test]
    fn other_files_are_neither() {
        for text in [
            "{\"a\":1}\n",
            "key: value\n",
            "a: b\n\nc: d\n",
            "int main(void)\n{\n}\n",
            "\u{7f}ELF\0\0\0",
            "-- a\n++ b\n",
            "title: a\n---\nb\n",
        ] {
            check(text, "it is neither mail nor a diff");
        }
        check("0001-hw-fix.patch\n0002-tests.patch\n", "these are names of patch files");
        check("*** a/f\t1970\n--- b/f\t1970\n***************\n", "it is a context diff");
        check("PK\x03\x04\0", "zip data");
    }

    #[test]
    fn more_is_asked_for_where_it_matters() {
        assert!(matches!(of(b"Fro", false), Ok(None)));
        assert!(matches!(of(b"X-Thing: a\nX-Other: b\n", false), Ok(None)));
        assert!(matches!(of(b"text\n", false), Ok(None)));
        assert!(matches!(of(b"From: a\n", false), Ok(Some(Shape::Mail))));
        assert!(matches!(of(b"int main\nx\n\0", false), Err(Reason::Neither)));
    }
}
