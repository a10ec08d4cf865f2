//! Finds the next file of a patch and reads the lines that say which file it is and what happens to it.

use std::borrow::Cow;

use super::change::{FileChange, Status};
use super::fault::{Fault, Wrong};
use super::hunk::{Hunk, Hunks, Range};
use super::name::{self, Strip, is_space};
use super::{binary, timestamp};
use crate::lines::{self, line_at};

type Name<'a> = Option<Cow<'a, [u8]>>;

/// What the header of one file says, and where its hunks would begin.
#[derive(Default)]
pub(super) struct Header<'a> {
    old: Name<'a>,
    new: Name<'a>,
    /// `None` where the text leaves it open, as a traditional diff does.
    is_new: Option<bool>,
    is_deleted: Option<bool>,
    renamed: bool,
    copied: bool,
    /// Where the header begins.
    start: usize,
    /// Where the header ends.
    end: usize,
}

/// git looks at no shorter line, and for no header in so few bytes at the end (`apply.c: find_header`).
const SHORTEST_LINE: usize = 6;

/// The length of `@@ -0,0 +1 @@` with its newline. git wants as many bytes beside those of the `+++ ` line, and counts
/// from the `--- ` line (`apply.c: find_header`).
const SHORTEST_RANGE: usize = 14;

/// Finds the next header at or after `at` (`apply.c: find_header`).
pub(super) fn next<'a>(
    text: &'a [u8],
    mut at: usize,
    strip: &mut Strip,
) -> Result<Option<Header<'a>>, Fault> {
    // A `diff --git` line with no header line below it is passed over, but git remembers its names.
    let mut passed = Header::default();
    for line in lines::of_bytes(text.get(at..).unwrap_or_default()) {
        let next = at + line.len();
        match line {
            _ if line.len() < SHORTEST_LINE => {}
            [b'@', b'@', b' ', b'-', ..] if Range::read(line).is_some() => {
                return Err(Fault { at, what: Wrong::NoHeader });
            }
            [b'@', b'@', b' ', b'-', ..] => {}
            _ if text.len() - next < SHORTEST_LINE => break,
            [b'd', ..] if line.starts_with(GIT) => {
                passed = passed.git(text, at, strip.components)?;
                if passed.end > next {
                    return Ok(Some(passed));
                }
            }
            [b'-', b'-', b'-', b' ', ..] if text[next..].starts_with(b"+++ ") => {
                let hunk = next + line_at(text, next).len();
                if text.len() - at >= hunk - next + SHORTEST_RANGE && text[hunk..].starts_with(b"@@ -") {
                    return passed.traditional(text, at, next, hunk, strip).map(Some);
                }
            }
            _ => {}
        }
        at = next;
    }
    Ok(None)
}

/// What the line begins with that begins a header of git's own.
const GIT: &[u8] = b"diff --git ";

impl<'a> Header<'a> {
    /// Reads the header that begins with `diff --git` (`apply.c: parse_git_diff_header`).
    fn git(self, text: &'a [u8], at: usize, components: usize) -> Result<Self, Fault> {
        let first = line_at(text, at);
        let names = at + GIT.len();
        let default = name::shared(&text[names..], first.len() - GIT.len(), components);
        let end = at + first.len();
        let mut header = Self { is_new: Some(false), is_deleted: Some(false), start: at, end, ..self };
        for line in lines::of_bytes(&text[end..]) {
            let at = header.end;
            if line.last() != Some(&b'\n') {
                break;
            }
            let more =
                header.read_line(&text[at..], components, &default).map_err(|what| Fault { at, what })?;
            // `apply.c: check_header_line`
            let claims =
                [header.is_new == Some(true), header.is_deleted == Some(true), header.renamed, header.copied];
            if claims.iter().filter(|&&claimed| claimed).count() > 1 {
                return Err(Fault { at, what: Wrong::Contradiction });
            }
            if !more {
                break;
            }
            header.end += line.len();
        }
        if header.old.is_none() && header.new.is_none() {
            (header.old, header.new) = (default.clone(), default);
        }
        let lacks_new = header.new.is_none() && header.is_deleted != Some(true);
        let lacks_old = header.old.is_none() && header.is_new != Some(true);
        if lacks_new || lacks_old {
            return Err(Fault { at: header.end, what: Wrong::NoName });
        }
        Ok(header)
    }

