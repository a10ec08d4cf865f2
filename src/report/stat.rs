//! The changed lines of a patch by class, as a table with bars.

use std::collections::BTreeMap;
use std::io::{self, Write};

use annotate_snippets::renderer::{AnsiColor, Style};

use super::bar::scaled;
use super::escape::escaped;
use crate::counts::{Counts, counted};
use crate::mail_report::FileFacts;
use crate::policy::{CODE, Policy};

/// The most characters of a bar.
const LONGEST_BAR: u64 = 50;

const ADDED: Style = AnsiColor::Green.on_default();
const REMOVED: Style = AnsiColor::Red.on_default();

/// The lines of one class.
#[derive(Debug, Default, Clone, Copy)]
struct Row {
    lines: Counts,
    binaries: u64,
}

pub(super) fn table(out: &mut dyn Write, files: &[FileFacts], policy: &Policy) -> io::Result<()> {
    let mut rows: BTreeMap<(bool, &str), Row> = BTreeMap::new();
    for file in files {
        for (class, lines) in file.by_class() {
            // Code comes first: it is what the limit is about.
            let row = rows.entry((class != CODE, class)).or_default();
            row.lines += lines;
            row.binaries += u64::from(file.lines.is_none());
        }
    }
    let class_width = rows.keys().map(|(_, class)| class.chars().count()).max().unwrap_or(0);
    let most = rows.values().map(|row| row.lines.changed()).max().unwrap_or(0);
    let width = most.to_string().len();
    let counts = |class: &str| policy.limit.classes.iter().any(|each| each == class);
    let strictest = policy.strictest(files.iter().map(|file| file.path.as_str()));
    let limit =
        strictest.lines.map(|(lines, _)| lines).filter(|_| rows.keys().any(|(_, class)| counts(class)));
    for ((_, class), row) in &rows {
        let class = escaped(class);
        let (plus, minus) = row.bar(most);
        let mark = if limit.is_some() && counts(&class) { '*' } else { '|' };
        writeln!(
            out,
            "  {class:<class_width$} {mark} {changed:>width$} {ADDED}{plus}{ADDED:#}{REMOVED}{minus}{REMOVED:#}{binaries}",
            changed = row.lines.changed(),
            binaries = row.binaries(),
        )?;
    }
    total(out, &rows, files.len(), limit)?;
    for part in policy.parts_of(files.iter().map(|file| file.path.as_str())) {
        writeln!(out, "  in {}: {}", escaped(&part.name), part.rules(policy))?;
    }
    Ok(())
}

/// The closing line of diffstat, and what the star means.
fn total(
    out: &mut dyn Write,
    rows: &BTreeMap<(bool, &str), Row>,
    files: usize,
    limit: Option<u64>,
) -> io::Result<()> {
    let Counts { added, removed } = rows.values().map(|row| row.lines).sum();
    let files = counted(files as u64, "file");
    write!(out, "  {files} changed, {added}(+), {removed}(-)")?;
    match limit {
        Some(limit) => writeln!(out, "; * counts against the limit of {limit}"),
        None => writeln!(out),
    }
}

impl Row {
    /// Pluses and minuses, scaled so that the greatest row fits.
    fn bar(&self, most: u64) -> (String, String) {
        let of = |sign: &str, lines| sign.repeat(scaled(lines, most, LONGEST_BAR) as usize);
        (of("+", self.lines.added), of("-", self.lines.removed))
    }

    fn binaries(&self) -> String {
        match self.binaries {
            0 => String::new(),
            1 => " and a binary file".to_owned(),
            many => format!(" and {many} binary files"),
        }
    }
}
