//! Nothing of a name or an argument acts on whoever reads what is said of it: every format and subcommand over names
//! that do harm.

#![cfg(unix)]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

use crate::hostile::acts;

/// A name that acts on terminals, hides what follows, and begins a line of its own.
const NAME: &str = "x\u{1b}[31m\u{202e}\u{3164}\u{9b}\r\nforged\u{200d}: ERROR:\u{feff}";

const FORMATS: [&str; 10] =
    ["human", "terse", "jsonl", "b4", "b4-review", "junit", "sarif", "github", "patchwork", "reply"];

/// A repository with such a name, and in it a patch with one, which changes a file with one.
struct Hostile {
    _home: TempDir,
    repository: PathBuf,
}

impl Hostile {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let repository = home.path().join(NAME);
        fs::create_dir(&repository).unwrap();
        let git = Command::new("git").args(["init", "-q"]).current_dir(&repository).status();
        assert!(git.unwrap().success());
        let quoted = r#""a/x\033[31m\342\200\256\015\nforged: ERROR:""#;
        let mail = fs::read_to_string("fixtures/ai-code-too-large/bad-21-lines.patch").unwrap();
        let mail = mail.replace(
            "\ndiff --git",
            &format!("\n--- {quoted}\n+++ {quoted}\n@@ -1 +1 @@\n-a\n+b\ndiff --git"),
        );
        fs::write(repository.join(NAME), mail).unwrap();
        Self { _home: home, repository }
    }

    fn run(&self, words: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_checkprov"));
        command.args(words).current_dir(&self.repository).env_remove("GIT_DIR").env("HOME", &self.repository);
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let _ = child.stdin.take().unwrap().write_all(b"Subject: x\n\nx\n");
        child.wait_with_output().unwrap()
    }

    /// What is said, on both channels, holds nothing that acts, and no line that is not ours.
    #[track_caller]
    fn check(&self, words: &[&str]) {
        let output = self.run(words);
        for said in [&output.stdout, &output.stderr] {
            let said = String::from_utf8_lossy(said);
            assert_eq!(said.chars().find(|&c| acts(c)), None, "{words:?}: {said:?}");
            let forged = said.lines().find(|line| line.trim_start().starts_with("forged"));
            assert_eq!(forged, None, "{words:?}: {said:?}");
        }
        assert!(!output.stdout.is_empty() || !output.stderr.is_empty(), "{words:?} says nothing");
    }
}

#[test]
fn no_name_acts_in_any_format() {
    let hostile = Hostile::new();
    for format in FORMATS {
        hostile.check(&["-v", "--format", format, NAME]);
        hostile.check(&["--format", format, NAME, "missing\u{202e}\nforged"]);
        let output = format!("{format}={NAME}/no/such");
        hostile.check(&["--output", &output, NAME]);
    }
    hostile.check(&["--stat", "--mechanical", "--summary", NAME]);
    hostile.check(&["-v", "--fix", NAME]);
    hostile.check(&["-v", "--fix", &hostile.repository.join(NAME).to_string_lossy()]);
}

#[test]
fn no_argument_acts_in_any_command() {
    let hostile = Hostile::new();
    let option = format!("--{NAME}");
    for words in [
        &[&*option][..],
        &["--format", NAME],
        &["--output", NAME],
        &["--output", &format!("{NAME}=x")],
        &["--policy", NAME, "-"],
        &["--policy", &format!("./{NAME}"), "-"],
        &["--policy-at", NAME],
        &["--since", NAME],
        &["--allow", NAME, "-"],
        &["--threads", NAME],
        &["--git", NAME],
        &["--git", &format!("-{NAME}")],
        &["--git", "HEAD", "--repo", NAME],
        &["--color", NAME],
        &["explain", NAME],
        &["rules", "--policy", NAME],
        &["rules", "--format", NAME],
        &["policy", NAME],
        &["merge-summaries", NAME],
        &["completions", NAME],
        &["man", NAME],
        &["man", "--dir", &format!("{NAME}/no/such")],
        &["filter", "--policy", NAME],
        &["verify", NAME],
        &["hook", NAME],
        &["hook", "commit-msg", &format!("no/{NAME}")],
        &["hook", "commit-msg", NAME],
        &["hook", "sendemail-validate", &format!("no/{NAME}")],
        &["hook", "sendemail-validate", NAME],
        &["hook", "install", "--policy", NAME],
        &["hook", "install"],
        &["hook", "install", "--uninstall"],
    ] {
        hostile.check(words);
    }
}

#[test]
fn the_policy_of_a_checkout_is_said_by_a_name_that_does_not_act() {
    let hostile = Hostile::new();
    let write = |text: &str| fs::write(Path::new(&hostile.repository).join(".checkprov.toml"), text).unwrap();
    write("name = \"own\"\nextends = \"qemu\"\n");
    for format in FORMATS {
        hostile.check(&["-v", "--format", format, NAME]);
    }
    write("name = \"own\"\n\"\\u202e\" = 1\n");
    hostile.check(&["-v", NAME]);
    write("name = \"own\"\nlimit = \"many\"\n");
    hostile.check(&["-v", NAME]);
}

#[test]
fn b4_sees_the_level_meant_of_a_file_called_error() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("ERROR");
    fs::copy("fixtures/sign-off-missing/".to_owned() + &warned(), &file).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_checkprov"))
        .args(["--format", "b4", "--warn", "sign-off-missing", "ERROR"])
        .current_dir(home.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.starts_with("ERROR :") && !said.contains("ERROR:"), "{said}");
}

/// Any fixture of the rule that is bad.
fn warned() -> String {
    let names = fs::read_dir("fixtures/sign-off-missing").unwrap();
    let mut names = names.map(|file| file.unwrap().file_name().into_string().unwrap());
    names.find(|name| name.starts_with("bad-")).unwrap()
}
