//! What is remembered of a patch once its mail is gone.

use std::cell::{Cell, Ref, RefCell};
use std::sync::Arc;

use twox_hash::XxHash3_64;

use super::fingerprint::{Fingerprint, fingerprint};
use super::thread::{Thread, series_id};
use crate::case::Case;
use crate::finding::Location;
use crate::patch::{Kind, Numbering, Patch, separator};
use crate::policy::Submission;

/// How many changed lines are remembered, to see whether two patches are alike.
const REMEMBERED_LINES: usize = 256;

/// A patch or a cover letter of a series.
#[derive(Debug, Clone)]
pub struct SeriesPatch {
    /// Whether it is the cover letter.
    pub is_cover: bool,
    /// What identifies its mail; none where it has no `Message-ID`.
    pub(super) id: Option<Fingerprint>,
    /// What names the series that it begins.
    pub(super) series: Arc<str>,
    /// Whose it is.
    pub(super) sender: Fingerprint,
    /// Which mails it answers.
    pub(super) thread: Thread,
    /// Whether its subject says its place in a series.
    pub(super) has_place: bool,
    /// Whose work it is, where the policy has agreements with people.
    pub submission: Option<Submission>,
    /// Its version, number and total.
    pub numbering: Numbering,
    /// The subject as git would record it.
    pub subject: String,
    /// The values it declares, as written.
    pub declared: Vec<String>,
    /// Where it declares.
    pub location: Option<Location>,
    /// What counts against the limit, if it declares code that one holds for.
    pub limited: Option<Limited>,
    /// Added and removed lines of the counted classes.
    pub code: (u64, u64),
    /// The changed files; only where a later or earlier version may ask for them.
    pub paths: Vec<String>,
    /// The changed lines; only where a later or earlier version may ask for them.
    pub(super) changed: ChangedLines,
}

/// Hashes of changed lines. They are put in order when they are first compared: most never are.
#[derive(Debug, Clone, Default)]
pub(super) struct ChangedLines {
    hashes: RefCell<Box<[u32]>>,
    is_sorted: Cell<bool>,
}

impl ChangedLines {
    /// They are many, and all that rests on them is a guess: a quick and short hash will do.
    fn of(patch: &Patch<'_>) -> Self {
        let lines = patch.diff.files.iter().flat_map(|file| file.hunks.changed_lines());
        let hash = |line: &[u8]| {
            XxHash3_64::oneshot_with_seed(u64::from(line[0] == b'+'), line[1..].trim_ascii()) as u32
        };
        let (mut hashes, mut known) = ([0; REMEMBERED_LINES], 0);
        for (slot, line) in hashes.iter_mut().zip(lines) {
            *slot = hash(line);
            known += 1;
        }
        Self { hashes: RefCell::new(hashes[..known].into()), ..Self::default() }
    }

    /// The hashes, the smallest first.
    pub(super) fn sorted(&self) -> Ref<'_, Box<[u32]>> {
        if !self.is_sorted.replace(true) {
            self.hashes.borrow_mut().sort_unstable();
        }
        self.hashes.borrow()
    }

    /// How many bytes they take.
    fn weight(&self) -> usize {
        size_of_val(&**self.hashes.borrow())
    }
}

/// What of a patch counts against the limit.
#[derive(Debug, Clone)]
pub struct Limited {
    /// The counted lines.
    pub lines: u64,
    /// The most that pass.
    pub most: u64,
    /// The part of the tree that sets the limit, put after it; empty where it is that of the whole tree.
    pub whereabouts: String,
    /// The value of the policy that sets it.
    pub key: &'static str,
}

impl Limited {
    fn of(case: &Case<'_>) -> Option<Self> {
        let (most, reason) = case.strictest().lines?;
        case.code_declared()?;
        let (whereabouts, key) = (reason.whereabouts(), reason.limits());
        Some(Self { lines: case.sum().lines, most, whereabouts, key })
    }
}

