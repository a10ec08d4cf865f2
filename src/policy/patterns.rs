//! Patterns for paths, subjects and people, as policy files write them.

use serde::Deserialize;

/// A pattern that can match: one that is not closed would match nothing, and no one would know.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Glob(String);

impl TryFrom<String> for Glob {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match fast_glob::validate(&text) {
            Ok(()) => Ok(Self(text)),
            Err(why) => Err(format!("`{text}` is no pattern: {why}")),
        }
    }
}

impl Glob {
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn into_text(self) -> String {
        self.0
    }

    fn matches(&self, path: &str) -> bool {
        may_match(self.0.as_bytes(), path.as_bytes()) && fast_glob::glob_match(&self.0, path)
    }
}

/// Whether the plain text at the ends of a pattern is at those of a path. Most paths have neither, and cost no more
/// than a glance.
fn may_match(glob: &[u8], path: &[u8]) -> bool {
    // One byte at either end tells of most.
    let is_another = |own: Option<&u8>, other: Option<&u8>| {
        own != other && own.is_some_and(|own| !is_special(*own) && *own != b'/')
    };
    !is_another(glob.first(), path.first())
        && !is_another(glob.last(), path.last())
        && may_begin(glob, path)
        && may_end(glob, path)
}

fn may_begin(glob: &[u8], path: &[u8]) -> bool {
    let differs = glob.iter().zip(path).position(|(own, other)| is_special(*own) || own != other);
    differs.is_none_or(|at| is_open(glob[at], glob.get(at + 1)))
}

fn may_end(glob: &[u8], path: &[u8]) -> bool {
    let mut from_end = glob.iter().rev().zip(path.iter().rev());
    let Some(same) = from_end.position(|(own, other)| is_special(*own) || own != other) else { return true };
    let (glob, path) = (&glob[..glob.len() - same], &path[..path.len() - same]);
    match choice_at_end(glob) {
        Some((before, choice)) => choice
            .split(|byte| *byte == b',')
            .any(|word| path.strip_suffix(word).is_some_and(|path| may_end(before, path))),
        None => glob.split_last().is_none_or(|(last, before)| is_open(*last, before.last())),
    }
}

/// Whether a byte of a pattern may stand for something else, `beyond` it the next one. `**` with the slash beside it
/// stands for nothing, too.
fn is_open(byte: u8, beyond: Option<&u8>) -> bool {
    is_special(byte) || (byte == b'/' && beyond.copied().is_some_and(is_special))
}

/// What is before the braces at the end of a pattern, and what is chosen from in them, where all of that is plain:
/// `rst,md` of `*.{rst,md}`.
fn choice_at_end(glob: &[u8]) -> Option<(&[u8], &[u8])> {
    let rest = glob.strip_suffix(b"}")?;
    let open = rest.iter().rposition(|byte| is_special(*byte)).filter(|open| rest[*open] == b'{')?;
    Some((&rest[..open], &rest[open + 1..]))
}

fn is_special(byte: u8) -> bool {
    matches!(byte, b'*' | b'?' | b'[' | b']' | b'{' | b'}' | b'!' | b'\\')
}

/// The files that patterns name, without those that the ones after a `!` name.
#[derive(Debug, Clone, Default)]
pub(super) struct Patterns {
    named: Vec<Glob>,
    left_out: Vec<Glob>,
}

impl Patterns {
    pub(super) fn of(globs: Vec<Glob>) -> Self {
        let (mut left_out, named): (Vec<_>, Vec<_>) =
            globs.into_iter().partition(|glob| glob.0.starts_with('!'));
        for glob in &mut left_out {
            glob.0.remove(0);
        }
        Self { named, left_out }
    }

    pub(super) fn match_path(&self, path: &str) -> bool {
        let any = |globs: &[Glob]| globs.iter().any(|glob| glob.matches(path));
        any(&self.named) && !any(&self.left_out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(glob: &str, path: &str, expected: bool) {
        assert_eq!(Glob(glob.to_owned()).matches(path), expected, "{glob} and {path}");
        assert_eq!(fast_glob::glob_match(glob, path), expected, "{glob} and {path} without a glance");
    }

    #[test]
    fn plain_text_at_the_ends_of_a_pattern_rules_out_no_path_that_fits() {
        check("MAINTAINERS", "MAINTAINERS", true);
        check("MAINTAINERS", "hw/MAINTAINERS", false);
        check("**/MAINTAINERS", "MAINTAINERS", true);
        check("tests/**", "tests/qtest/a.c", true);
        check("docs/**/*.rst", "docs/a.rst", true);
        check("docs/*.rst", "docs/a/b.rst", false);
        check("*.{md,rst}", "README.md", true);
        check("docs/**/*.{rst.inc,txt}", "docs/a.rst.inc", true);
        check("docs/**/*.{rst.inc,txt}", "docs/a.rst", false);
        check("a{,b}c", "ac", true);
        check("{a,b{c,d}}", "bd", true);
        check("{a,b}/{c,d}", "b/c", true);
        check("[Tt]ests/a?.c", "Tests/ab.c", true);
        check("a\\*b", "a*b", true);
        check("a*a", "a", false);
        check("tests/**", "tests", false);
        check("a/**/b", "a/b", true);
    }

    /// All that up to so many of these pieces make.
    fn made_of(pieces: &[&str], most: usize) -> Vec<String> {
        let mut made = vec![String::new()];
        let mut start = 0;
        for _ in 0..most {
            let end = made.len();
            for at in start..end {
                made.extend(pieces.iter().map(|piece| [&made[at], *piece].concat()).collect::<Vec<_>>());
            }
            start = end;
        }
        made
    }

    #[test]
    fn no_pattern_of_a_few_pieces_loses_a_path_to_the_glance() {
        let paths = made_of(&["a", "b", "/", "}"], 4);
        for glob in made_of(&["a", "b", "/", "*", "**/", "{a,b}", "{,b}", "[a]", "\\}"], 4) {
            for path in &paths {
                let may = may_match(glob.as_bytes(), path.as_bytes());
                assert!(may || !fast_glob::glob_match(&glob, path), "{glob} and {path}");
            }
        }
    }

    #[test]
    fn what_is_left_out_is_of_another_class() {
        let tests = ["rust/**/tests/**", "!rust/**/src/*/**"].map(|text| Glob(text.to_owned()));
        let patterns = Patterns::of(tests.to_vec());
        assert!(patterns.match_path("rust/a/tests/b.rs"));
        assert!(!patterns.match_path("rust/a/src/tests/b.rs"));
    }
}
