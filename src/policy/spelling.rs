//! What somebody meant who spelled the tag or its values otherwise.

use super::{FormFault, Grammar, TagRules, Use};
use crate::suggest;

/// The longest word that is compared with the policy's: comparing takes long, and no value is near a long one.
const LONGEST: usize = 40;

impl TagRules {
    /// Whether a key is another spelling of the policy's tag.
    ///
    /// ```
    /// let tag = checkprov::policy::Policy::load("qemu").unwrap().tag;
    /// assert!(tag.is_spelled("AI-use-for"));
    /// assert!(!tag.is_spelled("Signed-off-by"));
    /// ```
    pub fn is_spelled(&self, key: &str) -> bool {
        self.name.as_deref().is_some_and(|name| is_meant(key, name))
    }

    /// The value as it was certainly meant; none where it is sound already, or only its author knows.
    ///
    /// ```
    /// let tag = checkprov::policy::Policy::load("qemu").unwrap().tag;
    /// assert_eq!(tag.corrected("test, documentation").as_deref(), Some("tests, docs"));
    /// assert_eq!(tag.corrected("code tests").as_deref(), Some("code, tests"));
    /// assert_eq!(tag.corrected("collecting comments"), None);
    /// ```
    pub fn corrected(&self, value: &str) -> Option<String> {
        if self.grammar != Grammar::List {
            return None;
        }
        let read = self.read(value);
        let is_sound = read.fault.is_none() && read.uses.iter().all(|each| self.knows(&each.value));
        if is_sound || read.negative || read.fault == Some(FormFault::Person) {
            return None;
        }
        let uses: Vec<Use> = read.uses.iter().map(Use::sound).collect();
        if uses.is_empty() || letters_in(&listed(&uses)) != letters_in(value) {
            return None;
        }
        let known = |each: Use| {
            if self.knows(&each.value) { Some(each) } else { self.certainly(&each) }
        };
        uses.into_iter().map(known).collect::<Option<Vec<_>>>().map(|uses| listed(&uses))
    }

    /// Whether a value has the policy's form, and only values of the policy.
    pub fn is_sound(&self, value: &str) -> bool {
        let read = self.read(value);
        let is_known = |each: &Use| self.grammar != Grammar::List || self.knows(&each.value);
        !read.negative && read.fault.is_none() && read.uses.iter().all(is_known)
    }

    /// The use that an unknown value means beyond doubt: another form of the word, or a slip of a letter.
    pub fn certainly(&self, unknown: &Use) -> Option<Use> {
        let word = unknown.value.to_lowercase();
        let value = match self.aliases.get(&word) {
            Some(value) => value,
            None => self.values.iter().find(|value| suggest::is_near(&word, value))?,
        };
        self.knows(value).then(|| Use { value: value.clone(), explanation: unknown.explanation.clone() })
    }

    /// The use that an unknown value may mean: by a word that means the same, else by one that is spelled
    /// alike. It is good enough for a suggestion.
    pub fn perhaps(&self, unknown: &Use) -> Option<Use> {
        if let Some(certain) = self.certainly(unknown) {
            return Some(certain);
        }
        let word = unknown.value.to_lowercase();
        let meant = match self.suggestions.get(&word) {
            Some(text) => self.read(text).uses.into_iter().next()?,
            None => {
                let value = suggest::nearest(&word, self.values.iter().map(String::as_str))?.to_owned();
                Use { value, explanation: None }
            }
        };
        let explanation = unknown.explanation.clone().or(meant.explanation);
        self.knows(&meant.value).then_some(Use { value: meant.value, explanation })
    }

