//! Series as a table for a terminal, a line each.

use std::io::{self, Write};

use annotate_snippets::renderer::{AnsiColor, Style};
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::words::{answers, counted, lines, since};
use super::{Series, SeriesExporter, SeriesMail};
use crate::escape::escaped;
use crate::finding::Level;
use crate::report::{End, Run, verdict};

/// From this width on the table has all of its columns.
const WIDE: usize = 120;

/// The narrowest table that is drawn: what does not fit then is broken by the terminal.
const NARROWEST: usize = 60;

/// What the columns are called.
const HEAD: [&str; 11] =
    ["", "v", "seen", "author", "title", "declares", "code", "tests", "docs", "since", "answers"];

/// The column of the title.
const TITLE: usize = 4;

/// The table.
pub(super) struct Table {
    widths: [usize; HEAD.len()],
    patches: bool,
    series: u64,
}

impl Table {
    /// A table of so many columns of characters; `patches`: with the patches of each series below it.
    pub(super) fn new(width: usize, patches: bool) -> Self {
        Self { widths: widths(width.max(NARROWEST)), patches, series: 0 }
    }

    /// Writes the cells of a line; those of columns that are left out are passed over.
    fn line(&self, out: &mut dyn Write, style: Style, cells: &[String]) -> io::Result<()> {
        let mut line = String::new();
        for (at, (cell, &width)) in cells.iter().zip(&self.widths).enumerate() {
            if width == 0 {
                continue;
            }
            if at > 0 {
                line.push(' ');
            }
            let cell = fitting(cell, width);
            let blanks = " ".repeat(width.saturating_sub(cell.width()));
            match at {
                0 => line.push_str(&format!("{style}{cell}{style:#}{blanks}")),
                _ => line.extend([&*cell, &*blanks]),
            }
        }
        writeln!(out, "{}", line.trim_end())
    }
}

/// The widths of the columns; 0 leaves one out. Wide tables give author, uses and what changed more room, and the
/// title what is left.
fn widths(width: usize) -> [usize; HEAD.len()] {
    let is_wide = width >= WIDE;
    let more = width.saturating_sub(WIDE) / 6;
    let extra = |narrow: usize, most: usize| (narrow + more).min(most);
    let mut widths = match is_wide {
        false => [7, 3, 5, 11, 0, 10, 6, 0, 0, 0, 9],
        true => [7, 3, 5, extra(12, 24), 0, extra(10, 24), 7, 7, 7, extra(12, 24), 9],
    };
    let columns = widths.iter().filter(|width| **width > 0).count();
    widths[TITLE] = width - widths.iter().sum::<usize>() - columns;
    widths
}

impl SeriesExporter for Table {
    fn series(&mut self, out: &mut dyn Write, series: &Series, run: &Run<'_>) -> io::Result<()> {
        if self.series == 0 {
            self.line(out, Style::new(), &HEAD.map(str::to_owned))?;
        }
        self.series += 1;
        self.line(out, colour(series.worst()), &cells(series, run))?;
        if self.patches {
            series.mails.iter().try_for_each(|mail| self.patch(out, series, mail))?;
            if series.more > 0 {
                writeln!(out, "        and {} more", series.more)?;
            }
        }
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write, left_out: u64, end: End<'_>, run: &Run<'_>) -> io::Result<()> {
        if left_out > 0 {
            writeln!(out, "and {left_out} series more, which `--format jsonl` names")?;
        }
        if run.style.quiet {
            return Ok(());
        }
        let series = self.series + left_out;
        writeln!(out, "\n{series} series; {}", end.tally.sentence(run.policy.label()))?;
        let mut about =
            end.about_policy.iter().map(|finding| finding.message.as_str()).chain(end.today.as_deref());
        about.try_for_each(|line| writeln!(out, "{}", escaped(line)))
    }
}

