//! The hooks, run by git itself: commits are made or refused, series sent or held back.

#![cfg(unix)]

use std::fs;

use crate::home::{Home, lines};

const SIGNED: &str = "\nSigned-off-by: Ann Dev <ann@example.org>\n";

fn declared(title: &str) -> String {
    format!("{title}\n\nWhy.\n\nAI-used-for: code{SIGNED}")
}

#[test]
fn a_sound_commit_is_made_in_silence() {
    let home = Home::with_hooks();
    home.stage("f.c", &lines(20));
    let said = home.commits(&format!("f: fix\n{SIGNED}"), &[]);
    assert_eq!(said, "");
    assert_eq!(home.count(), 2);
}

#[test]
fn a_commit_that_the_policy_in_force_declines_is_made_and_says_so() {
    let home = Home::with_hooks();
    home.stage("f.c", &lines(20));
    let said = home.commits(&declared("f: fix"), &[]);
    let today =
        "in force: `qemu-decline` (2025-06-24), under which this patch fails; newest proposal: `qemu-llm`";
    assert_eq!(said, format!("checkprov: `qemu` is a proposal of 2026-05-28; {today}\n"));
    assert_eq!(home.count(), 2);
}

#[test]
fn warnings_fail_where_the_hooks_are_strict() {
    let home = Home::new();
    home.checkprov(&["hook", "install", "--strict"], 0);
    home.stage("f.c", &lines(2));
    let by_another = ["--author=Bob Dev <bob@example.org>"];
    let said = home.refuses(&format!("f: fix\n{SIGNED}"), &by_another);
    assert!(said.starts_with("warning[sign-off-not-the-author]"), "{said}");
    home.checkprov(&["hook", "install"], 0);
    home.commits(&format!("f: fix\n{SIGNED}"), &by_another);
    home.checkprov(&["hook", "uninstall"], 0);
    home.stage("f.c", &lines(3));
    assert_eq!(home.commits("f: fix again\n", &[]), "");
}

#[test]
fn a_commit_that_is_too_large_is_not_made() {
    let home = Home::with_hooks();
    home.stage("f.c", &lines(21));
    let said = home.refuses(&declared("f: fix"), &[]);
    assert!(said.contains("error[ai-code-too-large]"), "{said}");
    assert!(said.contains(".git/COMMIT_EDITMSG:5:1"), "{said}");
    assert!(said.contains("`git commit -e -F .git/COMMIT_EDITMSG`"), "{said}");
    assert_eq!(home.count(), 1);
}

#[test]
fn a_commit_of_all_that_changed_is_opened_again_with_all_of_it() {
    let home = Home::with_hooks();
    fs::write(home.dir.join("f.c"), lines(21)).unwrap();
    let said = home.refuses(&declared("f: fix"), &["-a"]);
    assert!(said.contains("`git commit -a -e -F .git/COMMIT_EDITMSG`"), "{said}");
    home.edit_with(&format!("f: fix\n{SIGNED}"));
    home.passes(&["commit", "-a", "-e", "-F", ".git/COMMIT_EDITMSG"]);
    assert_eq!(home.git(&["status", "--porcelain", "f.c"]), "");
}

#[test]
fn a_commit_of_files_that_were_named_wants_them_again() {
    let home = Home::with_hooks();
    fs::write(home.dir.join("f.c"), lines(21)).unwrap();
    let said = home.refuses(&declared("f: fix"), &["f.c"]);
    assert!(
        said.contains("-e -F .git/COMMIT_EDITMSG` opens it again, with the same files after it."),
        "{said}"
    );
}

#[test]
fn the_kept_message_is_found_from_a_folder_below() {
    let home = Home::with_hooks();
    let below = home.at("repo/hw");
    fs::create_dir(&below.dir).unwrap();
    below.stage("f.c", &lines(21));
    let said = below.refuses(&declared("f: fix"), &[]);
    let kept = said.split('`').find(|word| word.starts_with("git commit ")).unwrap();
    home.edit_with(&format!("f: fix\n{SIGNED}"));
    let again = below.command("sh").args(["-c", kept]).output().unwrap();
    assert!(again.status.success(), "{kept}: {}", String::from_utf8_lossy(&again.stderr));
}

