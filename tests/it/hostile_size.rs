//! Reading takes time in proportion to the mail, whatever it is full of. Every mail here is so large that
//! anything that goes over it once for each of its lines would not end.
//!
//! `CHECKPROV_MEASURE=1 cargo test --release --test it hostile_size:: -- --nocapture` prints how long mails take
//! that double in size.

#![allow(clippy::print_stdout, reason = "figures are asked for")]

use std::time::Instant;

use checkprov::case::Case;
use checkprov::fix::fix;
use checkprov::input;
use checkprov::mail::{Message, Options};
use checkprov::patch::Patch;
use checkprov::policy::Policy;
use checkprov::rules::check;

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

fn read(bytes: &[u8], scissors: bool) {
    for block in input::split(bytes) {
        for mail in block.mails() {
            let message = Message::read(&mail.bytes, Options { scissors });
            let patch = Patch::read(&message);
            let tags = patch.tags.iter().filter_map(|tag| message.message_line(tag.line)).count();
            let files = patch.diff.files.iter().filter_map(|file| message.patch_line(file.at.start)).count();
            assert!(tags + files <= bytes.len());
            assert!(patch.lines_outside().count() <= bytes.len());
        }
    }
}

/// The same mail as a patch that every rule is asked about, if it can be one.
fn as_patch(mail: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(mail).replacen("Subject: ", "Subject: [PATCH] ", 1);
    let diff = if text.ends_with("---\n") { "--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b\n" } else { "" };
    [text.as_bytes(), diff.as_bytes()].concat()
}

fn judged(bytes: &[u8], policy: &Policy) {
    for block in input::split(bytes) {
        for mail in block.mails() {
            let message = Message::read(&mail.bytes, Options::default());
            check(&Case::new(&Patch::read(&message), policy));
        }
    }
}

#[test]
fn large_mails_are_read_to_their_end() {
    each_to_its_end("read", 1 << 20, |mail, of| read(mail, of == "scissors"));
}

#[test]
fn large_mails_are_judged_to_their_end() {
    let policy = Policy::load("qemu").expect("a built-in policy");
    each_to_its_end("judged", 1 << 19, |mail, _| judged(&as_patch(mail), &policy));
}

#[test]
fn large_mails_are_mended_to_their_end() {
    let policy = Policy::load("qemu").expect("a built-in policy");
    each_to_its_end("mended", 1 << 19, |mail, _| drop(fix(&as_patch(mail), &policy)));
}

fn each_to_its_end(how: &str, size: usize, go_over: impl Fn(&[u8], &str)) {
    let measures = std::env::var_os("CHECKPROV_MEASURE").is_some();
    for full in MAILS {
        let sizes = if measures { [1, 2, 4, 8].map(|times| times << 20).to_vec() } else { vec![size] };
        let times = sizes.iter().map(|size| {
            let (mail, start) = (full.mail(*size), Instant::now());
            go_over(&mail, full.of);
            format!("{:>8.1}", start.elapsed().as_secs_f64() * 1000.0)
        });
        let times = times.collect::<Vec<_>>().concat();
        if measures {
            println!("{how:7} {:32} {times} ms", full.of);
        }
    }
}
