//! A series as a row: what the cells of the table, of Markdown and of the page say. What writes them escapes them.

use std::fmt::Write as _;

use super::{Change, Series};
use crate::counts::Counts;
use crate::report::verdict;

/// What the columns are called.
pub(in crate::report) const COLUMNS: [&str; 11] =
    ["verdict", "v", "seen", "author", "title", "declares", "code", "tests", "docs", "since", "answers"];

/// The column of the title.
pub(in crate::report) const TITLE: usize = 4;

/// The cells of a series, a text each.
pub(in crate::report) fn cells(series: &Series) -> [String; COLUMNS.len()] {
    let author = series.author.as_ref();
    let author = author.map(|each| if each.name.is_empty() { &each.email } else { &each.name });
    [
        verdict(series.worst()).to_owned(),
        format!("v{}", series.version),
        format!("{}/{}", series.seen.len(), series.total),
        author.cloned().unwrap_or_default(),
        series.title().to_owned(),
        series.declared().join(", "),
        counted(series),
        lines(series.lines_of("tests")),
        lines(series.lines_of("docs")),
        series.since.as_ref().map(since).unwrap_or_default(),
        answers(series),
    ]
}

/// `28/20`: the counted lines and the limit; where no code is declared, those that code changes.
fn counted(series: &Series) -> String {
    match (series.counted, series.limit) {
        (Some(counted), Some(limit)) => format!("{counted}/{limit}"),
        (Some(counted), None) => counted.to_string(),
        (None, _) => lines(series.lines_of("code")),
    }
}

fn lines(lines: Counts) -> String {
    match lines.changed() {
        0 => String::new(),
        _ => format!("+{}-{}", lines.added, lines.removed),
    }
}

/// `v1 +tests -4`: since version 1 tests are declared as well, and 4 lines of code fewer are changed.
pub(in crate::report) fn since(change: &Change) -> String {
    let mut text = format!("v{}", change.version);
    for (sign, values) in [('+', &change.gained), ('-', &change.lost)] {
        values.iter().for_each(|value| _ = write!(text, " {sign}{value}"));
    }
    if change.counted != 0 {
        _ = write!(text, " {:+}", change.counted);
    }
    text
}

/// `4/2 1R`: four mails, two people, one `Reviewed-by`; `A` is `Acked-by`.
fn answers(series: &Series) -> String {
    let answers = &series.answers;
    if answers.mails == 0 {
        return String::new();
    }
    let mut text = format!("{}/{}", answers.mails, answers.people());
    for (count, letter) in [(answers.reviewed_by(), 'R'), (answers.acked_by(), 'A')] {
        if count > 0 {
            _ = write!(text, " {count}{letter}");
        }
    }
    text
}
