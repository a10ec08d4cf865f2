//! Parts of the tree with rules of their own. The strictest that a patch touches holds for all of it.

use serde::Deserialize;

use super::Policy;
use super::maintainers::Section;
use super::patterns::{Glob, Patterns};

/// A `[[path]]` as it is written.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct PartFile {
    r#match: Vec<Glob>,
    pub(super) maintainers: Option<String>,
    any_ai: Option<bool>,
    lines: Option<u64>,
    reason: String,
}

/// A part of the tree, and what holds there. What it does not say is as for the rest of the tree.
#[derive(Debug, Clone)]
pub struct Part {
    /// What people call it: its patterns, or the section of MAINTAINERS.
    pub name: String,
    /// Whether AI use is declined there.
    pub any_ai: Option<bool>,
    /// The most lines of AI-written code that pass there.
    pub lines: Option<u64>,
    /// Why.
    pub reason: String,
    patterns: Patterns,
    section: Option<Section>,
}

/// What holds for a patch: a value, and the part and the file that make it so.
#[derive(Debug, Clone, Copy)]
pub struct Reason<'a> {
    /// The part of the tree; none where the policy as a whole says so.
    pub part: Option<&'a Part>,
    /// The file that lies there.
    pub path: &'a str,
}

/// The strictest of what holds where a patch makes changes.
#[derive(Debug, Clone, Copy, Default)]
pub struct Strictest<'a> {
    /// What declines AI use, if anything does.
    pub declined: Option<Reason<'a>>,
    /// The most lines of AI-written code that pass, and what says so.
    pub lines: Option<(u64, Reason<'a>)>,
}

impl PartFile {
    /// The part, with the section that it names.
    pub(super) fn into_part(self, section: Option<Section>) -> Result<Part, String> {
        let patterns = || self.r#match.iter().map(Glob::as_str).collect::<Vec<_>>().join(" ");
        let name = self.maintainers.unwrap_or_else(patterns);
        if name.is_empty() {
            return Err("a `[[path]]` needs `match` or `maintainers`".to_owned());
        }
        if self.any_ai.is_none() && self.lines.is_none() {
            return Err(format!("the `[[path]]` of `{name}` sets neither `any-ai` nor `lines`"));
        }
        let patterns = Patterns::of(self.r#match);
        Ok(Part { name, any_ai: self.any_ai, lines: self.lines, reason: self.reason, patterns, section })
    }
}

impl Part {
    /// What holds there, in words: `AI use is declined, core code: ask first`.
    pub fn rules(&self, policy: &Policy) -> String {
        let declined = if self.any_ai.unwrap_or(policy.forbidden.any_ai) {
            "AI use is declined"
        } else {
            "AI use is taken"
        };
        let lines = self
            .lines
            .or(policy.limit.lines)
            .map(|lines| format!("at most {} of AI-written code", crate::counts::counted(lines, "line")));
        let reason = Some(self.reason.clone()).filter(|reason| !reason.is_empty());
        [Some(declined.to_owned()), lines, reason].into_iter().flatten().collect::<Vec<_>>().join("; ")
    }

    /// Whether a file lies in this part.
    pub fn holds(&self, path: &str) -> bool {
        self.patterns.match_path(path) || self.section.as_ref().is_some_and(|section| section.holds(path))
    }
}

impl Policy {
    /// The parts in which those files lie.
    pub fn parts_of<'a>(
        &'a self,
        paths: impl Iterator<Item = &'a str> + Clone,
    ) -> impl Iterator<Item = &'a Part> {
        self.parts.iter().filter(move |part| paths.clone().any(|path| part.holds(path)))
    }

    /// What holds for a patch that changes those files.
    pub fn strictest<'a>(&'a self, paths: impl Iterator<Item = &'a str>) -> Strictest<'a> {
        let mut strictest = Strictest::default();
        let mut is_empty = true;
        // Where no part has rules of its own, all paths are alike.
        for path in paths.filter(|_| !self.parts.is_empty()) {
            is_empty = false;
            let mut parts = self.parts.iter().filter(|part| part.holds(path)).peekable();
            if parts.peek().is_none() {
                strictest.add(self, None, path);
            }
            parts.for_each(|part| strictest.add(self, Some(part), path));
        }
        // A cover letter changes nothing: it is declined where no part of the tree takes what it speaks of.
        if is_empty {
            strictest.add(self, None, "");
            strictest.declined.take_if(|_| self.parts.iter().any(|part| part.any_ai == Some(false)));
        }
        strictest
    }
}

