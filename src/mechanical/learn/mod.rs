//! Finds the edits that recur: what became what, how often, and how often it did not.

mod calls;
mod changes;
mod families;
mod phrases;

use super::layout::{Layout, Run, Side};
use super::pattern::Pattern;
use super::status::{Evidence, Status};
use changes::Changes;

/// The edits that recur in the runs that are not explained yet.
pub(super) fn edits(
    layout: &Layout<'_>,
    old: &Side,
    open: &[&Run],
    statuses: &[Status],
    evidence: Evidence,
) -> Vec<Pattern> {
    let mut changes = Changes::of(layout, old, open, statuses, evidence.lines);
    // A call says better than the tokens around it what an argument belongs to.
    let (mut found, taken) = calls::learn(&changes);
    changes.drop(&taken);
    found.extend(phrases::learn(&changes));
    found
}
