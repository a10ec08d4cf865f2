//! Counts the newlines of a text without going over all of it every time it is asked.

use std::cell::RefCell;

use crate::work;

/// How many bytes are gone over to answer one question.
const STEP: usize = 1 << 9;

/// How many newlines are before every so many bytes of a text, as far as anyone has asked.
#[derive(Debug, Default)]
pub(super) struct Newlines(RefCell<Vec<usize>>);

impl Newlines {
    /// How many newlines are before a byte.
    pub(super) fn before(&self, text: &[u8], at: usize) -> usize {
        let step = at / STEP;
        let mut before = self.0.borrow_mut();
        while before.len() <= step {
            grow(&mut before, text);
        }
        before[step] + count(&text[step * STEP..at])
    }

    /// Where the text goes on after so many newlines.
    pub(super) fn after(&self, text: &[u8], newlines: usize) -> Option<usize> {
        let Some(more) = newlines.checked_sub(1) else { return Some(0) };
        let mut before = self.0.borrow_mut();
        while before.last().is_none_or(|&sum| sum <= more) && before.len() * STEP <= text.len() {
            grow(&mut before, text);
        }
        let step = before.partition_point(|&sum| sum <= more) - 1;
        let start = step * STEP;
        let end =
            memchr::memchr_iter(b'\n', text.get(start..)?).nth(more - before[step]).map(|at| start + at + 1);
        work::add(end.unwrap_or(text.len()) - start);
        end
    }
}

/// Goes over the next step of a text.
fn grow(before: &mut Vec<usize>, text: &[u8]) {
    let sum =
        before.last().map_or(0, |sum| sum + count(&text[(before.len() - 1) * STEP..before.len() * STEP]));
    before.push(sum);
}

fn count(text: &[u8]) -> usize {
    work::add(text.len());
    memchr::memchr_iter(b'\n', text).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn newlines_are_where_they_are() {
        let text: Vec<u8> =
            (0..20_000u32).map(|n| if n.wrapping_mul(n) % 97 < 3 { b'\n' } else { b'x' }).collect();
        let newlines = Newlines::default();
        let mut count = 0;
        for (at, byte) in text.iter().enumerate() {
            assert_eq!(newlines.before(&text, at), count);
            if *byte == b'\n' {
                count += 1;
                assert_eq!(newlines.after(&text, count), Some(at + 1));
            }
        }
        assert_eq!(newlines.before(&text, text.len()), count);
        assert_eq!(newlines.after(&text, count + 1), None);
        assert_eq!(newlines.after(b"", 0), Some(0));
    }
}
