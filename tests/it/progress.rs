//! What people see of a run while they wait: where there is a terminal, after a second, and findings at once.

#![allow(clippy::print_stderr, reason = "a test that is skipped says why")]

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

const CHECKPROV: &str = env!("CARGO_BIN_EXE_checkprov");

const MAIL: &str = "From mboxrd@z Thu Jan  1 00:00:00 1970\nFrom: Ann Dev <ann@example.org>\nSubject: [PATCH] f\n\n\
     Why.\n---\n--- a/f.c\n+++ b/f.c\n@@ -1 +1 @@\n-one\n+two\n\n";

/// What a terminal shows of a run that reads a mail, waits so many seconds, and reads three more; none where
/// nothing here can make a terminal.
fn shown(seconds: &str, options: &str) -> Option<String> {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("mail"), MAIL).unwrap();
    let run = format!(
        "(cat mail mail; sleep {seconds}; cat mail; sleep 0.1; cat mail) | '{CHECKPROV}' --policy qemu {options} >out; \
         if test -e log; then cat log; fi"
    );
    let script = Command::new("script")
        .args(["-qec", &run, "/dev/null"])
        .current_dir(folder.path())
        .stdin(Stdio::null())
        .output();
    let Ok(output) = script else {
        eprintln!("skipped: there is no script(1)");
        return None;
    };
    assert!(fs::metadata(folder.path().join("out")).unwrap().len() > 0, "{output:?}");
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn who_waits_longer_than_a_second_is_shown_how_far_the_run_is() {
    let Some(shown) = shown("1.1", "") else { return };
    assert!(shown.contains(" mails, ") && shown.contains(" a second"), "{shown}");
}

#[test]
fn whoever_wants_silence_has_it() {
    assert_eq!(shown("1.1", "--quiet").unwrap_or_default(), "");
}

#[test]
fn a_short_run_shows_nothing() {
    assert_eq!(shown("0", "").unwrap_or_default(), "");
}

#[test]
fn a_log_gets_no_progress() {
    assert_eq!(shown("1.1", "2>log").unwrap_or_default(), "");
}

#[test]
fn what_is_found_is_told_before_the_input_ends() {
    let mut child = Command::new(CHECKPROV)
        .args(["--policy", "qemu", "--format", "terse"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        let mut line = String::new();
        while output.read_line(&mut line).is_ok_and(|read| read > 0) {
            tell.send(std::mem::take(&mut line)).unwrap();
        }
    });
    // The end of a mail is known once the next one begins.
    for count in 0..3 {
        input.write_all(MAIL.as_bytes()).unwrap();
        let found = (count > 0).then(|| told.recv_timeout(Duration::from_secs(60)).unwrap());
        assert!(found.is_none_or(|line| line.contains("sign-off-missing")));
    }
    drop(input);
    assert!(told.recv().unwrap().contains("sign-off-missing"));
    assert!(told.recv().is_err());
    child.wait().unwrap();
}
