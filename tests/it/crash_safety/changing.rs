//! A file that changes while it is read. No one reads the report for a while: the program waits in the middle of
//! the file, for a pipe holds little.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::inputs::run::{mails, mbox};

/// How many mails are more than what is read ahead and what a pipe holds.
const MANY: usize = 12_000;

/// One mailbox: so many mails, whose subjects are numbered.
fn numbered(numbers: std::ops::Range<usize>) -> String {
    let plain = &mails()[1];
    numbers.map(|number| mbox(&[plain.replacen("leave", &format!("number {number}, leave"), 1)])).collect()
}

/// Checks a mailbox that changes as soon as its first mail is reported: the numbers of the mails that are
/// reported, and the exit status.
fn checked_while(change: impl FnOnce(&Path)) -> (Vec<usize>, Option<i32>) {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("box");
    fs::write(&file, numbered(0..MANY)).unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_checkprov"))
        .args(["--policy", "qemu", "-j1", "-f", "jsonl", "box"])
        .current_dir(folder.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let first = lines.next().unwrap().unwrap();
    change(&file);
    let rest = lines.map(Result::unwrap);
    let messages =
        std::iter::once(first).chain(rest).map(|line| serde_json::from_str::<Value>(&line).unwrap());
    let number = |message: Value| {
        let subject = message["subject"].as_str()?;
        subject.split_once("number ")?.1.split_once(',')?.0.parse().ok()
    };
    let numbers = messages.filter(|message| message["type"] == "message").filter_map(number).collect();
    (numbers, child.wait().unwrap().code())
}

#[test]
fn what_is_appended_is_read_too() {
    let (numbers, status) = checked_while(|file| {
        let mut file = File::options().append(true).open(file).unwrap();
        file.write_all(numbered(MANY..MANY + 500).as_bytes()).unwrap();
    });
    assert!(numbers.iter().copied().eq(0..MANY + 500), "{} mails", numbers.len());
    assert_eq!(status, Some(0));
}

#[test]
fn what_was_read_before_a_file_was_cut_is_checked() {
    let (numbers, status) = checked_while(|file| {
        File::options().write(true).open(file).unwrap().set_len(0).unwrap();
    });
    assert!(numbers.len() > 1 && numbers.len() < MANY, "{} mails", numbers.len());
    assert!(numbers.iter().copied().eq(0..numbers.len()), "in order, and none twice");
    // The last of them may be half a mail.
    assert!(matches!(status, Some(0 | 1)), "{status:?}");
}
