//! Changes that are declared mechanical, and what a few consistent edits explain of them.

use std::sync::Arc;

use super::Case;
use crate::mechanical::{self, Outcome};
use crate::patch::Tag;
use crate::policy::Use;

impl<'a> Case<'a> {
    /// The tag that declares the change of code mechanical.
    pub fn mechanical_declared(&self) -> Option<&'a Tag> {
        let says = |explanation: &str| {
            explanation
                .split(|c: char| !c.is_alphanumeric())
                .any(|word| self.policy.tag.mechanical.iter().any(|known| known.eq_ignore_ascii_case(word)))
        };
        let declared = |each: &Use| self.is_exempt(each) || each.explanation.as_deref().is_some_and(says);
        self.code_uses().find(|(_, each)| declared(each)).map(|(tag, _)| tag)
    }

    /// What a few consistent edits explain of the changed lines that the limit would count.
    pub fn mechanical(&self) -> &Arc<Outcome> {
        self.mechanical.get_or_init(|| {
            let files = self.files();
            let counted =
                files.filter(|(_, class)| self.policy.limit.classes.iter().any(|each| each == *class));
            Arc::new(mechanical::explain(counted.map(|(file, _)| file)))
        })
    }
}
