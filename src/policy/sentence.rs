//! The sentences that a policy's values and rules rest on, for reports to quote.

use serde::Deserialize;

use super::Policy;

/// A sentence of a project's policy.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Sentence {
    /// The words, as the project has them.
    pub text: String,
    /// Their address.
    #[serde(default)]
    pub source: String,
}

impl Policy {
    /// The sentence that a finding of a rule rests on: that of the rule, else that of the policy's value `key`. None
    /// where no sentence is known, or where the policy has set a value of its own in the place of the one that the
    /// sentence speaks of.
    ///
    /// ```
    /// let policy = checkprov::policy::Policy::load("qemu").unwrap();
    /// let sentence = policy.sentence("ai-code-too-large", Some("limit.lines")).unwrap();
    /// assert!(sentence.text.starts_with("These should be limited to 20 lines of code or less"));
    /// assert!(sentence.source.starts_with("https://"));
    /// ```
    pub fn sentence(&self, rule: &str, key: Option<&str>) -> Option<&Sentence> {
        let keys = || [Some(rule), key].into_iter().flatten();
        for layer in &self.layers {
            if let Some(found) = keys().find_map(|key| layer.sentences.get(key)) {
                return Some(found);
            }
            if key.is_some_and(|key| layer.has(key)) || layer.has(&format!("levels.{rule}")) {
                return None;
            }
        }
        None
    }
}
