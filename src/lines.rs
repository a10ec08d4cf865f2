//! The lines of a text. Mails are gone over line by line and often, so the ends of lines are found many at a time.

use wide::u8x16;

use crate::work;

/// How many bytes are looked at at once.
const WIDTH: usize = 64;

/// Where the lines of a text end: after each newline, and where the text ends, if no newline is there.
#[derive(Debug, Clone)]
pub(crate) struct Ends<'a> {
    text: &'a [u8],
    /// How many bytes were looked at, in steps of [`WIDTH`]; more than there are once all are found.
    seen: usize,
    /// The newlines among the last of them that were not handed out yet, a bit each.
    newlines: u64,
}

/// Where the lines of a text end.
pub(crate) fn ends(text: &[u8]) -> Ends<'_> {
    Ends { text, seen: 0, newlines: 0 }
}

impl Iterator for Ends<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        while self.newlines == 0 {
            let Some(rest @ [_, ..]) = self.text.get(self.seen..) else {
                let is_open = self.seen < usize::MAX && !matches!(self.text, [] | [.., b'\n']);
                self.seen = usize::MAX;
                return is_open.then_some(self.text.len());
            };
            work::add(rest.len().min(WIDTH));
            self.newlines = newlines(rest);
            self.seen += WIDTH;
        }
        let first = self.newlines.trailing_zeros() as usize;
        self.newlines &= self.newlines - 1;
        Some(self.seen - WIDTH + first + 1)
    }
}

/// The newlines in the first bytes of a text, a bit each.
#[inline]
fn newlines(text: &[u8]) -> u64 {
    text.first_chunk().map_or_else(|| newlines_of_few(text), newlines_of)
}

#[cold]
fn newlines_of_few(text: &[u8]) -> u64 {
    let mut bytes = [0; WIDTH];
    bytes[..text.len()].copy_from_slice(text);
    newlines_of(&bytes)
}

#[inline]
fn newlines_of(bytes: &[u8; WIDTH]) -> u64 {
    let (parts, _) = bytes.as_chunks::<16>();
    parts.iter().rev().fold(0, |bits, part| {
        bits << 16 | u64::from(u8x16::new(*part).simd_eq(u8x16::splat(b'\n')).to_bitmask())
    })
}

/// The line that starts at `at`, with its newline, or what is left without one.
pub(crate) fn line_at(text: &[u8], at: usize) -> &[u8] {
    let rest = text.get(at..).unwrap_or_default();
    let line = &rest[..memchr::memchr(b'\n', rest).map_or(rest.len(), |newline| newline + 1)];
    work::add(line.len());
    line
}

/// The lines of a text, each with its newline.
pub(crate) fn of_bytes(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut start = 0;
    ends(text).map(move |end| &text[std::mem::replace(&mut start, end)..end])
}

/// The lines of a text, each with its newline, as [`str::split_inclusive`] gives them.
pub(crate) fn whole(text: &str) -> impl Iterator<Item = &str> {
    let mut start = 0;
    ends(text.as_bytes()).map(move |end| &text[std::mem::replace(&mut start, end)..end])
}

/// The lines of a text, each with its newline, the last one first.
pub(crate) fn from_end(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let last = rest.len().checked_sub(1)?;
        let start = memchr::memrchr(b'\n', &rest.as_bytes()[..last]).map_or(0, |newline| newline + 1);
        let line = &rest[start..];
        work::add(line.len());
        rest = &rest[..start];
        Some(line)
    })
}

/// The lines of a text without their ends, as [`str::lines`] gives them.
pub(crate) fn of(text: &str) -> impl Iterator<Item = &str> {
    whole(text).map(|line| match line.strip_suffix('\n') {
        Some(line) => line.strip_suffix('\r').unwrap_or(line),
        None => line,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str) {
        assert_eq!(of(text).collect::<Vec<_>>(), text.lines().collect::<Vec<_>>(), "{text:?}");
        let split: Vec<_> = text.split_inclusive('\n').collect();
        assert_eq!(whole(text).collect::<Vec<_>>(), split, "{text:?}");
        assert!(from_end(text).eq(split.iter().copied().rev()), "{text:?}");
        let split: Vec<_> = text.as_bytes().split_inclusive(|&b| b == b'\n').collect();
        assert_eq!(of_bytes(text.as_bytes()).collect::<Vec<_>>(), split, "{text:?}");
    }

    #[test]
    fn lines_are_those_of_the_standard_library() {
        for text in ["", "\n", "a", "a\n", "a\n\nb", "a\r\nb\r", "ä\r\r\n\n"] {
            check(text);
        }
    }

    #[test]
    fn lines_are_found_wherever_their_ends_stand() {
        for length in 0..3 * WIDTH {
            let text: String = (0..length).map(|n| if n * n % 31 < 5 { '\n' } else { 'x' }).collect();
            check(&text);
            check(&"x".repeat(length));
            check(&"\n".repeat(length));
        }
    }

    #[test]
    fn nothing_comes_behind_the_end() {
        let mut ends = ends(b"a\nb");
        assert_eq!([ends.next(), ends.next(), ends.next(), ends.next()], [Some(2), Some(3), None, None]);
    }
}
