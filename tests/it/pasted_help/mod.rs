//! Every command that help prints is pasted into a shell, where the reader would be: the finding is gone then, and
//! nothing else has changed.

mod faults;

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use serde_json::Value;

use crate::home::Home;
use faults::{Fault, ME, faults};

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
fn every_rule_that_prints_a_command_is_among_the_faults() {
    let tried: BTreeSet<&str> = faults().iter().map(|fault| fault.0).chain(["ai-tag-dropped"]).collect();
    let folders = fs::read_dir("fixtures").unwrap().map(|folder| folder.unwrap().path());
    let files = folders.filter(|path| path.is_dir()).flat_map(|folder| fs::read_dir(folder).unwrap());
    let files: Vec<_> = files.map(|file| file.unwrap().path()).filter(|path| path.is_file()).collect();
    let mut rules = BTreeSet::new();
    for policy in ["qemu", "qemu-v2", "linux-7.0"] {
        let output = Command::new(env!("CARGO_BIN_EXE_checkprov"))
            .args(["-f", "jsonl", "-p", policy])
            .args(&files)
            .env("GIT_COMMITTER_NAME", "Ada Lindqvist")
            .env("GIT_COMMITTER_EMAIL", "ada@example.org")
            .output()
            .unwrap();
        for line in String::from_utf8(output.stdout).unwrap().lines() {
            let said: Value = serde_json::from_str(line).unwrap();
            let found = said["findings"].as_array().into_iter().flatten();
            let fixed = found.filter(|finding| !commands(finding).is_empty());
            rules.extend(fixed.map(|finding| finding["rule"].as_str().unwrap().to_owned()));
        }
    }
    assert!(rules.len() > 15, "{rules:?}");
    let left_out: Vec<_> = rules.iter().filter(|rule| !tried.contains(rule.as_str())).collect();
    assert!(left_out.is_empty(), "{left_out:?}");
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
    assert!(pasted >= 30, "{pasted} commands");
}

/// The command that people are shown below the tags of the last commit.
fn merged_command(home: &Home, policy: &str) -> Option<String> {
    let output = home.command("checkprov").args(["-p", policy, "--git", "HEAD~1.."]).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let (_, below) = said.split_once("\n      in the last commit:\n")?;
    Some(below.lines().next().unwrap().trim_start().to_owned())
}

#[test]
fn one_command_fixes_all_that_commands_fix() {
    let home = repository();
    let several = [
        Fault(
            "ai-tag-missing",
            "qemu",
            "hw: fix a\n\nGenerated with [Claude Code](https://claude.com/claude-code)\n\nCo-Authored-By: Claude <noreply@anthropic.com>\n",
            "f.c",
            None,
        ),
        Fault(
            "ai-tag-misspelled",
            "qemu",
            "hw: fix b\n\nAI-use-for: test\nAI-used-for: code\nSigned-off-by: Anne Dev <ann@example.net>\n",
            "f.c",
            None,
        ),
        Fault(
            "ai-author",
            "qemu",
            "hw: fix c\n\nAI-used-for: code tests\nAssisted-by: Claude:claude-opus-4\n",
            "f.c",
            Some("Claude <noreply@anthropic.com>"),
        ),
    ];
    for fault in several.into_iter().chain(faults()) {
        commit(&home, &fault);
        let Some(command) = merged_command(&home, fault.1) else { continue };
        home.stage("g.c", "int staged(void);\n");
        let before = (state(&home, &fault), home.git(&["rev-parse", "HEAD~1"]));
        let found = findings(&home, &fault, &["--git", "HEAD~1.."]);
        paste(&home, &command);
        assert_eq!((state(&home, &fault), home.git(&["rev-parse", "HEAD~1"])), before, "{command}");
        assert_fixed(&home, &fault, &["--git", "HEAD~1.."], &found, &command);
        assert_eq!(merged_command(&home, fault.1), None, "{}: {command}", fault.0);
    }
}

#[test]
fn a_command_puts_a_dropped_tag_back() {
    let (home, fault) = (
        repository(),
        Fault(
            "ai-tag-dropped",
            "qemu",
            "hw: fix it\n\nWhy.\n\nAI-used-for: code\nSigned-off-by: Ann Dev <ann@example.org>\n",
            "f.c",
            None,
        ),
    );
    commit(&home, &fault);
    home.git(&["format-patch", "-q", "-1", "-o", "v1"]);
    home.git(&["commit", "-q", "--amend", "-m", &format!("hw: fix it\n\nWhy.\n\n{ME}")]);
    home.git(&["format-patch", "-q", "-1", "-v2"]);
    let words = ["v1/0001-hw-fix-it.patch", "v2-0001-hw-fix-it.patch"];
    let found = |home: &Home| {
        let output = home.command("checkprov").args(["-f", "jsonl"]).args(words).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let second: Value = serde_json::from_str(text.lines().nth(1).unwrap()).unwrap();
        second["findings"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|finding| finding["rule"] == fault.0)
            .cloned()
            .collect::<Vec<_>>()
    };
    paste(&home, &commands(&found(&home)[0])[0]);
    assert_eq!(found(&home), [] as [Value; 0]);
}

#[test]
fn a_command_signs_off_for_who_passes_a_patch_on() {
    let home = repository();
    let fault = Fault(
        "sign-off-not-the-author",
        "qemu",
        "hw: fix it\n\nWhy.\n\nSigned-off-by: Bob Dev <bob@example.net>\n",
        "f.c",
        Some("Bob Dev <bob@example.net>"),
    );
    commit(&home, &fault);
    home.git(&["config", "format.from", "true"]);
    let words = ["--git", "HEAD~1.."];
    let found = findings(&home, &fault, &words);
    let command = commands(&found.0[0]).remove(0);
    paste(&home, &command);
    assert_fixed(&home, &fault, &words, &found, &command);
    assert!(home.git(&["log", "-1", "--format=%B"]).ends_with(&format!("bob@example.net>\n{ME}\n\n")));
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
