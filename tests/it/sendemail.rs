//! A series on its way out, by `git send-email` itself: all of it is sent, or nothing.

#![cfg(unix)]
#![allow(clippy::print_stderr, reason = "a test that is skipped says why")]

use std::fs;

use crate::home::{Home, lines};

const SIGNED: &str = "\nSigned-off-by: Ann Dev <ann@example.org>\n";

/// A home with the hook of a series alone, so that any commit can be made; none without `git send-email`.
fn sender() -> Option<Home> {
    let home = Home::new();
    let there = home.run_git(&["send-email", "--dump-aliases"]).status.success();
    if !there {
        eprintln!("skipped: there is no git send-email (Debian has it in the package git-email)");
        return None;
    }
    home.checkprov(&["hook", "install"], 0);
    fs::remove_file(home.dir.join(".git/hooks/commit-msg")).unwrap();
    let sent = home.dir.join("../sent");
    fs::create_dir(&sent).unwrap();
    let server = home.script("smtp", &format!("cat > \"$(mktemp '{}/XXXXXX')\"\n", sent.display()));
    for (name, value) in [
        ("sendemail.smtpServer", server.to_str().unwrap()),
        ("sendemail.to", "list@example.org"),
        ("sendemail.confirm", "never"),
        ("sendemail.from", "Ann Dev <ann@example.org>"),
    ] {
        home.git(&["config", name, value]);
    }
    Some(home)
}

/// Whether this git numbers the mails for its hook.
fn numbers_mails(home: &Home) -> bool {
    let version = home.git(&["version"]);
    let mut numbers =
        version.split(|c: char| !c.is_ascii_digit()).filter_map(|word| word.parse::<u32>().ok());
    let numbers = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0)) >= (2, 41);
    if !numbers {
        eprintln!("skipped: {} does not number the mails of a series (2.41 does)", version.trim());
    }
    numbers
}

fn sent(home: &Home) -> usize {
    fs::read_dir(home.dir.join("../sent")).unwrap().count()
}

fn commit(home: &Home, file: &str, number: usize, message: &str, author: &str) {
    home.stage(file, &lines(number));
    home.commits(message, &[author]);
}

const ANN: &str = "--author=Ann Dev <ann@example.org>";

fn declared(title: &str) -> String {
    format!("{title}\n\nWhy.\n\nAI-used-for: code{SIGNED}")
}

#[test]
fn a_sound_series_is_sent_whole() {
    let Some(home) = sender() else { return };
    commit(&home, "f.c", 5, &declared("f: fix"), ANN);
    commit(&home, "g.c", 5, &declared("g: fix"), ANN);
    let said = home.passes(&["send-email", "--quiet", "--cover-letter", "--no-annotate", "--force", "-2"]);
    assert!(!said.contains("checked under"), "{said}");
    assert_eq!(sent(&home), 3, "{said}");
    assert!(!home.dir.join(".git/checkprov-series").exists());
}

#[test]
fn a_cover_letter_may_compare_with_the_last_version() {
    let Some(home) = sender() else { return };
    commit(&home, "f.c", 5, &declared("f: fix"), ANN);
    commit(&home, "g.c", 5, &declared("g: fix"), ANN);
    home.git(&["branch", "v1"]);
    home.stage("g.c", &lines(6));
    home.git(&["commit", "-q", "--amend", "--no-edit", "--no-verify"]);
    for how in ["--interdiff=v1", "--range-diff=v1~2..v1"] {
        home.git(&["format-patch", "-q", "-v2", "--cover-letter", how, "-o", "out", "-2"]);
        home.passes(&["send-email", "--quiet", "--force", "out"]);
    }
    assert_eq!(sent(&home), 6);
}

#[test]
fn nothing_of_a_series_is_sent_if_one_patch_fails() {
    let Some(home) = sender() else { return };
    commit(&home, "f.c", 5, "f: not signed\n", ANN);
    commit(&home, "g.c", 5, &declared("g: fix"), ANN);
    commit(&home, "h.c", 25, &declared("h: too much"), ANN);
    home.git(&["format-patch", "-q", "-o", "out", "-3"]);
    let said = home.fails(&["send-email", "--quiet", "out"]);
    assert!(
        said.contains("error[sign-off-missing]") && said.contains("out/0001-f-not-signed.patch"),
        "{said}"
    );
    assert!(
        said.contains("error[ai-code-too-large]") && said.contains("out/0003-h-too-much.patch:8:1"),
        "{said}"
    );
    assert!(!numbers_mails(&home) || said.contains("3 patches checked"), "{said}");
    assert_eq!(sent(&home), 0);
    home.passes(&["send-email", "--quiet", "--no-validate", "out"]);
    assert_eq!(sent(&home), 3);
}

