//! Runs git over many mails at once: it spends most of its time starting, and most of its tools take many files.
//! A mark between the files parts what git says of one from what it says of the next.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

use super::{Counted, Reading, on_threads, text};

/// Runs git in a folder, with no one's settings and no repository around it.
pub(crate) fn git(folder: &Path, words: &[impl AsRef<OsStr>], input: &[u8]) -> Output {
    use std::io::Write as _;
    let mut child = Command::new("git")
        .args(words)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CEILING_DIRECTORIES", folder.parent().unwrap())
        .env("LC_ALL", "C")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("git runs");
    // git may end before it has read everything.
    let mut stdin = child.stdin.take().unwrap();
    std::thread::scope(|scope| {
        scope.spawn(move || stdin.write_all(input));
        child.wait_with_output().unwrap()
    })
}

/// The mails `git mailsplit` makes of each file.
pub(crate) fn split(boxes: &[impl AsRef<[u8]> + Sync], dialect: &str) -> Vec<Vec<Vec<u8>>> {
    in_batches(boxes, |boxes| split_batch(boxes, dialect))
}

/// What git makes of mails, as `git am` runs its tools.
pub(crate) fn read(mails: &[impl AsRef<[u8]> + Sync], scissors: bool) -> Vec<Reading> {
    in_batches(mails, |mails| read_batch(mails, scissors))
}

/// Does the work for some items at once, on a few threads. The results keep the order of the items.
fn in_batches<T: Sync, R: Send>(items: &[T], work: impl Fn(&[T]) -> Vec<R> + Sync) -> Vec<R> {
    let batches: Vec<&[T]> = items.chunks(32).collect();
    on_threads(&batches, |batch| work(batch)).into_iter().flatten().collect()
}

fn split_batch(boxes: &[impl AsRef<[u8]>], dialect: &str) -> Vec<Vec<Vec<u8>>> {
    const MARK: &[u8] = b"From mark Thu Jan  1 00:00:00 1970\nSubject: the box ends\n\n";
    let folder = TempDir::new().unwrap();
    let at = folder.path();
    let names = write_all(at, "box", boxes);
    fs::write(at.join("mark"), MARK).unwrap();
    let mut all = Vec::new();
    while all.len() < boxes.len() {
        let out = format!("out{}", all.len());
        fs::create_dir(at.join(&out)).unwrap();
        let words = ["mailsplit".to_owned(), dialect.to_owned(), "-d8".to_owned(), format!("-o{out}")];
        let done = git(at, &[&words, &marked(&names[all.len()..])[..]].concat(), b"");
        let mut mails = Vec::new();
        for number in 1.. {
            let Ok(mail) = fs::read(at.join(format!("{out}/{number:08}"))) else { break };
            if mail == MARK { all.push(std::mem::take(&mut mails)) } else { mails.push(mail) }
        }
        // It stops at a file that is no mailbox.
        if !done.status.success() {
            all.push(mails);
        }
    }
    all
}

fn read_batch(mails: &[impl AsRef<[u8]>], scissors: bool) -> Vec<Reading> {
    let folder = TempDir::new().unwrap();
    let at = folder.path();
    let mut all: Vec<Reading> = mails.iter().map(|mail| mailinfo(at, mail.as_ref(), scissors)).collect();
    let readable = || (0..all.len()).filter(|&index| all[index].state != "unreadable");
    let with_patch: Vec<usize> = readable().filter(|&index| !all[index].patch.is_empty()).collect();
    let with_message: Vec<usize> = readable().collect();
    let patches: Vec<&[u8]> = with_patch.iter().map(|&index| &all[index].patch[..]).collect();
    let counts = apply(at, &patches);
    let whole = |reading: &Reading| [reading.subject.as_bytes(), b"\n\n", &reading.message].concat();
    let messages: Vec<Vec<u8>> = with_message.iter().map(|&index| whole(&all[index])).collect();
    let tags = interpret_trailers(at, &messages);
    for (index, (state, files)) in with_patch.into_iter().zip(counts) {
        (all[index].state, all[index].files) = (state, files);
    }
    for (index, tags) in with_message.into_iter().zip(tags) {
        all[index].tags = tags;
    }
    all
}

