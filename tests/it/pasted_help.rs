//! Every command that help prints is pasted into a shell, where the reader would be: the finding is gone then, and
//! nothing else has changed.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;

use crate::home::Home;

/// A fault that an edit of the message, or of the author, fixes: the rule, the policy, the message, the file that the
/// commit changes, and its author where that is not the committer.
struct Fault(&'static str, &'static str, &'static str, &'static str, Option<&'static str>);

const ME: &str = "Signed-off-by: Ann Dev <ann@example.org>";

fn faults() -> Vec<Fault> {
    let claude = "Claude <noreply@anthropic.com>";
    let message = |tags: &str| -> &'static str { format!("hw: fix it\n\nWhy it's so.\n\n{tags}\n").leak() };
    let with = |tag: &str| message(&format!("{tag}\n{ME}"));
    vec![
        Fault("ai-tag-missing", "qemu", with(&format!("Co-authored-by: {claude}")), "f.c", None),
        Fault("ai-tag-missing", "qemu", with(&format!("Co-authored-by: {claude}")), "tests/f.c", None),
        Fault("ai-tag-missing", "linux", with(&format!("Co-developed-by: {claude}")), "f.c", None),
        Fault("ai-coauthor", "qemu", with(&format!("Co-authored-by: {claude}")), "f.c", None),
        Fault("ai-forbidden-tag", "qemu", with("Assisted-by: Claude:claude-opus-4"), "f.c", None),
        Fault(
            "ai-signed-off",
            "qemu",
            message(&format!("AI-used-for: code\nSigned-off-by: {claude}")),
            "f.c",
            None,
        ),
        Fault(
            "ai-signed-off",
            "qemu",
            with(&format!("AI-used-for: code\nReviewed-by: {claude}")),
            "f.c",
            None,
        ),
        Fault("ai-author", "qemu", message("AI-used-for: code"), "f.c", Some(claude)),
        Fault(
            "ai-tool-footer",
            "qemu",
            "hw: fix it\n\nWhy.\n\nGenerated with [Claude Code](https://claude.com/claude-code)\n\nAI-used-for: code\nSigned-off-by: Ann Dev <ann@example.org>\n",
            "f.c",
            None,
        ),
        Fault("ai-tag-unknown-value", "qemu", with("AI-used-for: test"), "tests/f.c", None),
        Fault("ai-tag-unknown-value", "qemu", with("AI-used-for: test"), "f.c", None),
        Fault("ai-tag-unknown-value", "qemu", with("AI-used-for: review"), "f.c", None),
        Fault("ai-tag-malformed", "qemu", with("AI-used-for: code tests"), "f.c", None),
        Fault("ai-tag-misspelled", "qemu", with("AI-use-for: test"), "f.c", None),
        Fault("ai-tag-malformed", "qemu", with("AI-used-for: tests docs"), "tests/f.c", None),
        Fault("ai-tag-malformed", "qemu", with("AI-used-for: tests (generated\n cases)"), "tests/f.c", None),
        Fault("ai-tag-negative", "qemu", with("AI-used-for: none"), "f.c", None),
        Fault("ai-tag-misspelled", "qemu", with("AI-use-for: code"), "f.c", None),
        Fault("ai-tag-duplicate", "qemu", with("AI-used-for: code\nAI-used-for: code"), "f.c", None),
        Fault("ai-tag-after-sign-off", "qemu-v2", message(&format!("{ME}\nAI-used-for: code")), "f.c", None),
        Fault("ai-tag-outside-block", "qemu", message(&format!("AI-used-for: code\n\n{ME}")), "f.c", None),
        Fault("ai-tag-scope-mismatch", "qemu", with("AI-used-for: tests"), "f.c", None),
        Fault("assisted-by-format", "linux-7.0", with("Assisted-by: Claude"), "f.c", None),
        Fault("sign-off-missing", "qemu", message("Fixes: 3f1c2a9be07d (\"hw: add it\")"), "f.c", None),
        Fault("sign-off-missing", "qemu", "hw: fix it\n\nWhy.\n", "f.c", None),
        Fault("sign-off-missing", "qemu", message("Signed off by: Ann Dev <ann@example.org>"), "f.c", None),
        Fault(
            "sign-off-outside-block",
            "qemu",
            message(&format!("{ME}\n\n[1]: https://example.org/1")),
            "f.c",
            None,
        ),
        Fault(
            "sign-off-not-the-author",
            "qemu",
            message("Signed-off-by: Ben Woods <ben@example.net>"),
            "f.c",
            None,
        ),
        Fault(
            "sign-off-not-the-author",
            "qemu",
            message("AI-used-for: code\nSigned-off-by: Anne Dev <ann@example.net>"),
            "f.c",
            None,
        ),
    ]
}

/// A repository with the folders that faults need; faults are committed on top of its branch `base`.
fn repository() -> Home {
    let home = Home::new();
    for file in ["tests/f.c", "docs/f.rst"] {
        fs::create_dir_all(home.dir.join(file).parent().unwrap()).unwrap();
        fs::write(home.dir.join(file), "").unwrap();
    }
    home.git(&["add", "."]);
    home.git(&["commit", "-q", "-m", "Go on"]);
    home.git(&["branch", "base"]);
    home
}

/// Commits a fault on top of `base`, and nothing after it.
fn commit(home: &Home, fault: &Fault) {
    home.git(&["checkout", "-q", "-f", "-B", "main", "base"]);
    fs::write(home.dir.join(fault.3), "int f(void);\n").unwrap();
    let author = fault.4.map(|author| format!("--author={author}"));
    let words = ["commit", "-q", "-a", "--no-verify", "--cleanup=verbatim", "-m", fault.2];
    home.git(&words.into_iter().chain(author.as_deref()).collect::<Vec<_>>());
}

fn add_a_later_commit(home: &Home) {
    fs::write(home.dir.join("h.c"), "int later(void);\n").unwrap();
    home.git(&["commit", "-qam", &format!("hw: later\n\nWhy.\n\n{ME}")]);
}

/// The findings in the first mail of a run: those of the rule, and the other rules that find something.
fn findings(home: &Home, fault: &Fault, words: &[&str]) -> (Vec<Value>, BTreeSet<String>) {
    let output = home.command("checkprov").args(["-f", "jsonl", "-p", fault.1]).args(words).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let first: Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
    let all = first["findings"].as_array().unwrap().clone();
    let (own, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|finding| finding["rule"] == fault.0);
    (own, others.iter().map(|finding| finding["rule"].as_str().unwrap().to_owned()).collect())
}

/// Whether a finding is gone, and no rule finds what it has not found before.
#[track_caller]
fn assert_fixed(
    home: &Home,
    fault: &Fault,
    words: &[&str],
    before: &(Vec<Value>, BTreeSet<String>),
    command: &str,
) {
    let (left, others) = findings(home, fault, words);
    assert!(left.len() < before.0.len(), "{}: {command}\n{left:?}", fault.0);
    assert!(others.is_subset(&before.1), "{}: {command}\n{others:?}", fault.0);
}

/// The commands that fix a finding; one fix may have none.
fn commands(finding: &Value) -> Vec<String> {
    let fixes = finding["fix"].as_array().unwrap().iter();
    fixes.filter_map(|fix| fix["command"].as_str().map(str::to_owned)).collect()
}

fn paste(home: &Home, command: &str) {
    let output = home.command("sh").args(["-c", command]).output().unwrap();
    assert!(output.status.success(), "{command}: {output:?}");
}

/// What must not change: files, the index, what is not committed, and who wrote the commits when.
fn state(home: &Home, fault: &Fault) -> String {
    let author = if fault.0 == "ai-author" { "" } else { "%an <%ae> %ad" };
    let log = home.git(&["log", "-3", &format!("--format=%T {author}")]);
    log + &home.git(&["status", "--porcelain=v2"]) + &home.git(&["diff", "HEAD"])
}

#[test]
fn a_command_fixes_the_last_commit_and_nothing_else() {
    let (home, mut pasted) = (repository(), 0);
    for fault in faults() {
        commit(&home, &fault);
        let tip = home.git(&["rev-parse", "HEAD"]);
        let found = findings(&home, &fault, &["--git", "HEAD~1.."]);
        assert!(!found.0.is_empty(), "{} is not found in {:?}", fault.0, fault.2);
        for command in commands(&found.0[0]) {
            assert!(!command.contains('\n'), "{command}");
            home.git(&["reset", "-q", "--hard", tip.trim()]);
            home.stage("g.c", "int staged(void);\n");
            fs::write(home.dir.join("README"), "not staged\n").unwrap();
            let before = state(&home, &fault);
            paste(&home, &command);
            assert_eq!(state(&home, &fault), before, "{command}");
            assert_fixed(&home, &fault, &["--git", "HEAD~1.."], &found, &command);
            pasted += 1;
        }
    }
    assert!(pasted >= 20, "{pasted} commands");
}

#[test]
fn a_command_fixes_an_earlier_commit_and_nothing_else() {
    let home = repository();
    for fault in faults() {
        commit(&home, &fault);
        add_a_later_commit(&home);
        let tip = home.git(&["rev-parse", "HEAD"]);
        let found = findings(&home, &fault, &["--git", "HEAD~2.."]);
        for command in commands(&found.0[0]) {
            home.git(&["reset", "-q", "--hard", tip.trim()]);
            let (before, message) = (state(&home, &fault), home.git(&["log", "-1", "--format=%B"]));
            paste(&home, &command);
            assert_eq!(state(&home, &fault), before, "{command}");
            assert_eq!(home.git(&["log", "-1", "--format=%B"]), message, "{command}");
            assert_fixed(&home, &fault, &["--git", "HEAD~2.."], &found, &command);
        }
    }
}

#[test]
fn where_an_earlier_commit_cannot_be_reached_no_other_is_changed() {
    let (home, fault) = (repository(), &faults()[0]);
    commit(&home, fault);
    add_a_later_commit(&home);
    fs::write(home.dir.join("README"), "in the way\n").unwrap();
    let command = commands(&findings(&home, fault, &["--git", "HEAD~2.."]).0[0]).remove(0);
    let tip = home.git(&["rev-parse", "HEAD"]);
    let output = home.command("sh").args(["-c", &command]).output().unwrap();
    assert!(!output.status.success());
    assert_eq!(home.git(&["rev-parse", "HEAD"]), tip);
}

#[test]
fn a_command_fixes_a_patch_file_and_nothing_else() {
    let home = repository();
    for fault in faults().into_iter().filter(|fault| fault.4.is_none()) {
        commit(&home, &fault);
        let name = home.git(&["format-patch", "-1", "-o", "out it's"]).trim().to_owned();
        let file = home.dir.join(&name);
        let before = fs::read(&file).unwrap();
        let found = findings(&home, &fault, &[&name]);
        for command in commands(&found.0[0]) {
            fs::write(&file, &before).unwrap();
            paste(&home, &command);
            assert_fixed(&home, &fault, &[&name], &found, &command);
            home.git(&["checkout", "-q", "--detach", "base"]);
            home.git(&["am", "-q", &name]);
            assert_eq!(home.git(&["diff", "main"]), "", "{command}");
        }
        fs::remove_file(&file).unwrap();
    }
}
