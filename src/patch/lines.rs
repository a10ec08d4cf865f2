//! The lines of a text. Each rule goes over those of a message, so their ends are found many bytes at a time.

/// The lines of a text, each with its newline, as [`str::split_inclusive`] gives them.
pub(super) fn whole(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let end = memchr::memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |newline| newline + 1);
        let (line, below) = rest.split_at(end);
        rest = below;
        (!line.is_empty()).then_some(line)
    })
}

/// The lines of a text without their ends, as [`str::lines`] gives them.
pub(super) fn of(text: &str) -> impl Iterator<Item = &str> {
    whole(text).map(|line| match line.strip_suffix('\n') {
        Some(line) => line.strip_suffix('\r').unwrap_or(line),
        None => line,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_those_of_the_standard_library() {
        for text in ["", "\n", "a", "a\n", "a\n\nb", "a\r\nb\r", "ä\r\r\n\n"] {
            assert_eq!(of(text).collect::<Vec<_>>(), text.lines().collect::<Vec<_>>(), "{text:?}");
            let split: Vec<_> = text.split_inclusive('\n').collect();
            assert_eq!(whole(text).collect::<Vec<_>>(), split, "{text:?}");
        }
    }
}
