//! One hunk: its `@@` line, and the lines its counts say follow.

use super::fault::{Fault, Wrong};
use crate::lines::{self, line_at};

/// A stretch of changed lines with the context around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hunk<'a> {
    /// The number of its first line in the old file, from 1 (0 where the old file is empty).
    pub old_start: u64,
    /// The number of its first line in the new file.
    pub new_start: u64,
    /// How many lines it adds.
    pub added: u64,
    /// How many lines it removes.
    pub removed: u64,
    /// How many lines stay.
    pub context: u64,
    /// Where its body begins in the text of the patch, in bytes.
    pub at: usize,
    /// What follows the second `@@`: mostly the function's name.
    pub section: &'a [u8],
    /// Its lines as they stand, each with its mark, without the `@@` line.
    pub body: &'a [u8],
}

/// What a line of a hunk does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It stays.
    Context,
    /// It is new.
    Added,
    /// It goes away.
    Removed,
}

/// One line of a hunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line<'a> {
    /// What it does.
    pub kind: Kind,
    /// The line without its mark and its newline.
    pub text: &'a [u8],
    /// Its number in the new file, of a removed line the number of the line that follows it there.
    pub number: u64,
}

/// The hunks of one file, read from the text whenever they are asked for: a mail may have millions of hunks of one
/// line, and a list of them would be many times as long as the mail.
#[derive(Debug, Default, Clone, Copy)]
pub struct Hunks<'a> {
    /// The text of the patch up to where the last of them ends.
    text: &'a [u8],
    /// Where the first begins.
    at: usize,
}

impl<'a> Hunks<'a> {
    /// The hunks that are in `text` from `at` to its end, all of which can be read.
    pub(super) fn new(text: &'a [u8], at: usize) -> Self {
        Self { text, at }
    }

    /// The hunks in their order.
    pub fn iter(&self) -> impl Iterator<Item = Hunk<'a>> + use<'a> {
        let Self { text, mut at } = *self;
        std::iter::from_fn(move || {
            let (hunk, end) = (at < text.len()).then(|| Hunk::read(text, at).ok())??;
            at = end;
            Some(hunk)
        })
    }

    /// The changed lines of all of them, each with its mark and its newline.
    pub fn changed_lines(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        // Their `@@` lines are among all that follow: the first byte tells what a line is.
        lines::of_bytes(&self.text[self.at..]).filter(|line| matches!(line[0], b'+' | b'-'))
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.at == self.text.len()
    }
}

impl<'a> Hunk<'a> {
    /// The lines of the hunk. `\ No newline at end of file` is none.
    pub fn lines(&self) -> impl Iterator<Item = Line<'a>> + use<'a> {
        let mut number = self.new_start;
        let lines = lines::of_bytes(self.body).map(|line| line.strip_suffix(b"\n").unwrap_or(line));
        lines.filter_map(move |line| {
            let (kind, text) = match line.split_first() {
                None => (Kind::Context, line),
                Some((b' ', text)) => (Kind::Context, text),
                Some((b'+', text)) => (Kind::Added, text),
                Some((b'-', text)) => (Kind::Removed, text),
                Some(_) => return None,
            };
            let line = Line { kind, text, number };
            number = number.saturating_add(u64::from(kind != Kind::Removed));
            Some(line)
        })
    }

    /// Reads the hunk at `at`, which starts with `@@ -`. Returns it and where it ends, or where its lines
    /// stop to fit its counts, and why.
    ///
    /// Source: `apply.c: parse_fragment`.
    pub(super) fn read(text: &'a [u8], at: usize) -> Result<(Self, usize), Fault> {
        let corrupt = |at| Fault { at, what: Wrong::Corrupt };
        let head = line_at(text, at);
        let range = Range::read(head).ok_or(corrupt(at))?;
        let body = at + head.len();
        let (mut old, mut new) = (range.old_lines, range.new_lines);
        let (mut added, mut removed) = (0, 0);
        let mut end = body;
        let mut lines = lines::of_bytes(&text[body..]);
        while (old, new) != (0, 0) {
            let line = lines.next().filter(|line| line.ends_with(b"\n")).ok_or(corrupt(end))?;
            match line[0] {
                b' ' | b'\n' => {
                    old = old.checked_sub(1).ok_or(corrupt(end))?;
                    new = new.checked_sub(1).ok_or(corrupt(end))?;
                }
                b'-' => {
                    old = old.checked_sub(1).ok_or(corrupt(end))?;
                    removed += 1;
                }
                b'+' => {
                    new = new.checked_sub(1).ok_or(corrupt(end))?;
                    added += 1;
                }
                b'\\' if is_no_newline(line) => {}
                _ if lacks_only_blanks(&text[body..], &range) => {
                    return Err(Fault { at: end, what: Wrong::BlankLost });
                }
                _ => return Err(corrupt(end)),
            }
            end += line.len();
        }
        if (added, removed) == (0, 0) {
            return Err(corrupt(end));
        }
        if text.len() - end > SHORTEST_NO_NEWLINE && text[end..].starts_with(b"\\ ") {
            end += line_at(text, end).len();
        }
        let hunk = Self {
            old_start: range.old_start,
            new_start: range.new_start,
            added,
            removed,
            context: range.old_lines - removed,
            at: body,
            section: &head[range.len..head.len() - 1],
            body: &text[body..end],
        };
        Ok((hunk, end))
    }
}

