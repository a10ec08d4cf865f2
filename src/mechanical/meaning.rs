//! Edits that may turn one meaning into another: they are explained, and marked for a reader all the same.

use std::collections::HashSet;

use super::hole;
use super::outcome::Mark;
use super::pattern::Pattern;
use super::token::{Class, Token, Words};

/// Parts of names that say the opposite of each other.
#[rustfmt::skip]
const OPPOSITES: &[(&str, &str)] = &[
    ("accept", "reject"), ("acquire", "release"), ("add", "del"), ("add", "remove"), ("add", "sub"),
    ("alloc", "free"), ("allow", "deny"), ("allow", "forbid"), ("and", "or"), ("be", "le"), ("be16", "le16"),
    ("be32", "le32"), ("be64", "le64"), ("begin", "end"), ("big", "little"), ("ceil", "floor"), ("clear", "set"),
    ("dec", "inc"), ("disable", "enable"), ("down", "up"), ("dst", "src"), ("enter", "exit"), ("fail", "pass"),
    ("failure", "success"), ("first", "last"), ("get", "put"), ("head", "tail"), ("high", "low"),
    ("hton", "ntoh"), ("in", "out"), ("left", "right"), ("load", "store"), ("lock", "unlock"), ("max", "min"),
    ("next", "prev"), ("off", "on"), ("open", "close"), ("pop", "push"), ("read", "write"), ("recv", "send"),
    ("ref", "unref"), ("rx", "tx"), ("shl", "shr"), ("signed", "unsigned"), ("start", "stop"), ("top", "bottom"),
];
/// What makes the opposite of the word after it.
const OPPOSING: [&str; 6] = ["de", "dis", "no", "non", "not", "un"];
/// Functions that write without a bound.
const UNBOUNDED: [&[u8]; 6] = [b"gets", b"sprintf", b"strcat", b"strcpy", b"vsprintf", b"wcscpy"];

/// What a reader should do about an edit; `names` are the pairs of names that edits of the patch exchange.
pub(super) fn mark(words: &Words<'_>, pattern: &Pattern, names: &HashSet<(Token, Token)>) -> Option<Mark> {
    let (old, new) = (&pattern.old[..], &pattern.new[..]);
    let number = |token: &Token| words.class(*token) == Class::Number;
    let exchanged = pair(words, pattern).is_some_and(|(old, new)| names.contains(&(new, old)));
    let decides = |tokens: &[Token]| {
        let mut found: Vec<&[u8]> =
            tokens.iter().map(|&token| words.text(token)).filter(|t| is_result(t)).collect();
        found.sort_unstable();
        found
    };
    let unbounded = |tokens: &[Token]| tokens.iter().any(|&token| UNBOUNDED.contains(&words.text(token)));
    let (gone, come) = (only(old, new), only(new, old));
    let opposed = gone.iter().any(|&old| come.iter().any(|&new| opposite(words.text(old), words.text(new))));
    // What varies and goes is not in the list of edits.
    let drops = gone.iter().any(|token| hole::number(*token).is_some());
    let moved = in_order(words, old, new) != in_order(words, new, old);
    let reversed = exchanged || moved || opposed || decides(old) != decides(new);
    if drops || reversed || (unbounded(new) && !unbounded(old)) {
        Some(Mark::Read)
    } else {
        let mut changed = gone.iter().chain(&come).peekable();
        (changed.peek().is_some() && changed.all(number)).then_some(Mark::Look)
    }
}

/// The tokens of a side that the other one does not have.
fn only(side: &[Token], other: &[Token]) -> Vec<Token> {
    side.iter().copied().filter(|token| !other.contains(token)).collect()
}

/// What of a side may change places with something else, and stands in the other one, too.
fn in_order(words: &Words<'_>, side: &[Token], other: &[Token]) -> Vec<Token> {
    let mut found = Vec::new();
    for token in side.iter().filter(|token| other.contains(token)) {
        let operand =
            hole::number(*token).is_some() || matches!(words.class(*token), Class::Name | Class::Number);
        if operand && !found.contains(token) {
            found.push(*token);
        }
    }
    found
}

/// The names of an edit that is nothing else.
pub(super) fn pair(words: &Words<'_>, pattern: &Pattern) -> Option<(Token, Token)> {
    match (&pattern.old[..], &pattern.new[..]) {
        (&[old], &[new]) if words.class(old) == Class::Name && words.class(new) == Class::Name => {
            Some((old, new))
        }
        _ => None,
    }
}

/// What a function returns to say how it went: `EPERM`, `NULL`, `true`.
fn is_result(text: &[u8]) -> bool {
    let error = text.len() > 2 && text[0] == b'E' && text[1..].iter().all(u8::is_ascii_uppercase);
    error
        || matches!(
            text,
            b"0" | b"1"
                | b"NULL"
                | b"None"
                | b"nullptr"
                | b"true"
                | b"false"
                | b"True"
                | b"False"
                | b"TRUE"
                | b"FALSE"
        )
}

/// Whether two names differ in words that say the opposite of each other.
fn opposite(old: &[u8], new: &[u8]) -> bool {
    let (old, new) = (parts(old), parts(new));
    if old.len() != new.len() {
        let (short, long) = if old.len() < new.len() { (&old, &new) } else { (&new, &old) };
        let more: Vec<&String> = long.iter().filter(|part| !short.contains(part)).collect();
        return matches!(more[..], [part] if OPPOSING.contains(&&**part));
    }
    let against = |a: &str, b: &str| {
        OPPOSITES.contains(&(a, b)) || OPPOSING.iter().any(|prefix| b.strip_prefix(prefix) == Some(a))
    };
    old.iter().zip(&new).any(|(a, b)| a != b && (against(a, b) || against(b, a)))
}

/// The words of a name, small: of `getUser_id`, `get`, `user` and `id`.
fn parts(name: &[u8]) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut small = false;
    for &byte in name {
        if byte == b'_' || (byte.is_ascii_uppercase() && small) {
            parts.push(String::new());
        }
        small = byte.is_ascii_lowercase();
        if let Some(part) = parts.last_mut().filter(|_| byte != b'_') {
            part.push(char::from(byte.to_ascii_lowercase()));
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opposites() {
        for (old, new) in [
            ("mutex_lock", "mutex_unlock"),
            ("cpu_to_be32", "cpu_to_le32"),
            ("isSet", "isNotSet"),
            ("enable", "disable"),
            ("get_x", "put_x"),
            ("test_expect_success", "test_expect_failure"),
        ] {
            assert!(opposite(old.as_bytes(), new.as_bytes()), "{old} {new}");
            assert!(opposite(new.as_bytes(), old.as_bytes()), "{new} {old}");
        }
        for (old, new) in [("old_open", "new_open"), ("ctx", "context"), ("note", "text"), ("foo_a", "bar_a")]
        {
            assert!(!opposite(old.as_bytes(), new.as_bytes()), "{old} {new}");
        }
    }
}
