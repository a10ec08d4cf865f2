//! Reading takes work in proportion to the mail, whatever it is full of: no byte is looked at again for every line
//! that stands around it.
//!
//! `cargo test --profile ci --lib hostile_size -- --ignored --nocapture` prints how long mails take that double in
//! size.

#![allow(clippy::print_stdout, reason = "figures are asked for")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::time::Instant;

use crate::case::Case;
use crate::fix::fix;
use crate::input;
use crate::lines::looked_at;
use crate::mail::{Message, Options};
use crate::patch::Patch;
use crate::policy::Policy;
use crate::rules::check as check_rules;

/// A mail full of one thing: what stands in front, what is repeated, what stands behind.
struct Full {
    of: &'static str,
    front: &'static str,
    again: &'static str,
    behind: &'static str,
}

const fn full(of: &'static str, front: &'static str, again: &'static str, behind: &'static str) -> Full {
    Full { of, front, again, behind }
}

const MAILS: &[Full] = &[
    full("headers", "", "Subject: [PATCH] a\n", "\nx\n"),
    full("folded lines", "Subject: a\n", " b\n", "\nx\n"),
    full("encoded words", "Subject: ", "=?utf-8?q?=C3=BC?= ", "\n\nx\n"),
    full("open words", "Subject: ", "=?x", "\n\nx\n"),
    full("headers of open words", "", "Subject: =?x\n", "\nx\n"),
    full("boundaries without an end", "", "Content-Type: a;boundary=b\n", "\n--b\n\nx\n"),
    full(
        "lines that begin a boundary of many lines",
        "Content-Type: a; boundary=\"=?us-ascii?q?=0A--=0A--=0A--=0A--=0A--=0A--=0A--Z?=\"\n\n",
        "--\n",
        "x\n",
    ),
    full("utf-7", "Content-Type: text/plain; charset=utf-7\n\n", "+-", "\n---\n"),
    full("lines of utf-7", "Content-Type: text/plain; charset=utf-7\n\n", "+AGE-\n", "---\n"),
    full("control characters of latin-5", "Content-Type: a; charset=iso-8859-9\n\n", "\u{e0}", "\n---\n"),
    full("brackets", "Subject: ", "[", "\n\nx\n"),
    full("comments", "From: ", "((\\", "a@example.org\n\nx\n"),
    full(
        "parts",
        "Content-Type: multipart/mixed; boundary=b\n\n",
        "--b\nContent-Type: text/plain; charset=y\n\nx\n",
        "",
    ),
    full("closed parts", "Content-Type: multipart/mixed; boundary=b\n\n", "--b\n\nx\n--b--\n", ""),
    full("parts in parts", "", "Content-Type: multipart/mixed; boundary=b\n\n--b\n", "x\n"),
    full("flowed lines", "Content-Type: text/plain; format=flowed\n\n", "a \nb\n", ""),
    full("one flowed line", "Content-Type: text/plain; format=flowed; delsp=yes\n\n", " a \n", ""),
    full(
        "encoded flowed lines",
        "Content-Type: text/plain; format=flowed\nContent-Transfer-Encoding: quoted-printable\n\n",
        "=41 \n",
        "",
    ),
    full("soft breaks", "Content-Transfer-Encoding: quoted-printable\n\n", "=41=\n", ""),
    full("base64", "Content-Transfer-Encoding: base64\n\n", "c29tZSB0ZXh0Cg==\n", ""),
    full("in-body headers", "Subject: a\n\n", "From: a@example.org\n", "---\n"),
    full("folded in-body lines", "Subject: a\n\nSubject: b\n", " c\n", "---\n"),
    full("one long line", "Subject: a\n\n", "a b ", "\n"),
    full("empty lines", "Subject: a\n\nx\n", "\n", "Key: v\n"),
    full("tags", "Subject: a\n\nx\n\n", "Key: value\n", "---\n"),
    full("AI-use tags", "Subject: a\n\nx\n\n", "AI-used-for: code\n", "---\n"),
    full("AI-use tags above the others", "Subject: a\n\nx\n\n", "AI-used-for: code\n", "\nKey: v\n---\n"),
    full("AI-use tags below the message", "Subject: a\n\nx\n\nKey: v\n---\n", "AI-used-for: code\n", "---\n"),
    full("tags that are like one", "Subject: a\n\nx\n\n", "AI-use-for (code,\n", "---\n"),
    full("uses", "Subject: a\n\nx\n\nAI-used-for: ", "a, ", "\n---\n"),
    full("sign-offs", "Subject: a\n\nx\n\n", "Signed-off-by: a <a@example.org>\n", "---\n"),
    full("paragraphs", "Subject: a\n\n", "a (b,\n\n", "---\n"),
    full("folded tags", "Subject: a\n\nx\n\nKey: v\n", " w\n", "---\n"),
    full("comment lines", "Subject: a\n\nKey: v\n", "#\n", "---\n"),
    full("scissors", "Subject: a\n\n", "-- >8 --\n", "---\n"),
    full("dashes", "Subject: a\n\n---\n", "--- a\n", ""),
    full("files", "Subject: a\n\n---\n", "--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b\n", ""),
    full("hunks", "Subject: a\n\n---\n--- a/f\n+++ b/f\n", "@@ -1 +1 @@\n-a\n+b\n", ""),
    full(
        "hunk lines",
        "Subject: a\n\n---\n--- a/f\n+++ b/f\n@@ -1,99999999 +1,99999999 @@\n",
        "-a\n+b\n",
        "",
    ),
    full("renames", "Subject: a\n\n---\n", "diff --git a/f b/g\nrename from f\nrename to g\n", ""),
    full("git lines alone", "Subject: a\n\n---\n", "diff --git a/f b/f\n", ""),
    full("blanks in a git line", "Subject: a\n\n---\ndiff --git a/", "x ", "\n"),
    full("slashes in a git line", "Subject: a\n\n---\ndiff --git a/", "x b/", "\n"),
    full("a quoted name again and again", "Subject: a\n\n---\ndiff --git \"a/", "\\303", ""),
    full("modes", "Subject: a\n\n---\ndiff --git \"a/f\" \"b/f\"\n", "new file mode 100644\n", ""),
    full(
        "binary data",
        "Subject: a\n\n---\ndiff --git a/f b/f\nGIT binary patch\nliteral 1\n",
        "A00000\n",
        "\n",
    ),
    full("dates", "Subject: a\n\n---\n--- a", " 2026-01-01", "\n+++ b\n@@ -1 +1 @@\n-a\n+b\n"),
    full(
        "From lines",
        "From a Mon Jun  1 10:12:00 2026\n",
        "From a Mon Jun  1 10:12:00 2026\nSubject: x\n\nx\n",
        "",
    ),
    full("From lines that are none", "From a Mon Jun  1 10:12:00 2026\n", "From a\n", ""),
];

