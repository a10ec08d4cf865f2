//! The line that parts two mails of an mbox, as `git mailsplit` knows it.
//!
//! Source: git's `builtin/mailsplit.c` (<https://git-scm.com/docs/git-mailsplit>).

/// The longest line that is looked at. A longer one parts nothing.
pub(super) const LONGEST_LINE: usize = 1 << 16;

/// Whether a line parts two mails: it starts with `From `, and its last colon is in a time of day with
/// a year over 90 after it.
pub(super) fn is_separator(line: &[u8]) -> bool {
    if line.len() < 20 || line.len() > LONGEST_LINE || !line.starts_with(b"From ") {
        return false;
    }
    let Some(colon) = memchr::memrchr(b':', &line[..line.len() - 2]).filter(|&at| at >= 9) else {
        return false;
    };
    let digit = |at: usize| line.get(at).is_some_and(u8::is_ascii_digit);
    if ![colon - 4, colon - 2, colon - 1, colon + 1, colon + 2].into_iter().all(digit) {
        return false;
    }
    let blank = |b: &u8| is_blank(*b) || matches!(b, b'\x0b' | b'\x0c');
    let year = &line[colon + 3..];
    let year = &year[year.iter().take_while(|b| blank(b)).count()..];
    let year = year.strip_prefix(b"+").unwrap_or(year);
    let digits = year.iter().take_while(|b| b.is_ascii_digit());
    digits.fold(0u64, |year, digit| year.saturating_mul(10).saturating_add(u64::from(digit - b'0'))) > 90
}

/// The commit that a separator of `git format-patch` names: `From <40 or 64 hex digits> Mon Sep 17 00:00:00 2001`.
///
/// Source: git's `log-tree.c: log_write_email_headers`.
pub(super) fn commit_of(separator: &[u8]) -> Option<&str> {
    let id = separator.strip_prefix(b"From ")?.trim_ascii_end().strip_suffix(b" Mon Sep 17 00:00:00 2001")?;
    let is_hash = matches!(id.len(), 40 | 64) && id.iter().all(u8::is_ascii_hexdigit);
    std::str::from_utf8(id).ok().filter(|_| is_hash)
}

/// White space as git knows it.
pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// The first line with its newline, or all there is.
pub(super) fn first_line(bytes: &[u8]) -> &[u8] {
    memchr::memchr(b'\n', bytes).map_or(bytes, |end| &bytes[..=end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: bool) {
        assert_eq!(is_separator(line.as_bytes()), expected, "{line}");
    }

    // Observed with git 2.47.3.
    #[test]
    fn a_time_of_day_and_a_year_part_mails() {
        check("From mboxrd@z Thu Jan  1 00:00:00 1970\n", true);
        check("From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\n", true);
        check("From a 10:20:30 2001 +0200\n", true);
        check("From a@b.org Thu May 28 09:34:12 2026\r\n", true);
    }

    #[test]
    fn a_separator_of_format_patch_names_a_commit() {
        let id = "0123456789012345678901234567890123456789";
        assert_eq!(commit_of(format!("From {id} Mon Sep 17 00:00:00 2001\n").as_bytes()), Some(id));
        assert_eq!(commit_of(format!("From {id} Mon Sep 17 00:00:00 2026\n").as_bytes()), None);
        assert_eq!(commit_of(b"From patchwork Mon Sep 17 00:00:00 2001\n"), None);
    }

    #[test]
    fn what_people_write_parts_nothing() {
        check("From here on, x\n", false);
        check("From now: 12\n", false);
        check("From bcd 12:34 2026\n", false);
        check("From x 1:02:03 91\n", false);
        check("From a@b.org Thu May 28 12:34:56 90\n", false);
        check("From a 10:20:30 CEST 2026\n", false);
    }
}