/// Whether the lines of a hunk fit its counts once every line without a mark is one of context, which lost its blank.
/// Where a line was wrapped, there is one too many.
fn lacks_only_blanks(lines: &[u8], range: &Range) -> bool {
    let (mut old, mut new) = (range.old_lines, range.new_lines);
    let mut lines = lines::of_bytes(lines);
    while (old, new) != (0, 0) {
        let Some(line) = lines.next() else { return false };
        let (of_old, of_new) = match line[0] {
            b'-' => (1, 0),
            b'+' => (0, 1),
            b'\\' if is_no_newline(line) => (0, 0),
            _ => (1, 1),
        };
        match (old.checked_sub(of_old), new.checked_sub(of_new)) {
            (Some(left_of_old), Some(left_of_new)) => (old, new) = (left_of_old, left_of_new),
            _ => return false,
        }
    }
    let starts: [&[u8]; 5] = [b"@@ -", b"diff -", b"--- ", b"-- ", b"\n"];
    lines.next().is_none_or(|line| starts.iter().any(|start| line.starts_with(start)))
}

/// The fewest bytes of `\ No newline at end of file` in whatever language (`apply.c: parse_fragment`).
const SHORTEST_NO_NEWLINE: usize = 12;

/// git takes any line of that shape, since diff programs translate it.
fn is_no_newline(line: &[u8]) -> bool {
    line.len() >= SHORTEST_NO_NEWLINE && line.starts_with(b"\\ ")
}

/// The numbers of a `@@` line, and how long it is up to its second `@@`.
pub(super) struct Range {
    old_start: u64,
    old_lines: u64,
    new_start: u64,
    new_lines: u64,
    len: usize,
}

impl Range {
    /// Reads `@@ -a,b +c,d @@`; a count left out is 1 (`apply.c: parse_fragment_header`).
    pub(super) fn read(line: &[u8]) -> Option<Self> {
        if line.last() != Some(&b'\n') {
            return None;
        }
        let old = line.strip_prefix(b"@@ -")?;
        let (old_start, old_lines, new) = side(old, b" +")?;
        let (new_start, new_lines, rest) = side(new, b" @@")?;
        Some(Self { old_start, old_lines, new_start, new_lines, len: line.len() - rest.len() })
    }
}

/// Start and count of one side, and what follows `ends_with` (`apply.c: parse_range`).
fn side<'a>(text: &'a [u8], ends_with: &[u8]) -> Option<(u64, u64, &'a [u8])> {
    let (start, digits) = number(text)?;
    let mut rest = &text[digits..];
    let mut lines = 1;
    if let Some(count) = rest.strip_prefix(b",") {
        let (value, digits) = number(count)?;
        lines = value;
        rest = &count[digits..];
    }
    Some((start, lines, rest.strip_prefix(ends_with)?))
}

/// The number at the start of `text`, and how many digits it has; none where it is no number. One that
/// overflows is the largest, as for C's `strtoul`.
fn number(text: &[u8]) -> Option<(u64, usize)> {
    let digits = text.iter().take_while(|b| b.is_ascii_digit()).count();
    let add = |sum: u64, digit: &u8| sum.saturating_mul(10).saturating_add(u64::from(digit - b'0'));
    (digits > 0).then(|| (text[..digits].iter().fold(0, add), digits))
}
