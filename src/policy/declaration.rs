//! What the value of an AI-use tag declares, by the policy's grammar.

use std::fmt;

use super::{Grammar, TagRules};

/// One declared use: `code (refactoring)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// The value: under the grammar `list` one of the policy's, or an unknown word.
    pub value: String,
    /// What is in parentheses after it.
    pub explanation: Option<String>,
}

/// The value of one tag, read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Declaration {
    /// What it declares, in order.
    pub uses: Vec<Use>,
    /// What is wrong with its form.
    pub fault: Option<FormFault>,
    /// Whether it declares that there was no AI use: `none`, `no`, `n/a`.
    pub negative: bool,
}

/// What is wrong with the form of a declaration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormFault {
    /// There is no value.
    Empty,
    /// A parenthesis is not closed, or was not opened, or holds nothing.
    Parentheses,
    /// Two values are side by side without a comma, or a comma without a value.
    Comma,
    /// It names a person or an address.
    Person,
    /// It goes on in the next line, indented.
    Folded,
    /// It has more values than are read.
    Many,
    /// It is still the placeholder of a help line: `...`, `<tool>`, `AGENT:MODEL`.
    Placeholder,
    /// It holds invisible characters.
    Invisible,
    /// It does not look as the policy's own pattern has it.
    Pattern,
}

/// The most uses of one tag that are read: no policy has that many values.
const MOST_USES: usize = 100;

impl Use {
    /// The same without an explanation that says nothing.
    pub fn sound(&self) -> Self {
        let explanation = self.explanation.clone().filter(|text| !text.trim().is_empty());
        Self { value: self.value.clone(), explanation }
    }
}

impl fmt::Display for Use {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.explanation {
            Some(explanation) => write!(f, "{} ({explanation})", self.value),
            None => f.write_str(&self.value),
        }
    }
}

impl TagRules {
    /// Reads the value of a tag that declares.
    ///
    /// ```
    /// let policy = checkprov::policy::Policy::load("qemu").unwrap();
    /// let declared = policy.tag.read("code (refactoring), tests");
    /// assert_eq!(declared.uses[0].explanation.as_deref(), Some("refactoring"));
    /// assert_eq!(declared.uses[1].value, "tests");
    /// ```
    pub fn read(&self, value: &str) -> Declaration {
        let value = value.trim();
        if is_negative(value) {
            return Declaration { negative: true, ..Declaration::default() };
        }
        if is_placeholder(value) {
            return Declaration { fault: Some(FormFault::Placeholder), ..Declaration::default() };
        }
        let read = self.read_form(value);
        let is_odd = self.pattern.as_ref().is_some_and(|pattern| !pattern.regex.is_match(value));
        Declaration { fault: read.fault.or(is_odd.then_some(FormFault::Pattern)), ..read }
    }

    fn read_form(&self, value: &str) -> Declaration {
        match self.grammar {
            Grammar::List => self.read_list(value),
            _ if value.is_empty() => Declaration { fault: Some(FormFault::Empty), ..Declaration::default() },
            _ => Declaration {
                uses: vec![Use { value: value.to_owned(), explanation: None }],
                ..Declaration::default()
            },
        }
    }

    fn read_list(&self, value: &str) -> Declaration {
        let mut declaration = Declaration::default();
        if value.is_empty() {
            declaration.fault = Some(FormFault::Empty);
            return declaration;
        }
        for item in split_outside_parentheses(value) {
            if declaration.uses.len() >= MOST_USES {
                declaration.fault = Some(FormFault::Many);
                break;
            }
            let (word, explanation, fault) = read_item(item);
            let parts: Vec<&str> = word.split_whitespace().collect();
            let all_known = parts.len() > 1 && parts.iter().all(|part| self.knows(part));
            let fault = match () {
                () if word.contains(['@', '<', '>']) => Some(FormFault::Person),
                () if fault.is_some() => fault,
                () if parts.is_empty() || all_known => Some(FormFault::Comma),
                () if is_name(&parts) => Some(FormFault::Person),
                () => None,
            };
            declaration.fault = declaration.fault.or(fault);
            let words: Vec<&str> = if all_known { parts } else { vec![word] };
            let last = words.len().saturating_sub(1);
            declaration.uses.extend(words.iter().enumerate().filter(|(_, word)| !word.is_empty()).map(
                |(index, word)| Use {
                    value: (*word).to_owned(),
                    explanation: explanation.filter(|_| index == last).map(str::to_owned),
                },
            ));
        }
        declaration.uses.truncate(MOST_USES);
        declaration
    }

    /// Whether a word is one of the policy's values.
    pub fn knows(&self, word: &str) -> bool {
        self.values.iter().any(|value| value.eq_ignore_ascii_case(word))
    }
}