impl Table {
    /// A patch below its series: its number, what it declares, and the rules that found something.
    fn patch(&self, out: &mut dyn Write, series: &Series, mail: &SeriesMail) -> io::Result<()> {
        let facts = &mail.report.facts;
        let findings = &mail.report.findings;
        let mut cells = HEAD.map(|_| String::new());
        cells[2] = format!("{}/{}", mail.number, series.total);
        cells[TITLE] = facts.subject.as_deref().map(escaped).unwrap_or_default().into_owned();
        cells[5] = list(facts.uses.iter().map(|each| each.value.as_str()));
        cells[6] = facts.counted.map(|counted| counted.to_string()).unwrap_or_default();
        self.line(out, Style::new(), &cells)?;
        for finding in findings {
            let style = colour(Some(finding.level));
            let text = format!("{}: {}", finding.rule, escaped(&finding.message));
            let width = self.widths.iter().sum::<usize>().saturating_sub(10);
            let indent = " ".repeat(18);
            writeln!(
                out,
                "{indent}{style}{}{style:#} {}",
                finding.level.word(),
                fitting(&text, width.max(20))
            )?;
        }
        Ok(())
    }
}

fn cells(series: &Series, run: &Run<'_>) -> [String; HEAD.len()] {
    let author = series.author.as_ref();
    let author = author.map(|each| if each.name.is_empty() { &each.email } else { &each.name });
    let escaped = |text: Option<&str>| text.map(escaped).unwrap_or_default().into_owned();
    let title = series.title.as_deref().or_else(|| Some(&*series.mails.first()?.report.input));
    [
        verdict(series.worst()).to_owned(),
        format!("v{}", series.version),
        format!("{}/{}", series.seen.len(), series.total),
        escaped(author.map(String::as_str)),
        escaped(title),
        list(series.declared().into_iter()),
        counted(series, run),
        lines(series.lines_of("tests")),
        lines(series.lines_of("docs")),
        series.since.as_ref().map(since).unwrap_or_default(),
        answers(series),
    ]
}

fn colour(worst: Option<Level>) -> Style {
    match worst {
        Some(Level::Error) => AnsiColor::Red.on_default().bold(),
        Some(Level::Warning) => AnsiColor::Yellow.on_default().bold(),
        _ => AnsiColor::Green.on_default(),
    }
}

fn list<'a>(values: impl Iterator<Item = &'a str>) -> String {
    values.map(escaped).collect::<Vec<_>>().join(",")
}

/// As much of a text as fits so many columns, with `…` where it is cut.
fn fitting(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut used = 1;
    let fits = |c: &char| {
        used += c.width().unwrap_or(0);
        used <= width
    };
    let mut cut: String = text.chars().take_while(fits).collect();
    // Characters that join may take more together than each by itself.
    while cut.width() >= width && cut.pop().is_some() {}
    cut.push('…');
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_fill_the_width() {
        for width in [60, 80, 119, 120, 200, 500] {
            let widths = widths(width);
            let columns = widths.iter().filter(|width| **width > 0).count();
            assert_eq!(widths.iter().sum::<usize>() + columns - 1, width, "{width}");
            assert!(widths[TITLE] >= 2, "{width}");
        }
    }

    #[test]
    fn wide_and_combining_characters_are_cut_by_what_they_take() {
        assert_eq!(fitting("山田太郎", 8), "山田太郎");
        assert_eq!(fitting("山田太郎", 7), "山田太…");
        assert_eq!(fitting("山田太郎", 6), "山田…");
        assert_eq!(fitting("e\u{301}e\u{301}e\u{301}", 3), "e\u{301}e\u{301}e\u{301}");
        assert_eq!(fitting("e\u{301}e\u{301}e\u{301}", 2), "e\u{301}…");
        for width in 2..12 {
            let family = "\u{1f469}\u{200d}\u{1f469}\u{200d}\u{1f467}\u{fe0f}a\u{fe0f}".repeat(5);
            assert!(fitting(&family, width).width() <= width, "{width}");
        }
    }
}
