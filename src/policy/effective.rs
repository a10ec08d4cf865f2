//! The values in effect under a policy, in one text, each with where it comes from.

use std::borrow::Cow;
use std::fmt::Write as _;

use toml::{Table, Value};

use super::Policy;
use super::error::LoadError;
use super::file::NOT_INHERITED;
use super::layer::{Layer, put_over};
use crate::escape::escaped;

const DEFAULTS: &str = include_str!("defaults.toml");

/// Keys that are no values: what is extended is part of the text, and sentences speak of values.
const LEFT_OUT: [&str; 2] = ["extends", "sentences"];

/// The texts that values are in, from the policy's own to the defaults, and the text that is made of them.
struct Effective<'a> {
    layers: Vec<&'a Layer>,
    text: String,
}

impl Policy {
    /// The values in effect as a policy file that extends no other. A comment after each says where it is written: in
    /// a file, in a built-in policy, or nowhere, where it is a default. A key without a value is left out.
    ///
    /// ```
    /// let policy = checkprov::policy::Policy::load("qemu-v2").unwrap();
    /// assert!(policy.effective().unwrap().contains("\nlines = 20  # built-in policy qemu, line "));
    /// ```
    pub fn effective(&self) -> Result<String, LoadError> {
        let (defaults, _) = Layer::read("default".to_owned(), Cow::Borrowed(DEFAULTS))?;
        let mut whole = defaults.over(Table::new());
        put_over(&mut whole, &self.layers.iter().rev().fold(Table::new(), |base, layer| layer.over(base)));
        LEFT_OUT.iter().for_each(|key| drop(whole.remove(*key)));
        let mut effective =
            Effective { layers: self.layers.iter().chain([&defaults]).collect(), text: String::new() };
        effective.table(&whole, "", "");
        Ok(effective.text)
    }
}

impl Effective<'_> {
    /// Writes the values of a table, then the tables in it. `key` is its own, with a dot after it, as places are
    /// called; `header` the same as the file has it.
    fn table(&mut self, table: &Table, key: &str, header: &str) {
        let is_own = |name: &str| key.is_empty() && NOT_INHERITED.contains(&name);
        let own =
            NOT_INHERITED.iter().filter(|name| is_own(name)).filter_map(|name| table.get_key_value(*name));
        let rest = table.iter().filter(|(name, _)| !is_own(name));
        for (name, _) in own.chain(rest).filter(|(_, value)| !holds_tables(value)) {
            self.value(&format!("{key}{name}"), name);
        }
        for (name, value) in table.iter().filter(|(_, value)| holds_tables(value)) {
            let (key, header) = (format!("{key}{name}."), format!("{header}{}", written(name)));
            if let Value::Table(inner) = value {
                let _ = writeln!(self.text, "\n[{header}]");
                self.table(inner, &key, &format!("{header}."));
            }
            let items = value.as_array().into_iter().flatten().filter_map(Value::as_table);
            for (index, item) in items.enumerate() {
                let _ = writeln!(self.text, "\n[[{header}]]");
                self.table(item, &format!("{key}{index}."), &format!("{header}."));
            }
        }
    }

    /// Writes a value as the text has it, comments inside of it too.
    fn value(&mut self, key: &str, name: &str) {
        // Who speaks is said by the policy itself or by no one.
        let takes_over = |at: usize| at == 0 || at + 1 == self.layers.len() || !NOT_INHERITED.contains(&key);
        let mut layers = self.layers.iter().enumerate().filter(|(at, _)| takes_over(*at));
        let Some((layer, value)) = layers.find_map(|(_, layer)| Some((layer, layer.value_of(key)?))) else {
            return;
        };
        let line = layer.line_of(key).map_or(0, |line| line.line);
        let place = match (&layer.text, layer.file.strip_prefix("policies/")) {
            (Cow::Owned(_), _) => format!("{}:{line}", escaped(&layer.file)),
            (Cow::Borrowed(_), Some(file)) => {
                format!("built-in policy {}, line {line}", file.trim_end_matches(".toml"))
            }
            (Cow::Borrowed(_), None) => "default".to_owned(),
        };
        let _ = writeln!(self.text, "{} = {value}  # {place}", written(name));
    }
}

/// Whether it has headers of its own.
fn holds_tables(value: &Value) -> bool {
    value.is_table() || value.as_array().is_some_and(|items| items.iter().any(Value::is_table))
}

/// A key as the file has it: quoted where it must be. What quotes a text in JSON quotes it in TOML.
fn written(name: &str) -> Cow<'_, str> {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
    if !name.is_empty() && name.chars().all(is_bare) {
        return Cow::Borrowed(name);
    }
    Cow::Owned(serde_json::Value::from(name).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{BUILT_IN, Origin};

    /// All that it sets, but for whose it is.
    fn values(policy: Policy) -> String {
        let (name, origin, layers) = (String::new(), Origin::BuiltIn, Vec::new());
        format!("{:#?}", Policy { name, origin, layers, ..policy })
    }

    #[test]
    fn it_is_a_policy_that_sets_the_same() {
        let own = "name = \"x\"\nextends = \"qemu\"\ntag.aliases.\"a \\\"b\\\"\" = \"docs\"\n\
                   path = [{ match = [\"a\"], lines = 1 }]\n[[agreed]]\nrule = \"ai-use-declined\"\nby = \"Ann\"\n\
                   until = \"2027-01-01\"\nreason = \"asked\"\n";
        let own = Policy::parse("x.toml", own.to_owned()).unwrap();
        for policy in BUILT_IN.iter().map(|policy| Policy::load(policy.name).unwrap()).chain([own]) {
            let text = policy.effective().unwrap();
            let again =
                Policy::parse("again.toml", text.clone()).unwrap_or_else(|why| panic!("{why}\n{text}"));
            assert_eq!(values(again), values(policy));
        }
    }

    #[test]
    fn the_defaults_are_those_of_the_program() {
        let (text, none) = (DEFAULTS.to_owned(), "name = \"none\"\n".to_owned());
        assert_eq!(values(Policy::parse("x", text).unwrap()), values(Policy::parse("x", none).unwrap()));
    }

    #[test]
    fn each_value_says_where_it_stands() {
        let own = "name = \"x\"\nextends = \"qemu-v2\"\n[limit]\nlines = 40\n";
        let text = Policy::parse("x.toml", own.to_owned()).unwrap().effective().unwrap();
        for line in [
            "name = \"x\"  # x.toml:1",
            "status = \"in-force\"  # default",
            "lines = 40  # x.toml:4",
            "count = \"changed\"  # built-in policy qemu, line ",
        ] {
            assert!(text.lines().any(|found| found.starts_with(line)), "{line}\n{text}");
        }
    }
}
