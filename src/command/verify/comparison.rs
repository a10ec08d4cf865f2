//! A commit held against what a command makes of its parent.
//!
//! Three trees, and a diff for each two of them: the parent, the commit, and the parent after the command. A line of
//! the commit is made by the command where the command's diff has it in the same place.

use std::collections::{BTreeMap, HashSet};

use serde::Serialize;

use checkprov::case::Case;
use checkprov::diff::{Diff, FileChange, Kind};
use checkprov::mail::Message;
use checkprov::patch::Patch;
use checkprov::policy::Policy;

/// The texts of the three diffs.
pub(super) struct Diffs {
    /// From the parent to the commit.
    pub(super) commit: Vec<u8>,
    /// From the parent to what the command makes of it.
    pub(super) command: Vec<u8>,
    /// From what the command makes to the commit: what a hand did.
    pub(super) by_hand: Vec<u8>,
}

/// Whose the lines of a commit are.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Comparison {
    /// The lines of each class that the commit changes.
    pub(super) classes: BTreeMap<String, Lines>,
    /// The lines by hand that the policy's limit counts.
    pub(super) counted: u64,
    /// The most of them that pass: the limit of the strictest part of the tree that the commit touches.
    pub(super) limit: Option<u64>,
    /// A line a file that a hand changed: its lines, its class, and whether it counts.
    pub(super) files: Vec<String>,
    /// The first binary file by hand of a class that counts: no lines of it can be counted.
    pub(super) binary: Option<String>,
    /// Whether the command changes anything.
    pub(super) command_changes: bool,
}

/// Changed lines of one class.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize)]
pub(super) struct Lines {
    /// Those that the commit adds or removes.
    pub(super) changed: u64,
    /// Those of them that the command adds or removes, too.
    pub(super) made: u64,
    /// Those that are between what the command makes and the commit, added and removed.
    pub(super) by_hand: u64,
}

impl Comparison {
    pub(super) fn new(diffs: &Diffs, policy: &Policy) -> Self {
        let (commit, command) = (Diff::read(&diffs.commit), Diff::read(&diffs.command));
        let message = Message::bare(&diffs.by_hand);
        let patch = Patch::bare(&message);
        let case = Case::new(&patch, policy);
        let mut classes: BTreeMap<String, Lines> = BTreeMap::new();
        let removed_by_command = lines(&command.files, Kind::Removed);
        let added_by_hand = lines(&patch.diff.files, Kind::Added);
        for (path, line, kind) in changed(&commit.files) {
            let of_class = classes.entry(policy.classes.of(path).to_owned()).or_default();
            of_class.changed += 1;
            let made = match kind {
                Kind::Added => !added_by_hand.contains(&(path, line)),
                _ => removed_by_command.contains(&(path, line)),
            };
            of_class.made += u64::from(made);
        }
        for (path, _, _) in changed(&patch.diff.files) {
            classes.entry(policy.classes.of(path).to_owned()).or_default().by_hand += 1;
        }
        let counts = |class: &str| policy.limit.classes.iter().any(|counted| counted == class);
        let uncounted =
            patch.diff.files.iter().find(|file| file.binary && counts(policy.classes.of(&file.path)));
        let binary = uncounted.map(|file| file.path.to_string());
        let sum = case.sum();
        let command_changes = !command.files.is_empty();
        let limit = policy.strictest(commit.files.iter().map(|file| &*file.path)).lines;
        let limit = limit.map(|(lines, _)| lines);
        Self { classes, counted: sum.lines, limit, files: sum.files, binary, command_changes }
    }

    /// The lines of all classes together.
    pub(super) fn total(&self) -> Lines {
        self.classes.values().fold(Lines::default(), |sum, each| Lines {
            changed: sum.changed + each.changed,
            made: sum.made + each.made,
            by_hand: sum.by_hand + each.by_hand,
        })
    }
}

/// The changed lines of one kind, by file and number.
fn lines<'d>(files: &'d [FileChange<'_>], wanted: Kind) -> HashSet<(&'d str, u64)> {
    changed(files).filter(|(_, _, kind)| *kind == wanted).map(|(path, line, _)| (path, line)).collect()
}

