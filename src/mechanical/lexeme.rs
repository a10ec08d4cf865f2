//! Looks at the next bytes of a line: what they are the beginning of.

use super::token::is_word;

/// Whether only a backslash is left of a line, which takes away its line break.
pub(super) fn ends_in_backslash(rest: &[u8]) -> bool {
    rest.strip_prefix(b"\\").is_some_and(|rest| rest.trim_ascii().is_empty())
}

/// The `*` at the start of a line within a comment, which reflowing a comment adds and takes away.
pub(super) fn is_decoration(rest: &[u8]) -> bool {
    rest.first() == Some(&b'*') && rest.get(1) != Some(&b'/')
}

/// What follows a number up to the end of its fraction: `1.5` is one token.
pub(super) fn fraction(rest: &[u8], word: usize) -> usize {
    let digit = |at: usize| rest.get(at).is_some_and(u8::is_ascii_digit);
    if rest[0].is_ascii_digit() && rest.get(word) == Some(&b'.') && digit(word + 1) {
        1 + rest[word + 1..].iter().take_while(|&&b| is_word(b)).count()
    } else {
        0
    }
}
