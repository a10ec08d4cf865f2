//! Adds up what was found.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::analysis::Analysis;
use super::meaning;
use super::outcome::{Edit, Left, Move, Outcome, Place};
use super::pattern::Pattern;
use super::status::Status;
use super::token::Token;
use crate::diff::Kind;

/// A line that comes or goes in so many files is read once.
const MANY_FILES: u64 = 3;

/// The result, for the reader.
pub(super) fn outcome(analysis: &Analysis<'_, '_>) -> Outcome {
    let mut places = Places { analysis, path: None };
    let count = |wanted: Status| analysis.statuses.iter().filter(|&&status| status == wanted).count() as u64;
    let beyond = analysis.layout.beyond;
    let (moved, reformatted, substituted) =
        (count(Status::Moved), count(Status::Reformatted), count(Status::Substituted));
    let explained = moved + reformatted + substituted;
    let changed = explained + count(Status::Open) + beyond;
    let edits = edits(analysis);
    let residue = residue(&mut places);
    let read = |left: &Left| match left.files {
        _ if left.first.text.trim().is_empty() => 0,
        MANY_FILES.. => 1,
        _ => left.lines,
    };
    let marked = edits.iter().filter(|edit| edit.mark.is_some()).count() as u64;
    let to_read = residue.iter().map(read).sum::<u64>() + marked + beyond;
    let mut kept = analysis.kept.clone();
    kept.sort_unstable();
    kept.dedup();
    let kept = kept.into_iter().map(|row| places.of(row)).collect();
    let moves = moves(&mut places);
    Outcome { changed, explained, moved, reformatted, substituted, to_read, edits, moves, residue, kept }
}

/// The lines that nothing explains; equal ones are one.
fn residue(places: &mut Places<'_, '_, '_>) -> Vec<Left> {
    let mut lefts: Vec<Left> = Vec::new();
    let mut known: HashMap<(bool, &[u8]), (usize, u32)> = HashMap::new();
    let analysis = places.analysis;
    for (at, row) in analysis.layout.rows.iter().enumerate() {
        if analysis.statuses[at] != Status::Open {
            continue;
        }
        let (left, file) =
            known.entry((row.line.kind == Kind::Added, row.line.text.trim_ascii())).or_insert_with(|| {
                lefts.push(Left { first: places.of(at as u32), lines: 0, files: 1 });
                (lefts.len() - 1, row.file)
            });
        let left = &mut lefts[*left];
        left.lines += 1;
        left.files += u64::from(*file != row.file);
        *file = row.file;
    }
    lefts
}

/// The blocks that moved, in the order of the patch.
fn moves(places: &mut Places<'_, '_, '_>) -> Vec<Move> {
    let analysis = places.analysis;
    let rows = &analysis.layout.rows;
    let mut blocks: Vec<_> = analysis.moves.iter().filter_map(|rows| Some((rows.first()?, rows))).collect();
    blocks.sort_unstable_by_key(|(first, _)| **first);
    let block = |(&(from, to), block): (&(u32, u32), &Vec<_>)| {
        let mut was = places.of(from);
        was.line = rows[from as usize].old_number;
        Move { from: was, to: places.of(to), lines: block.len() as u64, within: analysis.within(from, to) }
    };
    blocks.into_iter().map(block).collect()
}

/// Makes places of rows; those of one file share its name.
struct Places<'r, 's, 'a> {
    analysis: &'r Analysis<'s, 'a>,
    path: Option<(u32, Arc<str>)>,
}

impl Places<'_, '_, '_> {
    fn of(&mut self, row: u32) -> Place {
        let row = &self.analysis.layout.rows[row as usize];
        let path = match &self.path {
            Some((file, path)) if *file == row.file => path.clone(),
            _ => Arc::from(&*self.analysis.layout.files[row.file as usize].path),
        };
        self.path = Some((row.file, path.clone()));
        let text = String::from_utf8_lossy(row.line.text).into_owned();
        Place { path, line: row.line.number, kind: row.line.kind, text }
    }
}

/// The edits; the names of a family are one.
fn edits(analysis: &Analysis<'_, '_>) -> Vec<Edit> {
    let (rows, words) = (&analysis.layout.rows, &analysis.layout.words);
    let patterns = || analysis.rounds.iter().flat_map(|round| &round.list);
    let names: HashSet<(Token, Token)> =
        patterns().filter_map(|pattern| meaning::pair(words, pattern)).collect();
    let mut edits = Vec::new();
    for (round, lines) in analysis.rounds.iter().zip(analysis.explained()) {
        let mut order: Vec<_> = round.list.iter().zip(lines).enumerate().collect();
        order.sort_by_key(|(at, (pattern, lines))| (pattern.family, Reverse(lines.len()), *at));
        let alike = |a: &(usize, (&Pattern, _)), b: &(usize, (&Pattern, _))| {
            a.1.0.family.is_some() && a.1.0.family == b.1.0.family
        };
        for family in order.chunk_by(alike) {
            let lines: HashSet<u32> = family.iter().flat_map(|(_, (_, lines))| lines).copied().collect();
            let files: HashSet<u32> = lines.iter().map(|&row| rows[row as usize].file).collect();
            let (old, new) = family[0].1.0.render(words);
            let (lines, files) = (lines.len() as u64, files.len() as u64);
            let mark =
                family.iter().filter_map(|(_, (pattern, _))| meaning::mark(words, pattern, &names)).next();
            edits.push(Edit { old, new, names: family.len() as u64, lines, files, mark });
        }
    }
    edits.sort_by(|a, b| b.lines.cmp(&a.lines).then_with(|| (&a.old, &a.new).cmp(&(&b.old, &b.new))));
    edits
}
