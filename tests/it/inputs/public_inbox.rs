//! Public-inboxes as they are found: partial, damaged, with mails taken out, indexed, many in a folder.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::run::{Said, checkprov, mails, program};

/// An epoch whose commits are made one by one.
struct Epoch<'f> {
    folder: &'f Path,
    name: &'f str,
    tip: String,
}

impl<'f> Epoch<'f> {
    fn new(folder: &'f Path, name: &'f str) -> Self {
        program(folder, &["git", "init", "-q", "--bare", name], b"");
        Self { folder, name, tip: String::new() }
    }

    fn git(&self, words: &[&str], input: &str) -> String {
        let words = [&["git", "--git-dir", self.name], words].concat();
        String::from_utf8(program(self.folder, &words, input.as_bytes())).unwrap().trim().to_owned()
    }

    /// Commits a tree of one entry; gives the entry's object and the commit.
    fn commit(&mut self, mode: &str, object: &str, name: &str) -> String {
        let entry = if name.is_empty() { String::new() } else { format!("{mode} {object}\t{name}\n") };
        let tree = self.git(&["mktree"], &entry);
        let parent = if self.tip.is_empty() { vec![] } else { vec!["-p", &self.tip] };
        let commit = self.git(&[&["commit-tree", "-m", "x"][..], &parent, &[&tree]].concat(), "");
        self.git(&["update-ref", "HEAD", &commit], "");
        self.tip.clone_from(&commit);
        commit
    }

    /// Adds a text as that file; gives its object.
    fn add(&mut self, name: &str, text: &str) -> String {
        let object = self.git(&["hash-object", "-w", "--stdin"], text);
        self.commit("100644 blob", &object, name);
        object
    }

    /// Puts other bytes into the place of a loose object.
    fn damage(&self, object: &str) {
        let file = self.folder.join(self.name).join("objects").join(&object[..2]).join(&object[2..]);
        fs::remove_file(&file).unwrap();
        fs::write(&file, "no object").unwrap();
    }
}

/// The Message-IDs of what was checked, without what they have in common.
fn ids(said: &Said) -> Vec<String> {
    let ids = said.each("message_id");
    ids.iter().map(|id| id.as_str().unwrap().trim_matches(['<', '>']).replace("@example.org", "")).collect()
}

#[test]
fn mails_that_are_taken_out_are_not_checked() {
    let folder = TempDir::new().unwrap();
    let mut epoch = Epoch::new(folder.path(), "list/git/0.git");
    for mail in &mails()[..4] {
        epoch.add("m", mail);
    }
    epoch.add("d", &mails()[1]);
    // One comes back, one is purged, a commit holds nothing.
    epoch.add("d", &mails()[2]);
    epoch.add("m", &mails()[2]);
    epoch.add("m", "");
    epoch.commit("", "", "");
    epoch.add("m", &mails()[4]);
    // One is taken out an epoch later.
    let mut next = Epoch::new(folder.path(), "list/git/1.git");
    next.add("d", &mails()[3]);
    next.add("m", &mails()[5]);
    let said = checkprov(folder.path(), "list", b"");
    assert_eq!((said.status, said.err.as_str()), (1, ""));
    assert_eq!(ids(&said), ["1", "3", "5", "6"]);
    assert_eq!(said.each("index"), [0, 1, 2, 3]);
}

#[test]
fn mails_that_are_taken_out_of_the_first_version_are_not_checked() {
    let folder = TempDir::new().unwrap();
    let mut old = Epoch::new(folder.path(), "old.git");
    let tree = |old: &Epoch<'_>, files: &[(&str, &str)]| {
        let lines: String =
            files.iter().map(|(name, object)| format!("040000 tree {object}\t{name}\n")).collect();
        old.git(&["mktree"], &lines)
    };
    let mail = |old: &Epoch<'_>, n: usize| {
        let object = old.git(&["hash-object", "-w", "--stdin"], &mails()[n]);
        old.git(&["mktree"], &format!("100644 blob {object}\t{n:038}\n"))
    };
    let (one, two) = (mail(&old, 1), mail(&old, 2));
    for files in [&[("11", &*one)][..], &[("11", &one), ("22", &two)], &[("22", &two)]] {
        let tree = tree(&old, files);
        let parent = if old.tip.is_empty() { vec![] } else { vec!["-p", &old.tip] };
        old.tip = old.git(&[&["commit-tree", "-m", "x"][..], &parent, &[&tree]].concat(), "");
        old.git(&["update-ref", "HEAD", &old.tip], "");
    }
    assert_eq!(ids(&checkprov(folder.path(), "old.git", b"")), ["3"]);
}