#[test]
fn a_fault_of_the_message_alone_is_found() {
    let home = Home::with_hooks();
    home.stage("README", "more\n");
    let said = home.refuses("README: say more\n\nWhy.\n", &[]);
    assert!(said.contains("error[sign-off-missing]"), "{said}");
}

#[test]
fn the_author_is_the_one_that_git_will_record() {
    let home = Home::with_hooks();
    home.stage("f.c", &lines(2));
    let said = home.commits(&format!("f: fix\n{SIGNED}"), &["--author=Bob Dev <bob@example.org>"]);
    assert!(said.starts_with("warning[sign-off-not-the-author]"), "{said}");
    home.stage("f.c", &lines(3));
    home.commits(
        "f: fix\n\nSigned-off-by: Dev, B. <bob@example.org>\n",
        &["--author=Dev, B. <bob@example.org>"],
    );
}

#[test]
fn comments_and_the_diff_below_the_scissors_do_not_count() {
    let home = Home::with_hooks();
    home.stage("f.c", &lines(3));
    home.edit_with(&declared("f: fix"));
    home.passes(&["commit", "-v"]);
    home.git(&["config", "core.commentChar", "auto"]);
    home.stage("f.c", &lines(4));
    home.edit_with(&declared("#2 is fixed"));
    home.passes(&["commit", "-v"]);
    home.git(&["config", "commit.cleanup", "scissors"]);
    home.stage("f.c", &lines(30));
    home.edit_with(&declared("f: too much"));
    let said = home.fails(&["commit", "-v"]);
    assert!(said.contains("error[ai-code-too-large]") && said.contains("commit -v -e -F"), "{said}");
    assert_eq!(home.count(), 3);
}

#[test]
fn what_looks_like_a_comment_stays_where_git_keeps_it() {
    let home = Home::with_hooks();
    home.stage("f.c", &lines(3));
    let said = home.refuses("f: fix\n\n# Signed-off-by: Ann Dev <ann@example.org>\n", &[]);
    assert!(said.contains("sign-off"), "{said}");
}

#[test]
fn an_amended_commit_is_measured_whole() {
    let home = Home::with_hooks();
    home.stage("f.c", &lines(15));
    home.commits(&declared("f: fix"), &[]);
    home.stage("g.c", &lines(10));
    let said = home.fails(&["commit", "--amend", "--no-edit"]);
    assert!(said.contains("changes 25 lines"), "{said}");
    // Another commit of the same author at the same second is no amend.
    home.commits(&declared("g: fix"), &[]);
    assert_eq!(home.count(), 3);
}

#[test]
fn the_first_commit_can_be_amended() {
    let home = Home::with_hooks();
    home.stage("f.c", &lines(30));
    let said = home.fails(&["commit", "--amend", "-m", &declared("all: begin")]);
    assert!(said.contains("changes 30 lines"), "{said}");
    home.passes(&["commit", "--amend", "-m", &format!("all: begin\n{SIGNED}")]);
    assert_eq!(home.count(), 1);
}

#[test]
fn a_commit_does_not_make_its_own_files_binary() {
    let home = Home::empty();
    home.checkprov(&["hook", "install"], 0);
    fs::write(home.dir.join(".gitattributes"), "*.c -diff\n").unwrap();
    home.stage("f.c", &lines(21));
    let said = home.refuses(&declared("all: begin"), &[]);
    assert!(said.contains("changes 21 lines"), "the file lies beside the commit: {said}");
    home.git(&["add", ".gitattributes"]);
    let said = home.refuses(&declared("all: begin"), &[]);
    assert!(said.contains("changes 21 lines"), "the commit carries the file: {said}");
    home.commits(&format!("all: begin\n{SIGNED}"), &["--no-verify"]);
    let said = home.fails(&["commit", "--amend", "-m", &declared("all: begin")]);
    assert!(said.contains("changes 21 lines"), "it is amended: {said}");
    home.stage("g.c", &lines(21));
    let said = home.refuses(&declared("g: fix"), &[]);
    assert!(said.contains("changes g.c as binary data"), "what comes before makes it so: {said}");
}

