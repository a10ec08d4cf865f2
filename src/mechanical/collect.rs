//! Adds up what was found.

use std::collections::HashSet;
use std::sync::Arc;

use super::analysis::Analysis;
use super::outcome::{Edit, Outcome, Place};
use super::status::Status;

/// The result, for the reader.
pub(super) fn outcome(analysis: &Analysis<'_, '_>) -> Outcome {
    let mut out = Outcome { edits: edits(analysis), ..Outcome::default() };
    let mut places = Places { analysis, path: None };
    for (row, status) in analysis.statuses.iter().enumerate() {
        out.changed += u64::from(*status != Status::Context);
        match status {
            Status::Context => {}
            Status::Open => out.residue.push(places.of(row)),
            Status::Moved => out.moved += 1,
            Status::Reformatted => out.reformatted += 1,
            Status::Substituted => out.substituted += 1,
        }
    }
    out.explained = out.moved + out.reformatted + out.substituted;
    let mut kept: Vec<_> = analysis.kept.iter().map(|&row| row as usize).collect();
    kept.sort_unstable();
    kept.dedup();
    out.kept = kept.into_iter().map(|row| places.of(row)).collect();
    out
}

/// Makes places of rows; those of one file share its name.
struct Places<'r, 's, 'a> {
    analysis: &'r Analysis<'s, 'a>,
    path: Option<(u32, Arc<str>)>,
}

impl Places<'_, '_, '_> {
    fn of(&mut self, row: usize) -> Place {
        let row = &self.analysis.layout.rows[row];
        let path = match &self.path {
            Some((file, path)) if *file == row.file => path.clone(),
            _ => Arc::from(&*self.analysis.layout.files[row.file as usize].path),
        };
        self.path = Some((row.file, path.clone()));
        let text = String::from_utf8_lossy(row.line.text).into_owned();
        Place { path, line: row.line.number, kind: row.line.kind, text }
    }
}

fn edits(analysis: &Analysis<'_, '_>) -> Vec<Edit> {
    let mut edits = Vec::new();
    for (round, lines) in analysis.rounds.iter().zip(analysis.explained()) {
        for (pattern, rows) in round.list.iter().zip(lines) {
            let files: HashSet<u32> =
                rows.iter().map(|&row| analysis.layout.rows[row as usize].file).collect();
            let (old, new) = pattern.render(&analysis.layout.words);
            edits.push(Edit { old, new, lines: rows.len() as u64, files: files.len() as u64 });
        }
    }
    edits.sort_by(|a, b| b.lines.cmp(&a.lines).then_with(|| (&a.old, &a.new).cmp(&(&b.old, &b.new))));
    edits
}