#[test]
fn a_series_is_judged_as_one() {
    let Some(home) = sender().filter(numbers_mails) else { return };
    commit(&home, "f.c", 15, &declared("f: fix"), ANN);
    // Another author's patch belongs to the series: whoever sends it is its sender.
    let by_bob = declared("g: fix").replace("\nSigned", "\nSigned-off-by: Bob Dev <bob@example.org>\nSigned");
    commit(&home, "g.c", 15, &by_bob, "--author=Bob Dev <bob@example.org>");
    let said = home.passes(&["send-email", "--quiet", "-2"]);
    assert!(said.contains("note[ai-series-too-large]") && said.contains("change 30 lines"), "{said}");
    assert!(!said.contains("not seen"), "{said}");
    assert_eq!(sent(&home), 2);
}

#[test]
fn what_an_earlier_run_left_is_forgotten() {
    let Some(home) = sender().filter(numbers_mails) else { return };
    fs::write(home.dir.join(".git/checkprov-series"), "[{").unwrap();
    commit(&home, "f.c", 5, &declared("f: fix"), ANN);
    commit(&home, "g.c", 5, &declared("g: fix"), ANN);
    home.passes(&["send-email", "--quiet", "-2"]);
    assert_eq!(sent(&home), 2);
}

#[test]
fn a_series_goes_out_of_a_work_tree() {
    let Some(home) = sender() else { return };
    home.passes(&["worktree", "add", "-q", "../tree", "-b", "side"]);
    let tree = home.at("tree");
    commit(&tree, "f.c", 5, "f: not signed\n", ANN);
    commit(&tree, "g.c", 5, &declared("g: fix"), ANN);
    assert!(tree.fails(&["send-email", "--quiet", "-2"]).contains("error[sign-off-missing]"));
    tree.passes(&["send-email", "--quiet", "-1"]);
    assert_eq!(sent(&home), 1);
}

#[test]
fn a_mail_without_a_number_is_judged_alone() {
    let home = Home::new();
    commit(&home, "f.c", 5, "f: not signed\n", ANN);
    home.git(&["format-patch", "-q", "-1"]);
    let said = home.checkprov(&["hook", "sendemail-validate", "0001-f-not-signed.patch"], 1);
    assert!(said.contains("0001-f-not-signed.patch:1\n"), "{said}");
    home.checkprov(&["hook", "sendemail-validate", "no-such", "no-such"], 2);
}

#[test]
fn a_mail_fails_though_nobody_reads_why() {
    let home = Home::new();
    commit(&home, "f.c", 5, "f: not signed\n", ANN);
    home.git(&["format-patch", "-q", "-1"]);
    let mut hook = home.command(env!("CARGO_BIN_EXE_checkprov"));
    hook.args(["hook", "sendemail-validate", "0001-f-not-signed.patch"]);
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    assert_eq!(hook.stdout(writer).status().unwrap().code(), Some(1));
}

#[test]
fn a_gap_in_a_series_is_an_error() {
    let home = Home::new();
    commit(&home, "f.c", 5, &declared("f: fix"), ANN);
    home.git(&["format-patch", "-q", "-1"]);
    let show = |number: &str, total: &str| {
        let mut hook = home.command(env!("CARGO_BIN_EXE_checkprov"));
        hook.args(["hook", "sendemail-validate", "0001-f-fix.patch"]);
        hook.env("GIT_SENDEMAIL_FILE_COUNTER", number).env("GIT_SENDEMAIL_FILE_TOTAL", total);
        hook.output().unwrap().status.code()
    };
    assert_eq!(show("1", "3"), Some(0));
    assert_eq!(show("3", "3"), Some(2));
    assert_eq!(show("1", "2"), Some(0));
    assert_eq!(show("2", "2"), Some(0));
}
