//! `--fix` on files: each is replaced as a whole or left as it is.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::process::{Command, Output, Stdio};

const FIXTURE: &str = "fixtures/fix/below-separator.before.patch";

fn run(folder: &std::path::Path, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_checkprov"))
        .args(words)
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

#[test]
fn a_file_is_replaced_with_its_permissions_and_behind_a_link() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("0001.patch");
    fs::copy(FIXTURE, &file).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("0001.patch", folder.path().join("link.patch")).unwrap();
    let output = run(folder.path(), &["--fix", "--strict", "--format", "terse", "link.patch"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let told = "link.patch:11: `AI-used-for: code` is now in the block of tags, from below the message\n";
    assert_eq!(text(&output.stderr), told);
    assert_eq!(fs::read(&file).unwrap(), fs::read(FIXTURE.replace("before", "after")).unwrap());
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
    assert!(fs::symlink_metadata(folder.path().join("link.patch")).unwrap().is_symlink());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "nothing is left beside it");
    let again = run(folder.path(), &["--fix", "--format", "terse", "0001.patch"]);
    assert!(again.stderr.is_empty(), "{again:?}");
}

#[test]
fn what_is_no_plain_file_is_left_and_told() {
    let folder = tempfile::tempdir().unwrap();
    let gzip = b"\x1f\x8b\x08\0\0\0\0\0\0\x03\x03\0\0\0\0\0\0\0\0\0";
    fs::write(folder.path().join("box.gz"), gzip).unwrap();
    let output = run(folder.path(), &["--fix", "-f", "terse", "box.gz"]);
    assert_eq!(output.status.code(), Some(2));
    let said = text(&output.stderr);
    assert_eq!(said.lines().next(), Some("checkprov: box.gz: not rewritten: it is compressed"));
    assert_eq!(fs::read(folder.path().join("box.gz")).unwrap(), gzip);
    for words in [vec!["--fix"], vec!["--fix", "-"]] {
        let output = run(folder.path(), &words);
        assert_eq!(output.status.code(), Some(2));
        assert!(text(&output.stderr).contains("--fix rewrites files"), "{output:?}");
    }
    assert!(!run(folder.path(), &["--fix", "--git", "HEAD"]).status.success());
}

#[test]
fn a_file_that_may_not_be_written_stays() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("0001.patch");
    fs::copy(FIXTURE, &file).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o440)).unwrap();
    let output = run(folder.path(), &["--fix", "-f", "terse", "0001.patch"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(text(&output.stderr), "checkprov: 0001.patch: not rewritten: it is read-only\n");
    assert_eq!(fs::read(&file).unwrap(), fs::read(FIXTURE).unwrap());
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
