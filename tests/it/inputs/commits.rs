//! Commits of a repository, as `git format-patch` mails them.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::run::{checkprov, program};
use crate::home::Home;

/// A repository with three commits; the last two have something to say.
fn repository(folder: &Path) {
    program(folder, &["git", "init", "-q", "-b", "main", "."], b"");
    let mut text = String::new();
    for message in ["One", "Two\n\nSigned-off-by: Ada Lindqvist <ada@example.org>", "Three"] {
        text += "a line\n";
        fs::write(folder.join("f.c"), &text).unwrap();
        program(folder, &["git", "add", "."], b"");
        program(folder, &["git", "commit", "-qm", message], b"");
    }
}

#[test]
fn commits_are_checked_as_their_mails() {
    let folder = TempDir::new().unwrap();
    repository(folder.path());
    let mails = program(folder.path(), &["git", "format-patch", "--stdout", "main~2..main"], b"");
    let piped = checkprov(folder.path(), "-", &mails);
    let said = checkprov(folder.path(), "--git main~2..main", b"");
    assert_eq!((said.status, said.err.as_str()), (piped.status, ""));
    assert_eq!(said.messages(), piped.messages());
    let tip = String::from_utf8(program(folder.path(), &["git", "rev-parse", "main"], b"")).unwrap();
    assert_eq!(said.each("input")[1], tip[..12]);
    assert_eq!(said.each("line"), [1, 1]);
    let elsewhere = TempDir::new().unwrap();
    let repo = folder.path().display();
    let from_there = checkprov(elsewhere.path(), &format!("--git main~2..main --repo {repo}"), b"");
    assert_eq!(from_there.messages(), said.messages());
}

#[test]
fn people_are_told_the_line_of_the_message() {
    let home = Home::new();
    let title = "a title that takes more than one line of a mail ".repeat(3);
    home.stage("f.c", "int f;\n");
    let message =
        format!("f: {title}\n\nWhy.\n\nAI-used-for: cod\nSigned-off-by: Ann Dev <ann@example.org>\n");
    home.commits(&message, &[]);
    let tip = home.git(&["rev-parse", "--short=12", "HEAD"]);
    // Then the mail names the author in its text.
    for sender in ["", "Bo <bo@example.org>"] {
        home.git(&["config", "format.from", sender]);
        let said = home.checkprov(&["--git", "HEAD~1.."], 0);
        assert!(said.contains(&format!("--> {}: message line 5\n", tip.trim())), "{said}");
        assert!(said.contains("\n5 | AI-used-for: cod\n"), "{said}");
    }
}

#[test]
fn no_commit_is_no_success() {
    let folder = TempDir::new().unwrap();
    repository(folder.path());
    for (args, expected) in [
        ("-g main..main", "main..main: no commit is in the range `main..main`; a range is `BASE..`"),
        ("--git HEAD", "HEAD: no commit is in the range `HEAD`"),
        ("HEAD", "HEAD: there is no such file or folder, but a commit; `--git HEAD~1..HEAD` checks it"),
        ("-", "-: nothing is in it; give an mbox"),
    ] {
        let said = checkprov(folder.path(), args, b"");
        assert_eq!((said.status, said.err.lines().count()), (2, 1), "{args}: {}", said.err);
        assert!(said.err.starts_with(&format!("checkprov: {expected}")), "{args}: {}", said.err);
    }
    let said = checkprov(folder.path(), "--git -1", b"");
    assert!(said.status == 2 && said.err.contains("it is no range; write `HEAD~1..`"), "{}", said.err);
}

#[test]
fn what_git_says_is_one_line() {
    let folder = TempDir::new().unwrap();
    repository(folder.path());
    let said = checkprov(folder.path(), "--git nowhere..main", b"");
    assert_eq!((said.status, said.err.lines().count()), (2, 1), "{}", said.err);
    assert!(said.err.starts_with("checkprov: nowhere..main: git format-patch failed:"), "{}", said.err);
    let said = checkprov(folder.path(), "--git=--output=stolen", b"");
    assert_eq!(said.status, 2);
    assert!(!folder.path().join("stolen").exists(), "a range is no option");
    let elsewhere = TempDir::new().unwrap();
    let said = checkprov(elsewhere.path(), "-g main --repo .", b"");
    assert!(said.err.contains("not a git repository"), "{}", said.err);
}