#[test]
fn only_what_is_committed_counts() {
    let home = Home::with_hooks();
    home.stage("f.c", &lines(15));
    home.stage("g.c", &lines(15));
    home.passes(&["commit", "-m", &declared("f: fix"), "--", "f.c"]);
    home.passes(&["commit", "-m", &declared("g: fix")]);
    assert_eq!(home.count(), 3);
}

#[test]
fn what_is_never_mailed_is_not_judged() {
    let home = Home::with_hooks();
    home.passes(&["commit", "--allow-empty", "-m", "format-patch leaves this out"]);
    home.stage("f.c", &lines(2));
    home.passes(&["commit", "-m", "fixup! f: fix"]);
    home.passes(&["checkout", "-q", "-b", "side", "HEAD^"]);
    home.stage("g.c", &lines(2));
    home.commits(&format!("g: fix\n{SIGNED}"), &[]);
    home.passes(&["merge", "--no-ff", "-m", "Merge it", "main"]);
    home.passes(&["commit", "--amend", "-m", "Merge that"]);
}

#[test]
fn a_sign_off_that_git_will_add_is_there() {
    let home = Home::with_hooks();
    home.git(&["config", "format.signOff", "true"]);
    home.stage("f.c", &lines(2));
    home.commits("f: fix\n", &[]);
}

#[test]
fn a_message_is_judged_again_in_a_rebase() {
    let home = Home::with_hooks();
    home.stage("f.c", &lines(15));
    home.commits(&declared("f: fix"), &[]);
    home.stage("g.c", &lines(2));
    home.commits(&format!("g: fix\n{SIGNED}"), &[]);
    home.edit_with("f: fix\n\nWhy.\n");
    let said = home.fails(&["-c", "sequence.editor=sed -i 1s/pick/reword/", "rebase", "-i", "HEAD~2"]);
    assert!(said.contains("error[sign-off-missing]"), "{said}");
    home.passes(&["rebase", "--abort"]);
    home.edit_with(&declared("f: repair"));
    home.passes(&["-c", "sequence.editor=sed -i 1s/pick/reword/", "rebase", "-i", "HEAD~2"]);
    assert_eq!(home.count(), 3);
}

#[test]
fn git_reverts_and_picks_commits_without_asking_the_hook() {
    let home = Home::with_hooks();
    home.stage("f.c", &lines(2));
    home.commits(&format!("f: fix\n{SIGNED}"), &[]);
    home.git(&["revert", "--no-edit", "HEAD"]);
    home.git(&["cherry-pick", "HEAD~1"]);
    assert_eq!(home.count(), 4);
    let said = home.checkprov(&["-f", "terse", "--git", "HEAD~2.."], 1);
    assert_eq!(said.matches("sign-off-missing").count(), 1, "{said}");
}

#[test]
fn the_hooks_of_a_repository_serve_its_work_trees() {
    let home = Home::new();
    home.passes(&["worktree", "add", "-q", "../tree", "-b", "side"]);
    let tree = home.at("tree");
    tree.checkprov(&["hook", "install"], 0);
    tree.stage("f.c", &lines(21));
    let said = tree.refuses(&declared("f: fix"), &[]);
    assert!(said.contains("error[ai-code-too-large]"), "{said}");
    home.stage("f.c", &lines(21));
    home.refuses(&declared("f: fix"), &[]);
}

#[test]
fn the_policy_of_the_project_or_of_the_installation_holds() {
    let home = Home::with_hooks();
    home.checkprov(&["hook", "install", "--policy=no-such"], 2);
    home.checkprov(&["hook", "install", "--policy=qemu-v2"], 0);
    home.stage("f.c", &lines(21));
    assert!(home.refuses(&declared("f: fix"), &[]).contains("`qemu-v2`"));
    fs::write(home.dir.join("my policy's.toml"), "name = \"mine\"\ntitle = \"t\"\nstatus = \"in-force\"\ndate = \"2026-01-01\"\nsource = \"https://example.org\"\nextends = \"qemu\"\n[limit]\nlines = 30\n").unwrap();
    home.checkprov(&["hook", "install", "-p", "my policy's.toml"], 0);
    home.commits(&declared("f: fix"), &[]);
}

