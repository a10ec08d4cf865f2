//! A public-inbox: mails kept in git repositories, a commit a mail.
//!
//! In version 2 every commit of an epoch holds its mail as the file `m`; in version 1 every commit adds a file
//! named by the hash of a Message-ID. `git log` names the commits and one `git cat-file --batch` gives the
//! mails: nothing is checked out, and nothing is kept.
//!
//! Source: <https://public-inbox.org/public-inbox-v2-format.html>.

mod archive;
mod commits;
mod deletions;
mod mails;

use std::fs;
use std::path::{Path, PathBuf};

pub(super) use archive::Archive;

use super::Reason;
use super::natural_sort::by_number;
use crate::git::{Git, GitError};

/// The repositories of one list, in order.
pub(super) type List = Vec<PathBuf>;

/// How mails lie in a repository.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// A file `m` in every commit.
    Second,
    /// A file more with every commit.
    First,
    /// No commit, so no mail.
    Empty,
}

/// How far repositories that borrow objects are followed: an index over all lists borrows from each list's
/// `all.git`, and that from its epochs.
const DEEPEST: usize = 3;

/// The lists in a folder: one list, one repository of a list, an index over lists, or a folder of lists as grokmirror
/// keeps them. None where there is no such thing.
pub(super) fn lists(folder: &Path) -> Vec<List> {
    let own = list(folder);
    if !own.is_empty() {
        return vec![own];
    }
    let index = folder.join("ALL.git");
    if is_repository(&index) {
        return lent_by(&index);
    }
    if is_repository(folder) {
        let lenders = lent_by(folder);
        return if lenders.is_empty() { vec![vec![folder.to_owned()]] } else { lenders };
    }
    sorted(folder, |path| path.is_dir())
        .iter()
        .map(|path| list(path))
        .filter(|list| !list.is_empty())
        .collect()
}

/// The repositories of a list of version 2: `git/0.git`, `git/1.git`, and so on.
fn list(folder: &Path) -> List {
    let epochs = sorted(&folder.join("git"), is_epoch);
    if epochs.is_empty() { sorted(folder, is_epoch) } else { epochs }
}

/// The entries of a folder that are wanted, in order; none where it is no folder.
fn sorted(folder: &Path, wanted: impl Fn(&Path) -> bool) -> Vec<PathBuf> {
    let entries = folder.read_dir().into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| wanted(path)).collect();
    paths.sort_by(|a, b| by_number(a.as_os_str().as_encoded_bytes(), b.as_os_str().as_encoded_bytes()));
    paths
}

fn is_epoch(path: &Path) -> bool {
    let number = path.file_name().and_then(|name| name.to_str()).and_then(|name| name.strip_suffix(".git"));
    number.is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit())) && is_repository(path)
}

/// Whether a folder is a git repository without work tree.
fn is_repository(path: &Path) -> bool {
    path.join("HEAD").is_file() && path.join("objects").is_dir() && path.join("refs").is_dir()
}

/// The lists whose objects a repository without commits borrows: the `all.git` of a list, the `ALL.git` of an index.
fn lent_by(repository: &Path) -> Vec<List> {
    let mut lists = Vec::new();
    follow(repository, 0, &mut lists);
    lists
}

/// Source: git's `objects/info/alternates` (<https://git-scm.com/docs/gitrepository-layout>).
fn follow(repository: &Path, depth: usize, lists: &mut Vec<List>) {
    let objects = repository.join("objects");
    let Ok(lenders) = fs::read_to_string(objects.join("info/alternates")) else { return };
    if depth == DEEPEST || !matches!(layout(repository), Ok(Some(Layout::Empty))) {
        return;
    }
    let lenders = lenders.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let lenders =
        lenders.filter_map(|line| fs::canonicalize(objects.join(line)).ok()?.parent().map(Path::to_owned));
    let mut own: List = Vec::new();
    for lender in lenders.filter(|lender| is_repository(lender)) {
        let known = lists.len();
        follow(&lender, depth + 1, lists);
        let is_new = !own.contains(&lender) && !lists.iter().any(|list| list.contains(&lender));
        if lists.len() == known && is_new {
            own.push(lender);
        }
    }
    own.sort_by(|a, b| by_number(a.as_os_str().as_encoded_bytes(), b.as_os_str().as_encoded_bytes()));
    if !own.is_empty() {
        lists.push(own);
    }
}

/// How mails lie in a repository; none where it holds something else.
pub(super) fn layout(repository: &Path) -> Result<Option<Layout>, Reason> {
    let git = Git::in_directory(repository);
    let found = match git.run("ls-tree", &["-z", "--name-only", "HEAD"]) {
        // Only this word of git's separates a repository without commits from one that cannot be read.
        Err(GitError::Failed { said, .. }) if said.contains("valid object name HEAD") => {
            return Ok(Some(Layout::Empty));
        }
        found => found?,
    };
    let names: Vec<&[u8]> = found.split(|&b| b == 0).filter(|name| !name.is_empty()).collect();
    let is_hex = |name: &&[u8]| name.len() == 2 && name.iter().all(u8::is_ascii_hexdigit);
    Ok(match &names[..] {
        [b"m" | b"d"] => Some(Layout::Second),
        [_, ..] if names.iter().all(is_hex) => Some(Layout::First),
        _ => None,
    })
}
