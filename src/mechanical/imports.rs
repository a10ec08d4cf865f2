//! Finds imports that were put into another order, as formatters do.

use std::collections::HashMap;

use super::layout::{Layout, Run, Side};
use super::status::{Evidence, Status};
use super::token::Token;

/// Marks the imports that stand elsewhere within their hunk. One that came, went or changed stays open.
pub(super) fn mark(layout: &Layout<'_>, evidence: Evidence, statuses: &mut [Status]) {
    for hunk in &layout.hunks {
        let pairs = pairs(layout, hunk, statuses);
        if pairs.len() >= evidence.imports {
            for row in pairs.into_iter().flatten() {
                statuses[row as usize] = Status::Moved;
            }
        }
    }
}

/// The imports of a hunk that are removed and added again, as rows.
fn pairs(layout: &Layout<'_>, hunk: &Run, statuses: &[Status]) -> Vec<[u32; 2]> {
    let open = |side: &Side, line: &usize| statuses.get(side.rows[*line] as usize) == Some(&Status::Open);
    let imports = |side: &Side, line: &usize| open(side, line) && is_import(layout, side.line(*line));
    let mut removed: HashMap<&[Token], Vec<u32>> = HashMap::new();
    for line in hunk.old.clone().filter(|line| imports(&layout.old, line)) {
        removed.entry(layout.old.line(line)).or_default().push(layout.old.rows[line]);
    }
    let added = hunk.new.clone().filter(|line| imports(&layout.new, line));
    let pair = |line: usize| {
        let row = removed.get_mut(layout.new.line(line))?.pop()?;
        Some([row, layout.new.rows[line]])
    };
    added.filter_map(pair).collect()
}

fn is_import(layout: &Layout<'_>, tokens: &[Token]) -> bool {
    let mut texts = tokens.iter().map(|&token| layout.words.text(token)).filter(|text| *text != b"\n");
    match texts.next() {
        Some(b"#") => texts.next() == Some(b"include"),
        Some(b"use") => tokens.last().is_some_and(|&last| layout.words.text(last) == b";"),
        _ => false,
    }
}