#[test]
fn outside_a_repository_one_line_says_so() {
    let home = Home::new();
    let outside = home.at(".");
    for call in [&["hook", "install"][..], &["hook", "uninstall"], &["hook", "commit-msg", ".gitconfig"]] {
        let said = outside.checkprov(call, 2);
        assert!(said.contains("is not inside a git repository") && said.lines().count() == 1, "{said}");
    }
}

#[test]
fn a_hook_says_amend_only_where_the_user_amends() {
    let home = Home::with_hooks();
    home.stage("f.c", &lines(2));
    let unsigned = "f: fix\n\nWhy.\n\nAI-use-for: code\n";
    let said = home.refuses(unsigned, &[]);
    assert!(
        said.contains("AI-used-for: code") && said.contains("Signed-off-by: Ann Dev <ann@example.org>"),
        "{said}"
    );
    assert!(!said.contains("--amend"), "{said}");
    home.commits(&declared("f: fix"), &[]);
    let said = home.refuses(unsigned, &["--amend"]);
    assert!(said.contains("`git commit --amend -e -F .git/COMMIT_EDITMSG`"), "{said}");
}

/// The command that help shows, if any.
fn command(said: &str) -> Option<&str> {
    said.lines().find_map(|line| line.strip_prefix("        git "))
}

#[test]
fn a_commit_that_is_made_all_the_same_is_amended_afterwards() {
    let home = Home::with_hooks();
    let begin = home.git(&["rev-parse", "HEAD"]);
    home.stage("f.c", &lines(2));
    let said = home.commits(&format!("f: fix\n\nWhy.\n\nAI-use-for: code{SIGNED}"), &[]);
    assert!(said.contains("git makes the commit all the same; change it afterwards:\n"), "{said}");
    let amend = format!("git {}", command(&said).unwrap());
    assert!(home.command("sh").args(["-c", &amend]).output().unwrap().status.success(), "{amend}");
    assert_eq!(home.git(&["log", "-1", "--format=%B"]), format!("{}\n", declared("f: fix")));
    assert_eq!(home.git(&["rev-parse", "HEAD^"]), begin);
}

#[test]
fn a_rebase_that_goes_on_leaves_no_last_commit_to_amend() {
    let home = Home::with_hooks();
    for file in ["f.c", "g.c"] {
        home.stage(file, &lines(2));
        home.commits(&declared(&format!("{file}: fix")), &[]);
    }
    home.edit_with(&format!("f: fix\n\nWhy.\n\nAI-use-for: code{SIGNED}"));
    let said = home.passes(&["-c", "sequence.editor=sed -i 1s/pick/reword/", "rebase", "-i", "HEAD~2"]);
    assert!(said.contains("git makes the commit all the same; change it afterwards\n"), "{said}");
    assert_eq!(command(&said), None);
}

#[test]
fn no_one_is_told_to_sign_off_for_another() {
    let home = Home::with_hooks();
    home.stage("f.c", &lines(2));
    let said = home.commits(&format!("f: fix\n{SIGNED}"), &["--author=Bob Dev <bob@example.org>"]);
    assert!(said.contains("\n        Signed-off-by: Bob Dev <bob@example.org>\n"), "{said}");
    assert!(said.contains("; the sign-off is for Bob Dev to give\n"), "{said}");
    assert_eq!(command(&said), None);
}

#[test]
fn a_file_that_goes_with_another_program_is_not_named() {
    let home = Home::with_hooks();
    home.stage("f.c", &lines(21));
    fs::write(home.dir.join("../its-own"), declared("f: fix")).unwrap();
    let said = home.checkprov(&["hook", "commit-msg", "../its-own"], 1);
    assert!(
        said.contains("--> message:5:1\n") && said.contains("with the program that ran this hook"),
        "{said}"
    );
    assert!(!said.contains("its-own") && !said.contains("git commit"), "{said}");
}

#[test]
fn a_message_that_cannot_be_read_is_an_error() {
    let home = Home::new();
    let said = home.checkprov(&["hook", "commit-msg", "no-such-file"], 2);
    assert_eq!(said.lines().count(), 1, "{said}");
}