    /// The use for code that a value declares; one that is none of the policy's, as it may be meant. What has the
    /// word in it is never less than the word alone, whatever else it says.
    ///
    /// ```
    /// let tag = checkprov::policy::Policy::load("qemu").unwrap().tag;
    /// let code = |value: &str| tag.read(value).uses.iter().any(|each| tag.as_code(each).is_some());
    /// assert!(code("code") && code("code/tests") && code("coding"));
    /// assert!(!code("tests") && !code("code review"));
    /// ```
    pub fn as_code(&self, given: &Use) -> Option<Use> {
        let word = given.value.as_str();
        if self.knows(word) {
            return self.is_code(word).then(|| given.clone());
        }
        let words = || word.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let is_no =
            |word: &str| ["no", "not", "non", "without"].iter().any(|no| no.eq_ignore_ascii_case(word));
        if is_small_help(word) || words().next().is_some_and(is_no) || word.contains(['@', '<', '>']) {
            return None;
        }
        let code = self
            .values
            .iter()
            .find(|value| self.is_code(value) && words().any(|word| word.eq_ignore_ascii_case(value)));
        match code {
            Some(code) => Some(Use { value: code.clone(), explanation: Some(given.to_string()) }),
            None => Some(given)
                .filter(|_| word.len() <= LONGEST)
                .and_then(|given| self.perhaps(given))
                .filter(|meant| self.is_code(&meant.value)),
        }
    }
}

/// Whether a value names nothing but help that needs no tag: completion, or a review before sending.
pub fn is_small_help(value: &str) -> bool {
    let mut words =
        words(value).into_iter().filter(|word| !["pre", "code"].contains(&word.as_str())).peekable();
    words.peek().is_some()
        && words.all(|word| ["review", "autocomplete", "completion"].contains(&word.as_str()))
}

/// A use with its explanation, or several with commas between.
pub fn listed<'a>(uses: impl IntoIterator<Item = &'a Use>) -> String {
    uses.into_iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// The letters and digits of a text: what a correction of its form must keep.
fn letters_in(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Whether a key is another spelling of the name: other separators, other order, a few other letters, or
/// another preposition after `AI`.
fn is_meant(key: &str, name: &str) -> bool {
    let (mut given, mut asked) = (words(key), words(name));
    let (given_text, asked_text) = (given.concat(), asked.concat());
    if given_text == asked_text {
        return true;
    }
    if given.len() != asked.len() {
        return false;
    }
    if similar::get_close_matches(given_text.as_str(), &[asked_text.as_str()], 1, 0.85).len() == 1 {
        return true;
    }
    let other_end = given.split_last().zip(asked.split_last());
    if let Some(((end, stem), (_, asked_stem))) = other_end
        && stem == asked_stem
        && stem.iter().any(|word| word == "ai")
        && ["by", "for", "in", "on", "with", "to", "as"].contains(&end.as_str())
    {
        return true;
    }
    given.sort();
    asked.sort();
    given == asked
}

fn words(key: &str) -> Vec<String> {
    let words = key.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Policy;

    #[track_caller]
    fn check(value: &str, expected: Option<&str>) {
        let tag = Policy::load("qemu").unwrap().tag;
        assert_eq!(tag.corrected(value).as_deref(), expected, "{value}");
        if let Some(corrected) = expected {
            assert!(tag.is_sound(corrected));
        }
    }

    #[test]
    fn what_was_certainly_meant() {
        check("test", Some("tests"));
        check("codes (bounds check)", Some("code (bounds check)"));
        check("Documentation", Some("docs"));
        check("tests docs", Some("tests, docs"));
        check("tests,", Some("tests"));
        check("code (bounds", Some("code (bounds)"));
        check("code ()", Some("code"));
    }

    #[test]
    fn what_is_right_stays() {
        check("Tests,docs", None);
        check("code (test)", None);
    }

    #[test]
    fn what_only_the_author_knows() {
        check("", None);
        check("none", None);
        check("fix", None);
        check("refactoring", None);
        check("collecting comments", None);
        check("code (a) tests", None);
        check("Ann Dev <ann@example.org>", None);
    }

    #[test]
    fn other_tags_were_not_meant() {
        let others = [
            "Signed-off-by",
            "Reviewed-by",
            "Tested-by",
            "Suggested-by",
            "Reported-by",
            "Acked-by",
            "Assessed-by",
            "AI-assisted-by",
            "Co-developed-by",
            "Requested-by",
            "Debugged-by",
            "Assigned-to",
            "Resolves",
        ];
        for key in others {
            for name in ["AI-used-for", "Assisted-by", "Generated-By"] {
                assert!(!is_meant(key, name), "{key} for {name}");
            }
        }
    }
}
