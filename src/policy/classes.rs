//! Which files are tests, docs, build files, code: the first class with a matching pattern wins.

use std::collections::BTreeMap;

use crate::suggest;

/// The class of every file that no pattern matches.
pub const CODE: &str = "code";

/// The classes of a policy, in the order in which they are tried.
#[derive(Debug, Clone, Default)]
pub struct Classes {
    ordered: Vec<(String, Patterns)>,
}

/// The files that patterns name, without those that the ones after a `!` name.
#[derive(Debug, Clone, Default)]
pub(super) struct Patterns {
    named: Vec<Pattern>,
    left_out: Vec<Pattern>,
}

/// A pattern and the plain text at its ends: most paths have neither, and cost no more than a glance.
#[derive(Debug, Clone)]
struct Pattern {
    glob: String,
    /// Where the text ends at the front of it.
    head: usize,
    /// Where the text begins at its end.
    tail: usize,
    /// The first and last byte of a path that fits, where they are plain: these are looked at first.
    ends: (Option<u8>, Option<u8>),
}

impl Classes {
    /// Reads the table `[classes]`: `order` names the others. The error says what does not fit.
    pub(super) fn read(mut table: BTreeMap<String, Vec<String>>) -> Result<Self, String> {
        let order = table.remove("order").unwrap_or_default();
        let mut ordered = Vec::with_capacity(order.len());
        for class in order {
            let patterns = table.remove(&class).ok_or_else(|| {
                format!("`classes.order` names `{class}`, but there is no list `classes.{class}`")
            })?;
            ordered.push((class, Patterns::of(&patterns)));
        }
        match table.into_keys().next() {
            Some(left) => {
                Err(format!("`classes.{left}` is not in `classes.order`; add it there, or remove it"))
            }
            None => Ok(Self { ordered }),
        }
    }

    /// The class of a file. Patterns are held against its whole path: `*` stays inside a folder, `**`
    /// crosses folders, `{a,b}` is either, and what a pattern after `!` names is left out.
    pub fn of(&self, path: &str) -> &str {
        let first = self.ordered.iter().find(|(_, patterns)| patterns.match_path(path));
        first.map_or(CODE, |(class, _)| class)
    }

    /// Holds that there is a class which a key names: one that is misspelled would take in no file, and lift the
    /// limit.
    pub(super) fn check(&self, key: &str, class: &str) -> Result<(), String> {
        if self.names().any(|known| known == class) {
            return Ok(());
        }
        let hint = suggest::hint(class, self.names());
        Err(format!("`{key}` names `{class}`, which is no class of `classes.order`{hint}"))
    }

    /// All classes, `code` last.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.ordered.iter().map(|(class, _)| class.as_str()).chain([CODE])
    }
}

impl Patterns {
    pub(super) fn of(globs: &[String]) -> Self {
        let (left_out, named): (Vec<&str>, Vec<&str>) =
            globs.iter().map(String::as_str).partition(|glob| glob.starts_with('!'));
        let all = |globs: Vec<&str>| {
            globs
                .into_iter()
                .flat_map(|glob| Pattern::all_of(glob.strip_prefix('!').unwrap_or(glob)))
                .collect()
        };
        Self { named: all(named), left_out: all(left_out) }
    }

    pub(super) fn match_path(&self, path: &str) -> bool {
        let any = |patterns: &[Pattern]| patterns.iter().any(|pattern| pattern.matches(path));
        any(&self.named) && !any(&self.left_out)
    }
}

impl Pattern {
    /// The patterns that a pattern stands for: one for each of the first choice it leaves, for what is chosen is
    /// mostly all that is plain.
    fn all_of(glob: &str) -> Vec<Self> {
        let choice = glob.split_once('{').and_then(|(head, rest)| {
            let (inner, tail) = rest.split_once('}')?;
            let plain = !inner.contains(['{', '\\', '[']) && !head.contains(['\\', '[', '!']);
            plain.then_some((head, inner, tail))
        });
        match choice {
            Some((head, inner, tail)) => {
                inner.split(',').map(|word| Self::new([head, word, tail].concat())).collect()
            }
            None => vec![Self::new(glob.to_owned())],
        }
    }

    fn new(glob: String) -> Self {
        let special = |byte: &u8| matches!(byte, b'*' | b'?' | b'[' | b']' | b'{' | b'}' | b'!' | b'\\');
        let bytes = glob.as_bytes();
        let (first, last) = (bytes.iter().position(special), bytes.iter().rposition(special));
        // `**` with the slash beside it stands for nothing, too.
        let head = first.map_or(glob.len(), |at| glob[..at].trim_end_matches('/').len());
        let tail = last.map_or(0, |at| glob.len() - glob[at + 1..].trim_start_matches('/').len());
        let ends = (glob[..head].bytes().next(), glob[tail..].bytes().next_back());
        Self { glob, head, tail, ends }
    }

    fn matches(&self, path: &str) -> bool {
        let differs = |end: Option<u8>, found: Option<&u8>| end.is_some() && end.as_ref() != found;
        if differs(self.ends.0, path.as_bytes().first()) || differs(self.ends.1, path.as_bytes().last()) {
            return false;
        }
        path.starts_with(&self.glob[..self.head])
            && path.ends_with(&self.glob[self.tail..])
            && fast_glob::glob_match(&self.glob, path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(glob: &str, path: &str, expected: bool) {
        let patterns = Pattern::all_of(glob);
        assert_eq!(patterns.iter().any(|pattern| pattern.matches(path)), expected, "{glob} and {path}");
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

    #[test]
    fn what_is_left_out_is_of_another_class() {
        let tests = ["rust/**/tests/**", "!rust/**/src/*/**"].map(str::to_owned);
        let patterns = Patterns::of(&tests);
        assert!(patterns.match_path("rust/a/tests/b.rs"));
        assert!(!patterns.match_path("rust/a/src/tests/b.rs"));
    }

    #[test]
    fn a_key_that_names_no_class_is_refused_with_the_class_that_was_meant() {
        let why = |key: &str| {
            let text = format!("name = \"x\"\nextends = \"qemu\"\n{key}\n");
            crate::policy::Policy::parse("x.toml", text)
                .map_or_else(|why| why.to_string(), |policy| policy.name)
        };
        let cure = "which is no class of `classes.order`; did you mean `code`?";
        assert_eq!(why("limit.classes = [\"cod\"]"), format!("x.toml: `limit.classes` names `cod`, {cure}"));
        assert_eq!(
            why("tag.areas.code = [\"codes\"]"),
            format!("x.toml: `tag.areas.code` names `codes`, {cure}")
        );
        assert_eq!(why("limit.classes = [\"code\", \"tests\"]"), "x");
    }
}