/// What `git mailinfo` cuts a mail into.
fn mailinfo(at: &Path, mail: &[u8], scissors: bool) -> Reading {
    let scissors = if scissors { "--scissors" } else { "--no-scissors" };
    let info = git(at, &["mailinfo", "-u", scissors, "message", "patch"], mail);
    if !info.status.success() {
        return Reading { state: "unreadable", ..Reading::default() };
    }
    let head = |name: &str| {
        let mut lines = info.stdout.split(|&b| b == b'\n');
        lines.find_map(|line| line.strip_prefix(name.as_bytes())).map(text).unwrap_or_default()
    };
    Reading {
        state: "none",
        message: fs::read(at.join("message")).unwrap(),
        patch: fs::read(at.join("patch")).unwrap(),
        author: (head("Author: "), head("Email: ")),
        subject: head("Subject: "),
        ..Reading::default()
    }
}

/// What `git apply --numstat` says of the text of each patch.
fn apply(at: &Path, patches: &[&[u8]]) -> Vec<(&'static str, Vec<Counted>)> {
    const MARK: &str = "--- a/the-patch-ends\n+++ b/the-patch-ends\n@@ -1 +1 @@\n-a\n+b\n";
    let names = write_all(at, "patch", patches);
    fs::write(at.join("mark"), MARK).unwrap();
    let mut all = Vec::new();
    while all.len() < patches.len() {
        let words = ["apply", "--numstat", "-z"].map(str::to_owned);
        let done = git(at, &[&words, &marked(&names[all.len()..])[..]].concat(), b"");
        let mut files = Vec::new();
        let mut is_as_before = true;
        for row in numstat(&done.stdout) {
            if row.0.ends_with("the-patch-ends") {
                all.push(("ok", std::mem::take(&mut files)));
                // A patch that names no folder teaches git to strip none from the names of all later ones
                // (apply.c: guess_p_value); so the next one is asked about again.
                is_as_before = row.0 == "the-patch-ends";
                if !is_as_before {
                    break;
                }
            } else {
                files.push(row);
            }
        }
        // It stops at a patch that it does not take.
        if is_as_before && !done.status.success() {
            let is_none = text(&done.stderr).contains("No valid patches");
            all.push((if is_none { "none" } else { "malformed" }, Vec::new()));
        }
    }
    all
}

/// Reads `added TAB removed TAB path NUL`.
fn numstat(output: &[u8]) -> Vec<Counted> {
    let rows = output.split(|&b| b == 0).filter(|row| !row.is_empty());
    rows.map(|row| {
        let mut words = row.splitn(3, |&b| b == b'\t');
        let (added, removed, path) = (words.next().unwrap(), words.next().unwrap(), words.next().unwrap());
        let lines = (added != b"-").then(|| (text(added).parse().unwrap(), text(removed).parse().unwrap()));
        (text(path), lines)
    })
    .collect()
}

/// The tags that `git interpret-trailers` finds in each message.
fn interpret_trailers(at: &Path, messages: &[Vec<u8>]) -> Vec<Vec<(String, String)>> {
    const MARK: &[u8] = b"Message-ends: here";
    let names = write_all(at, "message", messages);
    fs::write(at.join("mark"), [b"x\n\n", MARK, b"\n"].concat()).unwrap();
    let words = ["interpret-trailers", "--parse", "--no-divider"].map(str::to_owned);
    let done = git(at, &[&words, &marked(&names)[..]].concat(), b"");
    let mut all = vec![Vec::new()];
    for line in done.stdout.split(|&b| b == b'\n').filter(|line| !line.is_empty()) {
        if line == MARK {
            all.push(Vec::new());
        } else {
            let line = text(line);
            let (key, value) = line.split_once(':').unwrap();
            all.last_mut()
                .unwrap()
                .push((key.to_owned(), value.strip_prefix(' ').unwrap_or(value).to_owned()));
        }
    }
    all.pop();
    assert_eq!(all.len(), messages.len(), "{}", text(&done.stderr));
    all
}

/// Writes files for git to read; gives their names.
fn write_all(at: &Path, what: &str, texts: &[impl AsRef<[u8]>]) -> Vec<String> {
    let names: Vec<String> = (0..texts.len()).map(|number| format!("{what}{number}")).collect();
    for (name, text) in names.iter().zip(texts) {
        fs::write(at.join(name), text).unwrap();
    }
    names
}

/// The names, each with the mark after it.
fn marked(names: &[String]) -> Vec<String> {
    names.iter().flat_map(|name| [name.clone(), "mark".to_owned()]).collect()
}