/// Every changed line: added ones by the name and the number they have in the new file, removed ones by those they
/// had in the old one.
fn changed<'d>(files: &'d [FileChange<'_>]) -> impl Iterator<Item = (&'d str, u64, Kind)> {
    files.iter().flat_map(|file| {
        let old_path: &str = file.old_path.as_deref().unwrap_or(&file.path);
        file.hunks.iter().flat_map(move |hunk| {
            let mut old = hunk.old_start;
            hunk.lines().filter_map(move |line| {
                let removed_at = old;
                old += u64::from(line.kind != Kind::Added);
                match line.kind {
                    Kind::Context => None,
                    Kind::Added => Some((&*file.path, line.number, line.kind)),
                    Kind::Removed => Some((old_path, removed_at, line.kind)),
                }
            })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hunk(path: &str, start: u64, body: &str) -> String {
        let count = |mark| body.lines().filter(|line| line.starts_with([' ', mark])).count();
        format!(
            "diff --git a/{path} b/{path}\n--- a/{path}\n+++ b/{path}\n@@ -{start},{} +{start},{} @@\n{body}",
            count('-'),
            count('+')
        )
    }

    #[track_caller]
    fn check(commit: &str, command: &str, by_hand: &str, expected: (u64, u64, u64), counted: u64) {
        let text = |body: &str| if body.is_empty() { Vec::new() } else { hunk("f.c", 1, body).into_bytes() };
        let diffs = Diffs { commit: text(commit), command: text(command), by_hand: text(by_hand) };
        let found = Comparison::new(&diffs, &Policy::load("qemu").unwrap());
        let total = found.total();
        assert_eq!(((total.changed, total.made, total.by_hand), found.counted), (expected, counted));
    }

    #[test]
    fn all_is_made() {
        check("-old();\n+new();\n x\n", "-old();\n+new();\n x\n", "", (2, 2, 0), 0);
    }

    #[test]
    fn none_is_made() {
        check("-old();\n+new();\n x\n", "", "-old();\n+new();\n x\n", (2, 0, 2), 2);
    }

    #[test]
    fn a_line_of_which_each_makes_a_part() {
        check(
            "-old(1);\n+new(2);\n x\n",
            "-old(1);\n+new(1);\n x\n",
            "-new(1);\n+new(2);\n x\n",
            (2, 1, 2),
            2,
        );
    }

    #[test]
    fn what_a_hand_takes_back_is_by_hand() {
        check(" x\n-a\n+b\n", "-x\n+y\n-a\n+b\n", "-y\n+x\n b\n", (2, 2, 2), 2);
    }

    #[test]
    fn a_binary_file_by_hand_has_no_lines_to_count() {
        let binary = |path: &str| {
            format!(
                "diff --git a/{path} b/{path}\nindex 1234567..89abcde 100644\nBinary files a/{path} and b/{path} differ\n"
            )
        };
        let of = |path: &str| {
            let text = hunk("f.c", 1, "-a\n+b\n");
            let commit = text.clone() + &binary(path);
            let diffs = Diffs { commit: commit.into(), command: text.into(), by_hand: binary(path).into() };
            Comparison::new(&diffs, &Policy::load("qemu").unwrap()).binary
        };
        assert_eq!(of("hw/g.c").as_deref(), Some("hw/g.c"));
        assert_eq!(of("tests/g.c"), None);
    }

    #[test]
    fn a_class_that_does_not_count() {
        let text = |path: &str| hunk(path, 1, "-a\n+b\n").into_bytes();
        let both = [text("f.c"), text("tests/f.c")].concat();
        let diffs = Diffs { command: text("f.c"), by_hand: text("tests/f.c"), commit: both };
        let found = Comparison::new(&diffs, &Policy::load("qemu").unwrap());
        assert_eq!(found.classes["code"], Lines { changed: 2, made: 2, by_hand: 0 });
        assert_eq!(found.classes["tests"], Lines { changed: 2, made: 0, by_hand: 2 });
        assert_eq!((found.counted, found.limit), (0, Some(20)));
        let part = "name = \"x\"\nlimit.lines = 20\npath = [{ match = [\"f.c\"], lines = 5 }]\n";
        let policy = Policy::parse("x.toml", part.to_owned()).unwrap();
        assert_eq!(Comparison::new(&diffs, &policy).limit, Some(5));
    }
}
