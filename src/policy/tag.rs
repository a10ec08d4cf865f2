//! The tag that declares AI use: its name, its values, their forms.

use std::collections::BTreeMap;

use regex::{Regex, RegexBuilder};
use serde::Deserialize;

use super::classes::CODE;

/// The tag that declares AI use, and its grammar.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct TagRules {
    /// `AI-used-for`; none where the policy has no tag.
    pub name: Option<String>,
    /// The values it takes under the grammar `list`.
    pub values: Vec<String>,
    /// Other tags that declare as well.
    pub also: Vec<String>,
    /// The form of its value.
    pub grammar: Grammar,
    /// Whether it belongs above the author's sign-off.
    pub before_sign_off: bool,
    /// The classes that a value is about, where they are others than the one of its name.
    pub areas: BTreeMap<String, Vec<String>>,
    /// Words that certainly mean a value: `documentation`.
    pub aliases: BTreeMap<String, String>,
    /// Words that may mean a use, good enough to be proposed: `qtest`.
    pub suggestions: BTreeMap<String, String>,
    /// Explanations that call a change mechanical.
    pub mechanical: Vec<String>,
    /// Tools that a value may name beside the AI, as the project spells them.
    pub tools: Vec<String>,
    /// A form that was asked for before, and is none the worse for it.
    pub older: Option<OlderForm>,
    /// What the value must look like, beside its grammar.
    pub pattern: Option<TagPattern>,
}

/// What the value of a declaration must look like.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct TagPattern {
    /// What it must match somewhere.
    #[serde(deserialize_with = "pattern")]
    pub regex: Regex,
    /// What is said of one that does not.
    pub message: String,
}

/// The most bytes that a pattern may take once it is compiled.
const LARGEST_PATTERN: usize = 1 << 20;

fn pattern<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Regex, D::Error> {
    let text = String::deserialize(from)?;
    RegexBuilder::new(&text).size_limit(LARGEST_PATTERN).build().map_err(|why| {
        // The lines above the last draw where, as the report does.
        let why = why.to_string();
        let last = why.lines().last().unwrap_or_default();
        serde::de::Error::custom(format!(
            "it is no regular expression: {}",
            last.trim_start_matches("error: ")
        ))
    })
}

/// A form of a declaration that a project asked for before.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct OlderForm {
    /// The form.
    pub grammar: Grammar,
    /// Who asked for it, and who still does.
    pub note: String,
}

/// The form of a declaration's value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Grammar {
    /// Values from a list, each with an explanation in parentheses: `code (refactoring), tests`.
    List,
    /// `LLM [TOOL]...`
    Llm,
    /// `AGENT:MODEL [TOOL]...`
    AgentModel,
    /// Anything.
    Free,
    /// No tag declares.
    #[default]
    None,
}

impl Grammar {
    /// The form as people write it down; none where a value has no fixed form.
    pub fn form(self) -> Option<&'static str> {
        match self {
            Self::Llm => Some("LLM [TOOL]…"),
            Self::AgentModel => Some("AGENT:MODEL [TOOL]…"),
            Self::List | Self::Free | Self::None => None,
        }
    }
}

impl TagRules {
    /// The classes that a value is about.
    pub fn area<'s>(&'s self, value: &'s str) -> Vec<&'s str> {
        let own = self.areas.iter().find(|(name, _)| name.eq_ignore_ascii_case(value));
        own.map_or_else(|| vec![value], |(_, classes)| classes.iter().map(String::as_str).collect())
    }

    /// Whether a value declares code.
    pub fn is_code(&self, value: &str) -> bool {
        self.area(value).iter().any(|class| class.eq_ignore_ascii_case(CODE))
    }
}
