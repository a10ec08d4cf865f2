//! Cuts a body where git does: in-body headers, commit message, and the rest with the patch.

use std::borrow::Cow;
use std::ops::Range;

use super::body::Body;
use super::bytes::is_space;
use super::header::Headers;
use super::problem::Problems;

/// Where the pieces of a body are.
pub(super) struct Cut<'a> {
    pub(super) in_body: Headers<'a>,
    pub(super) message: Range<usize>,
    pub(super) patch: Range<usize>,
}

impl<'a> Cut<'a> {
    pub(super) fn of(body: &Body<'a>, scissors: bool, problems: &mut Problems) -> Self {
        let mut top = Top { open: true, headers: Headers::default(), folded: Vec::new() };
        let mut message: Option<usize> = None;
        let end = body.text.len();
        for range in body.lines() {
            let line = &body.text[range.clone()];
            if top.open && top.takes(line, scissors, problems) {
                continue;
            }
            if !scissors {
                // Nothing opens the top again: only the end is left to find.
                top.finish(problems);
                let cut = body.find_end(range.start, ends_message).unwrap_or(end);
                return Self { in_body: top.headers, message: range.start..cut, patch: cut..end };
            }
            let line = &*body.line(range.clone());
            if is_scissors(line) {
                top = Top { open: true, headers: Headers::default(), folded: Vec::new() };
                message = None;
                continue;
            }
            if ends_message(line) {
                top.finish(problems);
                let message = message.unwrap_or(range.start)..range.start;
                return Self { in_body: top.headers, message, patch: range.start..end };
            }
            message.get_or_insert(range.start);
        }
        top.finish(problems);
        Self { in_body: top.headers, message: message.unwrap_or(end)..end, patch: end..end }
    }
}

/// The top of a body, where in-body headers may be.
struct Top<'a> {
    open: bool,
    headers: Headers<'a>,
    /// A header line that a folded line may continue.
    folded: Vec<u8>,
}

impl Top<'_> {
    /// Takes a line that belongs to the top; the first one that does not closes it.
    fn takes(&mut self, line: &[u8], scissors: bool, problems: &mut Problems) -> bool {
        if matches!(line, [] | [b'\n']) {
            if !self.folded.is_empty() {
                self.finish(problems);
                self.open = false;
            }
            return true;
        }
        self.open = self.is_header(line, scissors, problems);
        self.open
    }

    fn is_header(&mut self, line: &[u8], scissors: bool, problems: &mut Problems) -> bool {
        if !self.folded.is_empty() && matches!(line[0], b' ' | b'\t') {
            if scissors && is_scissors(line) {
                self.finish(problems);
                return false;
            }
            if self.folded.last() == Some(&b'\n') {
                self.folded.pop();
            }
            self.folded.extend_from_slice(line);
            return true;
        }
        self.finish(problems);
        if line.starts_with(b">From") && line.get(5).is_some_and(|&b| is_space(b)) {
            return is_format_patch_separator(&line[1..]);
        }
        if line.starts_with(b"[PATCH]") && line.get(7).is_some_and(|&b| is_space(b)) {
            self.headers.subject = Some(Cow::Owned(line.to_vec()));
            return true;
        }
        if self.headers.wants(line) {
            self.folded.extend_from_slice(line);
            return true;
        }
        false
    }

    /// A header line is whole once the next one begins.
    fn finish(&mut self, problems: &mut Problems) {
        if !self.folded.is_empty() {
            let line = std::mem::take(&mut self.folded);
            self.headers.take_in_body(&line, problems);
        }
    }
}

/// Whether git ends the commit message at the line that starts here: a diff begins, or a `---` line.
fn ends_message(text: &[u8]) -> bool {
    match text.first() {
        Some(b'd') => text.starts_with(b"diff -"),
        Some(b'I') => text.starts_with(b"Index: "),
        Some(b'-') if text.starts_with(b"---") => {
            let named = text.get(3) == Some(&b' ') && text.get(4).is_none_or(|&b| !is_space(b));
            named || text[3..].iter().find(|&&b| b == b'\n' || !is_space(b)) == Some(&b'\n')
        }
        _ => false,
    }
}

/// `From <40 hex digits> Mon Sep 17 00:00:00 2001`, the line `git format-patch` writes above a mail.
fn is_format_patch_separator(line: &[u8]) -> bool {
    let digits = |id: &[u8]| id.iter().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    line.strip_prefix(b"From ")
        .and_then(|rest| rest.split_at_checked(40))
        .is_some_and(|(id, rest)| digits(id) && rest == b" Mon Sep 17 00:00:00 2001\n")
}

/// Whether a line is a place to cut: `-- >8 --` and the like, as `git mailinfo --scissors` sees it.
fn is_scissors(line: &[u8]) -> bool {
    let (mut perforation, mut gap, mut scissors, mut inside) = (0usize, 0usize, false, false);
    let (mut first, mut last) = (None, 0);
    let mut at = 0;
    while at < line.len() {
        let byte = line[at];
        if is_space(byte) {
            perforation += usize::from(inside);
            gap += usize::from(inside);
        } else {
            first.get_or_insert(at);
            last = at;
            let blades = matches!(line.get(at..at + 2), Some(b">8" | b"8<" | b">%" | b"%<"));
            inside = blades || byte == b'-';
            perforation += if blades { 2 } else { usize::from(byte == b'-') };
            scissors |= blades;
            at += usize::from(blades);
        }
        at += 1;
    }
    let visible = first.map_or(0, |first| last - first + 1);
    scissors && visible >= 8 && visible < perforation * 3 && gap * 2 < perforation
}
