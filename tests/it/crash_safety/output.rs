//! Standard output and standard error that cannot be written to.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use checkprov::report::Format;
use clap::ValueEnum as _;
use tempfile::TempDir;

use crate::home::Home;
use crate::inputs::run::{mails, mbox};

/// Everything that prints.
const COMMANDS: [&str; 11] = [
    "--help",
    "-h",
    "--version",
    "rules",
    "policy",
    "policy qemu",
    "explain ai-code-too-large",
    "man",
    "completions bash",
    "merge-summaries summary",
    "hook install",
];

fn formats() -> impl Iterator<Item = String> {
    Format::value_variants().iter().map(|format| format.to_possible_value().unwrap().get_name().to_owned())
}

/// A repository with a mailbox in it and the summary of one.
fn home() -> Home {
    let home = Home::new();
    fs::write(home.dir.join("box"), mbox(&mails())).unwrap();
    let summary =
        home.command(env!("CARGO_BIN_EXE_checkprov")).args(["-f", "jsonl", "--summary", "box"]).output();
    fs::write(home.dir.join("summary"), summary.unwrap().stdout).unwrap();
    home
}

/// What reads nothing: whatever is written there finds a closed pipe.
fn closed() -> Stdio {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    writer.into()
}

fn full() -> Stdio {
    File::options().write(true).open("/dev/full").unwrap().into()
}

/// Runs checkprov; gives its status and what it could write.
fn run(home: &Home, words: &str, out: Stdio, err: Stdio) -> (Option<i32>, String, String) {
    let mut command = home.command(env!("CARGO_BIN_EXE_checkprov"));
    command.args(words.split(' ')).stdin(Stdio::null()).stdout(out).stderr(err);
    let output = command.spawn().unwrap().wait_with_output().unwrap();
    let [out, err] = [output.stdout, output.stderr].map(|text| String::from_utf8(text).unwrap());
    (output.status.code(), out, err)
}

#[test]
fn a_closed_pipe_is_no_fault() {
    let home = home();
    let checks =
        formats().flat_map(|format| ["box", "box nowhere box"].map(|boxes| format!("-f {format} {boxes}")));
    for words in checks.chain(COMMANDS.map(str::to_owned)) {
        let (status, _, err) = run(&home, &words, closed(), Stdio::piped());
        assert_eq!((status, err.contains("standard output")), (Some(0), false), "{words}: {err}");
        let (status, _, _) = run(&home, &words, closed(), closed());
        assert_eq!(status, Some(0), "{words}");
    }
}

#[test]
fn a_full_disk_is_told_in_one_line() {
    if !Path::new("/dev/full").exists() {
        return;
    }
    let home = home();
    let checks = formats().map(|format| format!("-f {format} box"));
    for words in checks.chain(COMMANDS.map(str::to_owned)) {
        let (status, _, err) = run(&home, &words, full(), Stdio::piped());
        assert_eq!(status, Some(2), "{words}");
        let said = "checkprov: standard output cannot be written to its end: ";
        assert!(err.starts_with(said) && err.ends_with("; make room and run it again\n"), "{words}: {err}");
        assert_eq!(err.lines().count(), 1, "{words}: {err}");
    }
}

#[test]
fn the_hooks_are_installed_whether_or_not_anybody_reads_it() {
    let home = home();
    for (out, status) in [(closed(), 0), (full(), 2)] {
        assert_eq!(run(&home, "hook install", out, Stdio::null()).0, Some(status));
        assert!(home.dir.join(".git/hooks/sendemail-validate").is_file());
        run(&home, "hook install --uninstall", closed(), Stdio::null());
        assert!(!home.dir.join(".git/hooks/commit-msg").exists());
    }
}

/// What is read and what is said of it does not hang on whether the faults can be told.
#[test]
fn the_status_tells_where_standard_error_cannot() {
    let home = home();
    let words = "-v -f jsonl box nowhere box";
    let (_, expected, _) = run(&home, words, Stdio::piped(), Stdio::piped());
    assert_eq!(expected.lines().count(), 2 * mails().len() + 1);
    for err in [closed(), full()] {
        assert_eq!(run(&home, words, Stdio::piped(), err), (Some(2), expected.clone(), String::new()));
    }
    for err in [closed(), full()] {
        assert_eq!(run(&home, words, full(), err).0, Some(2));
    }
}

#[test]
fn a_mail_that_cannot_be_passed_on_is_a_failure() {
    let folder = TempDir::new().unwrap();
    for out in [closed(), full()] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_checkprov"));
        command
            .arg("filter")
            .current_dir(folder.path())
            .stdin(Stdio::piped())
            .stdout(out)
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(mails()[1].as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.starts_with("checkprov: the mail could not be passed on: "), "{said}");
        assert_eq!(output.status.code(), Some(2));
    }
}