impl<'a> Strictest<'a> {
    /// Adds what holds for a file in a part; what that does not say is said of the whole tree.
    fn add(&mut self, policy: &Policy, part: Option<&'a Part>, path: &'a str) {
        let reason = |is_own: bool| Reason { part: part.filter(|_| is_own), path };
        let any_ai = part.and_then(|part| part.any_ai);
        if any_ai.unwrap_or(policy.forbidden.any_ai) && self.declined.is_none() {
            self.declined = Some(reason(any_ai.is_some()));
        }
        let own = part.and_then(|part| part.lines);
        if let Some(lines) = own.or(policy.limit.lines)
            && self.lines.is_none_or(|(least, _)| lines < least)
        {
            self.lines = Some((lines, reason(own.is_some())));
        }
    }
}

impl Reason<'_> {
    /// Where that is, to be put after what is said: ` in crypto/**`; nothing where it is the whole tree.
    pub fn whereabouts(&self) -> String {
        self.part.map(|part| format!(" in `{}`", part.name)).unwrap_or_default()
    }

    /// The value that sets the limit there.
    pub fn limits(&self) -> &'static str {
        if self.part.is_some() { "path" } else { "limit.lines" }
    }

    /// Which file lies in which part, and why that is as it is; none where it is the whole tree.
    pub fn note(&self) -> Option<String> {
        let part = self.part?;
        let reason = if part.reason.is_empty() { String::new() } else { format!(": {}", part.reason) };
        Some(format!("{} lies in `{}`{reason}", self.path, part.name))
    }
}

#[cfg(test)]
mod tests {
    use crate::policy::Policy;

    const OPT_IN: &str = "name = \"x\"\n[forbidden]\nany-ai = true\n[limit]\nlines = 20\n\
                          [[path]]\nmatch = [\"net/**\"]\nany-ai = false\n\
                          [[path]]\nmatch = [\"net/core/**\"]\nany-ai = false\nlines = 5\nreason = \"ask first\"\n";

    /// Whether AI use is declined, and the limit, with the parts that say so.
    #[track_caller]
    fn check(text: &str, paths: &[&str], declined: Option<&str>, lines: Option<(u64, &str)>) {
        let policy = Policy::parse("x.toml", text.to_owned()).unwrap();
        let strictest = policy.strictest(paths.iter().copied());
        let found = strictest.declined.map(|reason| reason.whereabouts());
        assert_eq!(found.as_deref(), declined);
        let found = strictest.lines.map(|(lines, reason)| (lines, reason.whereabouts()));
        assert_eq!(found.as_ref().map(|(lines, part)| (*lines, part.as_str())), lines);
    }

    #[test]
    fn the_strictest_part_that_is_touched_holds() {
        check(OPT_IN, &["net/a.c"], None, Some((20, "")));
        check(OPT_IN, &["net/a.c", "net/core/b.c"], None, Some((5, " in `net/core/**`")));
        check(OPT_IN, &["net/a.c", "mm/b.c"], Some(""), Some((20, "")));
    }

    #[test]
    fn a_cover_letter_is_declined_where_nothing_is_taken() {
        check(OPT_IN, &[], None, Some((20, "")));
        check(
            "name = \"x\"\n[forbidden]\nany-ai = true\n[[path]]\nmatch = [\"a/**\"]\nlines = 3\n",
            &[],
            Some(""),
            None,
        );
    }

    #[test]
    fn a_part_says_where_it_is_and_what_holds_there() {
        let why = |part: &str| {
            Policy::parse("x.toml", format!("name = \"x\"\n[[path]]\n{part}")).unwrap_err().to_string()
        };
        assert_eq!(why("any-ai = true\n"), "x.toml: a `[[path]]` needs `match` or `maintainers`");
        assert_eq!(
            why("match = [\"a/**\"]\n"),
            "x.toml: the `[[path]]` of `a/**` sets neither `any-ai` nor `lines`"
        );
    }
}