    /// Reads the line of a git header with which the text begins; says whether the header goes on after it.
    ///
    /// Source: the table in `apply.c: parse_git_diff_header`, and its functions `gitdiff_*`.
    fn read_line(&mut self, text: &'a [u8], components: usize, default: &Name<'a>) -> Result<bool, Wrong> {
        let after = |words: &[&str]| words.iter().find_map(|word| text.strip_prefix(word.as_bytes()));
        // The names of renames and copies have no `a/` in front.
        let name = |text| name::git(text, components.saturating_sub(1), false);
        if text.starts_with(b"@@ -") {
            return Ok(false);
        } else if let Some(name) = after(&["--- "]) {
            same_name(name, components, &mut self.old, self.is_new == Some(true))?;
        } else if let Some(name) = after(&["+++ "]) {
            same_name(name, components, &mut self.new, self.is_deleted == Some(true))?;
        } else if let Some(mode) = after(&["old mode ", "new mode "]) {
            check_mode(mode)?;
        } else if let Some(mode) = after(&["deleted file mode "]) {
            self.is_deleted = Some(true);
            self.old = default.clone();
            check_mode(mode)?;
        } else if let Some(mode) = after(&["new file mode "]) {
            self.is_new = Some(true);
            self.new = default.clone();
            check_mode(mode)?;
        } else if let Some(old) = after(&["copy from "]) {
            self.copied = true;
            self.old = name(old);
        } else if let Some(new) = after(&["copy to "]) {
            self.copied = true;
            self.new = name(new);
        } else if let Some(old) = after(&["rename from ", "rename old "]) {
            self.renamed = true;
            self.old = name(old);
        } else if let Some(new) = after(&["rename to ", "rename new "]) {
            self.renamed = true;
            self.new = name(new);
        } else if let Some(ids) = after(&["index "]) {
            check_index(ids)?;
        } else {
            return Ok(after(&["similarity index ", "dissimilarity index "]).is_some());
        }
        Ok(true)
    }

    /// Reads the `--- ` line at `start` and the `+++ ` line at `second` with a hunk below them, at `end`.
    ///
    /// Source: `apply.c: parse_traditional_patch`.
    fn traditional(
        mut self,
        text: &'a [u8],
        start: usize,
        second: usize,
        end: usize,
        strip: &mut Strip,
    ) -> Result<Self, Fault> {
        let (old, new) = (&text[start + 4..], &text[second + 4..]);
        strip.learn(new);
        let components = strip.components;
        (self.start, self.end) = (start, end);
        let (name, is_new, is_deleted) = if name::is_null(old) {
            (name::traditional(new, None, components), true, false)
        } else if name::is_null(new) {
            (name::traditional(old, None, components), false, true)
        } else {
            let first = name::traditional(old, None, components);
            let name = name::traditional(new, first.as_deref(), components);
            let is_new = timestamp::is_epoch(line_at(old, 0));
            (name, is_new, !is_new && timestamp::is_epoch(line_at(new, 0)))
        };
        if name.is_none() {
            return Err(Fault { at: start, what: Wrong::NoName });
        }
        let is_known = is_new || is_deleted;
        (self.is_new, self.is_deleted) = (is_known.then_some(is_new), is_known.then_some(is_deleted));
        if !is_new {
            self.old = name.clone();
        }
        if !is_deleted {
            self.new = name;
        }
        Ok(self)
    }

