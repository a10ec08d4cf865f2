//! One mail in, the same mail out: by itself, and by the programs that deliver mail.

#![cfg(unix)]
#![allow(clippy::print_stderr, reason = "a test that is skipped says why")]

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

const BAD: &str = "fixtures/ai-code-too-large/bad-21-lines.patch";

fn run(args: &[&str], mail: &[u8]) -> Output {
    feed(Command::new(env!("CARGO_BIN_EXE_checkprov")).arg("filter").args(args), mail)
}

fn feed(command: &mut Command, mail: &[u8]) -> Output {
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A program may not want all of it.
    let _ = child.stdin.take().unwrap().write_all(mail);
    child.wait_with_output().unwrap()
}

/// What is added to a mail, which otherwise comes out as it went in.
#[track_caller]
fn added(args: &[&str], mail: &[u8]) -> String {
    let output = run(args, mail);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let (mut added, mut kept) = (Vec::new(), Vec::new());
    let mut is_ours = false;
    for line in output.stdout.split_inclusive(|&b| b == b'\n') {
        is_ours = line.starts_with(b"X-Checkprov-") || (is_ours && line.starts_with(b" "));
        if is_ours { &mut added } else { &mut kept }.extend_from_slice(line);
    }
    assert!(kept == mail, "{}", String::from_utf8_lossy(&kept));
    String::from_utf8(added).unwrap()
}

#[test]
fn a_patch_gets_its_findings_and_lines() {
    let mail = fs::read(BAD).unwrap();
    assert_eq!(
        added(&[], &mail),
        "X-Checkprov-Status: error\nX-Checkprov-Rules: ai-code-too-large\nX-Checkprov-Lines: code +17 -4\n"
    );
    let carriage_returns = String::from_utf8(mail).unwrap().replace('\n', "\r\n");
    let headers = added(&[], carriage_returns.as_bytes());
    assert!(headers.starts_with("X-Checkprov-Status: error\r\nX-Checkprov-Rules"), "{headers}");
    assert_eq!(headers.matches('\n').count(), headers.matches("\r\n").count());
}

#[test]
fn fixtures_come_out_as_they_went_in() {
    for folder in fs::read_dir("fixtures").unwrap() {
        for file in fs::read_dir(folder.unwrap().path()).into_iter().flatten().take(3) {
            let path = file.unwrap().path();
            if path.extension().is_some_and(|name| name == "patch" || name == "eml") {
                assert!(
                    added(&[], &fs::read(&path).unwrap()).starts_with("X-Checkprov-Status: "),
                    "{path:?}"
                );
            }
        }
    }
}

#[test]
fn what_is_no_patch_says_so() {
    let no_patch = "X-Checkprov-Status: no-patch\n";
    assert_eq!(added(&[], b"From: a@example.org\nSubject: Re: [PATCH] f\n\n> f\n\nYes.\n"), no_patch);
    assert_eq!(added(&[], b""), no_patch);
    assert_eq!(added(&[], &[0xff, 0, b'\n', b'\n', 0x80, b'\r']), no_patch);
}

#[test]
fn a_diff_that_is_passed_over_is_told() {
    let answer = fs::read("fixtures/sign-off-missing/good-answer-that-proposes-a-change.mbox").unwrap();
    let (status, lines) = ("X-Checkprov-Status: not-judged\n", "X-Checkprov-Lines: code +1 -0\n");
    let reason = "X-Checkprov-Not-Judged: an answer with a diff\n";
    assert_eq!(added(&[], &answer), [status, reason, lines].concat());
    let cover = b"From: a@example.org\nSubject: [PATCH v2 0/2] f\n\nInterdiff against v1:\ndiff --git a/f.c b/f.c\n--- a/f.c\n+++ b/f.c\n@@ -1 +1,2 @@\n int a;\n+int b;\n";
    let reason = "X-Checkprov-Not-Judged: a cover letter with a diff\n";
    assert_eq!(added(&[], cover), [status, reason, lines].concat());
}

#[test]
fn separators_inside_a_mail_do_not_divide_it() {
    let separator = b"From bob Thu Jan  1 00:00:00 1998\n";
    let mail = [&separator[..], &fs::read(BAD).unwrap(), separator, b"Subject: another\n\nText.\n"].concat();
    assert_eq!(added(&[], &mail).lines().next(), Some("X-Checkprov-Status: error"));
}

