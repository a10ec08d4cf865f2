//! Inputs that are no mail: one line each, with what helps, and the others are read.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use super::run::{checkprov, mails, mbox, program};
use crate::home::Home;

const DIFF: &str = "diff --git a/f.c b/f.c\nindex 5626abf..814f4a4 100644\n--- a/f.c\n+++ b/f.c\n\
    @@ -1 +1,2 @@\n one\n+two\n";

/// The one line that is said of an input; a mailbox beside it is checked.
#[track_caller]
fn check(folder: &Path, input: &str, expected: &str) {
    fs::write(folder.join("good.mbox"), mbox(&mails())).unwrap();
    let said = checkprov(folder, &format!("good.mbox {input} good.mbox"), b"");
    assert_eq!(said.status, 2, "{input}");
    assert_eq!(said.err.lines().count(), 1, "{input}: {}", said.err);
    let wanted = format!("checkprov: {input}: {expected}");
    assert!(said.err.starts_with(&wanted), "{}\ninstead of\n{wanted}", said.err);
    assert_eq!(said.all().len(), 2 * mails().len());
}

#[test]
fn what_is_missing() {
    let folder = TempDir::new().unwrap();
    check(folder.path(), "nowhere.mbox", "there is no such file or folder");
    check(
        folder.path(),
        "master..topic",
        "there is no such file or folder; commits are checked with `--git master..topic`",
    );
}

#[test]
fn what_is_no_mail() {
    let folder = TempDir::new().unwrap();
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
    write("prose.patch", b"Just words\nand more of them.\n");
    write("empty.mbox", b"");
    write("blank.mbox", b"\n \n");
    write("list.json", b"{\"a\":1}\n");
    write("settings.yaml", b"key: value\n");
    write("names.txt", b"0001-hw-net-fix.patch\n0002-tests.patch\n");
    write("program", b"\x7fELF\x02\x01\x01\0\0\0\0");
    write("hg.patch", format!("# HG changeset patch\n# User Ada\n\n{DIFF}").as_bytes());
    write(
        "show.patch",
        format!("commit {}\nAuthor: Ada\n\n    hw: fix\n\n{DIFF}", "5".repeat(40)).as_bytes(),
    );
    write("stg.patch", format!("hw: fix\n\nFrom: Ada <ada@example.org>\n\nWhy.\n---\n{DIFF}").as_bytes());
    write("wide.patch", b"\xff\xfed\0i\0f\0f\0");
    write("bundle.zip", b"PK\x03\x04\x14\0\0\0");
    fs::create_dir_all(folder.path().join("code/src")).unwrap();
    write("code/main.c", b"int main(void)\n{\n}\n");
    fs::create_dir_all(folder.path().join("only/folders")).unwrap();
    let neither = "it is neither mail nor a diff; give an mbox";
    for (input, expected) in [
        ("prose.patch", neither),
        ("program", neither),
        ("show.patch", "it is what `git show` or `git log` prints"),
        ("list.json", neither),
        ("settings.yaml", neither),
        ("empty.mbox", "nothing is in it; give an mbox"),
        ("blank.mbox", "nothing is in it; give an mbox"),
        ("names.txt", "these are names of patch files, not mails"),
        ("hg.patch", "it is a Mercurial export"),
        ("stg.patch", "it is a StGit export"),
        ("wide.patch", "it is UTF-16 text; convert it with `iconv"),
        ("bundle.zip", "zip data is not read; uncompress it"),
        ("code", "no file in this folder is a mail or a diff"),
        ("only", "no file in this folder is a mail or a diff"),
    ] {
        check(folder.path(), input, expected);
    }
}

#[test]
fn a_subcommand_may_be_meant() {
    let said = |word: &str| Home::new().checkprov(&[word], 2);
    let missing = "there is no such file or folder";
    assert_eq!(said("serie"), format!("checkprov: serie: {missing}; did you mean `checkprov series`?\n"));
    assert_eq!(said("policy.mbox"), format!("checkprov: policy.mbox: {missing}\n"));
}

#[test]
fn people_read_no_sum_of_nothing() {
    let said = Home::new().checkprov(&["no-such.mbox"], 2);
    assert_eq!(said, "checkprov: no-such.mbox: there is no such file or folder\n");
}

