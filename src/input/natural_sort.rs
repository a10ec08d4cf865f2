//! The order of file names: numbers in them as numbers, as `git mailsplit` sorts a Maildir.

use std::cmp::Ordering;

/// Compares two names; `9-b` comes before `10-a`.
pub(super) fn by_number(a: &[u8], b: &[u8]) -> Ordering {
    let (mut left, mut right) = (a, b);
    while let ([x, rest_left @ ..], [y, rest_right @ ..]) = (left, right) {
        if x.is_ascii_digit() && y.is_ascii_digit() {
            let (number, behind) = number(left);
            let (other, behind_other) = self::number(right);
            match number.len().cmp(&other.len()).then_with(|| number.cmp(other)) {
                Ordering::Equal => (left, right) = (behind, behind_other),
                unequal => return unequal,
            }
        } else if x == y {
            (left, right) = (rest_left, rest_right);
        } else {
            return x.cmp(y);
        }
    }
    left.len().cmp(&right.len()).then_with(|| a.cmp(b))
}

/// The digits in front without zeros before them, and what follows.
fn number(text: &[u8]) -> (&[u8], &[u8]) {
    let end = text.iter().take_while(|b| b.is_ascii_digit()).count();
    let zeros = text[..end].iter().take_while(|&&b| b == b'0').count();
    (&text[zeros..end], &text[end..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_numbers() {
        let mut names = ["10-a", "9-b", "1", "009-c", "a2", "a10", "b", "a", "99999999999999999999", "9-a"];
        names.sort_by(|a, b| by_number(a.as_bytes(), b.as_bytes()));
        assert_eq!(
            names,
            ["1", "9-a", "9-b", "009-c", "10-a", "99999999999999999999", "a", "a2", "a10", "b"]
        );
    }
}
