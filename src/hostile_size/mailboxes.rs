//! Mails whose numbers count: those of one that has much to do with others, and the counts of hunks.

use std::fmt::Write as _;
use std::ops::Range;

/// Some mails, made for about so many bytes in all.
pub(super) struct Mailbox {
    pub(super) of: &'static str,
    pub(super) mails: fn(usize) -> Vec<String>,
}

pub(super) const MAILBOXES: &[Mailbox] = &[
    Mailbox { of: "versions of one series that are alike in nothing", mails: versions },
    Mailbox { of: "versions of one series with short patches", mails: short_versions },
    Mailbox { of: "series of one sender", mails: series_of_one_sender },
    Mailbox { of: "files that two versions share", mails: shared_files },
    Mailbox { of: "findings of a long series", mails: findings },
    Mailbox { of: "long subjects in the findings of a series", mails: subjects },
    Mailbox { of: "patches that are never all there", mails: never_whole },
    Mailbox { of: "mails that cannot be read", mails: problems },
    Mailbox { of: "blocks that moved", mails: moved },
    Mailbox { of: "one line that became many", mails: multiplied },
    Mailbox { of: "lines of a few words", mails: few_words },
    Mailbox { of: "removed lines declared mechanical", mails: removed },
    Mailbox { of: "an edit for each hunk", mails: edits },
];

/// A patch with a declaration, or without.
struct Mail<'a> {
    subject: &'a str,
    id: usize,
    /// The mail at the root of its thread.
    root: usize,
    tag: &'a str,
    diff: &'a str,
}

const CODE: &str = "AI-used-for: code\n";

impl Mail<'_> {
    fn text(&self) -> String {
        let Self { subject, id, root, tag, diff } = self;
        let head = format!(
            "From: a@b.org\nSubject: [PATCH{subject}\nMessage-ID: <{id}@b.org>\nReferences: <r{root}>\n"
        );
        format!("{head}\nx\n\n{tag}---\n{diff}")
    }
}

/// A file of added lines.
fn added(lines: Range<usize>) -> String {
    let mut diff = format!("--- a/hw/f.c\n+++ b/hw/f.c\n@@ -0,0 +1,{} @@\n", lines.len());
    lines.for_each(|line| writeln!(diff, "+{line:x}").unwrap());
    diff
}

/// Two versions of series of a thousand patches, whose lines and subjects differ.
fn two_versions(size: usize, lines: usize) -> Vec<String> {
    let each = size / added(0..lines).len() / 2;
    let mail = |version: usize, number: usize| {
        let id = version * each + number;
        let prefix = if version == 0 { "" } else { " v2" };
        let tag = if version == 0 { CODE } else { "" };
        let (subject, root) =
            (format!("{prefix} {}/1001] {id}", number % 1000 + 1), number / 1000 + version * each);
        Mail { subject: &subject, id, root, tag, diff: &added(id * lines..(id + 1) * lines) }.text()
    };
    (0..2)
        .flat_map(|version| (0..each).map(move |number| (version, number)))
        .map(|(v, n)| mail(v, n))
        .collect()
}

fn versions(size: usize) -> Vec<String> {
    two_versions(size, 256)
}

fn short_versions(size: usize) -> Vec<String> {
    two_versions(size, 32)
}

fn series_of_one_sender(size: usize) -> Vec<String> {
    let mail = |id: usize| {
        let (subject, tag) =
            (format!(" v{}] {id}", id % 2 + 1), if id.is_multiple_of(2) { CODE } else { "" });
        Mail { subject: &subject, id, root: id, tag, diff: &added(id..id + 1) }.text()
    };
    (0..size / 160).map(mail).collect()
}

fn shared_files(size: usize) -> Vec<String> {
    let file = |n: usize| format!("--- a/{n}\n+++ b/{n}\n@@ -0,0 +1 @@\n+\n");
    let diff: String = (0..size / 80).map(file).collect();
    let mail = |id, subject, tag| Mail { subject, id, root: 1, tag, diff: &diff }.text();
    vec![mail(1, "] a", "AI-used-for: tests\n"), mail(2, " v2] a", "")]
}

fn findings(size: usize) -> Vec<String> {
    numbered(size / 200, 1001, "")
}

fn subjects(size: usize) -> Vec<String> {
    numbered(64, 1001, &"s".repeat(size / 64))
}

fn never_whole(size: usize) -> Vec<String> {
    numbered(size / 200, u32::MAX as usize, "")
}

fn numbered(patches: usize, total: usize, long: &str) -> Vec<String> {
    let mail = |id: usize| {
        let subject = format!(" {}/{total}] {id}{long}", id % 1000 + 1);
        Mail { subject: &subject, id, root: id / 1000, tag: CODE, diff: &added(id..id + 1) }.text()
    };
    (0..patches).map(mail).collect()
}

fn problems(size: usize) -> Vec<String> {
    let mail = |id: usize| {
        let charsets: String =
            (0..16).map(|n| format!("--b\nContent-Type: a; charset=y{id}-{n}\n\nx\n")).collect();
        format!(
            "From: a@b.org\nSubject: [PATCH] a\nContent-Type: multipart/mixed; boundary=b\n\n{charsets}---\n{}",
            added(0..1)
        )
    };
    (0..size / 800).map(mail).collect()
}

fn mechanical(hunks: &str) -> Vec<String> {
    let tag = "AI-used-for: code (refactoring)\n";
    vec![Mail { subject: "] a", id: 1, root: 1, tag, diff: hunks }.text()]
}

fn moved(size: usize) -> Vec<String> {
    let (lines, half) = (size / 6, |sign: &str| format!("{sign};\n").repeat(size / 6));
    let (old, new) = (half("-"), half("+"));
    mechanical(&format!(
        "{OLD}@@ -1,{lines} +0,0 @@\n{old}--- a/g.c\n+++ b/g.c\n@@ -0,0 +1,{lines} @@\n{new}"
    ))
}

fn multiplied(size: usize) -> Vec<String> {
    let lines = size / 3;
    mechanical(&format!("{OLD}@@ -1 +1,{lines} @@\n-a\n{}", "+a\n".repeat(lines)))
}

fn removed(size: usize) -> Vec<String> {
    let lines = size / 3;
    mechanical(&format!("{OLD}@@ -1,{lines} +0,0 @@\n{}", "-a\n".repeat(lines)))
}

/// Words that come in an order without end, so that no line is the next, and many are alike.
fn few_words(size: usize) -> Vec<String> {
    let lines = size / 24;
    let mut hunk = format!("{OLD}@@ -1,{lines} +1,{lines} @@\n");
    let mut number = 1_u32;
    for sign in ["-", "+"] {
        for _ in 0..lines {
            let mut word = || {
                number = number.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                number >> 29
            };
            writeln!(hunk, "{sign}w{} w{} w{}", word(), word(), word()).unwrap();
        }
    }
    mechanical(&hunk)
}

/// Names that no other hunk has.
fn edits(size: usize) -> Vec<String> {
    let mut diff = OLD.to_owned();
    for n in 0..size / 64 {
        writeln!(diff, "@@ -{n} +{n} @@\n-foo{n}(a{n}, b{n});\n+bar{n}(b{n}, a{n});").unwrap();
    }
    mechanical(&diff)
}

const OLD: &str = "--- a/f.c\n+++ b/f.c\n";
