//! What the program says of itself: completions that shells can read, and pages that man can show.

#![allow(clippy::print_stderr, reason = "a test that is skipped says why")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

const CHECKPROV: &str = env!("CARGO_BIN_EXE_checkprov");

fn checkprov(args: &[&str]) -> String {
    let output = Command::new(CHECKPROV).args(args).output().unwrap();
    assert!(output.status.success(), "{args:?}: {}", said(&output));
    String::from_utf8(output.stdout).unwrap()
}

fn said(output: &Output) -> String {
    [&output.stdout[..], &output.stderr].map(String::from_utf8_lossy).concat()
}

/// What a program says; none, and the reason, where it is not installed.
fn run(program: &str, args: &[&str], file: &Path) -> Option<String> {
    match Command::new(program).args(args).arg(file).env("LC_ALL", "C.UTF-8").output() {
        Ok(output) => {
            let said = said(&output);
            assert!(output.status.success(), "{program}: {said}");
            Some(said)
        }
        Err(_) => {
            eprintln!("skipped: there is no {program}");
            None
        }
    }
}

/// The pages of the manual, in a folder.
fn manual() -> TempDir {
    let folder = TempDir::new().unwrap();
    checkprov(&["man", "--dir", folder.path().to_str().unwrap()]);
    folder
}

#[test]
fn the_folder_of_the_manual_is_made() {
    let home = TempDir::new().unwrap();
    let folder = home.path().join("share/man1");
    checkprov(&["man", "--dir", folder.to_str().unwrap()]);
    assert!(folder.join("checkprov.1").is_file());
}

#[test]
fn help_of_a_subcommand_says_what_the_list_of_them_says() {
    let commands = checkprov(&["--help"]);
    let commands = commands.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let is_first = |line: &&str| !line.starts_with("   ") && !line.starts_with("  help ");
    for line in commands.lines().filter(is_first) {
        let (name, what) = line.trim().split_once(' ').unwrap();
        let own = checkprov(&[name, "-h"]);
        let own = own.split("\n\n").next().unwrap().replace('\n', " ");
        assert!(own.starts_with(what.trim()), "{name}: {own}");
    }
}

#[test]
fn rules_are_named_one_by_one_in_lists_and_by_patterns() {
    let levels = |words: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_checkprov"));
        let output = command.args(["-f", "terse", "examples/series.mbox"]).args(words).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let level = |line: &str| line.split(' ').nth(1).unwrap().split(':').next().unwrap().to_owned();
        (output.status.code(), text.lines().map(level).collect::<Vec<_>>().join(" "))
    };
    let is = |status, levels: &str| (Some(status), levels.to_owned());
    assert_eq!(levels(&[]), is(1, "ERROR WARNING"));
    assert_eq!(levels(&["--allow", "ai-*"]), is(0, ""));
    assert_eq!(levels(&["--off", "ai-tag-*"]), is(1, "ERROR"));
    assert_eq!(levels(&["--note", "ai-code-too-large,ai-tag-below-separator"]), is(0, "NOTE NOTE"));
    assert_eq!(
        levels(&["--warn", "ai-code-too-large", "--deny", "ai-tag-below-separator"]),
        is(1, "WARNING ERROR")
    );
    assert_eq!(levels(&["--allow", "xi-*"]), is(2, ""));
}

#[test]
fn shells_can_read_their_completions() {
    let folder = TempDir::new().unwrap();
    for shell in ["bash", "zsh", "fish"] {
        let script = checkprov(&["completions", shell]);
        for word in ["sendemail-validate", "mechanical", "b4-review", "uninstall"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
        let file = folder.path().join(shell);
        fs::write(&file, script).unwrap();
        if let Some(said) = run(shell, &["-n"], &file) {
            assert_eq!(said, "", "{shell}");
        }
    }
}

#[test]
fn bash_completes() {
    let folder = TempDir::new().unwrap();
    let script = format!(
        "{}\nCOMP_WORDS=(checkprov hook ins) COMP_CWORD=2\n_checkprov checkprov ins hook\necho \"${{COMPREPLY[@]}}\"\n",
        checkprov(&["completions", "bash"])
    );
    let file = folder.path().join("script");
    fs::write(&file, script).unwrap();
    if let Some(said) = run("bash", &["--norc"], &file) {
        assert_eq!(said, "install\n");
    }
}

#[test]
fn every_subcommand_has_a_page_that_man_can_show() {
    let folder = manual();
    let mut names: Vec<String> =
        fs::read_dir(&folder).unwrap().map(|page| page.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    for name in ["checkprov.1", "checkprov-filter.1", "checkprov-hook-install.1", "checkprov-man.1"] {
        assert!(names.iter().any(|other| other == name), "{name} of {names:?}");
    }
    for name in names {
        let page = folder.path().join(&name);
        let words: Vec<&str> = name.trim_end_matches(".1").split('-').skip(1).collect();
        let text = fs::read_to_string(&page).unwrap();
        let usage = format!(".SH SYNOPSIS\n.nf\ncheckprov {}", words.first().unwrap_or(&""));
        assert!(text.replace("\\-", "-").contains(usage.trim_end()), "{name}");
        if words.len() < 2 {
            assert_eq!(checkprov(&[&["man"], &words[..]].concat()), fs::read_to_string(&page).unwrap());
        }
        if let Some(said) = run("groff", &["-man", "-Tutf8", "-ww", "-z"], &page) {
            assert_eq!(said, "", "{name}");
        }
    }
}

#[test]
fn pages_link_to_pages_that_there_are() {
    let folder = manual();
    for page in fs::read_dir(&folder).unwrap() {
        let text = fs::read_to_string(page.unwrap().path()).unwrap();
        for link in text.lines().filter_map(|line| line.strip_prefix("checkprov\\-")?.strip_suffix("(1)")) {
            let name = format!("checkprov-{}.1", link.replace('\\', ""));
            assert!(folder.path().join(&name).exists(), "{name}");
        }
    }
}

#[test]
fn a_page_that_there_is_not_is_an_error() {
    for args in
        [&["man", "no-such"][..], &["man", "rules", "more"], &["man", "--dir", "Cargo.toml/in-a-file"]]
    {
        let output = Command::new(CHECKPROV).args(args).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert_eq!(said(&output).lines().count(), 1, "{}", said(&output));
    }
}
