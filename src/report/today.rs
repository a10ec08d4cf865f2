//! What applies today, for whoever reads what was found under a proposal, or under a text that was replaced.

use std::cell::OnceCell;

use crate::mail_report::MailReport;
use crate::patch::Kind;
use crate::policy::{Policy, Standing, label};

/// The policy in force beside the one that was asked for, and how many patches fail under it.
#[derive(Default)]
pub(super) struct Today {
    /// Not read before it is asked for.
    standing: OnceCell<Standing>,
    failed: u64,
}

impl Today {
    pub(super) fn count(&mut self, mail: &MailReport) {
        self.failed += u64::from(mail.kind == Kind::Patch && mail.fails_in_force);
    }

    /// Whether the patches of a run pass under the policy in force, in a line; none where none is known.
    pub(super) fn sentence(&self, policy: &Policy, patches: u64) -> Option<String> {
        let applies = self.in_force(policy)?;
        let verdict = match (patches, self.failed) {
            (1, 0) => "this patch passes".to_owned(),
            (1, _) => "this patch fails".to_owned(),
            (all, 0) => format!("these {all} patches pass"),
            (all, failed) if failed == all => format!("these {all} patches fail"),
            (all, failed) => {
                format!("{failed} of these {all} patches {}", if failed == 1 { "fails" } else { "fail" })
            }
        };
        let newest = self.standing(policy).newest_proposal.as_ref();
        let newest = newest.map(|newest| format!("; newest proposal: {}", label(&newest.name, None)));
        Some(format!("{applies}, under which {verdict}{}", newest.unwrap_or_default()))
    }

    /// Whether the mails of one answer pass under the policy in force, for their author; `what` they are.
    pub(super) fn of_mails<'m>(
        &self,
        policy: &Policy,
        what: &str,
        mut mails: impl Iterator<Item = &'m MailReport>,
    ) -> Option<String> {
        let applies = self.in_force(policy)?;
        let verdict = if mails.any(|mail| mail.fails_in_force) { "fails" } else { "passes" };
        Some(format!("{applies}, under which this {what} {verdict}"))
    }

    fn standing(&self, policy: &Policy) -> &Standing {
        self.standing.get_or_init(|| policy.standing())
    }

    fn in_force(&self, policy: &Policy) -> Option<String> {
        let (state, in_force) = (policy.shortcoming()?, self.standing(policy).in_force.as_ref()?);
        let since = in_force.date.map(|date| format!(" ({date})")).unwrap_or_default();
        let own = label(&policy.name, policy.origin.file());
        Some(format!("{own} {state}; in force: {}{since}", label(&in_force.name, None)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(policy: &str, patches: u64, failed: u64, expected: Option<&str>) {
        let policy = Policy::load(policy).unwrap();
        let today = Today { failed, ..Today::default() };
        assert_eq!(today.sentence(&policy, patches).as_deref(), expected);
    }

    #[test]
    fn beside_a_proposal_stands_what_is_in_force_and_how_many_pass() {
        let qemu = |verdict: &str| {
            format!(
                "`qemu-v2` is a proposal of 2026-05-29; in force: `qemu-decline` (2025-06-24), under which {verdict}; \
                 newest proposal: `qemu-llm`"
            )
        };
        check("qemu-v2", 1, 0, Some(&qemu("this patch passes")));
        check("qemu-v2", 1, 1, Some(&qemu("this patch fails")));
        check("qemu-v2", 3, 0, Some(&qemu("these 3 patches pass")));
        check("qemu-v2", 3, 1, Some(&qemu("1 of these 3 patches fails")));
        check("qemu-v2", 3, 2, Some(&qemu("2 of these 3 patches fail")));
        check("qemu-v2", 3, 3, Some(&qemu("these 3 patches fail")));
    }

    #[test]
    fn a_text_that_was_replaced_has_its_successor_beside_it() {
        let linux = "`linux-7.0` was retired on 2026-08-03; in force: `linux` (2026-08-03), under which this patch passes";
        check("linux-7.0", 1, 0, Some(linux));
    }

    #[test]
    fn what_is_in_force_stands_alone() {
        check("qemu-decline", 1, 1, None);
        check("linux", 1, 0, None);
    }
}
