//! Text of a mail made safe to show: nothing in it can act on a terminal or be taken for something else.

use std::borrow::Cow;
use std::fmt::Write as _;

/// The text with control, escape and direction-changing characters shown as `\u{1b}`.
///
/// ```
/// assert_eq!(checkprov::report::escaped("a\u{1b}[2Jb"), "a\\u{1b}[2Jb");
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

/// Whether a character does something rather than show something. A tab only shows.
fn acts(c: char) -> bool {
    (c.is_control() && c != '\t')
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{2028}' | '\u{2029}')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{e0000}'..='\u{e007f}')
}
