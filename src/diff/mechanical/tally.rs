//! Adds up what was found.

use std::collections::HashSet;

use super::pattern::{Pattern, Patterns};
use super::study::{Evidence, Study, Verdict};
use super::{Edit, Mechanical, Place};

/// The least removed lines that an edit must explain in the end.
fn least(pattern: &Pattern, evidence: Evidence) -> usize {
    match pattern {
        Pattern::Call(call) if call.callee.declared => 2,
        _ => evidence.lines as usize,
    }
}

/// The lines, as rows, that each edit of each round explains.
fn explained(study: &Study<'_, '_>) -> Vec<Vec<HashSet<u32>>> {
    let mut lines: Vec<Vec<HashSet<u32>>> =
        study.rounds.iter().map(|round| vec![HashSet::new(); round.list.len()]).collect();
    for &(line, round, edit) in &study.hits {
        let row = study.sheet.old.rows[line];
        if study.verdicts[row as usize] != Verdict::Open {
            lines[round][edit].insert(row);
        }
    }
    lines
}

/// Drops the edits that explain too few lines. Returns whether there were any.
pub(super) fn drop_weak(study: &mut Study<'_, '_>) -> bool {
    let lines = explained(study);
    let evidence = study.evidence;
    let mut dropped = false;
    for (round, lines) in study.rounds.iter_mut().zip(&lines) {
        let strong = |(pattern, lines): (&Pattern, &HashSet<u32>)| {
            (lines.len() >= least(pattern, evidence)).then(|| pattern.clone())
        };
        let list: Vec<_> = round.list.iter().zip(lines).filter_map(strong).collect();
        if list.len() < round.list.len() {
            *round = Patterns::new(list);
            dropped = true;
        }
    }
    dropped
}

/// The result, for the reader.
pub(super) fn tally<'a>(study: &Study<'_, 'a>) -> Mechanical<'a> {
    let mut out = Mechanical { edits: edits(study), ..Mechanical::default() };
    for (row, verdict) in study.verdicts.iter().enumerate() {
        out.changed += u64::from(*verdict != Verdict::Context);
        match verdict {
            Verdict::Context => {}
            Verdict::Open => out.residue.push(place(study, row)),
            Verdict::Moved => out.moved += 1,
            Verdict::Reformatted => out.reformatted += 1,
            Verdict::Substituted => out.substituted += 1,
        }
    }
    out.explained = out.moved + out.reformatted + out.substituted;
    let mut kept: Vec<_> = study.kept.iter().map(|&row| row as usize).collect();
    kept.sort_unstable();
    kept.dedup();
    out.kept = kept.into_iter().map(|row| place(study, row)).collect();
    out
}

fn place<'a>(study: &Study<'_, 'a>, row: usize) -> Place<'a> {
    let row = &study.sheet.rows[row];
    let path = &*study.sheet.files[row.file as usize].path;
    Place { path, kind: row.line.kind, line: row.line.number, text: row.line.text }
}

fn edits(study: &Study<'_, '_>) -> Vec<Edit> {
    let mut edits = Vec::new();
    for (round, lines) in study.rounds.iter().zip(explained(study)) {
        for (pattern, rows) in round.list.iter().zip(lines) {
            let files: HashSet<u32> = rows.iter().map(|&row| study.sheet.rows[row as usize].file).collect();
            let (old, new) = pattern.render(&study.sheet.words);
            edits.push(Edit { old, new, lines: rows.len() as u64, files: files.len() as u64 });
        }
    }
    edits.sort_by(|a, b| b.lines.cmp(&a.lines).then_with(|| (&a.old, &a.new).cmp(&(&b.old, &b.new))));
    edits
}