    /// Reads the hunks after the header. Returns the changed file and where it ends, or the fault git names.
    ///
    /// Source: `apply.c: parse_single_patch`, `parse_chunk`.
    pub(super) fn into_change(self, text: &'a [u8]) -> Result<(FileChange<'a>, usize), Fault> {
        let mut at = self.end;
        let (mut added, mut removed, mut context) = (0, 0, 0);
        while text.len() - at > 4 && text[at..].starts_with(b"@@ -") {
            let (hunk, end) = Hunk::read(text, at)?;
            added += hunk.added;
            removed += hunk.removed;
            context += hunk.context;
            at = end;
        }
        let hunks = Hunks::new(&text[..at], self.end);
        let (has_old, has_new) = (removed + context > 0, added + context > 0);
        if (self.is_new == Some(true) && has_old) || (self.is_deleted == Some(true) && has_new) {
            return Err(Fault { at: self.end, what: Wrong::NotEmpty });
        }
        let mut binary = false;
        if hunks.is_empty() {
            let end = binary::end(text, at).map_err(|binary::Broken| Fault { at, what: Wrong::Binary })?;
            binary = end.is_some();
            at = end.unwrap_or(at);
        }
        let status = match () {
            () if self.is_new == Some(true) => Status::Added,
            () if self.is_deleted == Some(true) => Status::Deleted,
            () if self.renamed => Status::Renamed,
            () if self.copied => Status::Copied,
            () => Status::Modified,
        };
        let old_path =
            (self.renamed || self.copied).then_some(self.old.as_ref()).flatten().cloned().map(text_of);
        let path = self.new.or(self.old).map(text_of).unwrap_or_default();
        Ok((FileChange { path, old_path, status, binary, added, removed, at: self.start..at, hunks }, at))
    }
}

/// Holds a `--- ` or `+++ ` line against what the header said of that side before (`apply.c: gitdiff_verify_name`).
fn same_name<'a>(
    text: &'a [u8],
    components: usize,
    known: &mut Name<'a>,
    must_be_null: bool,
) -> Result<(), Wrong> {
    match known {
        None if must_be_null => name::is_null(text).then_some(()).ok_or(Wrong::Contradiction),
        None => {
            *known = name::git(text, components, true);
            Ok(())
        }
        Some(_) if must_be_null => Err(Wrong::Contradiction),
        Some(known) => {
            let another = name::git(text, components, true);
            (another.as_ref() == Some(known)).then_some(()).ok_or(Wrong::Contradiction)
        }
    }
}

/// A mode is octal digits with white space after them (`apply.c: parse_mode_line`). It is written as C's `strtoul`
/// takes it: with a sign, and on a line below.
fn check_mode(text: &[u8]) -> Result<(), Wrong> {
    let is_blank = |byte: &u8| is_space(*byte) || matches!(byte, b'\x0b' | b'\x0c');
    let text = &text[text.iter().position(|byte| !is_blank(byte)).unwrap_or(text.len())..];
    let text = text.strip_prefix(b"+").or_else(|| text.strip_prefix(b"-")).unwrap_or(text);
    let digits = text.iter().take_while(|b| (b'0'..=b'7').contains(b)).count();
    let ends = text.get(digits).is_some_and(|&b| is_space(b));
    (digits > 0 && ends).then_some(()).ok_or(Wrong::BadMode)
}

/// `index <id>..<id> <mode>`: ids that are none are passed over, a mode that is none is a fault. The dots may be
/// on a line below, as C's `strchr` finds them (`apply.c: gitdiff_index`).
fn check_index(text: &[u8]) -> Result<(), Wrong> {
    const LONGEST_ID: usize = 40;
    let text = &text[..memchr::memchr(0, front(text, 2 * LONGEST_ID + 4)).unwrap_or(text.len())];
    let Some(dots) = memchr::memchr(b'.', front(text, LONGEST_ID + 1)) else { return Ok(()) };
    let Some(second) = text[dots..].strip_prefix(b"..") else { return Ok(()) };
    let id = memchr::memchr2(b' ', b'\n', front(second, LONGEST_ID + 1));
    match id {
        Some(end) if second[end] == b' ' => check_mode(&second[end + 1..]),
        _ => Ok(()),
    }
}

/// The first bytes of a text, as far as there are so many.
fn front(text: &[u8], most: usize) -> &[u8] {
    &text[..text.len().min(most)]
}

fn text_of(name: Cow<'_, [u8]>) -> Cow<'_, str> {
    match name {
        Cow::Borrowed(bytes) => String::from_utf8_lossy(bytes),
        Cow::Owned(bytes) => Cow::Owned(String::from_utf8_lossy(&bytes).into_owned()),
    }
}