/// checkprov never fetches, so the error says what the reader can do.
#[test]
fn a_clone_that_lacks_something_is_told_what_helps() {
    let folder = TempDir::new().unwrap();
    repository(folder.path());
    let path = folder.path().display();
    program(folder.path(), &["git", "config", "uploadpack.allowFilter", "true"], b"");
    let clone = |name: &str, option: &str| {
        let url = format!("file://{path}");
        program(folder.path(), &["git", "clone", "-q", "--no-checkout", option, &url, name], b"");
        folder.path().join(name)
    };
    let partial = clone("partial", "--filter=blob:none");
    let said = checkprov(&partial, "--git main~2..main", b"");
    assert_eq!((said.status, said.err.lines().count()), (2, 1), "{}", said.err);
    assert!(said.err.contains("clone is partial"), "{}", said.err);
    assert!(said.err.contains("`git format-patch --stdout main~2..main | checkprov`"), "{}", said.err);
    let shallow = clone("shallow", "--depth=2");
    for range in ["main~2..main", "main~2"] {
        let said = checkprov(&shallow, &format!("--git {range}"), b"");
        assert_eq!((said.status, said.err.lines().count()), (2, 1), "{range}: {}", said.err);
        assert!(said.err.contains("clone is shallow"), "{range}: {}", said.err);
        assert!(said.err.contains("`git fetch --unshallow`"), "{range}: {}", said.err);
        assert_eq!(said.messages(), Vec::<String>::new(), "{range}");
    }
    program(&shallow, &["git", "checkout", "-q", "--orphan", "alone"], b"");
    program(&shallow, &["git", "commit", "-q", "--allow-empty", "-m", "Alone"], b"");
    let said = checkprov(&shallow, "--git alone..main", b"");
    assert!(said.err.contains("its history ends at "), "{}", said.err);
    let whole = checkprov(folder.path(), "--git main~1..main", b"");
    assert_eq!(checkprov(&shallow, "--git main~1..main", b"").messages(), whole.messages());
}

#[test]
fn settings_of_a_repository_run_nothing_and_change_nothing() {
    let folder = TempDir::new().unwrap();
    repository(folder.path());
    let plain = checkprov(folder.path(), "-g main~2..main", b"");
    fs::write(folder.path().join(".gitattributes"), "*.c diff=evil\n").unwrap();
    for (key, value) in [
        ("diff.external", "touch ran-external;"),
        ("diff.evil.command", "touch ran-command;"),
        ("diff.evil.textconv", "touch ran-textconv;"),
        ("core.fsmonitor", "touch ran-monitor;"),
        ("core.pager", "touch ran-pager;"),
        ("pager.format-patch", "touch ran-pager;"),
        ("gpg.program", "touch ran-gpg;"),
        ("log.showSignature", "true"),
        ("format.mboxrd", "true"),
        ("diff.noprefix", "true"),
        ("diff.mnemonicPrefix", "true"),
        ("color.ui", "always"),
        ("color.diff", "always"),
        ("diff.submodule", "log"),
    ] {
        program(folder.path(), &["git", "config", key, value], b"");
    }
    let said = checkprov(folder.path(), "-g main~2..main", b"");
    assert_eq!((said.err.as_str(), said.out), ("", plain.out));
    let ran = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
    assert_eq!(ran.filter(|name| name.to_string_lossy().starts_with("ran")).count(), 0);
}

#[test]
fn what_a_commit_changes_elsewhere_is_seen_from_a_folder() {
    let folder = TempDir::new().unwrap();
    repository(folder.path());
    fs::create_dir(folder.path().join("below")).unwrap();
    let plain = checkprov(folder.path(), "-g main~2..main", b"");
    program(folder.path(), &["git", "config", "diff.relative", "true"], b"");
    let below = checkprov(&folder.path().join("below"), "-g main~2..main", b"");
    assert_eq!((below.err.as_str(), below.out), ("", plain.out));
}

#[test]
fn a_branch_does_not_make_its_own_files_binary() {
    let folder = TempDir::new().unwrap();
    repository(folder.path());
    let added = |range: &str| checkprov(folder.path(), &format!("--git {range}"), b"").each("diff").pop();
    fs::write(folder.path().join(".gitattributes"), "*.c -diff\n").unwrap();
    fs::write(folder.path().join("g.c"), "one\ntwo\n").unwrap();
    program(folder.path(), &["git", "add", "."], b"");
    program(folder.path(), &["git", "commit", "-qm", "Four"], b"");
    assert_eq!(added("HEAD~1..").unwrap()["classes"]["code"]["added"], 2);
    assert_eq!(added("HEAD~1").unwrap()["classes"]["code"]["added"], 2);
    fs::write(folder.path().join("g.c"), "one\ntwo\nthree\n").unwrap();
    program(folder.path(), &["git", "commit", "-qam", "Five"], b"");
    assert_eq!(
        added("HEAD~1..").unwrap()["classes"]["code"]["added"],
        0,
        "the base says that they are binary"
    );
    program(folder.path(), &["git", "checkout", "-q", "--orphan", "alone"], b"");
    program(folder.path(), &["git", "commit", "-qm", "Begin again"], b"");
    assert_ne!(added("main..alone").unwrap()["classes"]["code"]["added"], 0, "it comes after nothing");
}
