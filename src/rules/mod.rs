//! The rules: each looks at one patch, or one series, under one policy, and at nothing else.
//!
//! A rule is its file here, its page in `docs/rules/`, and its word in the table below.

mod cure;
#[cfg(test)]
mod testing;

use std::fmt;

use crate::case::Case;
use crate::finding::{Finding, Level};
use crate::patch::Kind;
use crate::policy::Policy;
use crate::series::{Earlier, Member, Series};
use crate::suggest;

/// A rule.
#[derive(Clone, Copy)]
pub struct Rule {
    /// Names the fault, and reads well behind "allow": `ai-code-too-large`.
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
    /// Every patch, a bare diff too.
    Diff(fn(&Case<'_>) -> Vec<Finding>),
    /// Every letter, and every diff that came without a mail.
    Read(fn(&Case<'_>) -> Vec<Finding>),
    /// Every patch that came as a mail.
    Patch(fn(&Case<'_>) -> Vec<Finding>),
    /// Every patch that came as a mail, every cover letter, and what calls itself either.
    Letter(fn(&Case<'_>) -> Vec<Finding>),
    /// A series, each time it grows and when it is whole.
    Series(fn(&Series, &Policy) -> Vec<Finding>),
    /// A patch and its earlier version.
    Version(fn(&Member, &Earlier, &Policy) -> Vec<Finding>),
    /// The policy itself, once a run.
    Run(fn(&Policy) -> Vec<Finding>),
}

/// The most findings of one rule in one mail: what comes after is more of the same.
const MOST: usize = 20;

macro_rules! rules {
    ($($name:ident),* $(,)?) => {
        $(mod $name;)*
        /// Every rule, in the order in which findings are told.
        pub const RULES: &[Rule] = &[$($name::RULE),*];
    };
}
rules! {
    ai_code_too_large,
    ai_series_too_large,
    ai_code_in_new_file,
    ai_code_not_a_fix,
    mechanical_residue,
    mechanical_without_tool,
    ai_tag_unknown_value,
    ai_tag_malformed,
    ai_tag_negative,
    ai_tag_misspelled,
    ai_tag_duplicate,
    ai_tag_below_separator,
    ai_tag_outside_block,
    ai_tag_after_sign_off,
    ai_tag_in_cover_only,
    ai_tag_names_tool,
    ai_tag_scope_mismatch,
    ai_tag_missing,
    ai_tag_dropped,
    assisted_by_format,
    ai_use_declined,
    ai_forbidden_tag,
    ai_coauthor,
    ai_signed_off,
    ai_author,
    ai_tool_footer,
    ai_draft_marker,
    ai_prompt_in_message,
    sign_off_missing,
    sign_off_below_separator,
    sign_off_not_the_author,
    author_mangled,
    generated_file_unexplained,
    test_evidence_missing,
    malformed_patch,
    message_cut_short,
    unreadable_mail,
    policy_not_in_force,
}

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

/// There is no such rule.
#[derive(Debug, thiserror::Error)]
#[error("no rule `{id}`{hint} (`checkprov rules` lists them)")]
pub struct UnknownRule {
    /// The id asked for.
    pub id: String,
    /// The nearest id, as a question.
    pub hint: String,
}

/// The rules that a policy has. Who judges many mails looks them up once.
#[derive(Debug)]
pub struct Asked<'a> {
    policy: &'a Policy,
    /// Those that are not off, with their levels.
    on: Vec<(&'static Rule, Level)>,
}

impl<'a> Asked<'a> {
    /// The rules that are not off under a policy.
    pub fn under(policy: &'a Policy) -> Self {
        let levels = RULES.iter().map(|rule| (rule, rule.level_under(policy)));
        Self { policy, on: levels.filter(|(_, level)| *level > Level::Off).collect() }
    }

    /// Asks about one mail. Replies, pull requests and other mail are not judged.
    pub fn judge(&self, case: &Case<'_>) -> Vec<Finding> {
        let patch = case.patch;
        let is_patch = patch.kind == Kind::Patch;
        let is_mail = !patch.bare;
        let is_letter = is_patch
            || patch.kind == Kind::Cover
            || (patch.kind == Kind::Other && patch.subject.numbering.is_some());
        if !is_letter {
            return Vec::new();
        }
        self.ask(|check| match check {
            Check::Diff(check) if is_patch => check(case),
            Check::Read(check) => check(case),
            Check::Patch(check) if is_patch && is_mail => check(case),
            Check::Letter(check) if is_mail => check(case),
            _ => Vec::new(),
        })
    }

    /// Asks the rules that look at a series.
    pub fn judge_series(&self, series: &Series) -> Vec<Finding> {
        self.ask(|check| match check {
            Check::Series(check) => check(series, self.policy),
            _ => Vec::new(),
        })
    }

    /// Asks the rules that look at a patch and its earlier version.
    pub fn judge_version(&self, patch: &Member, earlier: &Earlier) -> Vec<Finding> {
        self.ask(|check| match check {
            Check::Version(check) => check(patch, earlier, self.policy),
            _ => Vec::new(),
        })
    }

    /// Asks the rules that look at the policy itself.
    pub fn judge_policy(&self) -> Vec<Finding> {
        self.ask(|check| match check {
            Check::Run(check) => check(self.policy),
            _ => Vec::new(),
        })
    }

    fn ask(&self, answer: impl Fn(&Check) -> Vec<Finding>) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (rule, level) in &self.on {
            let found = answer(&rule.check);
            if found.is_empty() {
                continue;
            }
            // A finding may weigh less than its rule.
            let told = |found: Finding| Finding { rule: rule.id, level: found.level.min(*level), ..found };
            findings.extend(found.into_iter().take(MOST).map(told));
        }
        findings
    }
}

/// Asks every rule that the policy of a case has about its mail.
pub fn judge(case: &Case<'_>) -> Vec<Finding> {
    Asked::under(case.policy).judge(case)
}

/// Puts findings of one mail into the order of the rules.
pub fn sort(findings: &mut [Finding]) {
    findings.sort_by_key(|finding| RULES.iter().position(|rule| rule.id == finding.rule));
}
