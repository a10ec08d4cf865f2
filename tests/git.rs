//! git is the judge: every fixture is split, decoded, cut and counted by git and by this library.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its fixtures has nothing to say")]

mod judge;

use std::path::{Path, PathBuf};

use checkprov::input;

/// Where another reading than git's is wanted, and why.
const WANTED: &[(&str, &str)] = &[
    ("mail/bare-byte-order-mark.eml", "git takes the mark for text, and the headers for the message"),
    ("mail/encoding-base64-header-over-plain-text.eml", "b4 decodes the body and leaves the header"),
    ("mail/encoding-qp-header-over-plain-text.eml", "b4 decodes the body and leaves the header"),
    ("mail/split-two-from-lines-in-a-row.mbox", "git takes the last line of a mail without a body for text"),
];

#[test]
fn every_fixture_is_read_as_git_reads_it() {
    let fixtures = fixtures();
    let told = judge::on_threads(&fixtures, |path| differences(path));
    let mut wrong = String::new();
    let mut deviations = Vec::new();
    for (path, differences) in fixtures.iter().zip(told) {
        let name = path.strip_prefix(root()).unwrap().to_str().unwrap();
        if WANTED.iter().any(|(wanted, _)| *wanted == name) {
            deviations.push(name);
            assert!(!differences.is_empty(), "{name} is read as git reads it: take it from the table");
        } else if !differences.is_empty() {
            wrong += &format!("{name}\n    {}\n", differences.join("\n    "));
        }
    }
    assert!(wrong.is_empty(), "git reads these otherwise:\n{wrong}");
    assert_eq!(deviations.len(), WANTED.len(), "a file of the table is missing");
}

/// Everything in which a fixture is read otherwise than git reads it.
fn differences(path: &Path) -> Vec<String> {
    let bytes = std::fs::read(path).unwrap();
    let name = path.file_name().unwrap().to_str().unwrap();
    let dialect = if name.contains("mboxrd") { "--mboxrd" } else { "-b" };
    let blocks = input::split(&bytes);
    let ours: Vec<_> = blocks.iter().flat_map(|block| block.mails()).collect();
    let git = judge::git_split(&bytes, dialect);
    let mut all = Vec::new();
    if git.len() != ours.len() {
        all.push(format!("mails: git {}, us {}", git.len(), ours.len()));
    }
    for (index, (theirs, ours)) in git.iter().zip(&ours).enumerate() {
        if **theirs != *ours.bytes {
            let (git, us) = (judge::text(theirs), judge::text(&ours.bytes));
            all.push(format!("mail {index} split:\n      git {git:?}\n       us {us:?}"));
        }
        for scissors in [false, true] {
            if !scissors || name.starts_with("scissors-") {
                let git = judge::by_git(theirs, scissors);
                let differ = git.differences(&judge::by_us(&ours.bytes, scissors));
                all.extend(differ.into_iter().map(|what| format!("mail {index} {what}")));
            }
        }
    }
    all
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

/// Every mail, mbox and diff among the fixtures, in order.
fn fixtures() -> Vec<PathBuf> {
    let entries = |folder: PathBuf| std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let is_mail = |path: &PathBuf| {
        path.extension().is_some_and(|kind| ["eml", "mbox", "diff", "patch"].iter().any(|k| kind == *k))
    };
    let folders = entries(root()).filter(|path| path.is_dir());
    let mut all: Vec<PathBuf> = folders.flat_map(entries).filter(is_mail).collect();
    all.sort();
    all
}
