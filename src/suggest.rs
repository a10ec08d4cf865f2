//! "Did you mean": the known word nearest to one that is not known.

/// The nearest of the known words, if one is near enough to be meant.
///
/// ```
/// assert_eq!(checkprov::suggest::nearest("documentation", ["code", "docs", "tests"]), None);
/// assert_eq!(checkprov::suggest::nearest("test", ["code", "docs", "tests"]), Some("tests"));
/// ```
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let known: Vec<&str> = known.into_iter().collect();
    similar::get_close_matches(word, &known, 1, 0.6).pop()
}

/// Whether two words differ by a slip or two.
pub fn is_near(word: &str, other: &str) -> bool {
    // Lengths that differ much cannot be near, and comparing a very long word takes very long.
    word.len().abs_diff(other.len()) <= 16 && !similar::get_close_matches(word, &[other], 1, 0.8).is_empty()
}

/// `; did you mean X?`, or nothing where no known word is near.
pub fn hint<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    nearest(word, known).map_or_else(String::new, |near| format!("; did you mean `{near}`?"))
}
