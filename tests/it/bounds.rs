//! Every bound: what is at it is read whole and without a word, what is beyond is told, and the rest is read.

use std::io::Write as _;
use std::process::{Command, Stdio};

use checkprov::case::Case;
use checkprov::diff::{Diff, MOST_FILES, State};
use checkprov::finding::Finding;
use checkprov::fix;
use checkprov::flow::{self, Event, Job};
use checkprov::input::{LONGEST_MAIL, Source};
use checkprov::mail::{LONGEST_HEADER, MOST_PARTS, Message, Options};
use checkprov::mail_report::Detail;
use checkprov::patch::{MOST_TAGS, Patch};
use checkprov::policy::Policy;
use checkprov::rules::{self, RULES};

const TOP: &str = "From: Ann Dev <ann@example.org>\nSubject: [PATCH] hw: fix\n";
const FILE: &str = "--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b\n";

/// Reads a mail; gives what is said of it, and what was asked of it.
fn read<T>(mail: &str, ask: impl FnOnce(&Patch<'_>) -> T) -> (Vec<Finding>, T) {
    let message = Message::read(mail.as_bytes(), Options::default());
    let patch = Patch::read(&message);
    let policy = Policy::load("qemu").unwrap();
    (rules::check(&Case::new(&patch, &policy)), ask(&patch))
}

/// What is said of a bound.
fn told(findings: &[Finding]) -> Vec<&str> {
    let of_bounds = ["unreadable-mail", "ai-tag-malformed"];
    let told = findings.iter().filter(|finding| of_bounds.contains(&finding.rule));
    told.map(|finding| finding.message.as_str()).collect()
}

/// A mail with so many of something: nothing is said up to the bound, and all are there; beyond it that is
/// told once, and as many are there as before.
#[track_caller]
fn check(bound: usize, says: &str, mail: impl Fn(usize) -> String, count: impl Fn(&Patch<'_>) -> usize) {
    let (findings, there) = read(&mail(bound), &count);
    assert_eq!((told(&findings), there), (vec![], bound), "at the bound");
    let (findings, there) = read(&mail(bound + 1), &count);
    assert_eq!(there, bound, "beyond the bound");
    let told = told(&findings);
    assert!(told.len() == 1 && told[0].contains(says), "{told:?}");
}

#[test]
fn lines_that_are_put_in_order() {
    let mail = |lines: usize| {
        let end = "\nAI-used-for: code\n\nSigned-off-by: Ann Dev <ann@example.org>\n---\n";
        format!("{TOP}\n{}{end}{FILE}", "x\n".repeat(lines - 5))
    };
    let policy = Policy::load("qemu").unwrap();
    let fixed = |lines| fix::fix(mail(lines).as_bytes(), &policy);
    assert!(fixed(fix::MOST_LINES).is_changed());
    let left = fixed(fix::MOST_LINES + 1);
    assert!(
        !left.is_changed() && left.steps[0].action.to_string().contains("too many lines"),
        "{:?}",
        left.steps
    );
}

#[test]
fn a_header() {
    let says = "a header is longer than 64 KiB";
    let header = |name: &str, length: usize| format!("{name}: {}\n{TOP}\nx\n", "x".repeat(length));
    let length = |header: &Option<std::borrow::Cow<'_, [u8]>>| header.as_ref().map_or(0, |value| value.len());
    check(LONGEST_HEADER, says, |n| header("Date", n), |patch| length(&patch.mail.headers.date));
    check(LONGEST_HEADER, says, |n| header("Message-ID", n), |patch| length(&patch.mail.headers.message_id));
    check(
        LONGEST_HEADER,
        says,
        |n| header("In-Reply-To", n),
        |patch| length(&patch.mail.headers.in_reply_to),
    );
    check(LONGEST_HEADER, says, |n| header("References", n), |patch| length(&patch.mail.headers.references));
    let below = |name: &str, length: usize| format!("{TOP}{name}: [PATCH] {}\n\nx\n", "x".repeat(length - 8));
    check(LONGEST_HEADER, says, |n| below("From", n), |patch| length(&patch.mail.headers.from));
    check(LONGEST_HEADER, says, |n| below("Subject", n), |patch| length(&patch.mail.headers.subject));
    let in_body = |length: usize| format!("{TOP}\nSubject: {}\n\nx\n---\n{FILE}", "x".repeat(length - 1));
    check(LONGEST_HEADER, says, in_body, |patch| length(&patch.mail.in_body.subject));
}

#[test]
fn headers_have_none() {
    let mail = format!("{}{TOP}\nWhy.\n", "X-Loop: a\n".repeat(100_000));
    let (findings, message) = read(&mail, |patch| patch.message.to_string());
    assert_eq!((told(&findings), message.as_str()), (vec![], "Why.\n"));
}

#[test]
fn parts() {
    let mail = |number: usize| {
        let parts = "--b\n\nx\n".repeat(number);
        format!("{TOP}Content-Type: multipart/mixed; boundary=b\n\n{parts}--b--\n")
    };
    check(MOST_PARTS, "it has more than 10000 parts", mail, |patch| patch.message.matches('x').count());
}

#[test]
fn parts_in_parts() {
    let open = |depth: usize| format!("Content-Type: multipart/mixed; boundary=b{depth}\n\n\n--b{depth}\n");
    let mail = |depth: usize| {
        let parts: String = (1..=depth).map(open).collect();
        format!("{TOP}{parts}\nread at {depth}\n")
    };
    let (findings, message) = read(&mail(4), |patch| patch.message.to_string());
    assert_eq!((told(&findings), message.trim()), (vec![], "read at 4"));
    let (findings, _) = read(&mail(5), |_| ());
    assert!(told(&findings)[0].contains("its parts are nested deeper than git reads"));
}

#[test]
fn charsets() {
    let part = |number: usize| format!("--b\nContent-Type: text/plain; charset=y{number}\n\nx\n");
    let parts: String = (0..100).map(part).collect();
    let (findings, ()) = read(&format!("{TOP}Content-Type: multipart/mixed; boundary=b\n\n{parts}"), |_| ());
    assert_eq!(told(&findings).len(), 16);
}

#[test]
fn tags() {
    let says = "it has more than 1000 tags";
    let mail = |number: usize| format!("{TOP}\nWhy.\n\n{}---\n{FILE}", "Key: value\n".repeat(number));
    check(MOST_TAGS, says, mail, |patch| patch.tags.len());
    let (_, lines) = read(&mail(MOST_TAGS + 100), |patch| patch.block.len());
    assert_eq!(lines, MOST_TAGS + 100, "the block is as long as it is");
}

#[test]
fn a_tag() {
    const LONGEST: usize = 1 << 16;
    let says = "or one longer than 64 KiB";
    // What is read are the bytes as they stand, with blanks and newlines.
    let value = |patch: &Patch<'_>| patch.tags[0].value.len().min(LONGEST - 2);
    let folded = |patch: &Patch<'_>| (patch.tags[0].value.len() + 2).min(LONGEST - 2);
    let mail = |tag: &str| format!("{TOP}\nWhy.\n\n{tag}\n---\n{FILE}");
    check(LONGEST - 2, says, |n| mail(&format!("Key: {}", "x".repeat(n))), value);
    check(LONGEST - 2, says, |n| mail(&format!("Key: a\n b\n {}", "x".repeat(n - 6))), folded);
    check(LONGEST, says, |n| mail(&format!("{}: v", "K".repeat(n))), |patch| patch.tags[0].key.len());
}

#[test]
fn declared_uses() {
    let mail = |number: usize| {
        let uses = vec!["code (a fix)"; number].join(", ");
        format!("{TOP}\nWhy.\n\nAI-used-for: {uses}\nSigned-off-by: Ann Dev <ann@example.org>\n---\n{FILE}")
    };
    let uses = |patch: &Patch<'_>| Policy::load("qemu").unwrap().tag.read(&patch.tags[0].value).uses.len();
    check(100, "has too many values", mail, uses);
}

#[test]
fn files() {
    let mail = |number: usize| format!("{TOP}\nWhy.\n---\n{}", FILE.repeat(number));
    check(MOST_FILES, "it changes more than 100000 files", mail, |patch| patch.diff.files.len());
}

#[test]
fn a_diff_without_mail() {
    let text = FILE.repeat(MOST_FILES + 1);
    let message = Message::bare(text.as_bytes());
    let policy = Policy::load("qemu").unwrap();
    let findings = rules::check(&Case::new(&Patch::bare(&message), &policy));
    assert!(told(&findings)[0].contains("it changes more than 100000 files"));
}

/// The cut falls behind a hunk, so that nothing else shows it.
#[test]
fn a_diff_without_mail_that_is_too_long() {
    let hunk = format!("@@ -1 +1 @@\n-{}\n+b\n", "a".repeat(1 << 10));
    let names = |fill: usize| format!("--- a/f{}\n+++ b/f\n", "x".repeat(fill));
    let fill = (LONGEST_MAIL - names(0).len()) % hunk.len();
    let text = names(fill) + &hunk.repeat(LONGEST_MAIL / hunk.len() + 1);
    let mut child = Command::new(env!("CARGO_BIN_EXE_checkprov"))
        .args(["--policy", "qemu", "-f", "terse", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let said = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
    let wanted = "-:1: WARNING:unreadable-mail: a part of the mail could not be read: it is too long";
    assert!(said.starts_with(wanted), "{said}");
}

/// Numbers beyond any file: the largest there is, and no end of memory or of patience.
#[test]
fn the_numbers_of_hunks() {
    let huge = "9".repeat(100);
    let diff = |numbers: &str| format!("--- a/f\n+++ b/f\n@@ {numbers} @@\n-a\n+b\n");
    let (_, start) = read(&format!("{TOP}\nx\n---\n{}", diff(&format!("-{huge} +{huge}"))), |patch| {
        (patch.diff.state(), patch.diff.files[0].hunks.iter().next().unwrap().new_start)
    });
    assert_eq!(start, (State::Ok, u64::MAX));
    let text = diff(&format!("-1,{huge} +1,{huge}"));
    assert_eq!(Diff::read(text.as_bytes()).state(), State::Malformed);
}

#[test]
fn a_quoted_name() {
    let name = |length: usize| {
        let name = "x".repeat(length - 2);
        format!("diff --git \"a/{name}\" \"b/{name}\"\nold mode 100644\nnew mode 100755\n")
    };
    let long = name(4096);
    assert_eq!(Diff::read(long.as_bytes()).files[0].path.len(), 4094);
    let longer = name(4097);
    assert_eq!(Diff::read(longer.as_bytes()).state(), State::Malformed);
}

#[test]
fn what_is_quoted_of_a_line() {
    let mail = format!("{TOP}\nWhy.\n\nAI-used-for: {}\n---\n{FILE}", "ä".repeat(10_000));
    let (findings, ()) = read(&mail, |_| ());
    let quotes: Vec<&str> =
        findings.iter().filter_map(|finding| Some(finding.location.as_ref()?.quote.as_str())).collect();
    assert!(quotes.iter().any(|quote| quote.ends_with("ä…")), "{}", quotes.len());
    assert!(quotes.iter().all(|quote| quote.len() <= 4096 + "…".len()));
}

#[test]
fn findings_of_one_rule() {
    let faults = "AI-used-for: magic\nAI-used-for: none\nAI-used-for: code tests\nAI-use-for: code\n\
        Assisted-by: ChatGPT:gpt-4\nCo-authored-by: Claude <noreply@anthropic.com>\n\
        Signed-off-by: Claude <noreply@anthropic.com>\n";
    let mail = format!("{TOP}\n{0}\nWhy.\n\n{0}---\n{0}{FILE}", faults.repeat(100));
    let (findings, ()) = read(&mail, |_| ());
    let most = RULES.iter().map(|rule| findings.iter().filter(|finding| finding.rule == rule.id).count());
    assert_eq!(most.max(), Some(20));
}

/// A finding about a series hangs on its last patch that was seen, and waits for the others. Where so much has
/// come since that it waits no longer, both the one it hung on and the one that came late have it.
#[test]
fn what_waits_for_a_series() {
    let patch = |number: usize, diff: &str| {
        let subject =
            format!("Subject: [PATCH {number}/3] hw: fix {number}\nMessage-ID: <{number}@example.org>");
        let top = format!("From: Ann Dev <ann@example.org>\n{subject}\nReferences: <0@example.org>\n");
        let tags = "AI-used-for: code\nSigned-off-by: Ann Dev <ann@example.org>\n";
        format!("{top}\nFix it.\n\n{tags}---\n{diff}")
    };
    let small = format!("--- a/hw/f.c\n+++ b/hw/f.c\n@@ -0,0 +1,15 @@\n{}", "+x\n".repeat(15));
    let told_on = |between: usize| {
        let tags = format!("Key: {}\n", "x".repeat(60_000)).repeat(40);
        let large = format!("{TOP}\nWhy.\n\n{tags}---\n{FILE}");
        let mails = [patch(1, &small), patch(2, &small)].into_iter();
        let mails = mails.chain(std::iter::repeat_n(large, between)).chain([patch(3, &small)]);
        let source =
            |mail: String| Source::Memory { name: "mail".to_owned(), mail: mail.into_bytes().into() };
        let sources: Vec<Source> = mails.map(source).collect();
        let policy = Policy::load("qemu").unwrap();
        let mut told = Vec::new();
        flow::check(&sources, &Job { detail: Detail::All, ..Job::new(&policy) }, |event| {
            let Event::Mail(verdict) = event else { return Ok(()) };
            let is_told = verdict.findings.iter().any(|finding| finding.rule == "ai-series-too-large");
            told.extend(verdict.facts.numbering.filter(|_| is_told).map(|numbering| numbering.number));
            Ok(())
        })
        .unwrap();
        told
    };
    assert_eq!(told_on(2), [3]);
    assert_eq!(told_on(30), [2, 3]);
}
