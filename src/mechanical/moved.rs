//! Finds blocks of removed lines that are added again elsewhere, whatever their indentation.

use std::collections::HashMap;

use super::align::{By, key};
use super::layout::{Layout, Side, letters};
use super::status::{Evidence, LEAST_LETTERS, Status};
use super::token::BREAK;

/// No block is shorter.
const LEAST_LINES: usize = 3;
/// So many places are tried for a block; where its lines are commoner, its rarer lines find it.
const MOST_PLACES: usize = 16;
/// A block may run over so many lines that did not change, as where a closing brace was kept in place.
const MOST_KEPT: usize = 4;

/// Marks the lines of moved blocks among those that are still open.
pub(super) fn mark(layout: &Layout<'_>, old: &Side, evidence: Evidence, statuses: &mut [Status]) {
    let search = Search { layout, sides: [old, &layout.new], lists: [list(old), list(&layout.new)] };
    let starts = search.index(1, statuses);
    let mut seeds: Vec<(usize, usize)> = search
        .windows(0, statuses)
        .filter_map(|(at, key)| starts.get(&key).map(|places| (places.count, at)))
        .collect();
    seeds.sort_unstable();
    for (_, at) in seeds {
        let Some(key) = search.window(0, at, statuses) else { continue };
        let places = starts.get(&key).map_or(&[][..], |places| &places.first);
        let blocks = places.iter().map(|&place| search.extend(at, place, statuses));
        let longest = blocks.reduce(|best, next| if next.len() > best.len() { next } else { best });
        if let Some(block) = longest.filter(|block| block.len() >= evidence.block && search.weighs(block)) {
            search.mark(&block, statuses);
        }
    }
}

/// A line that is not blank.
struct Line {
    at: usize,
    key: u64,
}

fn list(side: &Side) -> Vec<Line> {
    let full = (0..side.len()).filter(|&at| !side.line(at).is_empty());
    full.map(|at| Line { at, key: key(side.line(at), By::Tokens) }).collect()
}

/// Where some lines stand on the new side.
#[derive(Default)]
struct Places {
    count: usize,
    first: Vec<usize>,
}

struct Search<'s, 'a> {
    layout: &'s Layout<'a>,
    sides: [&'s Side; 2],
    lists: [Vec<Line>; 2],
}

impl Search<'_, '_> {
    fn row(&self, side: usize, at: usize) -> u32 {
        self.sides[side].rows[self.lists[side][at].at]
    }

    fn is_open(&self, side: usize, at: usize, statuses: &[Status]) -> bool {
        statuses.get(self.row(side, at) as usize) == Some(&Status::Open)
    }

    /// What names the lines from `at` on, where all of them are open.
    fn window(&self, side: usize, at: usize, statuses: &[Status]) -> Option<[u64; LEAST_LINES]> {
        let lines = self.lists[side].get(at..at + LEAST_LINES)?;
        (at..at + LEAST_LINES).all(|at| self.is_open(side, at, statuses)).then_some(())?;
        let mut keys = [0; LEAST_LINES];
        keys.iter_mut().zip(lines).for_each(|(key, line)| *key = line.key);
        Some(keys)
    }

    fn windows(&self, side: usize, statuses: &[Status]) -> impl Iterator<Item = (usize, [u64; LEAST_LINES])> {
        (0..self.lists[side].len()).filter_map(move |at| Some((at, self.window(side, at, statuses)?)))
    }

    fn index(&self, side: usize, statuses: &[Status]) -> HashMap<[u64; LEAST_LINES], Places> {
        let mut index: HashMap<_, Places> = HashMap::new();
        for (at, key) in self.windows(side, statuses) {
            let places = index.entry(key).or_default();
            places.count += 1;
            if places.first.len() < MOST_PLACES {
                places.first.push(at);
            }
        }
        index
    }

    /// The lines around two that match, as far as they match: those of them that are open on both sides.
    fn extend(&self, old: usize, new: usize, statuses: &[Status]) -> Vec<(usize, usize)> {
        let back = (1..=old.min(new)).map(|by| (old - by, new - by));
        let ahead = (0..).map(|by| (old + by, new + by));
        let mut block = self.matching(back, statuses);
        block.extend(self.matching(ahead, statuses));
        block
    }

    fn matching(
        &self,
        pairs: impl Iterator<Item = (usize, usize)>,
        statuses: &[Status],
    ) -> Vec<(usize, usize)> {
        let mut block = Vec::new();
        let mut kept = 0;
        for (x, y) in pairs {
            let (Some(a), Some(b)) = (self.lists[0].get(x), self.lists[1].get(y)) else { break };
            let (a_tokens, b_tokens) = (self.sides[0].line(a.at), self.sides[1].line(b.at));
            if a.key != b.key || a_tokens == [BREAK] || a_tokens != b_tokens {
                break;
            }
            if self.is_open(0, x, statuses) && self.is_open(1, y, statuses) {
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

    fn mark(&self, block: &[(usize, usize)], statuses: &mut [Status]) {
        for &(x, y) in block {
            statuses[self.row(0, x) as usize] = Status::Moved;
            statuses[self.row(1, y) as usize] = Status::Moved;
        }
    }
}
