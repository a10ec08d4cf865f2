//! One text that a policy is read from.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use toml::{Table, Value};

use super::built_in::BuiltIn;
use super::error::LoadError;
use super::file::{File, NOT_INHERITED};
use super::parse::{Places, line_at, parse};
use super::{PolicyLine, Sentence};

/// One text that a policy was read from.
#[derive(Debug, Clone)]
pub(super) struct Layer {
    /// The file as people would open it.
    pub(super) file: String,
    pub(super) text: Cow<'static, str>,
    /// What a built-in text says, as JSON.
    json: Option<&'static str>,
    /// Where values are written: of a built-in text looked for once somebody asks.
    places: OnceLock<Places>,
    /// The sentences it rests on, by rule or key.
    pub(super) sentences: BTreeMap<String, Sentence>,
}

impl Layer {
    /// Reads a text that is shown under the name `file`.
    pub(super) fn read(file: String, text: Cow<'static, str>) -> Result<(Self, File), LoadError> {
        match parse(&text) {
            Ok((places, mut parsed)) => {
                let sentences = sentences(&mut parsed);
                Ok((Self { file, text, json: None, places: places.into(), sentences }, parsed))
            }
            Err(fault) => Err(LoadError::Invalid { why: fault.message(&text), file }),
        }
    }

    /// Reads a built-in policy. It says what its text says, as a test holds.
    pub(super) fn built_in(policy: &BuiltIn) -> Result<(Self, File), LoadError> {
        let (file, text) = (format!("policies/{}.toml", policy.name), Cow::Borrowed(policy.text));
        match serde_json::from_str(policy.json) {
            Ok(mut parsed) => {
                let sentences = sentences(&mut parsed);
                Ok((Self { file, text, json: Some(policy.json), places: OnceLock::new(), sentences }, parsed))
            }
            Err(why) => Err(LoadError::Invalid { why: why.to_string(), file }),
        }
    }

    /// What this text says, and where it is silent what `base` says. Lists replace lists. Who speaks, and where and
    /// when, is never taken over: a policy speaks for its own project.
    pub(super) fn over(&self, mut base: Table) -> Table {
        NOT_INHERITED.iter().for_each(|key| drop(base.remove(*key)));
        // It was read before. Most policies extend none, and are not asked for a table.
        let own = match self.json {
            Some(json) => serde_json::from_str(json).ok(),
            None => toml::from_str(&self.text).ok(),
        };
        put_over(&mut base, &own.unwrap_or_default());
        base
    }

    fn places(&self) -> &Places {
        self.places.get_or_init(|| parse(&self.text).map_or_else(|_| Places::new(), |(places, _)| places))
    }

    /// Whether this text sets a dotted key.
    pub(super) fn has(&self, key: &str) -> bool {
        self.places().contains_key(key)
    }

    /// The value of a dotted key, as this text has it.
    pub(super) fn value_of(&self, key: &str) -> Option<&str> {
        self.places().get(key).and_then(|span| self.text.get(span.clone()))
    }

    /// Where the value of a dotted key is written in this text.
    pub(super) fn line_of(&self, key: &str) -> Option<PolicyLine> {
        let span = self.places().get(key)?;
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

/// Puts what a table says in the place of what the one below says.
pub(super) fn put_over(base: &mut Table, own: &Table) {
    for (key, value) in own {
        match (base.get_mut(key), value) {
            (Some(Value::Table(base)), Value::Table(own)) => put_over(base, own),
            _ => drop(base.insert(key.clone(), value.clone())),
        }
    }
}

/// Takes the sentences out of what was read. One without an address is from the policy's own.
fn sentences(parsed: &mut File) -> BTreeMap<String, Sentence> {
    let mut sentences = std::mem::take(&mut parsed.sentences);
    for sentence in sentences.values_mut().filter(|sentence| sentence.source.is_empty()) {
        sentence.source.clone_from(&parsed.source);
    }
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::BUILT_IN;

    #[test]
    fn a_built_in_policy_is_what_its_text_says() {
        for policy in BUILT_IN {
            let (as_json, text) = (Layer::built_in(policy).unwrap(), Cow::Borrowed(policy.text));
            let (layer, file) = Layer::read(as_json.0.file.clone(), text).unwrap();
            assert_eq!(format!("{:?}", as_json.1), format!("{file:?}"), "{}", policy.name);
            assert_eq!(as_json.0.sentences, layer.sentences);
            assert_eq!(as_json.0.over(Table::new()), layer.over(Table::new()));
            assert_eq!(as_json.0.places(), layer.places());
        }
    }
}
