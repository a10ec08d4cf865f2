//! Series as a table for a terminal, a line each.

use std::io::{self, Write};

use annotate_snippets::renderer::{AnsiColor, Style};

use super::row::{COLUMNS, TITLE, cells};
use super::{Series, SeriesExporter, SeriesMail};
use crate::escape::escaped;
use crate::finding::Level;
use crate::report::columns::{self, columns, fitting};
use crate::report::{End, Run};

/// From this width on the table has all of its columns.
const WIDE: usize = 120;

/// The narrowest table that is drawn: what does not fit then is broken by the terminal.
const NARROWEST: usize = 60;

/// How many lines tell how wide the columns are; words that are longer below them are cut.
const LOOKED_AT: usize = 200;

/// The fewest and the most characters of each column in a narrow table, where 0 leaves it out, and in a wide one.
const NARROW: [(usize, usize); COLUMNS.len()] =
    [(7, 7), (3, 4), (4, 7), (10, 16), (0, 0), (8, 12), (5, 11), (0, 0), (0, 0), (0, 0), (7, 11)];
const FULL: [(usize, usize); COLUMNS.len()] =
    [(7, 7), (3, 4), (4, 7), (12, 24), (0, 0), (8, 24), (5, 12), (5, 12), (4, 12), (5, 24), (7, 12)];

/// The columns that are made narrower where there is no room, from those that miss least: words that are cut are still
/// read, numbers that are cut say something else.
const NARROWED: [&[usize]; 3] = [&[3], &[5, 9], &NUMBERS];

/// The columns of numbers.
const NUMBERS: [usize; 5] = [2, 6, 7, 8, 10];

type Cells = [String; COLUMNS.len()];

/// The table.
pub(super) struct Table {
    width: usize,
    patches: bool,
    series: u64,
    /// The first lines, until there are enough of them.
    waiting: Vec<Line>,
    /// How wide the columns are, once that is known.
    widths: Option<[usize; COLUMNS.len()]>,
}

/// A line of the table.
enum Line {
    /// A series, or a patch of one.
    Row(Style, Box<Cells>),
    /// A finding of a patch: its level, and what it says.
    Finding(Level, String),
    /// How many patches more a series has.
    More(usize),
}

impl Table {
    /// A table of so many columns of characters; `patches`: with the patches of each series below it.
    pub(super) fn new(width: usize, patches: bool) -> Self {
        Self { width: width.max(NARROWEST), patches, series: 0, waiting: Vec::new(), widths: None }
    }

    fn take(&mut self, out: &mut dyn Write, line: Line) -> io::Result<()> {
        if let Some(widths) = &self.widths {
            return line.write(out, widths, self.width);
        }
        self.waiting.push(line);
        if self.waiting.len() == LOOKED_AT { self.settle(out) } else { Ok(()) }
    }

    /// Decides how wide the columns are, and writes what waited for it.
    fn settle(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let waiting = std::mem::take(&mut self.waiting);
        let rows = waiting.iter().filter_map(|line| match line {
            Line::Row(_, cells) => Some(&**cells),
            Line::Finding(..) | Line::More(_) => None,
        });
        let widths = *self.widths.insert(widths(rows, self.width));
        waiting.iter().try_for_each(|line| line.write(out, &widths, self.width))
    }

    /// A patch below its series: its number, what it declares, and the rules that found something.
    fn patch(&mut self, out: &mut dyn Write, series: &Series, mail: &SeriesMail) -> io::Result<()> {
        let facts = &mail.report.facts;
        let mut cells = COLUMNS.map(|_| String::new());
        cells[2] = format!("{}/{}", mail.number, series.total);
        cells[TITLE] = facts.subject.clone().unwrap_or_default();
        cells[5] = facts.uses.iter().map(|each| each.value.as_str()).collect::<Vec<_>>().join(", ");
        cells[6] = facts.counted.map(|counted| counted.to_string()).unwrap_or_default();
        self.take(out, Line::Row(Style::new(), Box::new(cells)))?;
        mail.report.findings.iter().try_for_each(|finding| {
            let text = format!("{}: {}", finding.rule, escaped(&finding.message));
            self.take(out, Line::Finding(finding.level, text))
        })
    }
}

impl SeriesExporter for Table {
    fn shows_mails(&self) -> bool {
        self.patches
    }

