//! One set of mails in every kind of box.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use super::run::{checkprov, mails, mbox, mboxrd, program};

/// What the mails give as a plain mbox.
fn expected(folder: &Path) -> Vec<Value> {
    fs::write(folder.join("plain.mbox"), mbox(&mails())).unwrap();
    let said = checkprov(folder, "plain.mbox", b"");
    assert_eq!((said.status, said.err.as_str()), (1, ""));
    let messages = said.messages();
    assert_eq!(messages.len(), mails().len());
    messages
}

#[track_caller]
fn check(folder: &Path, words: &str, input: &[u8]) {
    let said = checkprov(folder, words, input);
    assert_eq!(said.err, "", "{words}");
    assert_eq!(said.messages(), expected(folder), "{words}");
}

#[test]
fn standard_input_and_mboxrd() {
    let folder = TempDir::new().unwrap();
    check(folder.path(), "-", mbox(&mails()).as_bytes());
    check(folder.path(), "", mboxrd(&mails()).as_bytes());
    check(folder.path(), "-", mbox(&mails()).replace('\n', "\r\n").as_bytes());
    check(folder.path(), "-", format!("\u{feff}\n\n{}", mbox(&mails())).as_bytes());
}

#[test]
fn compressed() {
    let folder = TempDir::new().unwrap();
    for (packer, name) in [("gzip", "no-hint"), ("xz", "box.gz"), ("zstd", "box.txt")] {
        let packed = program(folder.path(), &[packer, "-c"], mboxrd(&mails()).as_bytes());
        fs::write(folder.path().join(name), &packed).unwrap();
        check(folder.path(), name, b"");
        check(folder.path(), "-", &packed);
    }
}

#[test]
fn compressed_in_parts() {
    let folder = TempDir::new().unwrap();
    let text = mbox(&mails());
    let (front, back) = text.as_bytes().split_at(text.len() / 2);
    for packer in ["gzip", "xz", "zstd"] {
        let parts = [front, back].map(|part| program(folder.path(), &[packer, "-c"], part));
        check(folder.path(), "-", &parts.concat());
    }
}

#[test]
fn maildir() {
    let folder = TempDir::new().unwrap();
    let write = |name: String, text: &str| fs::write(folder.path().join("M").join(name), text).unwrap();
    for part in ["cur", "new", "tmp"] {
        fs::create_dir_all(folder.path().join("M").join(part)).unwrap();
    }
    for (number, mail) in mails().iter().enumerate() {
        let name = if number < 3 { format!("cur/{}.x:2,S", number + 8) } else { format!("new/{number}") };
        write(name, mail);
    }
    write("cur/.hidden".to_owned(), "int main\n");
    write("tmp/1".to_owned(), &mails()[0]);
    write("dovecot-uidlist".to_owned(), "3 V1\n");
    check(folder.path(), "M", b"");
}

#[test]
fn folder_of_patches() {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("patches")).unwrap();
    for (number, mail) in mails().iter().enumerate() {
        fs::write(folder.path().join(format!("patches/v1-{}-x.patch", number + 7)), mail).unwrap();
    }
    fs::write(folder.path().join("patches/README"), "These are\nour patches.\n").unwrap();
    check(folder.path(), "patches", b"");
    let said = checkprov(folder.path(), "patches/", b"");
    assert_eq!(said.each("input")[3], "patches/v1-10-x.patch");
    assert_eq!(said.each("line")[3], 1);
}

#[test]
fn public_inbox() {
    let folder = TempDir::new().unwrap();
    for (epoch, range) in [(9, 0..4), (10, 4..6)] {
        let stream: String =
            range.map(|n| commit(n, &format!("M 100644 inline m\n{}", data(&mails()[n])))).collect();
        let removed = commit(7, &format!("D m\nM 100644 inline d\n{}", data("gone")));
        repository(folder.path(), &format!("list/git/{epoch}.git"), &(stream + &removed));
    }
    check(folder.path(), "list", b"");
    check(folder.path(), "list/git", b"");
    let epochs = checkprov(folder.path(), "list/git/9.git list/git/10.git", b"");
    assert_eq!(epochs.each("index"), [0, 1, 2, 3, 0, 1]);
    assert!(epochs.each("input")[5].as_str().unwrap().starts_with("list/git/10.git@"));
    // With a mail as the last commit, and with a work tree.
    program(folder.path(), &["git", "clone", "-q", "list/git/10.git", "tree"], b"");
    assert_eq!(checkprov(folder.path(), "tree", b"").each("message_id"), epochs.each("message_id")[4..]);
}

