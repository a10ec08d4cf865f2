//! Every `X.before.patch` becomes its `X.after.patch`, and git reads both alike but for the tags; what is
//! called `same-` or `left-` stays as it is.

use crate::git_oracle;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use crate::git_oracle::Reading;
use checkprov::fix::{Action, Fixed, fix};
use checkprov::mail::{Message, Options};
use checkprov::patch::Patch;
use checkprov::policy::Policy;
use similar::{ChangeTag, TextDiff};

#[test]
fn before_becomes_after() {
    for (path, policy) in fixtures(".before.patch") {
        let fixed = fix_file(&path, &policy);
        let after = fs::read(after(&path)).unwrap();
        assert_eq!(git_oracle::text(&fixed.bytes), git_oracle::text(&after), "{}", path.display());
        assert!(fixed.is_changed());
    }
}

#[test]
fn what_is_in_order_stays() {
    for (path, policy) in fixtures(".after.patch").into_iter().chain(fixtures(".patch")) {
        let name = name_of(&path);
        if name.ends_with(".before.patch") {
            continue;
        }
        let fixed = fix_file(&path, &policy);
        assert!(fixed.bytes == fs::read(&path).unwrap(), "{name}");
        let is_left = fixed.steps.iter().all(|step| matches!(step.action, Action::Left(_)));
        assert!(is_left && fixed.steps.is_empty() != name.starts_with("left-"), "{name}: {:?}", fixed.steps);
    }
}

#[test]
fn steps_are_told() {
    let mut told = String::new();
    for (path, policy) in fixtures(".patch") {
        if name_of(&path).ends_with(".after.patch") {
            continue;
        }
        writeln!(told, "{}", name_of(&path)).unwrap();
        for step in fix_file(&path, &policy).steps {
            writeln!(told, "    {}: {}", step.line, step.action).unwrap();
        }
    }
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("steps_of_fix", told);
    });
}

#[test]
fn git_finds_the_tags_and_the_same_patch() {
    let pairs = fixtures(".before.patch");
    let fixed: Vec<Fixed> = pairs.iter().map(|(path, policy)| fix_file(path, policy)).collect();
    let before: Vec<Vec<u8>> = pairs.iter().map(|(path, _)| fs::read(path).unwrap()).collect();
    let after: Vec<Vec<u8>> = fixed.iter().map(|fixed| fixed.bytes.clone()).collect();
    let (before, after) = (read_by_git(&before), read_by_git(&after));
    for (((path, _), fixed), (before, after)) in pairs.iter().zip(&fixed).zip(before.iter().zip(&after)) {
        assert_eq!(before.len(), after.len());
        let name = name_of(path);
        for (one, other) in before.iter().zip(after) {
            assert_eq!((&one.state, &one.files), (&other.state, &other.files), "{name}");
            assert_eq!((&one.author, &one.subject), (&other.author, &other.subject), "{name}");
        }
        for step in &fixed.steps {
            let (Action::Rewritten { to: tag, .. } | Action::Moved { tag, .. }) = &step.action else {
                continue;
            };
            let (key, value) = tag.split_once(": ").unwrap();
            let tag = (key.to_owned(), value.to_owned());
            assert!(after.iter().any(|mail| mail.tags.contains(&tag)), "{name}: git finds no {tag:?}");
        }
    }
}

/// What git makes of the mails of each file.
fn read_by_git(files: &[Vec<u8>]) -> Vec<Vec<Reading>> {
    let boxes = git_oracle::git_split(files, "-b");
    let mut readings = git_oracle::by_git(&boxes.concat(), false).into_iter();
    boxes.iter().map(|mails| readings.by_ref().take(mails.len()).collect()).collect()
}

#[test]
fn nothing_but_tags_is_touched() {
    for (path, policy) in fixtures(".before.patch") {
        let (before, after) = (fs::read(&path).unwrap(), fix_file(&path, &policy).bytes);
        let (before, after) = (git_oracle::text(&before), git_oracle::text(&after));
        for change in TextDiff::from_lines(before.as_str(), after.as_str()).iter_all_changes() {
            let line = change.value();
            // Where a tag passes it, a line that stays looks moved.
            let is_same = before.matches(line).count() == after.matches(line).count();
            assert!(
                change.tag() == ChangeTag::Equal || is_same || is_of_a_tag(line),
                "{}: {line:?}",
                name_of(&path)
            );
        }
        assert_eq!(diffs(&before), diffs(&after), "{}", name_of(&path));
    }
}

#[test]
fn the_other_fixtures_keep_their_patches() {
    let policy = Policy::load("qemu").unwrap();
    let (mut names, mut changed, mut fixed) = (Vec::new(), Vec::new(), Vec::new());
    for path in folders().flat_map(entries) {
        let before = fs::read(&path).unwrap();
        let after = fix(&before, &policy).bytes;
        assert_eq!(fix(&after, &policy).bytes, after, "{}", path.display());
        if before != after {
            names.push(path);
            changed.push(before);
            fixed.push(after);
        }
    }
    let patches =
        |mails: &[Reading]| -> Vec<_> { mails.iter().map(|mail| (mail.state, mail.files.clone())).collect() };
    for (path, (before, after)) in names.iter().zip(read_by_git(&changed).iter().zip(&read_by_git(&fixed))) {
        assert_eq!(patches(before), patches(after), "{}", path.display());
    }
}

