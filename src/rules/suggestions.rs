//! Fixes that several rules propose: the tag as it should be, and what becomes of the message for it.

use std::borrow::Cow;

use super::sign_off_not_the_author::can_sign;
use super::{Case, ai_tag_scope_mismatch};
use crate::finding::{Edit, Fix, Signer};
use crate::patch::Tag;
use crate::policy::{Grammar, Use, listed};

impl Case<'_> {
    /// The policy's tag with that value.
    pub(super) fn tag_line(&self, value: &str) -> String {
        format!("{}: {value}", self.policy.tag.name.as_deref().unwrap_or_default())
    }

    /// The declaration of a change that the limit spares, if the policy has one.
    pub(super) fn mechanical_line(&self) -> Option<String> {
        let exempt = self.policy.limit.exempt.first()?;
        self.policy.tag.knows("code").then(|| self.tag_line(&format!("code ({exempt})")))
    }

    /// The values of the policy's tag, for people.
    pub(super) fn values(&self) -> String {
        self.policy.tag.values.join(", ")
    }

    /// The tag that would declare everything that the patch changes; none where the policy has no tag, or where only
    /// the author can say what its value is.
    pub(super) fn likely_declaration(&self) -> Option<String> {
        let tag = &self.policy.tag;
        tag.name.as_ref()?;
        match tag.grammar {
            Grammar::List => {
                let touched = |value: &&String| match value.as_str() {
                    "code" => self.lines_of("code") + self.lines_of("build") > 0,
                    value => self.lines_of(value) > 0,
                };
                let values: Vec<&str> = tag.values.iter().filter(touched).map(String::as_str).collect();
                (!values.is_empty()).then(|| self.tag_line(&values.join(", ")))
            }
            Grammar::Llm => Some(self.tag_line("LLM")),
            _ => None,
        }
    }

    /// The form of the policy's tag, for people.
    pub(super) fn form(&self) -> String {
        self.tag_line(match self.policy.tag.grammar {
            Grammar::AgentModel => "AGENT:MODEL [TOOL]…",
            Grammar::Llm => "LLM [TOOL]…",
            Grammar::List => "VALUE (explanation), …",
            _ => "what was used",
        })
    }

    /// What to write for uses, and the words for it: their values as they were probably meant, without those that the
    /// patch changes nothing of, which the next run would doubt. None where a value is no guess of one.
    pub(super) fn proposal(&self, uses: &[Use]) -> Option<(String, String)> {
        let tag = &self.policy.tag;
        let meant = |each: &Use| if tag.knows(&each.value) { Some(each.clone()) } else { tag.perhaps(each) };
        let meant: Vec<Use> = uses.iter().map(meant).collect::<Option<_>>()?;
        let (possible, doubted): (Vec<_>, Vec<_>) =
            meant.iter().partition(|each| ai_tag_scope_mismatch::covers(self, &each.value));
        if possible.is_empty() {
            let line = self.likely_declaration()?;
            return Some((format!("if AI helped with what this patch changes, write `{line}`"), line));
        }
        let line = self.tag_line(&listed(possible));
        let text = match doubted.first() {
            Some(first) => format!("write `{}`; the patch changes no {}", brief(&line), first.value),
            None => format!("write `{}`", brief(&line)),
        };
        Some((text, line))
    }

    /// Puts a line in the place of a tag.
    pub(super) fn replacing(&self, tag: &Tag, line: &str) -> Fix {
        let edit = Edit { remove: self.lines_of_tag(tag), add: vec![line.to_owned()], ..Edit::default() };
        Fix { text: format!("write `{line}`"), edit: Some(edit) }
    }

    /// Takes lines of the message away, from 0.
    pub(super) fn removing(&self, lines: impl IntoIterator<Item = usize>) -> Edit {
        let line = |index| self.patch.message.lines().nth(index).unwrap_or_default().to_owned();
        Edit { remove: lines.into_iter().map(line).collect(), ..Edit::default() }
    }

    /// Takes the credit of a tool away, and declares the use where it is not declared.
    pub(super) fn declaring_instead(&self, tag: &Tag) -> Fix {
        let mut edit = Edit { remove: self.lines_of_tag(tag), ..Edit::default() };
        let text = match self.policy.tag.name.as_deref().filter(|_| !self.is_declared()) {
            Some(name) => {
                edit.add.extend(self.likely_declaration());
                Cow::Owned(format!("delete this line, and declare the use with `{name}`"))
            }
            None => Cow::Borrowed("delete this line"),
        };
        Fix { text: text.into_owned(), edit: Some(edit) }
    }

    /// Who is to sign the patch off: its author, or whoever takes the place of one that is no person.
    pub(super) fn signer(&self) -> Signer {
        self.patch.author.clone().filter(can_sign).map_or(Signer::Reader, Signer::Person)
    }

    /// The lines of the message that a tag takes.
    pub(super) fn lines_of_tag(&self, tag: &Tag) -> Vec<String> {
        self.removing(tag.line..tag.line + tag.lines).remove
    }
}

impl Fix {
    /// Adds a tag above the others.
    pub(super) fn adding(text: impl Into<String>, line: &str) -> Self {
        let edit = Edit { add: vec![line.to_owned()], ..Edit::default() };
        Self { text: text.into(), edit: Some(edit) }
    }

    /// Lets somebody sign off.
    pub(super) fn signing_off(text: impl Into<String>, signer: Signer) -> Self {
        let edit = Edit { sign_off: vec![signer], ..Edit::default() };
        Self { text: text.into(), edit: Some(edit) }
    }
}

/// The beginning of a long text of a mail.
pub(super) fn brief(text: &str) -> String {
    const LONGEST: usize = 72;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
