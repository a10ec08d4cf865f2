//! Reads one mail twice, with git and with this library, into the same shape, to hold them side by side.

pub(crate) mod mutate;
pub(crate) mod random;
pub(crate) mod repository;

use std::ffi::OsStr;
use std::fmt::Debug;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use checkprov::diff::{Diff, State};
use checkprov::mail::{Message, Options, Problem};
use checkprov::patch::Patch;
use tempfile::TempDir;

/// What one of the two makes of a mail.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Reading {
    /// `none`, `ok`, `malformed`; `unreadable` where git gives up and all else is left empty.
    pub(crate) state: &'static str,
    pub(crate) message: Vec<u8>,
    pub(crate) patch: Vec<u8>,
    pub(crate) author: (String, String),
    pub(crate) subject: String,
    pub(crate) files: Vec<Counted>,
    pub(crate) tags: Vec<(String, String)>,
}

/// A file by git's name, and its added and removed lines; none of a binary file.
pub(crate) type Counted = (String, Option<(u64, u64)>);

/// Runs git in a folder, with nobody's settings and no repository around it.
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

/// The mails `git mailsplit` makes of a file.
pub(crate) fn git_split(bytes: &[u8], dialect: &str) -> Vec<Vec<u8>> {
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("box"), bytes).unwrap();
    std::fs::create_dir(folder.path().join("out")).unwrap();
    let split = git(folder.path(), &["mailsplit", dialect, "-d8", "-oout", "box"], b"");
    let count: usize = String::from_utf8(split.stdout).unwrap().trim().parse().unwrap_or(0);
    let name = |number| folder.path().join(format!("out/{number:08}"));
    (1..=count).map(|number| std::fs::read(name(number)).unwrap()).collect()
}

/// What git makes of a mail, as `git am` runs its tools.
pub(crate) fn by_git(mail: &[u8], scissors: bool) -> Reading {
    let folder = TempDir::new().unwrap();
    let at = folder.path();
    let scissors = if scissors { "--scissors" } else { "--no-scissors" };
    let info = git(at, &["mailinfo", "-u", scissors, "message", "patch"], mail);
    if !info.status.success() {
        return Reading { state: "unreadable", ..Reading::default() };
    }
    let message = std::fs::read(at.join("message")).unwrap();
    let patch = std::fs::read(at.join("patch")).unwrap();
    let head = |name: &str| {
        let lines =
            || info.stdout.split(|&b| b == b'\n').filter_map(|line| line.strip_prefix(name.as_bytes()));
        lines().next().map(text).unwrap_or_default()
    };
    let (state, files) = counted(at, &patch);
    let subject = head("Subject: ");
    let tags = git_tags(at, &subject, &message);
    Reading { state, message, patch, author: (head("Author: "), head("Email: ")), subject, files, tags }
}

