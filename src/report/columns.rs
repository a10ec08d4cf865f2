//! Text in columns of characters, as a terminal shows them: some take two, and some none.

use std::borrow::Cow;

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// As much of a text as fits so many columns, with `…` where it is cut.
pub(super) fn fitting(text: &str, width: usize) -> Cow<'_, str> {
    if columns(text) <= width {
        return Cow::Borrowed(text);
    }
    let mut used = 1;
    let fits = |c: &char| {
        used += if c.is_ascii() { 1 } else { c.width().unwrap_or(0) };
        used <= width
    };
    let mut cut: String = text.chars().take_while(fits).collect();
    // Characters that join may take more together than each by itself.
    while columns(&cut) >= width && cut.pop().is_some() {}
    cut.push('…');
    Cow::Owned(cut)
}

/// Adds a text with blanks after it up to so many columns, cut where it takes more.
pub(super) fn add(line: &mut String, text: &str, width: usize) {
    const BLANKS: &str = "                ";
    let text = fitting(text, width);
    line.push_str(&text);
    let mut missing = width.saturating_sub(columns(&text));
    while missing > 0 {
        let blanks = missing.min(BLANKS.len());
        line.push_str(&BLANKS[..blanks]);
        missing -= blanks;
    }
}

/// How many columns a text takes.
pub(super) fn columns(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.width() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_and_combining_characters_are_cut_by_what_they_take() {
        assert_eq!(fitting("山田太郎", 8), "山田太郎");
        assert_eq!(fitting("山田太郎", 7), "山田太…");
        assert_eq!(fitting("山田太郎", 6), "山田…");
        assert_eq!(fitting("e\u{301}e\u{301}e\u{301}", 3), "e\u{301}e\u{301}e\u{301}");
        assert_eq!(fitting("e\u{301}e\u{301}e\u{301}", 2), "e\u{301}…");
        for width in 2..12 {
            let family = "\u{1f469}\u{200d}\u{1f469}\u{200d}\u{1f467}\u{fe0f}a\u{fe0f}".repeat(5);
            assert!(fitting(&family, width).width() <= width, "{width}");
        }
    }
}
