//! Pieces of a page in the order in which they came, within a number of bytes: what weighs least goes first.

use std::collections::VecDeque;

use super::MOST_BYTES;
use crate::finding::Level;

/// From what weighs least.
const WEIGHTS: usize = 4;

/// A row of the table and the series opened, with its place among all.
struct Piece {
    at: u64,
    row: String,
    opened: String,
}

/// The pieces that are kept.
#[derive(Default)]
pub(super) struct Kept {
    by_weight: [VecDeque<Piece>; WEIGHTS],
    bytes: usize,
    pushed: u64,
}

impl Kept {
    pub(super) fn push(&mut self, worst: Option<Level>, row: String, opened: String) {
        let weight = worst.map_or(0, |level| level as usize).min(WEIGHTS - 1);
        self.bytes += row.len() + opened.len();
        self.by_weight[weight].push_back(Piece { at: self.pushed, row, opened });
        self.pushed += 1;
        while self.bytes > MOST_BYTES
            && let Some(piece) = self.by_weight.iter_mut().find_map(VecDeque::pop_front)
        {
            self.bytes -= piece.row.len() + piece.opened.len();
        }
    }

    /// How many were pushed that are not there any more.
    pub(super) fn left_out(&self) -> u64 {
        self.pushed - self.by_weight.iter().map(|pieces| pieces.len() as u64).sum::<u64>()
    }

    /// The rows, and the series opened, in the order in which they came.
    pub(super) fn into_parts(self) -> (Vec<String>, Vec<String>) {
        let mut pieces: Vec<Piece> = self.by_weight.into_iter().flatten().collect();
        pieces.sort_by_key(|piece| piece.at);
        pieces.into_iter().map(|piece| (piece.row, piece.opened)).unzip()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_clean_goes_first_and_the_rest_keeps_its_order() {
        let mut kept = Kept::default();
        let large = "x".repeat(MOST_BYTES / 4);
        let levels =
            [None, Some(Level::Error), None, Some(Level::Note), Some(Level::Error), Some(Level::Warning)];
        for (at, level) in levels.into_iter().enumerate() {
            kept.push(level, at.to_string(), large.clone());
        }
        assert_eq!(kept.left_out(), 3);
        assert_eq!(kept.into_parts().0, ["1", "4", "5"]);
    }
}