/// `Ann Dev`: two to four words, each with one capital in front.
fn is_name(words: &[&str]) -> bool {
    (2..=4).contains(&words.len())
        && words.iter().all(|word| {
            let mut letters = word.chars();
            letters.next().is_some_and(char::is_uppercase) && letters.all(|c| c.is_lowercase() || c == '.')
        })
}

/// Whether the value of a tag says that there was no AI use.
pub fn is_negative(value: &str) -> bool {
    let word = value.trim_end_matches('.').to_ascii_lowercase();
    matches!(word.as_str(), "none" | "no" | "n/a" | "na" | "-" | "nothing" | "human-only")
}

/// Whether a value is one that a help line shows in the place of a real one.
fn is_placeholder(value: &str) -> bool {
    const WORDS: [&str; 8] =
        ["AGENT", "MODEL", "AGENT_NAME", "MODEL_VERSION", "NAME", "TOOL", "TOOL1", "TOOL2"];
    let is_dots = |word: &str| word.chars().all(|c| matches!(c, '.' | '…'));
    let is_angled = |text: &str| {
        let inner = text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
        inner.is_some_and(|inner| !inner.is_empty() && !inner.contains(['@', '<', '>']))
    };
    let is_word = |word: &str| is_dots(word) || is_angled(word) || WORDS.contains(&word);
    let mut words = value.split([' ', ':', '[', ']', ',']).filter(|word| !word.is_empty());
    !value.is_empty() && (is_angled(value) || words.all(is_word))
}

/// A value, its explanation, and whether the parentheses are sound.
fn read_item(item: &str) -> (&str, Option<&str>, Option<FormFault>) {
    let item = item.trim();
    let Some((word, rest)) = item.split_once('(') else {
        return (item, None, item.contains(')').then_some(FormFault::Parentheses));
    };
    match rest.strip_suffix(')') {
        Some(inner) if !inner.trim().is_empty() && !inner.contains(['(', ')']) => {
            (word.trim(), Some(inner.trim()), None)
        }
        Some(inner) => (word.trim(), Some(inner.trim()), Some(FormFault::Parentheses)),
        None => {
            let explanation = rest.split(')').next().map(str::trim);
            let fault = if rest.contains(')') { FormFault::Comma } else { FormFault::Parentheses };
            (word.trim(), explanation, Some(fault))
        }
    }
}

fn split_outside_parentheses(value: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0i32;
    value.split(move |c| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        c == ',' && depth <= 0
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(value: &str, uses: &[(&str, Option<&str>)], fault: Option<FormFault>) {
        let tag = TagRules {
            values: ["code", "tests", "docs", "research"].map(str::to_owned).to_vec(),
            grammar: Grammar::List,
            ..TagRules::default()
        };
        let read = tag.read(value);
        let found: Vec<_> = read.uses.iter().map(|u| (u.value.as_str(), u.explanation.as_deref())).collect();
        assert_eq!((found.as_slice(), read.fault), (uses, fault), "{value}");
    }

    #[test]
    fn values_are_parted_by_commas() {
        check("tests, docs", &[("tests", None), ("docs", None)], None);
        check("tests,docs", &[("tests", None), ("docs", None)], None);
        check("tests docs", &[("tests", None), ("docs", None)], Some(FormFault::Comma));
        check("tests,", &[("tests", None)], Some(FormFault::Comma));
    }

    #[test]
    fn an_explanation_belongs_to_the_value_before_it() {
        check("code (a, b), tests", &[("code", Some("a, b")), ("tests", None)], None);
        check("code (a", &[("code", Some("a"))], Some(FormFault::Parentheses));
        check("code a)", &[("code a)", None)], Some(FormFault::Parentheses));
        check("code ()", &[("code", Some(""))], Some(FormFault::Parentheses));
    }

    #[test]
    fn a_placeholder_is_no_value() {
        for value in [
            "...",
            "…",
            "<tool>",
            "<name of code assistant>",
            "AGENT:MODEL [TOOL]…",
            "<Agent>:<model>",
            "TOOL",
        ] {
            check(value, &[], Some(FormFault::Placeholder));
        }
        for value in ["code", "tool", "LLM [TOOL]", "<ann@example.org>", "AGENT:gpt-5"] {
            assert!(!is_placeholder(value), "{value}");
        }
    }

    #[test]
    fn a_person_is_no_value() {
        check("Ann Dev <ann@example.org>", &[("Ann Dev <ann@example.org>", None)], Some(FormFault::Person));
        check("Ann Dev", &[("Ann Dev", None)], Some(FormFault::Person));
        check("collecting comments", &[("collecting comments", None)], None);
    }
}
