//! The hooks for those who take patches, run by `git am` and `git push`.

#![cfg(unix)]

use std::fs;

use crate::home::{Home, lines};

const SIGNED: &str = "\nSigned-off-by: Ann Dev <ann@example.org>\n";
const DECLARED: &str = "f: fix\n\nWhy.\n\nAI-used-for: code\nSigned-off-by: Ann Dev <ann@example.org>\n";

/// A repository with a hook, and a branch `topic` with a commit of that message and that many lines.
fn with_topic(hook: &str, message: &str, number: usize) -> Home {
    let home = Home::new();
    home.git(&["checkout", "-q", "-b", "topic"]);
    home.stage("f.c", &lines(number));
    home.commits(message, &[]);
    home.checkprov(&["hook", "install", hook], 0);
    home
}

/// The same as a mail, seen from the branch that it is for.
fn with_mail(message: &str, number: usize) -> Home {
    let home = with_topic("applypatch-msg", message, number);
    home.git(&["format-patch", "-q", "-1", "-o", ".."]);
    home.git(&["checkout", "-q", "main"]);
    home
}

const MAIL: &str = "../0001-f-fix.patch";

#[test]
fn a_sound_mail_is_applied_in_silence() {
    let home = with_mail(&format!("f: fix\n\nWhy.\n{SIGNED}"), 21);
    assert_eq!(home.passes(&["am", "-q", MAIL]), "");
    assert_eq!(home.count(), 2);
}

#[test]
fn a_mail_that_breaks_the_policy_is_not_applied() {
    let home = with_mail(DECLARED, 21);
    let said = home.fails(&["am", MAIL]);
    assert!(said.contains("error[ai-code-too-large]"), "{said}");
    assert!(said.contains(".git/rebase-apply/final-commit:5:1"), "{said}");
    assert_eq!(home.count(), 1);
    home.passes(&["am", "--abort"]);
    assert_eq!(home.git(&["status", "--porcelain"]), "");
    home.fails(&["am", MAIL]);
    home.passes(&["am", "--skip"]);
    assert_eq!(home.count(), 1);
    home.fails(&["am", MAIL]);
    home.passes(&["am", "--retry", "--no-verify"]);
    assert_eq!(home.count(), 2);
}

#[test]
fn a_message_that_was_edited_is_judged_again() {
    let home = with_mail(&format!("f: fix\n\nWhy.\n\nAI-use-for: code{SIGNED}"), 2);
    home.checkprov(&["hook", "install", "--strict", "applypatch-msg"], 0);
    let said = home.fails(&["am", MAIL]);
    let tags = "should read:\n        AI-used-for: code\n        Signed-off-by: Ann Dev <ann@example.org>\n";
    assert!(said.contains(tags), "{said}");
    assert!(said.contains("edit .git/rebase-apply/final-commit and type `git am --retry`,"), "{said}");
    home.fails(&["am", "--retry"]);
    fs::write(home.dir.join(".git/rebase-apply/final-commit"), DECLARED).unwrap();
    home.passes(&["am", "--retry"]);
    assert_eq!(home.git(&["log", "-1", "--format=%B"]), format!("{DECLARED}\n"));
}

#[test]
fn the_author_of_the_mail_is_judged_and_not_who_applies_it() {
    let home = with_mail("f: fix\n\nWhy.\n\nSigned-off-by: Ann O'Dev <ann@example.net>\n", 2);
    home.git(&["checkout", "-q", "topic"]);
    home.git(&["commit", "-q", "--amend", "--no-edit", "--author=Ann O'Dev <ann@example.net>"]);
    home.git(&["format-patch", "-q", "-1", "-o", ".."]);
    home.git(&["checkout", "-q", "main"]);
    assert_eq!(home.passes(&["am", "-q", MAIL]), "");
}

#[test]
fn a_rebase_takes_no_mail() {
    let home = with_topic("applypatch-msg", DECLARED, 21);
    home.git(&["checkout", "-q", "main"]);
    home.stage("g.c", &lines(1));
    home.commits("g: go on\n", &[]);
    home.passes(&["rebase", "-q", "--apply", "main", "topic"]);
    assert_eq!(home.count(), 3);
}

/// The same with a remote that has `main`.
fn with_remote(message: &str, number: usize) -> Home {
    let home = with_topic("pre-push", message, number);
    home.git(&["init", "-q", "--bare", "../remote"]);
    home.git(&["remote", "add", "origin", "../remote"]);
    home.git(&["push", "-q", "--no-verify", "origin", "main"]);
    home
}

#[test]
fn a_sound_branch_is_pushed_in_silence() {
    let home = with_remote(&format!("f: fix\n\nWhy.\n{SIGNED}"), 21);
    assert_eq!(home.passes(&["push", "-q", "origin", "topic"]), "");
    assert_eq!(home.passes(&["push", "-q", "origin", "topic"]), "", "again");
    assert_eq!(home.passes(&["push", "-q", "origin", ":topic"]), "", "it is deleted");
}

