//! Declared use as charts: what a terminal and a page show of a summary.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::{Lines, Month, Part, Summary};

/// The most rows of a chart but that of the months: the greatest.
const MOST_ROWS: usize = 20;

const PATCHES: &str = "patches";

/// A chart: a row for each word, with a bar for how much there is of it, and how much of that declares AI use.
pub(in crate::report) struct Chart<'a> {
    /// What the words are, and what each number counts.
    pub(in crate::report) head: &'static [&'static str],
    /// What the bars count.
    pub(in crate::report) unit: &'static str,
    pub(in crate::report) rows: Vec<Row<'a>>,
    /// How many rows are left out.
    pub(in crate::report) left_out: usize,
}

/// A row of a chart.
#[derive(Debug, Clone)]
pub(in crate::report) struct Row<'a> {
    pub(in crate::report) word: &'a str,
    pub(in crate::report) numbers: Vec<u64>,
    /// The length of the bar.
    pub(in crate::report) all: u64,
    /// The part of it that declares AI use.
    pub(in crate::report) declared: u64,
}

impl<'a> Chart<'a> {
    fn of<T>(
        head: &'static [&'static str],
        unit: &'static str,
        from: &'a BTreeMap<String, T>,
        count: impl Fn(&T) -> (Vec<u64>, u64, u64),
    ) -> Self {
        let row = |(word, of): (&'a String, &T)| {
            let (numbers, all, declared) = count(of);
            Row { word, numbers, all, declared }
        };
        Self { head, unit, rows: from.iter().map(row).collect(), left_out: 0 }
    }

    /// Those rows alone that have most, and they first.
    fn greatest(mut self) -> Self {
        self.rows.sort_by_key(|row| Reverse((row.declared, row.all)));
        self.left_out = self.rows.len().saturating_sub(MOST_ROWS);
        self.rows.truncate(MOST_ROWS);
        self
    }

    /// The length of the longest bar.
    pub(in crate::report) fn most(&self) -> u64 {
        self.rows.iter().map(|row| row.all).max().unwrap_or(0)
    }

    /// Whether there is something that does not declare AI use, so that there are shares to tell.
    pub(in crate::report) fn has_shares(&self) -> bool {
        self.rows.iter().any(|row| row.declared < row.all)
    }
}

impl Summary {
    /// By month, in their order.
    pub(in crate::report) fn by_month(&self) -> Chart<'_> {
        let head = &["month", "mails", "patches", "declared", "over limit"];
        Chart::of(head, PATCHES, &self.months, |of: &Month| {
            (vec![of.messages, of.patches, of.declared, of.over_limit], of.patches, of.declared)
        })
    }

    /// By use, tag, class of lines and part of the tree, the greatest first.
    pub(in crate::report) fn by_word(&self) -> [Chart<'_>; 4] {
        let declared = |patches: &u64| (vec![*patches], *patches, *patches);
        let lines = |of: &Lines| {
            (
                vec![of.files, of.added, of.removed, of.declared],
                of.added.saturating_add(of.removed),
                of.declared,
            )
        };
        let patches = |of: &Part| (vec![of.patches, of.declared], of.patches, of.declared);
        [
            Chart::of(&["declared use", "patches"], PATCHES, &self.uses, declared).greatest(),
            Chart::of(&["tag", "patches"], PATCHES, &self.tags, declared).greatest(),
            Chart::of(
                &["class of lines", "files", "added", "removed", "declared"],
                "lines",
                &self.classes,
                lines,
            )
            .greatest(),
            Chart::of(&["part of the tree", "patches", "declared"], PATCHES, &self.parts, patches).greatest(),
        ]
    }
}
