//! Reads one mail twice, with git and with this library, into the same shape, to hold them side by side.

pub(crate) mod crafted;
mod git;
pub(crate) mod mutate;
pub(crate) mod random;
pub(crate) mod repository;

use std::fmt::Debug;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use checkprov::diff::{Diff, State};
use checkprov::mail::{Message, Options, Problem};
use checkprov::patch::Patch;

pub(crate) use git::{git, read as by_git, split as git_split};

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

/// Whether git decodes the body of a mail and would apply nothing of it, and this library says so and reads the diff
/// that it shows.
pub(crate) fn is_read_as_it_stands(mail: &[u8]) -> bool {
    Message::read(mail, Options::default()).problems.contains(&Problem::NotEncoded)
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

/// Everything in which each of the mails is read otherwise than git reads it.
pub(crate) fn differences(mails: &[impl AsRef<[u8]> + Sync], scissors: bool) -> Vec<Vec<String>> {
    let readings = by_git(mails, scissors);
    let pairs = mails.iter().zip(readings);
    pairs.map(|(mail, git)| git.differences(&by_us(mail.as_ref(), scissors))).collect()
}

/// Does the work for every item on a few threads. The results keep the order of the items.
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
