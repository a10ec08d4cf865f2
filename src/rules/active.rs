//! The rules that are on under a policy, and what they find.

use super::{Check, MOST, RULES, Rule, Scope};
use crate::case::Case;
use crate::escape::visible;
use crate::finding::{Finding, Level};
use crate::patch::Identity;
use crate::policy::Policy;
use crate::series::{PreviousVersion, Series, SeriesPatch};
use crate::work;

/// The rules that are on under a policy, looked up once for all mails of a run.
#[derive(Debug)]
pub struct ActiveRules<'a> {
    policy: &'a Policy,
    /// Those that are not off, with their levels.
    on: Vec<(&'static Rule, Level)>,
}

impl<'a> ActiveRules<'a> {
    /// The rules that are not off under a policy.
    pub fn under(policy: &'a Policy) -> Self {
        Self::no_lighter_than(Level::Note, policy)
    }

    /// The rules that have that level or a heavier one under a policy. What others find is never that heavy.
    pub fn no_lighter_than(least: Level, policy: &'a Policy) -> Self {
        let levels = RULES.iter().map(|rule| (rule, rule.level_under(policy)));
        Self { policy, on: levels.filter(|(_, level)| *level >= least).collect() }
    }

    /// Checks one mail. Replies, pull requests and other mail submit nothing and have no findings.
    pub fn check(&self, case: &Case<'_>) -> Vec<Finding> {
        let patch = case.patch;
        if !patch.submits() {
            return Vec::new();
        }
        // Whether it can be read is asked of everybody's work.
        let ignores = |author: &Identity| self.policy.ignores(&author.name, &author.email);
        let is_ignored = patch.author.as_ref().is_some_and(ignores);
        let is_asked = |scope: Scope| matches!(scope, Scope::Any | Scope::Diff) || !is_ignored;
        let mut findings = self.collect(|check| match check {
            Check::Mail(scope, check) if scope.applies_to(patch.kind, patch.bare) && is_asked(*scope) => {
                check(case)
            }
            _ => Vec::new(),
        });
        self.policy.apply_agreements(case.submission().as_ref(), &mut findings);
        findings
    }

    /// Whether a mail that is a case of another policy has a finding of that level, or a heavier one, under this one.
    pub fn find_in(&self, case: &Case<'a>, least: Level) -> bool {
        self.check(&case.under(self.policy)).iter().any(|finding| finding.level >= least)
    }

    /// Checks with the rules that look at a series.
    pub fn check_series(&self, series: &Series) -> Vec<Finding> {
        work::add(series.len());
        let mut findings = self.collect(|check| match check {
            Check::Series(check) => check(series, self.policy),
            _ => Vec::new(),
        });
        let submission = series.patches().last().and_then(|last| last.submission.as_ref());
        self.policy.apply_agreements(submission, &mut findings);
        findings
    }

    /// Checks with the rules that look at a patch and its earlier version.
    pub fn check_version(&self, patch: &SeriesPatch, earlier: &PreviousVersion) -> Vec<Finding> {
        let mut findings = self.collect(|check| match check {
            Check::Version(check) => check(patch, earlier, self.policy),
            _ => Vec::new(),
        });
        self.policy.apply_agreements(patch.submission.as_ref(), &mut findings);
        findings
    }

    /// Checks with the rules that look at the policy itself.
    pub fn check_policy(&self) -> Vec<Finding> {
        self.collect(|check| match check {
            Check::Run(check) => check(self.policy),
            _ => Vec::new(),
        })
    }

    fn collect(&self, answer: impl Fn(&Check) -> Vec<Finding>) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (rule, level) in &self.on {
            let found = answer(&rule.check);
            if found.is_empty() {
                continue;
            }
            // A finding may weigh less than its rule.
            let levelled =
                |found: Finding| Finding { rule: rule.id, level: found.level.min(*level), ..found };
            findings.extend(found.into_iter().take(MOST).map(levelled).map(noting_invisible));
        }
        findings
    }
}

/// Says of a line that it is not all that is seen: rules read it without such characters.
fn noting_invisible(finding: Finding) -> Finding {
    let hides = finding.location.as_ref().is_some_and(|at| visible(&at.quote) != at.quote);
    if hides {
        finding.note("the line holds invisible characters, and is read without them")
    } else {
        finding
    }
}
