//! Text in columns of characters, as a terminal shows them: some take two, and some none.

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// As much of a text as fits so many columns, with `…` where it is cut.
pub(super) fn fitting(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut used = 1;
    let fits = |c: &char| {
        used += c.width().unwrap_or(0);
        used <= width
    };
    let mut cut: String = text.chars().take_while(fits).collect();
    // Characters that join may take more together than each by itself.
    while cut.width() >= width && cut.pop().is_some() {}
    cut.push('…');
    cut
}

/// A text with blanks behind it up to so many columns, cut where it takes more.
pub(super) fn padded(text: &str, width: usize) -> String {
    let text = fitting(text, width);
    let blanks = width.saturating_sub(text.width());
    text + &" ".repeat(blanks)
}

/// How many columns a text takes.
pub(super) fn width(text: &str) -> usize {
    text.width()
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