#[test]
fn a_bad_object_does_not_lose_the_others() {
    let folder = TempDir::new().unwrap();
    let mut epoch = Epoch::new(folder.path(), "0.git");
    epoch.add("m", &mails()[0]);
    let object = epoch.git(&["hash-object", "-w", "--stdin"], &mails()[1]);
    let tree = epoch.git(&["mktree"], &format!("100644 blob {object}\tm\n"));
    let first = epoch.commit("040000 tree", &tree, "m");
    epoch.add("m", &mails()[2]);
    let damaged = [epoch.add("m", &mails()[3]), epoch.add("m", &mails()[4])];
    epoch.add("m", &mails()[5]);
    let said = checkprov(folder.path(), "0.git", b"");
    assert_eq!((said.status, ids(&said)), (2, ["1", "3", "4", "5", "6"].map(str::to_owned).to_vec()));
    assert!(
        said.err.contains(&format!("0.git: 1 of its mails could not be read, the first in commit {first};")),
        "{}",
        said.err
    );
    damaged.iter().for_each(|object| epoch.damage(object));
    let said = checkprov(folder.path(), "0.git", b"");
    assert_eq!((said.status, ids(&said)), (2, ["1", "3", "6"].map(str::to_owned).to_vec()));
    assert!(said.err.contains("3 of its mails could not be read"), "{}", said.err);
    assert_eq!(said.err.lines().count(), 1, "{}", said.err);
}

#[test]
fn a_commit_that_cannot_be_read_does_not_lose_what_came_after() {
    let folder = TempDir::new().unwrap();
    let mut epoch = Epoch::new(folder.path(), "0.git");
    epoch.add("m", &mails()[0]);
    epoch.add("m", &mails()[1]);
    let damaged = epoch.tip.clone();
    for mail in &mails()[2..5] {
        epoch.add("m", mail);
    }
    epoch.damage(&damaged);
    let said = checkprov(folder.path(), "0.git", b"");
    // git shows a commit once it has read its parents.
    assert_eq!((said.status, ids(&said)), (2, vec!["4".to_owned(), "5".to_owned()]));
    assert!(said.err.contains("git log failed"), "{}", said.err);
}

#[test]
fn a_clone_without_all_mails_says_so() {
    let folder = TempDir::new().unwrap();
    let mut epoch = Epoch::new(folder.path(), "0.git");
    for mail in &mails()[..3] {
        epoch.add("m", mail);
    }
    epoch.add("d", &mails()[2]);
    epoch.git(&["config", "uploadpack.allowFilter", "true"], "");
    let url = format!("file://{}/0.git", folder.path().display());
    let clone = |option: &str, name: &str| {
        program(folder.path(), &["git", "clone", "-q", "--mirror", option, &url, name], b"");
        checkprov(folder.path(), name, b"")
    };
    let partial = clone("--filter=blob:none", "partial.git");
    assert_eq!((partial.status, ids(&partial).len()), (2, 0));
    assert!(partial.err.contains("3 of its mails could not be read"), "{}", partial.err);
    let shallow = clone("--depth=3", "shallow.git");
    assert_eq!((shallow.status, ids(&shallow)), (2, vec!["2".to_owned()]));
    assert!(shallow.err.contains("it is a shallow clone: mails from before commit"), "{}", shallow.err);
    assert_eq!(checkprov(folder.path(), "0.git", b"").err, "");
}

#[test]
fn indexes_and_folders_of_lists_are_read_list_by_list() {
    let folder = TempDir::new().unwrap();
    let at = folder.path();
    Epoch::new(at, "top/b/git/0.git").add("m", &mails()[2]);
    Epoch::new(at, "top/a/git/10.git").add("m", &mails()[1]);
    Epoch::new(at, "top/a/git/9.git").add("m", &mails()[0]);
    fs::write(at.join("top/manifest.js.gz"), "").unwrap();
    let lend = |name: &str, lenders: &str| {
        Epoch::new(at, name);
        fs::write(at.join(name).join("objects/info/alternates"), lenders).unwrap();
    };
    lend("top/a/all.git", "../../git/10.git/objects\n../../git/9.git/objects\n");
    lend("top/b/all.git", "../../git/0.git/objects\n");
    lend("index/ALL.git", "../../../top/a/all.git/objects\n../../../top/b/all.git/objects\n");
    for (input, expected) in [
        ("top", &["1", "2", "3"][..]),
        ("index", &["1", "2", "3"]),
        ("index/ALL.git", &["1", "2", "3"]),
        ("top/a/all.git", &["1", "2"]),
        ("top/a", &["1", "2"]),
    ] {
        let said = checkprov(at, input, b"");
        assert_eq!(
            (said.err.as_str(), ids(&said)),
            ("", expected.iter().map(|&id| id.to_owned()).collect()),
            "{input}"
        );
    }
}

#[test]
fn an_index_that_borrows_from_itself_ends() {
    let folder = TempDir::new().unwrap();
    Epoch::new(folder.path(), "all.git");
    fs::write(folder.path().join("all.git/objects/info/alternates"), "../objects\n").unwrap();
    assert_eq!(checkprov(folder.path(), "all.git", b"").messages().len(), 0);
}
