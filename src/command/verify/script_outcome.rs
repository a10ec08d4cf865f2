//! What came of running a command on a commit's parent.

use super::comparison::Comparison;
use checkprov::counts::counted;
use checkprov::policy::Policy;

/// What came of it.
pub(super) struct Outcome<'a> {
    pub(super) commit: &'a str,
    pub(super) subject: &'a str,
    pub(super) command: &'a str,
    pub(super) policy: &'a Policy,
    pub(super) comparison: &'a Comparison,
    /// The lines made by hand, as a diff.
    pub(super) by_hand: &'a [u8],
}

impl Outcome<'_> {
    /// Whether the command makes some of the commit, and leaves no more to a hand than the policy allows, nor what
    /// has no lines to count.
    pub(super) fn is_proven(&self) -> bool {
        let Comparison { counted, limit, binary, .. } = self.comparison;
        self.makes_something() && limit.is_none_or(|limit| *counted <= limit && binary.is_none())
    }

    /// A change without lines, such as a new name, is made where nothing is left to a hand.
    pub(super) fn makes_something(&self) -> bool {
        self.comparison.total().made > 0 || self.by_hand.is_empty()
    }

    /// A line for the commit message.
    pub(super) fn evidence(&self) -> Option<String> {
        let by_hand = self.comparison.classes.iter().filter(|(_, lines)| lines.by_hand > 0);
        let by_hand: Vec<String> =
            by_hand.map(|(class, lines)| format!("{} of {class}", counted(lines.by_hand, "line"))).collect();
        let rest = if by_hand.is_empty() { "nothing".to_owned() } else { by_hand.join(", ") };
        self.is_proven().then(|| format!("Made by `{}`; by hand: {rest}.", self.command))
    }
}