#[test]
fn a_branch_that_breaks_the_policy_is_not_pushed() {
    let home = with_remote("f: fix\n\nWhy.\n", 2);
    let said = home.fails(&["push", "-q", "origin", "topic", "main"]);
    assert!(
        said.contains("error[sign-off-missing]") && said.contains("checkprov: nothing is pushed."),
        "{said}"
    );
    assert!(said.contains("  git commit --amend --only --no-edit --signoff\n"), "{said}");
    assert_eq!(home.git(&["ls-remote", "origin", "topic"]), "");
    home.passes(&["commit", "-q", "--amend", "--only", "--no-edit", "--signoff"]);
    home.passes(&["push", "-q", "origin", "topic"]);
}

#[test]
fn notes_are_pushed_as_they_are() {
    let home = with_remote("f: fix\n\nWhy.\n", 2);
    home.git(&["notes", "add", "-m", "seen"]);
    assert_eq!(home.passes(&["push", "-q", "origin", "refs/notes/commits"]), "");
}

#[test]
fn what_the_remote_has_is_not_judged_again() {
    let home = with_remote("f: fix\n\nWhy.\n", 2);
    home.passes(&["push", "-q", "--no-verify", "origin", "topic"]);
    home.stage("g.c", &lines(2));
    home.commits(&format!("g: fix\n\nWhy.\n{SIGNED}"), &[]);
    assert_eq!(home.passes(&["push", "-q", "origin", "topic"]), "");
    assert_eq!(home.passes(&["push", "-q", "origin", "topic:refs/heads/other"]), "");
}

#[test]
fn every_commit_is_judged_where_no_remote_has_any() {
    let home = with_topic("pre-push", &format!("f: fix\n\nWhy.\n{SIGNED}"), 2);
    home.git(&["init", "-q", "--bare", "../remote"]);
    let said = home.fails(&["push", "-q", "../remote", "HEAD~0:refs/heads/topic"]);
    assert!(said.contains("patch: Begin") && said.contains("2 patches checked"), "{said}");
}

#[test]
fn a_merge_brings_the_commits_of_both_sides() {
    let home = with_remote("f: fix\n\nWhy.\n", 2);
    home.git(&["checkout", "-q", "main"]);
    home.stage("g.c", &lines(2));
    home.commits(&format!("g: fix\n\nWhy.\n{SIGNED}"), &[]);
    home.git(&["push", "-q", "--no-verify", "origin", "main"]);
    home.passes(&["merge", "-q", "--no-edit", "topic"]);
    let said = home.fails(&["push", "-q", "origin", "main"]);
    assert!(said.contains("error[sign-off-missing]") && said.contains("1 patch checked"), "{said}");
    assert!(said.contains("is below a merge") && !said.contains("--amend"), "{said}");
}

#[test]
fn a_branch_does_not_choose_the_policy_it_is_pushed_under() {
    let home = with_remote(DECLARED, 21);
    fs::write(home.dir.join(".checkprov.toml"), "name = \"ours\"\nextends = \"qemu\"\n[limit]\nlines = 99\n")
        .unwrap();
    home.git(&["add", ".checkprov.toml"]);
    home.commits(&format!("all: be kind\n\nWhy.\n{SIGNED}"), &[]);
    let said = home.fails(&["push", "-q", "origin", "topic:refs/heads/kind"]);
    assert!(said.contains("checked under `qemu` (not .checkprov.toml, which the range adds)"), "{said}");
    home.git(&["push", "-q", "--no-verify", "origin", "topic:refs/heads/kind"]);
    home.git(&["checkout", "-q", "-B", "main", "origin/kind"]);
    fs::write(home.dir.join(".checkprov.toml"), "name = \"lax\"\nextends = \"qemu\"\n[limit]\nlines = 999\n")
        .unwrap();
    home.stage("g.c", &lines(100));
    home.git(&["add", ".checkprov.toml"]);
    home.commits(DECLARED, &[]);
    let said = home.fails(&["push", "-q", "origin", "main:refs/heads/kind"]);
    assert!(said.contains("not that of the branch: checked under `ours`"), "{said}");
}

#[test]
fn a_hook_that_was_there_reads_the_same() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = with_remote(&format!("f: fix\n\nWhy.\n{SIGNED}"), 2);
    home.checkprov(&["hook", "uninstall"], 0);
    let hook = home.dir.join(".git/hooks/pre-push");
    fs::write(&hook, "#!/bin/sh\ncat > refs\n").unwrap();
    fs::set_permissions(&hook, fs::Permissions::from_mode(0o755)).unwrap();
    home.checkprov(&["hook", "install", "pre-push"], 0);
    home.passes(&["push", "-q", "origin", "topic"]);
    let refs = fs::read_to_string(home.dir.join("refs")).unwrap();
    assert!(refs.starts_with("refs/heads/topic ") && refs.ends_with('\n'), "{refs:?}");
    fs::write(home.dir.join(".git/hooks/pre-push.before-checkprov"), "#!/bin/sh\nexit 1\n").unwrap();
    home.fails(&["push", "-q", "origin", "topic"]);
}

#[test]
fn every_hook_goes_again() {
    let home = Home::new();
    let all = ["commit-msg", "sendemail-validate", "applypatch-msg", "pre-push"];
    let said = home.checkprov(&[&["hook", "install"][..], &all].concat(), 0);
    assert_eq!(said.matches(": installed\n").count(), 4, "{said}");
    let said = home.checkprov(&["hook", "uninstall"], 0);
    assert_eq!(said.matches(": removed\n").count(), 4, "{said}");
    assert!(!home.dir.join(".git/hooks/pre-push").exists());
}
