//! Reads a text that is to be a policy. It is held to be one before a word of it is shown.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize as _;
use toml::de::{DeTable, DeValue};
use toml::{Deserializer, Spanned};

use super::file::File;
use crate::escape::{acts, escaped, holds_acting};
use crate::suggest;

/// The ids of the rules: each has its page.
const RULES: &[&str] = include!(concat!(env!("OUT_DIR"), "/rule_ids.rs"));

/// The key of a text of several lines.
const TEXT: &str = "reply.template";

/// Where the value of each dotted key is written; that of a key in a list of tables as `path.0.match`.
pub(super) type Places = BTreeMap<String, Range<usize>>;

/// What is wrong with a text, and where.
pub(super) struct Fault {
    at: Option<Range<usize>>,
    why: String,
    /// Whether the line may be shown: only a policy's. What else a path leads to may be a secret.
    shown: bool,
}

/// What a text says, and where.
pub(super) fn parse(text: &str) -> Result<(Places, File), Fault> {
    let is_bad = |&(at, c): &(usize, char)| {
        let is_common = || (c == '\r' && text[at..].starts_with("\r\n")) || (c == '\u{feff}' && at == 0);
        c != '\n' && acts(c) && !is_common()
    };
    let hidden = |at| Fault {
        at: Some(at),
        why: "a character that is not seen; write it as `\\u....` or leave it out".to_owned(),
        shown: false,
    };
    if text.lines().any(holds_acting)
        && let Some((at, c)) = text.char_indices().find(is_bad)
    {
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
    let mut places = Places::new();
    walk(root.get_ref(), "", &mut places).map_err(hidden)?;
    let fault = |why: toml::de::Error| Fault { at: why.span(), why: with_hint(why.message()), shown: true };
    let parsed = File::deserialize(Deserializer::from(root)).map_err(fault)?;
    let named = parsed.levels.keys().chain(parsed.agreed.iter().map(|agreed| &agreed.rule));
    if let Some(id) = named.into_iter().find(|id| !RULES.contains(&id.as_str())) {
        let why = format!(
            "no rule `{id}`{} (`checkprov rules` lists them)",
            suggest::hint(id, RULES.iter().copied())
        );
        return Err(Fault {
            at: places.get(&format!("levels.{id}")).or(places.get("agreed")).cloned(),
            why,
            shown: true,
        });
    }
    Ok((places, parsed))
}

/// Records where each value is written. The error is where a key or value holds what is not seen.
fn walk(table: &DeTable<'_>, above: &str, places: &mut Places) -> Result<(), Range<usize>> {
    for (name, value) in table {
        if holds_acting(name.get_ref()) {
            return Err(name.span());
        }
        let key = [above, name.get_ref()].concat();
        walk_value(value, &key, places)?;
        places.insert(key, value.span());
    }
    Ok(())
}

/// The same of one value, and of what is in it. A table of a list has its number for a key.
fn walk_value(value: &Spanned<DeValue<'_>>, key: &str, places: &mut Places) -> Result<(), Range<usize>> {
    match value.get_ref() {
        // This one has lines.
        DeValue::String(text) if key == TEXT && !text.lines().any(holds_acting) => Ok(()),
        DeValue::String(text) if holds_acting(text) => Err(value.span()),
        DeValue::Table(table) => walk(table, &[key, "."].concat(), places),
        DeValue::Array(items) => {
            let mut items = items.iter().enumerate();
            items.try_for_each(|(index, item)| match item.get_ref() {
                // Lists of texts are long, and none of them has a key.
                DeValue::String(_) => walk_value(item, key, places),
                _ => walk_value(item, &format!("{key}.{index}"), places),
            })
        }
        _ => Ok(()),
    }
}

/// What the reader of the file says, and the key that an unknown one may mean.
fn with_hint(why: &str) -> String {
    let Some((key, known)) =
        why.strip_prefix("unknown field `").and_then(|rest| rest.split_once("`, expected "))
    else {
        return why.replace("expected u64", "expected a whole number");
    };
    let known = known.split('`').skip(1).step_by(2);
    format!("there is no key `{key}`{}", suggest::hint(key, known))
}

impl Fault {
    /// The words for it, with the line where there is one.
    pub(super) fn message(&self, text: &str) -> String {
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
pub(super) fn line_at(text: &str, at: usize) -> (usize, usize, &str) {
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
        let why = "x.toml: line 3, column 9: invalid type: string \"many\", expected a whole number\n  |\n3 | lines = \"many\"\n  |         ^^^^^^";
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

    #[test]
    fn an_unknown_key_is_shown_with_the_one_that_was_meant() {
        let why = "x.toml: line 2, column 2: there is no key `limits`; did you mean `limit`?\n  |\n2 | [limits]\n  |  ^^^^^^";
        check("name = \"x\"\n[limits]\nlines = 3\n", why);
    }

    #[test]
    fn a_level_is_that_of_a_rule() {
        let why = "x.toml: line 3, column 23: no rule `ai-tag-negativ`; did you mean `ai-tag-negative`? \
                   (`checkprov rules` lists them)\n  |\n3 | \"ai-tag-negativ\"   =  \"off\"\n  |                       ^^^^^";
        check("name = \"x\"\n[levels]\n\"ai-tag-negativ\"   =  \"off\"\n", why);
    }

    #[test]
    fn a_pattern_that_is_not_closed_is_refused() {
        let agreed = "agreed = [{ rule = \"ai-author\", by = \"b\", until = \"2026-12-31\", reason = \"c\", ";
        for (text, column) in [
            ("classes = { order = [\"tests\"], tests = [\"a\", \"[a\"] }", 40),
            ("ignore-authors = [\"[a\"]", 18),
            ("path = [{ match = [\"[a\"], lines = 1 }]", 19),
            (&format!("{agreed}author = \"[a\" }}]"), 88),
            (&format!("{agreed}subject = \"[a\" }}]"), 89),
        ] {
            let why = Policy::parse("x.toml", format!("name = \"x\"\n{text}\n")).unwrap_err().to_string();
            let place = format!("x.toml: line 2, column {column}: `[a` is no pattern: unclosed ");
            assert!(why.starts_with(&place), "{why}");
        }
    }
}