#[test]
fn public_inbox_of_the_first_version() {
    let folder = TempDir::new().unwrap();
    let file = |n: usize| format!("M 100644 inline {n}{n}/{n:038}\n{}", data(&mails()[n]));
    let stream: String = (0..6).map(|n| commit(n, &file(n))).collect();
    repository(folder.path(), "old.git", &stream);
    check(folder.path(), "old.git", b"");
}

#[test]
fn empty_folders_hold_no_mail_and_empty_files_are_no_input() {
    let folder = TempDir::new().unwrap();
    for name in ["M/cur", "M/new", "patches"] {
        fs::create_dir_all(folder.path().join(name)).unwrap();
    }
    fs::write(folder.path().join("empty"), "").unwrap();
    fs::write(folder.path().join("blank"), " \n\n").unwrap();
    program(folder.path(), &["git", "init", "-q", "--bare", "list/git/0.git"], b"");
    let packed = program(folder.path(), &["gzip", "-c"], b"");
    fs::write(folder.path().join("empty.gz"), packed).unwrap();
    let said = checkprov(folder.path(), "M patches list", b"");
    assert_eq!((said.status, said.err.as_str(), said.messages().len()), (0, "", 0));
    let said = checkprov(folder.path(), "empty blank empty.gz -", b"");
    assert_eq!((said.status, said.messages().len()), (2, 0));
    let each =
        ["empty", "blank", "empty.gz", "-"].map(|name| format!("checkprov: {name}: nothing is in it; "));
    assert_eq!(said.err.lines().count(), each.len());
    assert!(said.err.lines().zip(&each).all(|(line, start)| line.starts_with(start)), "{}", said.err);
}

#[test]
fn several_inputs_come_in_order() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("a"), mbox(&mails()[..2])).unwrap();
    fs::write(folder.path().join("b"), mbox(&mails()[2..4])).unwrap();
    let said = checkprov(folder.path(), "b - a", mbox(&mails()[4..]).as_bytes());
    assert_eq!(said.each("input"), ["b", "b", "-", "-", "a", "a"]);
    assert_eq!(said.each("index"), [0, 1, 0, 1, 0, 1]);
}

#[test]
fn mails_are_chosen_by_date() {
    let folder = TempDir::new().unwrap();
    let stream: String =
        (0..6).map(|n| commit(n, &format!("M 100644 inline m\n{}", data(&mails()[n])))).collect();
    repository(folder.path(), "list/git/0.git", &stream);
    let text = mbox(&mails());
    let days = "--since 2026-06-02 --until 2026-06-04";
    let said = checkprov(folder.path(), days, text.as_bytes());
    assert_eq!(said.each("index"), [1, 2, 3]);
    assert_eq!(
        checkprov(folder.path(), &format!("list {days}"), b"").each("message_id"),
        said.each("message_id")
    );
    let said = checkprov(folder.path(), "--since 2026-06-04 --until 2026-06-02", text.as_bytes());
    assert!(said.status == 2 && said.err.contains("--since is later than --until"), "{}", said.err);
    assert_eq!(checkprov(folder.path(), "--since soon", text.as_bytes()).status, 2);
}

/// A bare repository made by `git fast-import`.
fn repository(folder: &Path, name: &str, stream: &str) {
    program(folder, &["git", "init", "-q", "--bare", "-b", "master", name], b"");
    program(&folder.join(name), &["git", "fast-import", "--quiet"], stream.as_bytes());
}

fn commit(number: usize, change: &str) -> String {
    // 1 June 2026, 08:12 in UTC, and a day later for each.
    let time = 1_780_301_520 + 86_400 * number;
    format!(
        "commit refs/heads/master\nauthor a <a@x> {time} +0000\ncommitter p <p@x> {time} +0000\ndata 1\n.\n{change}\n"
    )
}

fn data(text: &str) -> String {
    format!("data {}\n{text}", text.len())
}
