//! The date that `diff` writes after a name, and whether it says that the file did not exist.

use std::sync::LazyLock;

use regex::bytes::Regex;

#[expect(clippy::unwrap_used, reason = "the pattern is a constant, and every test of this file compiles it")]
static TIMESTAMP: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x-u) (?: \t | [\ ]+ ) (?:\d\d)? \d\d-\d\d-\d\d
          (?: \ \d\d:\d\d:\d\d (?:\.\d+)? )?
          (?: \ [+-]\d{4} | \ [+-]\d\d:\d\d )? $",
    )
    .unwrap()
});

#[expect(clippy::unwrap_used, reason = "the pattern is a constant, and every test of this file compiles it")]
static EPOCH: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x-u) \t (1969-12-31|1970-01-01) \ ([0-2]\d):([0-5]\d):00(?:\.0+)?
          \ ([+-])([0-2]\d):?([0-5]\d) \n? $",
    )
    .unwrap()
});

/// How many bytes at the end of a name are a date with the blanks before it.
///
/// Source: `apply.c: diff_timestamp_len`.
pub(super) fn length(name: &[u8]) -> Option<usize> {
    if !name.last().is_some_and(u8::is_ascii_digit) {
        return None;
    }
    TIMESTAMP.find(name).map(|found| found.len())
}

/// Whether the date after a name is the epoch in its own time zone: how `diff` says that there is no file.
///
/// Source: `apply.c: has_epoch_timestamp`.
pub(super) fn is_epoch(line: &[u8]) -> bool {
    let Some(found) = EPOCH.captures(line) else { return false };
    let digits =
        |group: usize| found[group].iter().fold(0i32, |sum, digit| sum * 10 + i32::from(digit - b'0'));
    let zone = digits(5) * 60 + digits(6);
    let zone = if &found[4] == b"-" { -zone } else { zone };
    let day = if &found[1] == b"1969-12-31" { 24 * 60 } else { 0 };
    digits(2) * 60 + digits(3) - zone == day
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_taken_with_its_blanks() {
        assert_eq!(length(b"a/f.c\t2026-05-28 09:34:12.000000000 +0200"), Some(36));
        assert_eq!(length(b"a/f.c  26-05-28"), Some(10));
        assert_eq!(length(b"a/f.c 09:34:12"), None);
        assert_eq!(length(b"a/2026-05-28"), None);
    }

    #[test]
    fn the_epoch_is_one_moment_in_every_zone() {
        assert!(is_epoch(b"a/f\t1970-01-01 02:00:00.000000000 +0200\n"));
        assert!(is_epoch(b"a/f\t1969-12-31 19:00:00 -05:00\n"));
        assert!(!is_epoch(b"a/f\t1970-01-01 02:00:00 +0100\n"));
    }
}