/// What `git apply --numstat` says of the text of a patch.
fn counted(folder: &Path, patch: &[u8]) -> (&'static str, Vec<Counted>) {
    if patch.is_empty() {
        return ("none", Vec::new());
    }
    let counts = git(folder, &["apply", "--numstat", "-z", "-"], patch);
    match () {
        () if counts.status.success() => ("ok", numstat(&counts.stdout)),
        () if text(&counts.stderr).contains("No valid patches") => ("none", Vec::new()),
        () => ("malformed", Vec::new()),
    }
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

fn git_tags(folder: &Path, subject: &str, message: &[u8]) -> Vec<(String, String)> {
    let whole = [subject.as_bytes(), b"\n\n", message].concat();
    let tags = git(folder, &["interpret-trailers", "--parse", "--no-divider"], &whole);
    let lines = tags.stdout.split(|&b| b == b'\n').filter(|line| !line.is_empty());
    lines
        .map(|line| {
            let line = text(line);
            let (key, value) = line.split_once(':').unwrap();
            (key.to_owned(), value.strip_prefix(' ').unwrap_or(value).to_owned())
        })
        .collect()
}

/// What this library makes of a mail. `None` where it says that git would give up, but reads on.
pub(crate) fn by_us(mail: &[u8], scissors: bool) -> Reading {
    let message = Message::read(mail, Options { scissors });
    if message.problems.iter().any(Problem::stops_git) {
        return Reading { state: "unreadable", ..Reading::default() };
    }
    let patch = Patch::read(&message);
    let author = patch.author.clone().unwrap_or_default();
    Reading {
        state: state(&patch.diff),
        message: message.message.to_vec(),
        patch: message.patch().to_vec(),
        author: (author.name, author.email),
        subject: patch.subject.text.clone().unwrap_or_default(),
        files: our_counts(&patch.diff),
        tags: patch.tags.iter().map(|tag| (tag.key.clone(), tag.value.clone())).collect(),
    }
}

/// The state of a diff as [`Reading::state`] says it.
pub(crate) fn state(diff: &Diff<'_>) -> &'static str {
    match diff.state() {
        State::None => "none",
        State::Ok => "ok",
        State::Malformed => "malformed",
    }
}

/// The counts of a diff that git takes whole.
pub(crate) fn our_counts(diff: &Diff<'_>) -> Vec<Counted> {
    if diff.state() == State::Malformed {
        return Vec::new();
    }
    let lines = diff.files.iter().map(|file| (!file.binary).then_some((file.added, file.removed)));
    diff.files.iter().map(|file| file.path.to_string()).zip(lines).collect()
}

impl Reading {
    /// Everything in which two readings differ, in words.
    pub(crate) fn differences(&self, ours: &Self) -> Vec<String> {
        let mut all = Vec::new();
        let mut hold = |what: &str, git: &dyn Debug, us: &dyn Debug, same: bool| {
            if !same {
                all.push(format!("{what}:\n      git {git:?}\n       us {us:?}"));
            }
        };
        hold("state", &self.state, &ours.state, self.state == ours.state);
        let (git_message, our_message) = (text(&self.message), text(&ours.message));
        hold("message", &git_message, &our_message, self.message == ours.message);
        hold("patch", &text(&self.patch), &text(&ours.patch), self.patch == ours.patch);
        hold("author", &self.author, &ours.author, self.author == ours.author);
        hold("subject", &self.subject, &ours.subject, self.subject == ours.subject);
        hold("files", &self.files, &ours.files, self.files == ours.files);
        hold("tags", &self.tags, &ours.tags, self.tags == ours.tags);
        all
    }
}

/// Does the work for every item on a few threads: git's time is mostly spent starting. The results keep
/// the order of the items.
pub(crate) fn on_threads<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let worker = || {
        let mut done = Vec::new();
        while let Some((index, item)) = take(items, &next) {
            done.push((index, work(item)));
        }
        done
    };
    let threads = std::thread::available_parallelism().map_or(2, |n| n.get() + 1);
    let mut all: Vec<(usize, R)> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(worker)).collect();
        running.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    all.sort_by_key(|(index, _)| *index);
    all.into_iter().map(|(_, result)| result).collect()
}

fn take<'t, T>(items: &'t [T], next: &AtomicUsize) -> Option<(usize, &'t T)> {
    let index = next.fetch_add(1, Ordering::Relaxed);
    Some((index, items.get(index)?))
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The folder of the fixtures.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

/// Every mail, mbox and diff among the fixtures, in order.
pub(crate) fn fixtures() -> Vec<PathBuf> {
    let entries = |folder: PathBuf| std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let is_mail = |path: &PathBuf| {
        path.extension().is_some_and(|kind| ["eml", "mbox", "diff", "patch"].iter().any(|k| kind == *k))
    };
    let folders = entries(root()).filter(|path| path.is_dir());
    let mut all: Vec<PathBuf> = folders.flat_map(entries).filter(is_mail).collect();
    all.sort();
    all
}