impl SeriesPatch {
    /// What to remember of a case; none of what is neither patch nor cover letter, nor of a bare diff.
    pub fn of(case: &Case<'_>) -> Option<Self> {
        let patch = case.patch;
        if patch.bare || !matches!(patch.kind, Kind::Patch | Kind::Cover) {
            return None;
        }
        let numbering = patch.subject.numbering.unwrap_or(Numbering { version: 1, number: 1, total: 1 });
        let is_cover = patch.kind == Kind::Cover;
        let (declared, location) = if is_cover { declared_in_letter(case) } else { declared_in_tags(case) };
        let paths = || patch.diff.files.iter().map(|file| file.path.to_string()).collect();
        let alike = !declared.is_empty() || numbering.version > 1;
        Some(Self {
            is_cover,
            id: patch.message_id().map(fingerprint),
            series: series_id(patch),
            sender: fingerprint(patch.sender.as_ref().map(|sender| sender.email.to_lowercase())),
            thread: Thread::of(patch),
            has_place: patch.subject.has_place,
            submission: case.submission(),
            numbering,
            subject: patch.subject.text.clone().unwrap_or_default(),
            limited: Limited::of(case),
            code: code_lines(case),
            paths: if alike { paths() } else { Vec::new() },
            changed: if alike { ChangedLines::of(patch) } else { ChangedLines::default() },
            declared,
            location,
        })
    }
}

impl SeriesPatch {
    /// Forgets which files and lines it changes, where there is no room to remember them.
    pub(super) fn forget_diff(&mut self) {
        (self.paths, self.changed) = (Vec::new(), ChangedLines::default());
    }

    /// About how many bytes it takes to remember it.
    pub(super) fn weight(&self) -> usize {
        let lists = self.paths.iter().chain(&self.declared).map(|text| text.len() + size_of::<String>());
        let quote = self.location.as_ref().map_or(0, |location| location.quote.len());
        let part = self.limited.as_ref().map_or(0, |limited| limited.whereabouts.len());
        let texts = self.subject.len() + self.series.len() + part + quote + lists.sum::<usize>();
        size_of::<Self>() + texts + self.changed.weight() + size_of_val(&*self.thread.parents)
    }
}

fn declared_in_tags(case: &Case<'_>) -> (Vec<String>, Option<Location>) {
    let tags = case.declarations.iter().filter(|(_, read)| !read.negative);
    let values = tags.clone().map(|(tag, _)| tag.value.clone()).collect();
    let location = tags.map(|(tag, _)| case.location_of(tag, "declared here")).next();
    (values, location)
}

/// A cover letter has no block of tags that git would read: any line in the tag's form declares.
fn declared_in_letter(case: &Case<'_>) -> (Vec<String>, Option<Location>) {
    let mut declared = (Vec::new(), None);
    for (index, line) in case.patch.message_lines() {
        let Some(colon) = separator(line) else { continue };
        if case.policy.declares(line[..colon].trim_end()) {
            declared.0.push(line[colon + 1..].trim().to_owned());
            declared.1.get_or_insert_with(|| case.message_location(index, "declared here"));
        }
    }
    declared
}

fn code_lines(case: &Case<'_>) -> (u64, u64) {
    let files = case.files();
    let counted =
        files.filter(|(_, class)| case.policy.limit.classes.iter().any(|counted| counted == *class));
    counted.fold((0, 0), |(added, removed), (file, _)| (added + file.added, removed + file.removed))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::mail::{Message, Options};
    use crate::patch::Patch;
    use crate::policy::Policy;

    /// What is remembered of a mail, which may have no diff.
    pub(in crate::series) fn read(mail: &str) -> SeriesPatch {
        let diff = "---\ndiff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1 +1 @@\n-one\n+two\n";
        let text = if mail.contains(" 0/") { mail.to_owned() } else { format!("{mail}{diff}") };
        let message = Message::read(text.as_bytes(), Options::default());
        let patch = Patch::read(&message);
        SeriesPatch::of(&Case::new(&patch, &Policy::load("qemu").unwrap())).unwrap()
    }

    /// A patch of a series that changes nothing.
    pub(in crate::series) fn member(series: u32, number: u32, total: u32) -> SeriesPatch {
        SeriesPatch {
            submission: None,
            is_cover: false,
            id: Some(u64::from(series) << 32 | u64::from(number)),
            series: format!("<{series}@example.org>").into(),
            sender: 1,
            thread: Thread { root: Some(u64::from(series)), parents: vec![u64::from(series)], sent: None },
            has_place: true,
            numbering: Numbering { version: 1, number, total },
            subject: "hw: fix".to_owned(),
            declared: Vec::new(),
            location: None,
            limited: None,
            code: (1, 1),
            paths: Vec::new(),
            changed: ChangedLines::default(),
        }
    }
}
