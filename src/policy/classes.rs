//! Which files are tests, docs, build files, code: the first class with a matching pattern wins.

use std::collections::BTreeMap;

/// The class of every file that no pattern matches.
pub const CODE: &str = "code";

/// The classes of a policy, in the order in which they are tried.
#[derive(Debug, Clone, Default)]
pub struct Classes {
    ordered: Vec<(String, Vec<String>)>,
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
            ordered.push((class, patterns));
        }
        match table.into_keys().next() {
            Some(left) => {
                Err(format!("`classes.{left}` is not in `classes.order`; add it there, or remove it"))
            }
            None => Ok(Self { ordered }),
        }
    }

    /// The class of a file. Patterns are held against its whole path: `*` stays inside a folder, `**`
    /// crosses folders, `{a,b}` is either.
    pub fn of(&self, path: &str) -> &str {
        let matches = |pattern: &String| fast_glob::glob_match(pattern, path);
        self.ordered
            .iter()
            .find(|(_, patterns)| patterns.iter().any(matches))
            .map_or(CODE, |(class, _)| class)
    }

    /// All classes, `code` last.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.ordered.iter().map(|(class, _)| class.as_str()).chain([CODE])
    }
}