/// `git am` makes two commits of it, unless something before it quotes the line.
#[test]
fn what_git_would_take_for_another_mail_is_checked_too() {
    let separator = b"From a@example.org Thu May 28 09:34:12 2026\n";
    let good = fs::read("fixtures/ai-code-too-large/good-20-lines.patch").unwrap();
    let bad = fs::read("fixtures/ai-coauthor/bad-claude.patch").unwrap();
    let body = |patch: &[u8]| patch[patch.iter().position(|&b| b == b'\n').unwrap() + 1..].to_vec();
    let one = [&separator[..], &body(&good)].concat();
    let both = [&one[..], separator, &body(&bad)].concat();
    assert!(added(&[], &one).starts_with("X-Checkprov-Status: clean\n"));
    let headers = added(&[], &both);
    assert!(headers.starts_with("X-Checkprov-Status: error\nX-Checkprov-Rules: "), "{headers}");
    assert!(headers.contains("ai-coauthor"), "{headers}");
    // Without the first of them, git sees one mail.
    let headers = added(&[], &both[separator.len()..]);
    assert!(!headers.contains("ai-coauthor"), "{headers}");
}

#[test]
fn a_mail_that_cannot_be_checked_is_passed_on() {
    let mail = fs::read(BAD).unwrap();
    assert_eq!(added(&["--policy", "no-such"], &mail), "X-Checkprov-Status: failed\n");
}

#[test]
fn a_mail_that_cannot_be_passed_on_is_a_failure() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_checkprov"));
    let mut child = command
        .arg("filter")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    child.stdin.take().unwrap().write_all(&fs::read(BAD).unwrap()).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(2));
}

/// A home with a mailbox and a file of rules; gives what was delivered, by the name of the mailbox.
fn deliver(program: &str, rules: &str, arguments: &[&str], mail: &[u8], mailbox: &str) -> Option<String> {
    if Command::new(program).arg("-v").output().is_err() {
        eprintln!("skipped: there is no {program} (Debian has it in the package of that name)");
        return None;
    }
    let home = TempDir::new().unwrap();
    let file = home.path().join("rules");
    let rules = rules.replace("HOME", home.path().to_str().unwrap());
    fs::write(&file, rules.replace("checkprov filter", concat!(env!("CARGO_BIN_EXE_checkprov"), " filter")))
        .unwrap();
    // maildrop wants its rules to be private.
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    let mut command = Command::new(program);
    command.args(arguments).arg(&file).env("HOME", home.path()).current_dir(home.path());
    let output = feed(&mut command, mail);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(
        fs::read_to_string(home.path().join(mailbox))
            .unwrap_or_else(|why| panic!("{mailbox}: {why}\n{}", String::from_utf8_lossy(&output.stderr))),
    )
}

/// The block of a language in a page of the documentation.
fn block(language: &str) -> String {
    let page = fs::read_to_string("docs/maintainers.md").unwrap();
    let (_, block) = page.split_once(&format!("```{language}\n")).unwrap();
    block.split_once("```").unwrap().0.to_owned()
}

#[test]
fn procmail_sorts_by_the_headers() {
    let rules = format!("MAILDIR=HOME\nDEFAULT=HOME/inbox\nLOGFILE=HOME/log\n\n{}", block("procmail"));
    let mail = fs::read(BAD).unwrap();
    let Some(got) = deliver("procmail", &rules, &["-m"], &mail, "ai-policy") else { return };
    assert!(got.contains("\nX-Checkprov-Rules: ai-code-too-large\n"), "{got}");
    let other = deliver("procmail", &rules, &["-m"], b"Subject: hello\n\nx\n", "inbox").unwrap();
    assert!(!other.contains("X-Checkprov"), "{other}");
}

#[test]
fn maildrop_sorts_by_the_headers() {
    let rules = block("maildrop").replace("\"ai-policy\"", "\"HOME/ai-policy\"") + "to \"HOME/inbox\"\n";
    let mail = fs::read(BAD).unwrap();
    let Some(got) = deliver("maildrop", &rules, &[], &mail, "ai-policy") else { return };
    assert!(got.contains("\nX-Checkprov-Rules: ai-code-too-large\n"), "{got}");
    let other = deliver("maildrop", &rules, &[], b"Subject: hello\n\nx\n", "inbox").unwrap();
    assert!(!other.contains("X-Checkprov"), "{other}");
}

/// Who closed standard output has lost the mail, if it is told that all went well.
#[test]
fn a_closed_standard_output_is_a_failure() {
    let filter = format!("'{}' filter", env!("CARGO_BIN_EXE_checkprov"));
    let status = |out: &str| {
        let line = format!("{filter} {out} < {BAD}");
        Command::new("sh").args(["-c", &line]).stderr(Stdio::null()).status().unwrap().code()
    };
    assert_eq!(status(">&-"), Some(2));
    assert_eq!(status("> /dev/null"), Some(0));
}