/// Lines that a message or its notes may be made of.
const LINES: [&str; 24] = [
    "",
    "Why it is so.",
    "Note: it is so",
    "AI-used-for: code",
    "AI-used-for: test",
    "AI-used-for: tests (the long",
    "AI-Used-By: docs",
    "AI used for: code (bounds check)",
    "AI-used-for: collecting comments",
    "AI-used-for: tests,",
    " docs (folded)",
    "Signed-off-by: Ann Dev <ann@example.org>",
    "Reviewed-by: Bob Rev <bob@example.org>",
    "[Bob: so]",
    "# comment",
    "> AI-used-for: code",
    "Fixes: 0123456789ab (\"f\")",
    "(cherry picked from commit 0123456789ab)",
    "https://example.org/a",
    "    AI-used-for: code",
    "Write it so:",
    "#AI-used-for: tests",
    "- AI used for: code",
    "and so on",
];

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn whatever_a_message_is_made_of(
        message in proptest::collection::vec(0..LINES.len(), 0..9),
        notes in proptest::collection::vec(0..LINES.len(), 0..5),
    ) {
        let text = |lines: &[usize]| lines.iter().map(|&line| format!("{}\n", LINES[line])).collect::<String>();
        let mail = format!(
            "From: Ann Dev <ann@example.org>\nSubject: [PATCH] f\n\nWhy.\n{}---\n{}\n f | 2 +-\n\n{DIFF}-- \n2.47\n",
            text(&message),
            text(&notes)
        );
        let policy = Policy::load("qemu").unwrap();
        let fixed = fix(mail.as_bytes(), &policy);
        let again = fix(&fixed.bytes, &policy);
        assert!(again.bytes == fixed.bytes, "{}", git_oracle::text(&fixed.bytes));
        // A mail is put in order as a whole, or left as a whole.
        assert!(!again.is_changed(), "{:?}", again.steps);
        assert!(!fixed.is_changed() || again.steps.is_empty(), "{:?}", again.steps);
        assert!(fixed.is_changed() || fixed.bytes == mail.as_bytes());
        let others = |text: &str| -> Vec<String> {
            let is_ours = |line: &str| is_of_a_tag(line) || line.starts_with('#');
            text.lines().filter(|line| !is_ours(line)).map(str::to_owned).collect()
        };
        assert_eq!(others(&mail), others(&git_oracle::text(&fixed.bytes)));
        let after = tags_of_others(&fixed.bytes, &policy);
        assert!(tags_of_others(mail.as_bytes(), &policy).iter().all(|tag| after.contains(tag)), "{after:?}");
    }
}

const DIFF: &str = "diff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1 +1 @@\n-one\n+two\n";

/// The tags that git finds in a mail and that neither declare AI use nor sign off.
fn tags_of_others(mail: &[u8], policy: &Policy) -> Vec<String> {
    let message = Message::read(mail, Options::default());
    let patch = Patch::read(&message);
    let is_ours = |key: &str| {
        policy.declares(key) || policy.tag.is_spelled(key) || key.eq_ignore_ascii_case("Signed-off-by")
    };
    patch.tags.iter().filter(|tag| !is_ours(&tag.key)).map(|tag| tag.value.clone()).collect()
}

/// The diffs of a text, from their headers to the signatures below them.
fn diffs(text: &str) -> Vec<&str> {
    text.split("\ndiff --git").skip(1).filter_map(|diff| diff.split("\n-- ").next()).collect()
}

/// A line that a tag takes or has taken, or an empty one.
fn is_of_a_tag(line: &str) -> bool {
    let line = line.to_lowercase();
    line.trim().is_empty()
        || ["ai", "as", "signed-off-by:", " ", "\t"].iter().any(|start| line.starts_with(start))
        || line == "frame and the short one)\n"
}

fn fix_file(path: &Path, policy: &Policy) -> Fixed {
    fix(&fs::read(path).unwrap(), policy)
}

fn after(before: &Path) -> PathBuf {
    before.with_file_name(name_of(before).replace(".before.", ".after."))
}

fn name_of(path: &Path) -> &str {
    path.file_name().unwrap().to_str().unwrap()
}

/// The fixtures with that end, each with the policy it is made for.
fn fixtures(end: &str) -> Vec<(PathBuf, Policy)> {
    let mut paths: Vec<PathBuf> =
        entries(PathBuf::from("fixtures/fix")).filter(|path| name_of(path).ends_with(end)).collect();
    paths.sort();
    let policy = |path: &Path| if name_of(path).starts_with("linux-") { "linux" } else { "qemu" };
    paths
        .into_iter()
        .map(|path| (Policy::load(policy(&path)).unwrap(), path))
        .map(|(p, path)| (path, p))
        .collect()
}

fn folders() -> impl Iterator<Item = PathBuf> {
    entries(PathBuf::from("fixtures")).filter(|path| path.is_dir())
}

fn entries(folder: PathBuf) -> impl Iterator<Item = PathBuf> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path())
}
