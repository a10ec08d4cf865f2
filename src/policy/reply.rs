//! How a project answers the people whose patches it checks.

use serde::Deserialize;

use crate::suggest;

/// The names that a template may have in braces.
pub const PLACES: [&str; 4] = ["name", "what", "policy", "findings"];

/// What stands for the id of a rule in an address.
const RULE: &str = "{rule}";

/// How an answer to a series is worded.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Reply {
    /// The project's own words; none where those of the program are used.
    pub template: Option<Template>,
    /// Where each rule is explained; none where no page is linked.
    pub rule_pages: Option<RulePages>,
}

/// Text with placeholders, as `{name}`, for what is said of a series.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(try_from = "String")]
pub struct Template(String);

impl Template {
    /// Its lines, each in pieces: text, and the names of places.
    pub fn lines(&self) -> impl Iterator<Item = Vec<Piece<'_>>> {
        self.0.lines().map(|line| pieces(line).collect())
    }
}

impl TryFrom<String> for Template {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        for piece in text.lines().flat_map(pieces) {
            if let Piece::Place(name) = piece
                && !PLACES.contains(&name)
            {
                let hint = suggest::hint(name, PLACES);
                return Err(format!("there is no place `{{{name}}}`{hint} ({})", listed()));
            }
        }
        let is_findings = |line: &str| line.trim() == "{findings}";
        match text.lines().filter(|line| line.contains("{findings}")).collect::<Vec<_>>()[..] {
            [line] if is_findings(line) => Ok(Self(text)),
            _ => Err("`{findings}` must occur once, on a line of its own".to_owned()),
        }
    }
}

/// A piece of a line of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'t> {
    /// Text, as it is.
    Text(&'t str),
    /// The name of a place.
    Place(&'t str),
}

/// The pieces of a line. Braces around something other than a word are text.
fn pieces(line: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = line;
    std::iter::from_fn(move || {
        let is_name =
            |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
        if let Some((name, after)) = rest.strip_prefix('{').and_then(|rest| rest.split_once('}'))
            && is_name(name)
        {
            rest = after;
            return Some(Piece::Place(name));
        }
        let start = rest.chars().next()?.len_utf8();
        let end = rest[start..].find('{').map_or(rest.len(), |open| start + open);
        let (text, after) = rest.split_at(end);
        rest = after;
        Some(Piece::Text(text))
    })
}

/// The address of the pages of rules, with `{rule}` where the id of one goes.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "String")]
pub struct RulePages(String);

impl RulePages {
    /// The address of the page of a rule.
    pub fn page_of(&self, rule: &str) -> String {
        self.0.replace(RULE, rule)
    }
}

impl TryFrom<String> for RulePages {
    type Error = String;

    fn try_from(address: String) -> Result<Self, String> {
        let is_plain = address.bytes().all(|b| b.is_ascii_graphic());
        let is_web = ["https://", "http://"].iter().any(|start| address.starts_with(start));
        match is_plain && is_web && address.contains(RULE) {
            true => Ok(Self(address)),
            false => Err(format!("write it as https://example.org/rules/{RULE}.html")),
        }
    }
}

fn listed() -> String {
    PLACES.map(|name| format!("`{{{name}}}`")).join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Policy;

    #[test]
    fn braces_around_a_word_are_a_place() {
        let read: Vec<Piece<'_>> = pieces("{ {name}, a{} {Name}{what}").collect();
        let text = Piece::Text;
        assert_eq!(
            read,
            [
                text("{ "),
                Piece::Place("name"),
                text(", a"),
                text("{} "),
                text("{Name}"),
                Piece::Place("what")
            ]
        );
    }

    #[test]
    fn what_is_wrong_with_a_template_is_told_with_its_line() {
        let check = |reply: &str, why: &str| {
            let text = format!("name = \"x\"\n[reply]\n{reply}\n");
            let told = Policy::parse("x.toml", text).unwrap_err().to_string();
            assert!(told.starts_with("x.toml: line 3, ") && told.contains(why), "{told}");
        };
        check("template = \"{findings} {nam}\"", "there is no place `{nam}`; did you mean `name`?");
        check("template = \"Hello {name}\"", "`{findings}` must occur once, on a line of its own");
        check("template = \"\"\"\nsee {findings}\n\"\"\"", "`{findings}` must occur once");
        check("rule-pages = \"https://example.org/rules/\"", "write it as https://");
        check("rule-pages = \"javascript:{rule}\"", "write it as https://");
        check("templat = \"\"", "did you mean `template`?");
    }
}
