//! Which files are tests, docs, build files, code: the first class with a matching pattern wins.

use std::collections::BTreeMap;

use super::patterns::{Glob, Patterns};
use crate::suggest;

/// The class of every file that no pattern matches.
pub const CODE: &str = "code";

/// The classes of a policy, in the order in which they are tried.
#[derive(Debug, Clone, Default)]
pub struct Classes {
    ordered: Vec<(String, Patterns)>,
}

impl Classes {
    /// Reads the table `[classes]`: `order` names the others. The error says what does not fit.
    pub(super) fn read(mut table: BTreeMap<String, Vec<Glob>>) -> Result<Self, String> {
        let order = table.remove("order").unwrap_or_default();
        let mut ordered = Vec::with_capacity(order.len());
        for class in order.into_iter().map(Glob::into_text) {
            let patterns = table.remove(&class).ok_or_else(|| {
                format!("`classes.order` names `{class}`, but there is no list `classes.{class}`")
            })?;
            ordered.push((class, Patterns::of(patterns)));
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

#[cfg(test)]
mod tests {
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
