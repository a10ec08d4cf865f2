//! Strings, which may hold what looks like a comment, and may go on over lines.

use std::borrow::Cow;

use super::table::Strings;

/// A string that may go on over lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Text<'a> {
    pub(super) ends: Cow<'a, [u8]>,
    pub(super) form: Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A backslash takes the meaning from what follows it.
    Escaped,
    Raw,
    /// It ends with a line of its own, as `<<EOF` does, or as `<<-EOF` does after tabs.
    Lines {
        tabs: bool,
    },
}

/// The string that begins here, and how long its beginning is. `before` is what is before it on its line.
pub(super) fn opening<'t>(strings: Strings, text: &'t [u8], before: &[u8]) -> Option<(Text<'t>, usize)> {
    let open = |len: usize, ends: Cow<'t, [u8]>, form| Some((Text { ends, form }, len));
    let same = |len: usize, form| open(len, Cow::Borrowed(&text[..len]), form);
    let prefix = before.iter().rev().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
    let prefix = &before[before.len() - prefix..];
    match strings {
        Strings::Lines => None,
        Strings::C if text.starts_with(b"R\"") && matches!(prefix, b"" | b"u8" | b"u" | b"U" | b"L") => {
            let name = text[2..].iter().take(17).position(|&b| b == b'(')?;
            open(name + 3, [b")", &text[2..2 + name], b"\""].concat().into(), Form::Raw)
        }
        Strings::Rust if text[0] == b'r' && matches!(prefix, b"" | b"b" | b"c") => {
            let hashes = text[1..].iter().take_while(|&&b| b == b'#').count();
            text[1 + hashes..].starts_with(b"\"").then_some(())?;
            open(hashes + 2, [b"\"", &text[1..=hashes]].concat().into(), Form::Raw)
        }
        Strings::Go if text[0] == b'`' => same(1, Form::Raw),
        Strings::Java | Strings::Triple if text.starts_with(b"\"\"\"") => same(3, Form::Escaped),
        Strings::Triple if text.starts_with(b"'''") => same(3, Form::Escaped),
        Strings::Triple if text[0] == b'\'' => same(1, Form::Escaped),
        Strings::Shell if text[0] == b'\'' => same(1, Form::Raw),
        _ if text[0] == b'"' => same(1, Form::Escaped),
        _ => None,
    }
}

/// How far a string goes on this line, and whether it ends there.
pub(super) fn string(text: &[u8], open: &Text<'_>) -> (usize, bool) {
    let mut at = 0;
    while at < text.len() {
        if text[at..].starts_with(&open.ends) {
            return (at + open.ends.len(), true);
        }
        at += if open.form == Form::Escaped && text[at] == b'\\' { 2 } else { 1 };
    }
    (text.len(), false)
}

/// `<<EOF` and how long it is: what follows its line is text, up to a line that ends it.
pub(super) fn here_document(text: &[u8]) -> Option<(Text<'_>, usize)> {
    let word = text.strip_prefix(b"<<")?;
    let tabs = word.starts_with(b"-");
    let word = word[usize::from(tabs)..].trim_ascii_start();
    let quoted =
        word.strip_prefix(b"'").or_else(|| word.strip_prefix(b"\"")).or_else(|| word.strip_prefix(b"\\"));
    let word = quoted.unwrap_or(word);
    let len = word.iter().take_while(|&&b| b.is_ascii_alphanumeric() || b == b'_').count();
    let begins = word.first().is_some_and(|b| b.is_ascii_alphabetic() || *b == b'_');
    begins.then(|| {
        let after = &word[len..];
        let after = after.strip_prefix(b"'").or_else(|| after.strip_prefix(b"\"")).unwrap_or(after);
        (Text { ends: Cow::Borrowed(&word[..len]), form: Form::Lines { tabs } }, text.len() - after.len())
    })
}

/// The length of `'x'` or `'\n'`; none where there is none, as of a lifetime or an apostrophe.
pub(crate) fn character(text: &[u8]) -> Option<usize> {
    let rest = text.strip_prefix(b"'")?;
    let least = match rest.first()? {
        b'\\' => 2,
        b'\'' => return None,
        first => first.leading_ones().max(1) as usize,
    };
    let most = if rest[0] == b'\\' { 10 } else { 1 };
    let end = rest.get(least..)?.iter().take(most).position(|&b| b == b'\'')?;
    Some(least + end + 2)
}
