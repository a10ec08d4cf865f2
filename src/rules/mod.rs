//! The rules: each looks at one patch, or one series, under one policy, and at nothing else.
//!
//! A rule is its file here, its page in `docs/rules/`, and its word in the table below.

mod active;
mod ai_author;
mod ai_coauthor;
mod ai_code_in_new_file;
mod ai_code_not_a_fix;
mod ai_code_too_large;
mod ai_draft_marker;
mod ai_forbidden_tag;
mod ai_prompt_in_message;
mod ai_series_too_large;
mod ai_signed_off;
mod ai_tag_after_sign_off;
mod ai_tag_below_separator;
mod ai_tag_dropped;
mod ai_tag_duplicate;
mod ai_tag_in_cover_only;
mod ai_tag_malformed;
mod ai_tag_missing;
mod ai_tag_misspelled;
mod ai_tag_names_tool;
mod ai_tag_negative;
mod ai_tag_outside_block;
mod ai_tag_scope_mismatch;
mod ai_tag_unknown_value;
mod ai_tool_footer;
mod ai_use_declined;
mod assisted_by_format;
mod author_mangled;
mod fix_evidence_missing;
mod generated_file_unexplained;
mod malformed_patch;
mod mechanical_residue;
mod mechanical_without_tool;
mod message_cut_short;
mod policy_not_in_force;
mod sign_off_below_separator;
mod sign_off_missing;
mod sign_off_not_the_author;
mod sign_off_outside_block;
mod suggestions;
mod test_evidence_missing;
#[cfg(test)]
mod testing;
mod unreadable_mail;

use std::fmt;

pub use active::ActiveRules;

use crate::case::Case;
use crate::finding::{Finding, Level};
use crate::patch::Kind;
use crate::policy::Policy;
use crate::series::{PreviousVersion, Series, SeriesPatch};
use crate::suggest;

/// A rule.
#[derive(Clone, Copy)]
pub struct Rule {
    /// Names the fault, and reads well after "allow": `ai-code-too-large`.
    pub id: &'static str,
    /// The level where the policy sets none: that of `qemu`.
    pub level: Level,
    /// The text of `checkprov explain`: what it checks, why, an example, how to fix, known limits.
    pub page: &'static str,
    /// What it looks at.
    pub check: Check,
}

/// What a rule looks at.
#[derive(Clone, Copy)]
pub enum Check {
    /// One mail, or a diff without a mail around it.
    Mail(Scope, fn(&Case<'_>) -> Vec<Finding>),
    /// A series, each time it grows and when it is whole.
    Series(fn(&Series, &Policy) -> Vec<Finding>),
    /// A patch and its earlier version.
    Version(fn(&SeriesPatch, &PreviousVersion, &Policy) -> Vec<Finding>),
    /// The policy itself, once a run.
    Run(fn(&Policy) -> Vec<Finding>),
}

/// Which of the mails that submit something a rule looks at. Nothing else is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Everything that submits: patches, cover letters, what calls itself either, and bare diffs.
    Any,
    /// Every patch, a bare diff too.
    Diff,
    /// Every patch that came as a mail.
    Patch,
    /// Everything that submits and came as a mail.
    Submission,
}

impl Scope {
    /// Whether a rule of this scope looks at a mail of that kind, or a diff without a mail, that submits something.
    pub fn applies_to(self, kind: Kind, bare: bool) -> bool {
        match self {
            Self::Any => true,
            Self::Diff => kind == Kind::Patch,
            Self::Patch => kind == Kind::Patch && !bare,
            Self::Submission => !bare,
        }
    }
}

/// The most findings of one rule in one mail: what comes after is more of the same.
const MOST: usize = 20;

/// Every rule, in the order in which findings are reported.
pub const RULES: &[Rule] = &[
    ai_code_too_large::RULE,
    ai_series_too_large::RULE,
    ai_code_in_new_file::RULE,
    ai_code_not_a_fix::RULE,
    mechanical_residue::RULE,
    mechanical_without_tool::RULE,
    ai_tag_unknown_value::RULE,
    ai_tag_malformed::RULE,
    ai_tag_negative::RULE,
    ai_tag_misspelled::RULE,
    ai_tag_duplicate::RULE,
    ai_tag_below_separator::RULE,
    ai_tag_outside_block::RULE,
    ai_tag_after_sign_off::RULE,
    ai_tag_in_cover_only::RULE,
    ai_tag_names_tool::RULE,
    ai_tag_scope_mismatch::RULE,
    ai_tag_missing::RULE,
    ai_tag_dropped::RULE,
    assisted_by_format::RULE,
    ai_use_declined::RULE,
    ai_forbidden_tag::RULE,
    ai_coauthor::RULE,
    ai_signed_off::RULE,
    ai_author::RULE,
    ai_tool_footer::RULE,
    ai_draft_marker::RULE,
    ai_prompt_in_message::RULE,
    sign_off_missing::RULE,
    sign_off_outside_block::RULE,
    sign_off_below_separator::RULE,
    sign_off_not_the_author::RULE,
    author_mangled::RULE,
    generated_file_unexplained::RULE,
    test_evidence_missing::RULE,
    fix_evidence_missing::RULE,
    malformed_patch::RULE,
    message_cut_short::RULE,
    unreadable_mail::RULE,
    policy_not_in_force::RULE,
];

impl Rule {
    /// What the fault is, in a sentence: the first of its page.
    pub fn summary(&self) -> &'static str {
        self.page.lines().nth(2).unwrap_or_default()
    }

    /// Whether it looks at several mails together.
    pub fn spans_mails(&self) -> bool {
        matches!(self.check, Check::Series(_) | Check::Version(_))
    }

    /// The level under a policy.
    pub fn level_under(&self, policy: &Policy) -> Level {
        policy.level(self.id).unwrap_or(self.level)
    }
}

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id)
    }
}

/// The rule of that id; the error names the nearest.
pub fn find(id: &str) -> Result<&'static Rule, UnknownRule> {
    RULES.iter().find(|rule| rule.id == id).ok_or_else(|| UnknownRule {
        id: id.to_owned(),
        hint: suggest::hint(id, RULES.iter().map(|rule| rule.id)),
    })
}

/// The rules that a word names: one by its id, or all whose ids a pattern such as `ai-*` matches.
pub fn matching(word: &str) -> Result<Vec<&'static Rule>, UnknownRule> {
    if !word.contains(['*', '?']) {
        return find(word).map(|rule| vec![rule]);
    }
    let found: Vec<_> = RULES.iter().filter(|rule| fast_glob::glob_match(word, rule.id)).collect();
    if found.is_empty() { Err(UnknownRule { id: word.to_owned(), hint: String::new() }) } else { Ok(found) }
}

/// There is no such rule.
#[derive(Debug, thiserror::Error)]
#[error("no rule `{id}`{hint} (`checkprov rules` lists them)")]
pub struct UnknownRule {
    /// The id asked for.
    pub id: String,
    /// The nearest id, as a question.
    pub hint: String,
}

/// Checks a mail with every rule that the policy of its case has.
pub fn check(case: &Case<'_>) -> Vec<Finding> {
    ActiveRules::under(case.policy).check(case)
}

/// Puts findings of one mail into the order of the rules.
pub fn sort(findings: &mut [Finding]) {
    findings.sort_by_key(|finding| RULES.iter().position(|rule| rule.id == finding.rule));
}
