//! A policy that is a proposal, or that another has replaced.

use super::{Check, Rule};
use crate::finding::{Finding, Level};
use crate::policy::Policy;

pub(super) const RULE: Rule = Rule {
    id: "policy-not-in-force",
    level: Level::Note,
    page: include_str!("../../docs/rules/policy-not-in-force.md"),
    check: Check::Run(check),
};

fn check(policy: &Policy) -> Vec<Finding> {
    let Some(state) = policy.shortcoming() else { return Vec::new() };
    vec![Finding::new(format!(
        "the policy {} {state}, and not in force; `checkprov policy` lists all",
        policy.label()
    ))]
}

#[cfg(test)]
mod tests {
    use crate::policy::Policy;
    use crate::rules::ActiveRules;

    #[track_caller]
    fn says(policy: &str, expected: &[&str]) {
        let found = ActiveRules::under(&Policy::load(policy).unwrap()).check_policy();
        let messages: Vec<&str> = found.iter().map(|finding| finding.message.as_str()).collect();
        assert_eq!(messages, expected);
    }

    #[test]
    fn what_is_not_in_force_says_so() {
        says(
            "qemu",
            &[
                "the policy `qemu` is a proposal of 2026-05-28, and not in force; `checkprov policy` lists all",
            ],
        );
        says(
            "linux-7.0",
            &[
                "the policy `linux-7.0` was retired on 2026-08-03, and not in force; `checkprov policy` lists all",
            ],
        );
        says("qemu-decline", &[]);
    }
}