#[test]
fn a_repository_of_code() {
    let folder = TempDir::new().unwrap();
    program(folder.path(), &["git", "init", "-q", "code"], b"");
    let code = folder.path().join("code");
    fs::write(code.join("main.c"), "int main(void)\n{\n}\n").unwrap();
    program(&code, &["git", "add", "."], b"");
    program(&code, &["git", "commit", "-qm", "One"], b"");
    check(
        folder.path(),
        "code",
        "it is a git repository, not a public-inbox; check commits of it with `--git",
    );
    check(folder.path(), "code/.git", "it is a git repository, not a public-inbox");
}

#[test]
fn a_file_among_others_that_cannot_be_read_is_told() {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("patches")).unwrap();
    fs::write(folder.path().join("patches/1.patch"), &mails()[1]).unwrap();
    fs::write(folder.path().join("patches/2.patch"), format!("# HG changeset patch\n{DIFF}")).unwrap();
    fs::write(folder.path().join("patches/3.patch"), &mails()[3]).unwrap();
    let said = checkprov(folder.path(), "patches", b"");
    assert_eq!(said.status, 2);
    assert!(said.err.starts_with("checkprov: patches/2.patch: it is a Mercurial export"));
    assert_eq!(said.each("input"), ["patches/1.patch", "patches/3.patch"]);
    assert_eq!(said.each("index"), [0, 1]);
}

/// What cannot be read stands in the middle: nothing, a link in a circle, a file that the disk fails to give.
#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_read_stops_nothing_else() {
    use std::os::unix::fs::symlink;
    let folder = TempDir::new().unwrap();
    for (name, to, expected) in [
        ("nowhere", "no-such-file", "there is no such file or folder"),
        ("circle", "circle", "it could not be read to its end: "),
        ("broken", "/proc/self/mem", "it could not be read to its end: "),
    ] {
        symlink(to, folder.path().join(name)).unwrap();
        check(folder.path(), name, expected);
        for (inside, files) in [("Maildir/cur", "Maildir/new"), ("patches", "patches")] {
            let input = inside.split('/').next().unwrap();
            let place = |number: &str| folder.path().join(inside).join(number);
            fs::create_dir_all(folder.path().join(files)).unwrap();
            fs::create_dir_all(place("3-a-folder.patch")).unwrap();
            fs::write(place("1.patch"), &mails()[1]).unwrap();
            fs::write(place("4.patch"), &mails()[3]).unwrap();
            let link = if to == "circle" { "2.patch" } else { to };
            symlink(link, place("2.patch")).unwrap();
            let said = checkprov(folder.path(), input, b"");
            assert_eq!((said.status, said.err.lines().count()), (2, 1), "{}", said.err);
            let wanted = format!("checkprov: {inside}/2.patch: {expected}");
            assert!(said.err.starts_with(&wanted), "{}\ninstead of\n{wanted}", said.err);
            assert_eq!(said.each("message_id"), ["<2@example.org>", "<4@example.org>"], "{input}");
            fs::remove_dir_all(folder.path().join(input)).unwrap();
        }
    }
}

/// No one may ever write into a pipe, and a socket cannot be read.
#[cfg(unix)]
#[test]
fn pipes_and_sockets_of_a_folder_are_passed_over() {
    let folder = TempDir::new().unwrap();
    for place in ["patches", "Maildir/cur"] {
        let place = folder.path().join(place);
        fs::create_dir_all(&place).unwrap();
        fs::write(place.join("1.patch"), &mails()[1]).unwrap();
        std::os::unix::net::UnixListener::bind(place.join("2.patch")).unwrap();
        fs::write(place.join("3.patch"), &mails()[3]).unwrap();
    }
    let said = checkprov(folder.path(), "patches Maildir", b"");
    assert_eq!((said.err.as_str(), said.each("index")), ("", [0, 1, 0, 1].map(Value::from).to_vec()));
}

#[test]
fn a_bare_diff_is_a_patch_without_mail() {
    let folder = TempDir::new().unwrap();
    for text in [DIFF.to_owned(), format!("\n\nA note.\n{DIFF}"), DIFF.replace('\n', "\r\n")] {
        let said = checkprov(folder.path(), "-", text.as_bytes());
        assert_eq!((said.status, said.err.as_str()), (0, ""), "{}", said.out);
        let diff = &said.all()[0];
        assert_eq!(diff["kind"], "patch");
        assert!(
            diff["subject"].is_null()
                && diff["author"].is_null()
                && diff["findings"] == serde_json::json!([])
        );
        assert_eq!(diff["diff"]["files"][0]["path"], "f.c");
        assert_eq!(diff["diff"]["added"], 1);
    }
}
