//! One text that a policy is read from, held to be a policy before a word of it is shown.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize as _;
use toml::Deserializer;
use toml::de::{DeTable, DeValue};

use super::PolicyLine;
use super::file::File;
use super::load::LoadError;
use crate::escape::{acts, escaped};

/// One text that a policy was read from.
#[derive(Debug, Clone)]
pub(super) struct Layer {
    /// The file as people would open it.
    pub(super) file: String,
    pub(super) text: Cow<'static, str>,
    /// Where the value of each dotted key stands.
    places: BTreeMap<String, Range<usize>>,
}

/// What is wrong with a text, and where.
struct Fault {
    at: Option<Range<usize>>,
    why: String,
    /// Whether the line may be shown: only a policy's. What else a path leads to may be a secret.
    shown: bool,
}

impl Layer {
    /// Reads a text that is shown under the name `file`.
    pub(super) fn read(file: String, text: Cow<'static, str>) -> Result<(Self, File), LoadError> {
        match parse(&text) {
            Ok((parsed, places)) => Ok((Self { file, text, places }, parsed)),
            Err(fault) => Err(LoadError::Invalid { why: fault.told(&text), file }),
        }
    }

    /// Where the value of a dotted key stands in this text.
    pub(super) fn line_of(&self, key: &str) -> Option<PolicyLine> {
        let span = self.places.get(key)?;
        let (line, start, text) = line_at(&self.text, span.start);
        let end = span.end.min(start + text.len());
        Some(PolicyLine {
            file: self.file.clone(),
            line,
            text: text.to_owned(),
            span: span.start - start..end - start,
        })
    }
}

fn parse(text: &str) -> Result<(File, BTreeMap<String, Range<usize>>), Fault> {
    let is_bad = |&(at, c): &(usize, char)| {
        let is_common =
            c == '\n' || (c == '\r' && text[at..].starts_with("\r\n")) || (c == '\u{feff}' && at == 0);
        acts(c) && !is_common
    };
    let hidden = |at| Fault {
        at: Some(at),
        why: "a character that is not seen; write it as `\\u....` or leave it out".to_owned(),
        shown: false,
    };
    if let Some((at, c)) = text.char_indices().find(is_bad) {
        return Err(hidden(at..at + c.len_utf8()));
    }
    let root = DeTable::parse(text).map_err(|why| Fault {
        at: why.span(),
        why: why.message().to_owned(),
        shown: false,
    })?;
    let says_who =
        |key: &str| matches!(root.get_ref().get(key).map(|value| value.get_ref()), Some(DeValue::String(_)));
    if !says_who("name") && !says_who("extends") {
        return Err(Fault { at: None, why: "it has no `name`, so it is no policy".to_owned(), shown: false });
    }
    let mut places = BTreeMap::new();
    walk(root.get_ref(), "", &mut places).map_err(hidden)?;
    let parsed = File::deserialize(Deserializer::from(root)).map_err(|why| Fault {
        at: why.span(),
        why: why.message().to_owned(),
        shown: true,
    })?;
    Ok((parsed, places))
}

/// Takes down where each value stands. The error is where a key or value holds what is not seen.
fn walk(
    table: &DeTable<'_>,
    above: &str,
    places: &mut BTreeMap<String, Range<usize>>,
) -> Result<(), Range<usize>> {
    for (name, value) in table {
        if name.get_ref().chars().any(acts) {
            return Err(name.span());
        }
        let key = format!("{above}{}", name.get_ref());
        hold(value.get_ref(), &value.span())?;
        if let DeValue::Table(inner) = value.get_ref() {
            walk(inner, &format!("{key}."), places)?;
        }
        places.insert(key, value.span());
    }
    Ok(())
}

/// Lets no text with what is not seen pass, in lists either.
fn hold(value: &DeValue<'_>, at: &Range<usize>) -> Result<(), Range<usize>> {
    match value {
        DeValue::String(text) if text.chars().any(acts) => Err(at.clone()),
        DeValue::Array(items) => items.iter().try_for_each(|item| match item.get_ref() {
            DeValue::Table(table) => walk(table, "", &mut BTreeMap::new()),
            value => hold(value, &item.span()),
        }),
        _ => Ok(()),
    }
}

impl Fault {
    /// The words for it, with the line where there is one.
    fn told(&self, text: &str) -> String {
        let why = escaped(&self.why);
        let Some(span) = &self.at else { return why.into_owned() };
        let (number, start, line) = line_at(text, span.start);
        let column = text[start..span.start.min(text.len())].chars().count() + 1;
        let head = format!("line {number}, column {column}: {why}");
        if !self.shown {
            return head;
        }
        let margin = number.to_string();
        let blank = " ".repeat(margin.len());
        let before = " ".repeat(column - 1);
        let length =
            text[span.start..span.end.min(start + line.len()).max(span.start)].chars().count().max(1);
        format!("{head}\n{blank} |\n{margin} | {line}\n{blank} | {before}{}", "^".repeat(length))
    }
}

/// The number of the line at an offset, from 1, where it begins, and its text.
fn line_at(text: &str, at: usize) -> (usize, usize, &str) {
    let at = text.floor_char_boundary(at);
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    (text[..start].matches('\n').count() + 1, start, text[start..].lines().next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use crate::policy::Policy;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let read = Policy::parse("x.toml", text.to_owned());
        assert_eq!(read.map_or_else(|why| why.to_string(), |policy| policy.name), expected);
    }

    #[test]
    fn nothing_is_shown_of_a_file_that_is_no_policy() {
        let none = "x.toml: it has no `name`, so it is no policy";
        check("[registry]\ntoken = \"secret\"\n", none);
        check("TOKEN=\"secret\"\n", none);
        for secret in [
            "TOKEN=secret\0HOME=/root\0",
            "secret",
            "name = secret",
            "a = \"secret",
            "[secret\n",
            "a.b = 1\na = 2",
        ] {
            let why = Policy::parse("x.toml", secret.to_owned()).unwrap_err().to_string();
            assert!(why.starts_with("x.toml: line ") && !why.contains("secret"), "{why}");
        }
    }

    #[test]
    fn the_line_of_a_policy_is_shown() {
        let why = "x.toml: line 3, column 9: invalid type: string \"many\", expected u64\n  |\n3 | lines = \"many\"\n  |         ^^^^^^";
        check("name = \"x\"\n[limit]\nlines = \"many\"\n", why);
    }

    #[test]
    fn what_is_not_seen_stands_in_no_policy() {
        let hidden = "a character that is not seen; write it as `\\u....` or leave it out";
        check("name = \"x\"\r\n# \u{202e}\n", &format!("x.toml: line 2, column 3: {hidden}"));
        check("name = \"x\"\ntitle = \"\\u001b[2J\"\n", &format!("x.toml: line 2, column 9: {hidden}"));
        check(
            "name = \"x\"\n[tag]\nvalues = [\"\\u009b\"]\n",
            &format!("x.toml: line 3, column 11: {hidden}"),
        );
        check(
            "name = \"x\"\n[levels]\n\"\\u200b\" = \"off\"\n",
            &format!("x.toml: line 3, column 1: {hidden}"),
        );
        check("\u{feff}name = \"x\"\r\n", "x");
    }

    #[test]
    fn a_name_looks_like_no_other() {
        let why = "x.toml: line 1, column 8: a name is 1 to 64 ASCII letters, digits, blanks, `-`, `_` or `.`\n  |\n1 | name = \"qеmu\"\n  |        ^^^^^^";
        check("name = \"qеmu\"\n", why);
    }
}