    fn series(&mut self, out: &mut dyn Write, series: &Series, _run: &Run<'_>) -> io::Result<()> {
        if self.series == 0 {
            self.take(out, Line::Row(Style::new(), Box::new(COLUMNS.map(str::to_owned))))?;
        }
        self.series += 1;
        self.take(out, Line::Row(colour(series.worst()), Box::new(cells(series))))?;
        if self.patches {
            series.mails.iter().try_for_each(|mail| self.patch(out, series, mail))?;
            if series.more > 0 {
                self.take(out, Line::More(series.more))?;
            }
        }
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write, left_out: u64, end: End<'_>, run: &Run<'_>) -> io::Result<()> {
        self.settle(out)?;
        if left_out > 0 {
            writeln!(out, "and {left_out} series more, which `--format jsonl` names")?;
        }
        if run.style.quiet {
            return Ok(());
        }
        let series = self.series + left_out;
        writeln!(out, "\n{series} series; {}", end.tally.sentence(run.policy.label()))?;
        end.remarks().iter().try_for_each(|line| writeln!(out, "{}", escaped(line)))
    }
}

impl Line {
    fn write(&self, out: &mut dyn Write, widths: &[usize; COLUMNS.len()], width: usize) -> io::Result<()> {
        match self {
            Self::Row(style, cells) => {
                let (mut line, mut verdict) = (String::with_capacity(2 * width), String::new());
                columns::add(&mut verdict, &cells[0], widths[0]);
                let widths = widths_of(cells, widths);
                for (cell, width) in cells.iter().zip(widths).skip(1).filter(|(_, width)| *width > 0) {
                    line.push(' ');
                    columns::add(&mut line, &escaped(cell), width);
                }
                writeln!(out, "{style}{verdict}{style:#}{}", line.trim_end())
            }
            Self::Finding(level, text) => {
                let (style, word) = (colour(Some(*level)), level.word());
                let indent = " ".repeat(18);
                let text = fitting(text, width - indent.len() - word.len() - 1);
                writeln!(out, "{indent}{style}{word}{style:#} {text}")
            }
            Self::More(more) => writeln!(out, "        and {more} more"),
        }
    }
}

/// The widths in a row: numbers that are longer than their column take from the title.
fn widths_of(cells: &Cells, widths: &[usize; COLUMNS.len()]) -> [usize; COLUMNS.len()] {
    let mut own = *widths;
    for at in NUMBERS.into_iter().filter(|at| widths[*at] > 0) {
        let more = columns(&cells[at]).saturating_sub(widths[at]);
        own[at] += more;
        own[TITLE] = own[TITLE].saturating_sub(more).max(1);
    }
    own
}

/// The widths of the columns: what these rows need, as far as there is room; 0 leaves a column out. The title has what
/// is left.
fn widths<'a>(rows: impl Iterator<Item = &'a Cells>, most: usize) -> [usize; COLUMNS.len()] {
    let bounds = if most < WIDE { NARROW } else { FULL };
    let mut widths = [0; COLUMNS.len()];
    for cells in rows {
        widths
            .iter_mut()
            .zip(cells)
            .for_each(|(widest, cell)| *widest = columns(&escaped(cell)).max(*widest));
    }
    let title = widths[TITLE];
    let wanted = title.min(most * 3 / 10);
    widths.iter_mut().zip(bounds).for_each(|(width, (least, most))| *width = (*width).clamp(least, most));
    let left = |widths: &[usize]| {
        let shown = widths.iter().filter(|width| **width > 0).count();
        most.saturating_sub(widths.iter().sum::<usize>() + shown)
    };
    for columns in NARROWED {
        while left(&widths) < wanted
            && let Some(&widest) = columns.iter().max_by_key(|at| widths[**at].saturating_sub(bounds[**at].0))
            && widths[widest] > bounds[widest].0
        {
            widths[widest] -= 1;
        }
    }
    widths[TITLE] = title.clamp(1, left(&widths).max(1));
    widths
}

fn colour(worst: Option<Level>) -> Style {
    match worst {
        Some(Level::Error) => AnsiColor::Red.on_default().bold(),
        Some(Level::Warning) => AnsiColor::Yellow.on_default().bold(),
        _ => AnsiColor::Green.on_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many columns a table takes whose cells are that long.
    fn taken(cell: usize, width: usize) -> usize {
        let widths = widths([COLUMNS.map(|_| "x".repeat(cell))].iter(), width);
        let shown = widths.iter().filter(|width| **width > 0).count();
        widths.iter().sum::<usize>() + shown - 1
    }

    #[test]
    fn a_number_that_comes_late_is_not_cut() {
        let row = |number: &str| {
            let mut cells = COLUMNS.map(|_| "x".repeat(20));
            NUMBERS.iter().for_each(|at| cells[*at] = "1/1".to_owned());
            cells[6] = number.to_owned();
            cells
        };
        let widths = widths([row("+1-1")].iter(), 80);
        let own = widths_of(&row("+1928-6031"), &widths);
        assert_eq!((own[6], own.iter().sum::<usize>()), (10, widths.iter().sum()));
    }

    #[test]
    fn long_cells_fill_the_width_and_short_ones_do_not() {
        for width in [60, 80, 119, 120, 200, 500] {
            assert_eq!(taken(1000, width), width);
            assert!(taken(1, width) < width, "{width}");
        }
    }
}
