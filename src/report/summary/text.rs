//! Summaries for people.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::{Levels, MOST_OVER, Summary};
use crate::escape::escaped;

/// The most patches over the limit that are named.
const MOST: usize = 100;

/// A table: its title and columns, and its rows of a word and numbers.
struct Table {
    head: Vec<&'static str>,
    rows: Vec<(String, Vec<u64>)>,
}

impl Summary {
    /// Writes its tables; those without a row are left out.
    pub fn write_text(&self, out: &mut dyn Write) -> io::Result<()> {
        by_rule("findings by rule", &self.rules).write(out)?;
        by_rule("findings by rule, of several mails together", &self.series_rules).write(out)?;
        let uses = self.uses.iter().map(|(used, patches)| (used.clone(), vec![*patches]));
        Table { head: vec!["declared use", "patches"], rows: uses.collect() }.write(out)?;
        let classes = self
            .classes
            .iter()
            .map(|(class, lines)| (class.clone(), vec![lines.files, lines.added, lines.removed]));
        Table { head: vec!["class of lines", "files", "added", "removed"], rows: classes.collect() }
            .write(out)?;
        let months = self
            .months
            .iter()
            .map(|(month, of)| (month.clone(), vec![of.messages, of.patches, of.declared, of.over_limit]));
        let head = vec!["month", "mails", "patches", "declared", "over the limit"];
        Table { head, rows: months.collect() }.write(out)?;
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
        // The months count those too that are not kept.
        let all: u64 = self.months.values().fold(0, |all, month| all.saturating_add(month.over_limit));
        match all.saturating_sub(MOST as u64) {
            0 => Ok(()),
            more if all <= MOST_OVER as u64 => {
                writeln!(out, "  and {more} more, which `--format jsonl` names")
            }
            more => writeln!(out, "  and {more} more; `--format jsonl` names the first {MOST_OVER}"),
        }
    }
}

fn by_rule(title: &'static str, rules: &BTreeMap<String, Levels>) -> Table {
    let rows = rules.iter().map(|(rule, of)| (rule.clone(), vec![of.errors, of.warnings, of.notes]));
    Table { head: vec![title, "errors", "warnings", "notes"], rows: rows.collect() }
}

impl Table {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let Some((title, columns)) = self.head.split_first().filter(|_| !self.rows.is_empty()) else {
            return Ok(());
        };
        let words = self.rows.iter().map(|(word, _)| word.chars().count() + 2);
        let first = words.chain([title.len()]).max().unwrap_or(0);
        write!(out, "\n{title:<first$}")?;
        let widths: Vec<usize> = columns.iter().map(|column| column.len().max(9)).collect();
        for (column, width) in columns.iter().zip(&widths) {
            write!(out, "  {column:>width$}")?;
        }
        writeln!(out)?;
        for (word, numbers) in &self.rows {
            write!(out, "  {:<width$}", escaped(word), width = first - 2)?;
            for (number, width) in numbers.iter().zip(&widths) {
                write!(out, "  {number:>width$}")?;
            }
            writeln!(out)?;
        }
        Ok(())
    }
}
