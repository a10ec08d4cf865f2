//! Counts the newlines of a text without going over all of it every time it is asked.

use std::sync::OnceLock;

/// How many bytes are gone over to answer one question.
const STEP: usize = 1 << 9;

/// How many newlines stand before every so many bytes of a text. Worked out when first asked for.
#[derive(Debug, Default)]
pub(super) struct Newlines(OnceLock<Vec<usize>>);

impl Newlines {
    fn before_steps(&self, text: &[u8]) -> &[usize] {
        self.0.get_or_init(|| {
            let mut sum = 0;
            let counts = text.chunks(STEP).map(|chunk| memchr::memchr_iter(b'\n', chunk).count());
            std::iter::once(0)
                .chain(counts.map(|count| {
                    sum += count;
                    sum
                }))
                .collect()
        })
    }

    /// How many newlines stand before a byte.
    pub(super) fn before(&self, text: &[u8], at: usize) -> usize {
        let step = at / STEP;
        self.before_steps(text)[step] + memchr::memchr_iter(b'\n', &text[step * STEP..at]).count()
    }

    /// Where the text goes on behind so many newlines.
    pub(super) fn behind(&self, text: &[u8], count: usize) -> Option<usize> {
        let Some(more) = count.checked_sub(1) else { return Some(0) };
        let before = self.before_steps(text);
        let step = before.partition_point(|&sum| sum <= more) - 1;
        let start = step * STEP;
        memchr::memchr_iter(b'\n', text.get(start..)?).nth(more - before[step]).map(|at| start + at + 1)
    }
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
                assert_eq!(newlines.behind(&text, count), Some(at + 1));
            }
        }
        assert_eq!(newlines.before(&text, text.len()), count);
        assert_eq!(newlines.behind(&text, count + 1), None);
        assert_eq!(newlines.behind(b"", 0), Some(0));
    }
}
