//! Finds the edits that recur: what became what, how often, and how often it did not.

mod changes;
mod draft;
mod families;
mod form;
mod readings;
mod site;
mod templates;

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
    let changes = Changes::of(layout, old, open, statuses, evidence.lines);
    let found = readings::learn(&changes);
    if found.is_empty() { templates::learn(&changes) } else { found }
}