impl Full {
    fn mail(&self, size: usize) -> Vec<u8> {
        [self.front, &self.again.repeat(size / self.again.len()), self.behind].concat().into_bytes()
    }
}

/// The same mail as a patch that every rule is asked about, if it can be one.
fn as_patch(mail: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(mail).replacen("Subject: ", "Subject: [PATCH] ", 1);
    let diff = if text.ends_with("---\n") { "--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b\n" } else { "" };
    [text.as_bytes(), diff.as_bytes()].concat()
}

/// Reads the mails of a file, and asks for all that is worked out late; gives how much there is.
fn read(bytes: &[u8], scissors: bool) -> String {
    let (mut mails, mut text, mut tags, mut files, mut hunks) = (0, 0, 0, 0, 0);
    let mut problems = BTreeSet::new();
    for block in input::split(bytes) {
        for mail in block.mails() {
            let message = Message::read(&mail.bytes, Options { scissors });
            let patch = Patch::read(&message);
            mails += 1;
            text += message.message.len();
            tags += patch.tags.iter().filter_map(|tag| message.message_line(tag.line)).count();
            files += patch.diff.files.iter().filter_map(|file| message.patch_line(file.at.start)).count();
            hunks += patch.diff.files.iter().map(|file| file.hunks.iter().count()).sum::<usize>();
            patch.lines_outside().count();
            problems.extend(message.problems.iter().map(ToString::to_string));
        }
    }
    let problems: Vec<String> = problems.into_iter().collect();
    let counts = format!("mails {mails}, bytes of text {text}, tags {tags}, files {files}, hunks {hunks}");
    format!("{counts} {}", problems.join(", "))
}

fn check(bytes: &[u8], policy: &Policy) -> String {
    let mut counts = BTreeMap::new();
    for block in input::split(bytes) {
        for mail in block.mails() {
            let message = Message::read(&mail.bytes, Options::default());
            for finding in check_rules(&Case::new(&Patch::read(&message), policy)) {
                *counts.entry(finding.rule).or_insert(0) += 1;
            }
        }
    }
    let counts: Vec<String> = counts.iter().map(|(rule, count)| format!("{rule} {count}")).collect();
    counts.join(", ")
}

/// What is done with a mail, in a word, and what comes of it.
type Work<'a> = (&'static str, Box<dyn Fn(&Full, &[u8]) -> String + 'a>);

fn all_work(policy: &Policy) -> [Work<'_>; 3] {
    [
        ("read", Box::new(|full, mail| read(mail, full.of == "scissors"))),
        ("check", Box::new(|_, mail| check(&as_patch(mail), policy))),
        ("fix", Box::new(|_, mail| format!("steps {}", fix(&as_patch(mail), policy).steps.len()))),
    ]
}

#[test]
fn no_mail_makes_its_bytes_be_looked_at_again_and_again() {
    const SIZE: usize = 1 << 16;
    /// How often a byte is looked at, all in all: most often where 20 findings each look for their line.
    const MOST: usize = 30;
    let policy = Policy::load("qemu").unwrap();
    let mut beyond = String::new();
    for full in MAILS {
        let mail = full.mail(SIZE);
        for (what, work) in all_work(&policy) {
            let bytes = looked_at::during(|| drop(work(full, &mail)));
            if bytes > MOST * mail.len() {
                writeln!(beyond, "{what} {}: {} times", full.of, bytes / mail.len()).unwrap();
            }
        }
    }
    assert!(beyond.is_empty(), "{beyond}");
}

#[test]
fn everything_in_such_a_mail_is_found() {
    let policy = Policy::load("qemu").unwrap();
    let mut found = String::new();
    for full in MAILS {
        let mail = full.mail(2000 * full.again.len());
        writeln!(found, "{}", full.of).unwrap();
        for (what, work) in all_work(&policy) {
            writeln!(found, "  {what}: {}", work(full, &mail).trim_end()).unwrap();
        }
    }
    insta::assert_snapshot!(found);
}

#[test]
#[ignore = "prints how long mails take that double in size"]
fn measure() {
    let policy = Policy::load("qemu").unwrap();
    for (what, work) in all_work(&policy) {
        for full in MAILS {
            let times = [1, 2, 4, 8].map(|times| {
                let (mail, start) = (full.mail(times << 20), Instant::now());
                work(full, &mail);
                format!("{:>8.1}", start.elapsed().as_secs_f64() * 1000.0)
            });
            println!("{what:5} {:32} {} ms", full.of, times.concat());
        }
    }
}
