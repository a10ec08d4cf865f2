//! Text that is not ours made safe to show: nothing in it can act on a terminal or be taken for something else.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

/// The text with control, escape, direction-changing and invisible characters shown as `\u{1b}`, and so a character of
/// what CI systems would take for a command in a log.
///
/// ```
/// use checkprov::escape::escaped;
/// assert_eq!(escaped("a\u{1b}[2Jb"), "a\\u{1b}[2Jb");
/// assert_eq!(escaped("##[error]x"), "#\\u{23}[error]x");
/// ```
pub fn escaped(text: &str) -> Cow<'_, str> {
    escaped_part(text, 0..text.len())
}

/// The same of a part of a text: what it means depends on what stands around it.
pub(crate) fn escaped_part(text: &str, part: Range<usize>) -> Cow<'_, str> {
    let shown = &text[part.clone()];
    if !holds_acting(shown) && !may_command(text.as_bytes()) {
        return Cow::Borrowed(shown);
    }
    let mut out = String::with_capacity(shown.len() + 8);
    for (at, c) in shown.char_indices() {
        if acts(c) || commands(text, part.start + at) {
            let _ = write!(out, "\\u{{{:x}}}", c as u32);
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// Whether a text can hold a command at all.
fn may_command(text: &[u8]) -> bool {
    let holds = |sign| memchr::memchr_iter(sign, text).any(|at| text.get(at + 1) == Some(&sign));
    holds(b'#') || holds(b':')
}

/// Whether the sign that stands there makes a log of a CI system command it: the second of `##[error]`, `##vso[...]` and
/// `##teamcity[...]`, wherever they stand, or the first of `::error::`, with which a line may begin; any word may come
/// to begin one.
///
/// Sources: `TryParse` and `TryParseV2` in
/// [ActionCommand.cs](https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs), and the
/// [logging commands](https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands) of Azure.
pub(crate) fn commands(text: &str, at: usize) -> bool {
    let (before, rest) = text.split_at(at);
    if let Some(name) = rest.strip_prefix('#') {
        return before.ends_with('#')
            && name.trim_start_matches(|c: char| c.is_ascii_alphabetic()).starts_with('[');
    }
    let Some(name) = rest.strip_prefix("::") else { return false };
    before.chars().next_back().is_none_or(char::is_whitespace)
        && name.chars().next().is_none_or(|c| c.is_ascii_alphabetic())
}

/// The text as people see it: without the characters of Unicode's `Default_Ignorable_Code_Point`, which show nothing.
///
/// ```
/// assert_eq!(checkprov::escape::visible("AI-used\u{200b}-for"), "AI-used-for");
/// ```
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || !text.chars().any(is_ignorable) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter(|&c| !is_ignorable(c)).collect())
}

/// What is wrong with a policy has lines of its own making; what they quote is escaped.
pub fn escaped_lines(text: &str) -> impl Iterator<Item = Cow<'_, str>> {
    text.split('\n').map(escaped)
}

/// The first `most` characters, and `…` where there are more.
pub(crate) fn cut(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

/// Whether any character of a text acts. Most texts are shown at a glance to hold none.
pub(crate) fn holds_acting(text: &str) -> bool {
    !text.bytes().all(|byte| matches!(byte, b'\t' | b' '..=b'~')) && text.chars().any(acts)
}

/// Whether a character does something rather than show something, or shows nothing at all. A tab only shows.
pub(crate) fn acts(c: char) -> bool {
    match c {
        '\t' | ' '..='~' => false,
        // Ends of lines and paragraphs, and what is around annotations.
        '\u{2028}' | '\u{2029}' | '\u{fff9}'..='\u{fffb}' => true,
        // No characters, and none in XML.
        '\u{fffe}' | '\u{ffff}' => true,
        c => c.is_control() || is_ignorable(c),
    }
}

/// Whether a character shows nothing: two texts that look alike may differ in it, and it may change the direction of
/// others. These are the ranges of `Default_Ignorable_Code_Point` in
/// [DerivedCoreProperties.txt](https://www.unicode.org/Public/UCD/latest/ucd/DerivedCoreProperties.txt); a test holds
/// them against those of `regex`, which takes longer to be made than one patch to be read.
fn is_ignorable(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fff8}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_left_alone() {
        for name in ["Żółć Ünal", "山田太郎", "مهدی", "👩💻", "a\tb", "r\u{fffd}"] {
            assert_eq!(escaped(name), name);
        }
    }

    #[test]
    fn what_acts_is_shown() {
        assert_eq!(escaped("a\r\n\0\u{7f}\u{9b}b"), "a\\u{d}\\u{a}\\u{0}\\u{7f}\\u{9b}b");
        assert_eq!(escaped("\u{200d}\u{fe0f}\u{3164}"), "\\u{200d}\\u{fe0f}\\u{3164}");
        assert_eq!(escaped("\u{202e}\u{2066}\u{feff}\u{2028}"), "\\u{202e}\\u{2066}\\u{feff}\\u{2028}");
    }

    #[test]
    fn a_log_is_commanded_nothing() {
        for (text, shown) in [
            ("a ##vso[task.setvariable variable=x]y", "a #\\u{23}vso[task.setvariable variable=x]y"),
            ("###[error]", "##\\u{23}[error]"),
            ("::set-output name=a::b", "\\u{3a}:set-output name=a::b"),
            ("a\u{a0}::error::b", "a\u{a0}\\u{3a}:error::b"),
        ] {
            assert_eq!(escaped(text), shown);
        }
        for plain in
            ["## Title", "a##b", "net: accept ::1", "std::string::npos", "#[inline]", "## [x]", "`::a::b`"]
        {
            assert_eq!(escaped(plain), plain);
        }
    }

    #[test]
    fn a_part_of_a_command_is_seen() {
        assert_eq!(escaped_part("##[error]", 0..2), "#\\u{23}");
        assert_eq!(escaped_part("##[error]", 2..9), "[error]");
    }

    #[test]
    fn what_shows_nothing_is_what_unicode_says() {
        let ignorable = regex::Regex::new(r"^\p{Default_Ignorable_Code_Point}$").unwrap();
        for c in '\0'..=char::MAX {
            assert_eq!(is_ignorable(c), ignorable.is_match(c.encode_utf8(&mut [0; 4])), "{c:?}");
        }
    }

    #[test]
    fn cutting_keeps_characters_whole() {
        assert_eq!(cut("äöü", 2), "äö…");
        assert_eq!(cut("äöü", 3), "äöü");
    }
}
