//! Finds blocks of removed lines that are added again elsewhere, whatever their indentation, and imports that
//! were put into another order, as formatters do.

use std::collections::HashMap;

use super::layout::{Layout, Side, letters};
use super::status::{Evidence, LEAST_LETTERS, Status};
use super::token::{BREAK, Token};
use crate::work;

/// No block is shorter.
const LEAST_LINES: usize = 3;
/// So many places are tried for a block; where its lines are commoner, its rarer lines find it.
const MOST_PLACES: usize = 16;
/// A block may run over so many lines that did not change, as where a closing brace was kept in place.
const MOST_KEPT: usize = 4;
/// So many lines are compared for each line of the patch. What is not found by then is left for a reader.
const MOST_COMPARED: usize = 64;

/// Lines that stand elsewhere now: pairs of rows, the removed and the added.
pub(super) type Move = Vec<(u32, u32)>;

/// Marks the lines that moved among those that are still open.
pub(super) fn mark(
    layout: &Layout<'_>,
    old: &Side,
    evidence: Evidence,
    statuses: &mut [Status],
) -> Vec<Move> {
    let mut moves = imports(layout, old, evidence, statuses);
    let mut numbers = HashMap::new();
    let lists = [list(old, &mut numbers), list(&layout.new, &mut numbers)];
    let budget = MOST_COMPARED * (lists[0].len() + lists[1].len());
    let mut search = Search { layout, sides: [old, &layout.new], lists, budget, statuses };
    let starts = search.index();
    let mut seeds: Vec<(usize, usize)> = search
        .windows(0)
        .filter_map(|(at, window)| starts.get(&window).map(|places| (places.count, at)))
        .collect();
    seeds.sort_unstable();
    for (_, at) in seeds {
        let Some(window) = search.window(0, at) else { continue };
        let places = starts.get(&window).map_or(&[][..], |places| &places.first);
        let mut longest = Vec::new();
        for &place in places {
            let block = search.extend(at, place);
            if block.len() > longest.len() {
                longest = block;
            }
        }
        if longest.len() >= evidence.block && search.weighs(&longest) {
            moves.push(search.take(&longest));
        }
    }
    moves
}

/// A line that is not blank: where it stands, and a number that equal lines share.
struct Line {
    at: usize,
    number: u32,
}

/// The lines of both sides that are not blank; equal ones have one number.
fn list<'t>(side: &'t Side, numbers: &mut HashMap<&'t [Token], u32>) -> Vec<Line> {
    let full = (0..side.len()).filter(|&at| !side.line(at).is_empty());
    let mut line = |at: usize| {
        let next = numbers.len() as u32;
        Line { at, number: *numbers.entry(side.line(at)).or_insert(next) }
    };
    full.map(&mut line).collect()
}

/// Where some lines stand on the new side.
#[derive(Default)]
struct Places {
    count: usize,
    first: Vec<usize>,
}

type Window = [u32; LEAST_LINES];

struct Search<'s, 'a> {
    layout: &'s Layout<'a>,
    sides: [&'s Side; 2],
    lists: [Vec<Line>; 2],
    /// How many lines may still be compared.
    budget: usize,
    statuses: &'s mut [Status],
}

impl Search<'_, '_> {
    fn row(&self, side: usize, at: usize) -> u32 {
        self.sides[side].rows[self.lists[side][at].at]
    }

    fn is_open(&self, side: usize, at: usize) -> bool {
        self.statuses.get(self.row(side, at) as usize) == Some(&Status::Open)
    }

    /// What names the lines from `at` on, where all of them are open.
    fn window(&self, side: usize, at: usize) -> Option<Window> {
        let lines = self.lists[side].get(at..at + LEAST_LINES)?;
        (at..at + LEAST_LINES).all(|at| self.is_open(side, at)).then_some(())?;
        Some(std::array::from_fn(|by| lines[by].number))
    }

    fn windows(&self, side: usize) -> impl Iterator<Item = (usize, Window)> {
        (0..self.lists[side].len()).filter_map(move |at| Some((at, self.window(side, at)?)))
    }

    fn index(&self) -> HashMap<Window, Places> {
        let mut index: HashMap<_, Places> = HashMap::new();
        for (at, window) in self.windows(1) {
            let places = index.entry(window).or_default();
            places.count += 1;
            if places.first.len() < MOST_PLACES {
                places.first.push(at);
            }
        }
        index
    }

    /// The lines around two that match, as far as they match: those of them that are open on both sides.
    fn extend(&mut self, old: usize, new: usize) -> Vec<(usize, usize)> {
        let mut block = self.matching((1..=old.min(new)).map(|by| (old - by, new - by)));
        block.reverse();
        block.extend(self.matching((0..).map(|by| (old + by, new + by))));
        block
    }

    fn matching(&mut self, pairs: impl Iterator<Item = (usize, usize)>) -> Vec<(usize, usize)> {
        let mut block = Vec::new();
        let mut kept = 0;
        for (x, y) in pairs {
            let (Some(a), Some(b)) = (self.lists[0].get(x), self.lists[1].get(y)) else { break };
            if a.number != b.number || self.sides[0].line(a.at) == [BREAK] || self.budget == 0 {
                break;
            }
            self.budget -= 1;
            work::add(1);
            if self.is_open(0, x) && self.is_open(1, y) {
                block.push((x, y));
                kept = 0;
            } else {
                kept += 1;
                if kept > MOST_KEPT {
                    break;
                }
            }
        }
        block
    }

    fn weighs(&self, block: &[(usize, usize)]) -> bool {
        block.iter().map(|&(_, y)| letters(self.layout, self.row(1, y))).sum::<usize>() >= LEAST_LETTERS
    }

    fn take(&mut self, block: &[(usize, usize)]) -> Move {
        let rows: Move = block.iter().map(|&(x, y)| (self.row(0, x), self.row(1, y))).collect();
        for &(from, to) in &rows {
            self.statuses[from as usize] = Status::Moved;
            self.statuses[to as usize] = Status::Moved;
        }
        rows
    }
}

/// Marks the imports that stand elsewhere within their hunk, since clang-format and rustfmt sort them. One that came, went or
/// changed stays open.
fn imports(layout: &Layout<'_>, old: &Side, evidence: Evidence, statuses: &mut [Status]) -> Vec<Move> {
    let mut moves = Vec::new();
    for hunk in &layout.hunks {
        let is_open = |side: &Side, line: usize| {
            statuses[side.rows[line] as usize] == Status::Open && is_import(layout, side.line(line))
        };
        let mut removed: HashMap<&[Token], Vec<u32>> = HashMap::new();
        for line in hunk.lines.old.clone().filter(|&line| is_open(old, line)) {
            removed.entry(old.line(line)).or_default().push(old.rows[line]);
        }
        let added = hunk.lines.new.clone().filter(|&line| is_open(&layout.new, line));
        let pairs: Move = added
            .filter_map(|line| Some((removed.get_mut(layout.new.line(line))?.pop()?, layout.new.rows[line])))
            .collect();
        if pairs.len() >= evidence.imports {
            for &(from, to) in &pairs {
                statuses[from as usize] = Status::Moved;
                statuses[to as usize] = Status::Moved;
            }
            moves.push(pairs);
        }
    }
    moves
}

fn is_import(layout: &Layout<'_>, tokens: &[Token]) -> bool {
    let mut texts = tokens.iter().map(|&token| layout.words.text(token)).filter(|text| *text != b"\n");
    match texts.next() {
        Some(b"#") => texts.next() == Some(b"include"),
        Some(b"use") => tokens.last().is_some_and(|&last| layout.words.text(last) == b";"),
        _ => false,
    }
}
