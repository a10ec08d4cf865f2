//! Summaries for people.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};

use super::{Chart, Levels, MOST_OVER, Row, Summary};
use crate::escape::escaped;
use crate::report::bar::{scaled, share};
use crate::report::columns::{self, columns, fitting};

/// The most patches over the limit that are named.
const MOST: usize = 100;

/// The most characters of a bar.
const LONGEST_BAR: usize = 20;

/// The most characters of a word of a chart.
const LONGEST_WORD: usize = 20;

/// The most characters of a line of a chart.
const WIDTH: usize = 80;

/// A table: the word of each column, and rows of a word, numbers, and what follows them.
struct Table {
    head: Vec<&'static str>,
    rows: Vec<(String, Vec<u64>, String)>,
}

impl Summary {
    /// Writes its tables; those without a row are left out.
    pub fn write_text(&self, out: &mut dyn Write) -> io::Result<()> {
        by_rule("findings by rule", &self.rules).write(out)?;
        by_rule("findings by rule, of several mails together", &self.series_rules).write(out)?;
        self.by_word().iter().chain([&self.by_month()]).try_for_each(|chart| drawn(chart, out))?;
        self.write_over_limit(out)
    }

    fn write_over_limit(&self, out: &mut dyn Write) -> io::Result<()> {
        if self.over_limit.is_empty() {
            return Ok(());
        }
        writeln!(out, "\npatches over the limit")?;
        for over in self.over_limit.iter().take(MOST) {
            let date = over.date.as_deref().and_then(|date| date.get(..10)).unwrap_or("no date");
            let subject = over.subject.as_deref().unwrap_or("no subject");
            let id = over.message_id.as_deref().unwrap_or_default();
            let line = format!("{date:<10}  {:>6} lines  {subject}  {id}", over.lines);
            writeln!(out, "  {}", escaped(line.trim_end()))?;
        }
        let all = self.all_over_limit();
        match all.saturating_sub(MOST as u64) {
            0 => Ok(()),
            more if all <= MOST_OVER as u64 => {
                writeln!(out, "  and {more} more, which `--format jsonl` names")
            }
            more => writeln!(out, "  and {more} more; `--format jsonl` names the first {MOST_OVER}"),
        }
    }
}

/// A chart as a table with shares and bars: `#` is what declares AI use, `.` what does not.
fn drawn(chart: &Chart<'_>, out: &mut dyn Write) -> io::Result<()> {
    let has_shares = chart.has_shares();
    let shared = |row: &Row<'_>| {
        if has_shares { format!("{:>6}  ", share(row.declared, row.all)) } else { String::new() }
    };
    let cells = |row: &Row<'_>| {
        (fitting(&escaped(row.word), LONGEST_WORD).into_owned(), row.numbers.clone(), shared(row))
    };
    let mut head = chart.head.to_vec();
    head.extend(has_shares.then_some(" share"));
    let mut table = Table { head, rows: chart.rows.iter().map(cells).collect() };
    let longest = WIDTH.saturating_sub(table.width()).min(LONGEST_BAR) as u64;
    let scaled = |number| scaled(number, chart.most(), longest) as usize;
    for ((.., drawn), row) in table.rows.iter_mut().zip(&chart.rows) {
        let (all, declared) = (scaled(row.all), scaled(row.declared));
        drawn.extend(["#".repeat(declared), ".".repeat(all.saturating_sub(declared))]);
    }
    table.write(out)?;
    match chart.left_out {
        0 => Ok(()),
        more => writeln!(out, "  and {more} more, which `--format jsonl` has"),
    }
}

fn by_rule(title: &'static str, rules: &BTreeMap<String, Levels>) -> Table {
    let row = |(rule, of): (&String, &Levels)| {
        (rule.clone(), vec![of.errors, of.warnings, of.notes], String::new())
    };
    Table { head: vec![title, "errors", "warnings", "notes"], rows: rules.iter().map(row).collect() }
}

impl Table {
    /// The width of the words.
    fn first(&self) -> usize {
        let words = self.rows.iter().map(|(word, ..)| columns(word) + 2);
        words.chain([self.head[0].len()]).max().unwrap_or(0)
    }

    /// The widths of the columns of numbers, and of what comes before bars.
    fn widths(&self) -> impl Iterator<Item = usize> {
        self.head[1..].iter().map(|column| column.len().max(7))
    }

    /// The columns before bars.
    fn width(&self) -> usize {
        self.first() + self.widths().map(|width| width + 2).sum::<usize>() + 2
    }

    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        if self.rows.is_empty() {
            return Ok(());
        }
        let first = self.first();
        let mut line = format!("\n{:<first$}", self.head[0]);
        self.head[1..]
            .iter()
            .zip(self.widths())
            .for_each(|(column, width)| _ = write!(line, "  {column:>width$}"));
        writeln!(out, "{line}")?;
        for (word, numbers, drawn) in &self.rows {
            let mut line = "  ".to_owned();
            columns::add(&mut line, word, first - 2);
            numbers
                .iter()
                .zip(self.widths())
                .for_each(|(number, width)| _ = write!(line, "  {number:>width$}"));
            writeln!(out, "{}", format!("{line}  {drawn}").trim_end())?;
        }
        Ok(())
    }
}
