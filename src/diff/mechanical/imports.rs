//! Finds imports that were put into another order, as formatters do.

use std::collections::HashMap;

use super::sheet::{Run, Sheet, Side};
use super::study::{Evidence, Verdict};
use super::token::Token;

/// Marks the imports that stand elsewhere within their hunk. One that came, went or changed stays open.
pub(super) fn judge(sheet: &Sheet<'_>, evidence: Evidence, verdicts: &mut [Verdict]) {
    for hunk in &sheet.hunks {
        let pairs = pairs(sheet, hunk, verdicts);
        if pairs.len() >= evidence.imports {
            for row in pairs.into_iter().flatten() {
                verdicts[row as usize] = Verdict::Moved;
            }
        }
    }
}

/// The imports of a hunk that are removed and added again, as rows.
fn pairs(sheet: &Sheet<'_>, hunk: &Run, verdicts: &[Verdict]) -> Vec<[u32; 2]> {
    let open = |side: &Side, line: &usize| verdicts.get(side.rows[*line] as usize) == Some(&Verdict::Open);
    let imports = |side: &Side, line: &usize| open(side, line) && is_import(sheet, side.line(*line));
    let mut removed: HashMap<&[Token], Vec<u32>> = HashMap::new();
    for line in hunk.old.clone().filter(|line| imports(&sheet.old, line)) {
        removed.entry(sheet.old.line(line)).or_default().push(sheet.old.rows[line]);
    }
    let added = hunk.new.clone().filter(|line| imports(&sheet.new, line));
    let pair = |line: usize| {
        let row = removed.get_mut(sheet.new.line(line))?.pop()?;
        Some([row, sheet.new.rows[line]])
    };
    added.filter_map(pair).collect()
}

fn is_import(sheet: &Sheet<'_>, tokens: &[Token]) -> bool {
    let mut texts = tokens.iter().map(|&token| sheet.words.text(token)).filter(|text| *text != b"\n");
    match texts.next() {
        Some(b"#") => texts.next() == Some(b"include"),
        Some(b"use") => tokens.last().is_some_and(|&last| sheet.words.text(last) == b";"),
        _ => false,
    }
}
