//! Text that is not ours made safe to show: nothing in it can act on a terminal or be taken for something else.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::LazyLock;

use regex::Regex;

/// The text with control, escape, direction-changing and invisible characters shown as `\u{1b}`.
///
/// ```
/// assert_eq!(checkprov::escape::escaped("a\u{1b}[2Jb"), "a\\u{1b}[2Jb");
/// ```
pub fn escaped(text: &str) -> Cow<'_, str> {
    if !text.chars().any(acts) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if acts(c) {
            let _ = write!(out, "\\u{{{:x}}}", c as u32);
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// The text as people see it: without the characters of Unicode's `Default_Ignorable_Code_Point`, which show nothing.
///
/// ```
/// assert_eq!(checkprov::escape::visible("AI-used\u{200b}-for"), "AI-used-for");
/// ```
pub fn visible(text: &str) -> Cow<'_, str> {
    static IGNORABLE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\p{Default_Ignorable_Code_Point}+").expect("the pattern is sound"));
    if text.is_ascii() { Cow::Borrowed(text) } else { IGNORABLE.replace_all(text, "") }
}

/// Help has lines of its own making; what they quote of a mail is escaped.
pub(crate) fn escaped_lines(text: &str) -> impl Iterator<Item = Cow<'_, str>> {
    text.split('\n').map(escaped)
}

/// The first `most` characters, and `…` where there are more.
pub(crate) fn cut(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

/// Whether a character does something rather than show something, or shows nothing at all. A tab only
/// shows; the joiners U+200C and U+200D are left alone, for names and emoji are written with them.
pub(crate) fn acts(c: char) -> bool {
    match c {
        '\t' | ' '..='~' => false,
        // Direction.
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        // Ends of lines and paragraphs.
        '\u{2028}' | '\u{2029}' => true,
        // Invisible: two texts that look alike are not.
        '\u{ad}' | '\u{180e}' | '\u{200b}' | '\u{2060}'..='\u{2065}' | '\u{206a}'..='\u{206f}' => true,
        '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}' => true,
        // No characters, and none in XML.
        '\u{fffe}' | '\u{ffff}' => true,
        c => c.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_left_alone() {
        for name in ["Żółć Ünal", "山田太郎", "می\u{200c}خواهم", "👩\u{200d}💻", "a\tb", "r\u{fffd}"]
        {
            assert_eq!(escaped(name), name);
        }
    }

    #[test]
    fn what_acts_is_shown() {
        assert_eq!(escaped("a\r\n\0\u{7f}\u{9b}b"), "a\\u{d}\\u{a}\\u{0}\\u{7f}\\u{9b}b");
        assert_eq!(escaped("\u{202e}\u{2066}\u{feff}\u{2028}"), "\\u{202e}\\u{2066}\\u{feff}\\u{2028}");
    }

    #[test]
    fn cutting_keeps_characters_whole() {
        assert_eq!(cut("äöü", 2), "äö…");
        assert_eq!(cut("äöü", 3), "äöü");
    }
}
