//! What is remembered of a patch once its mail is gone.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use crate::case::Case;
use crate::diff::Kind as LineKind;
use crate::finding::Place;
use crate::patch::{Kind, Numbering, separator};

/// How many changed lines are remembered to tell whether two patches are alike.
const REMEMBERED_LINES: usize = 256;

/// A patch or a cover letter of a series.
#[derive(Debug, Clone)]
pub struct Member {
    /// Whether it is the cover letter.
    pub is_cover: bool,
    /// `Message-ID`, with its brackets.
    pub message_id: Option<String>,
    /// The mail that began its thread; none where it names no other and has no id.
    pub root: Option<String>,
    /// The address it was sent from, in lower case.
    pub sender: String,
    /// Its version, number and total.
    pub numbering: Numbering,
    /// The subject as git would record it.
    pub subject: String,
    /// The values it declares, as written.
    pub declared: Vec<String>,
    /// Where it declares.
    pub place: Option<Place>,
    /// The counted lines, if it declares code that the limit holds for.
    pub limited: Option<u64>,
    /// Added and removed lines of the counted classes.
    pub code: (u64, u64),
    /// The changed files.
    pub paths: Vec<String>,
    /// Changed lines, hashed, in order; only where a later or earlier version may ask for them.
    pub changed: Vec<u64>,
}

impl Member {
    /// What to remember of a case; none of what is neither patch nor cover letter, nor of a bare diff.
    pub fn of(case: &Case<'_>) -> Option<Self> {
        let patch = case.patch;
        if patch.bare || !matches!(patch.kind, Kind::Patch | Kind::Cover) {
            return None;
        }
        let numbering = patch.subject.numbering.unwrap_or(Numbering { version: 1, number: 1, total: 1 });
        let is_cover = patch.kind == Kind::Cover;
        let (declared, place) = if is_cover { declared_in_letter(case) } else { declared_in_tags(case) };
        let message_id = patch.message_id().map(|id| id.into_owned());
        let headers = &patch.mail.headers;
        let root = headers.references.as_deref().and_then(first_id);
        let root =
            root.or_else(|| headers.in_reply_to.as_deref().and_then(first_id)).or_else(|| message_id.clone());
        let alike = !declared.is_empty() || numbering.version > 1;
        Some(Self {
            is_cover,
            message_id,
            root,
            sender: patch.sender.as_ref().map(|sender| sender.email.to_lowercase()).unwrap_or_default(),
            numbering,
            subject: patch.subject.text.clone().unwrap_or_default(),
            limited: case.code_declared().map(|_| case.sum().lines),
            code: code_lines(case),
            paths: patch.diff.files.iter().map(|file| file.path.to_string()).collect(),
            changed: if alike { changed_lines(case) } else { Vec::new() },
            declared,
            place,
        })
    }
}

impl Member {
    /// About how many bytes it takes to remember it.
    pub(super) fn weight(&self) -> usize {
        let names = [self.message_id.as_ref(), self.root.as_ref(), Some(&self.sender), Some(&self.subject)];
        let lists = self.paths.iter().chain(&self.declared).map(|text| text.len() + size_of::<String>());
        let quote = self.place.as_ref().map_or(0, |place| place.quote.len());
        let names: usize = names.into_iter().flatten().map(String::len).sum();
        size_of::<Self>() + names + quote + lists.sum::<usize>() + size_of_val(&*self.changed)
    }
}

fn declared_in_tags(case: &Case<'_>) -> (Vec<String>, Option<Place>) {
    let tags = case.declarations.iter().filter(|(_, read)| !read.negative);
    let values = tags.clone().map(|(tag, _)| tag.value.clone()).collect();
    let place = tags.map(|(tag, _)| case.place_of(tag, "declared here")).next();
    (values, place)
}

/// A cover letter has no block of tags that git would read: any line in the tag's form declares.
fn declared_in_letter(case: &Case<'_>) -> (Vec<String>, Option<Place>) {
    let mut declared = (Vec::new(), None);
    for (index, line) in case.patch.message_lines() {
        let Some(colon) = separator(line) else { continue };
        if case.policy.declares(line[..colon].trim_end()) {
            declared.0.push(line[colon + 1..].trim().to_owned());
            declared.1.get_or_insert_with(|| case.message_place(index, "declared here"));
        }
    }
    declared
}

fn first_id(header: &[u8]) -> Option<String> {
    let start = memchr::memchr(b'<', header)?;
    let end = start + memchr::memchr(b'>', &header[start..])?;
    Some(String::from_utf8_lossy(&header[start..=end]).into_owned())
}

fn code_lines(case: &Case<'_>) -> (u64, u64) {
    let files = case.patch.diff.files.iter().zip(&case.classes);
    let counted =
        files.filter(|(_, class)| case.policy.limit.classes.iter().any(|counted| counted == *class));
    counted.fold((0, 0), |(added, removed), (file, _)| (added + file.added, removed + file.removed))
}

fn changed_lines(case: &Case<'_>) -> Vec<u64> {
    let lines = case.patch.diff.files.iter().flat_map(|file| &file.hunks).flat_map(|hunk| hunk.lines());
    let changed = lines.filter(|line| line.kind != LineKind::Context);
    changed
        .take(REMEMBERED_LINES)
        .map(|line| {
            let mut hasher = DefaultHasher::new();
            (line.kind == LineKind::Added, line.text.trim_ascii()).hash(&mut hasher);
            hasher.finish()
        })
        .collect()
}
