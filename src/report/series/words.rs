//! What the cells of a table of series say.

use std::fmt::Write as _;

use super::{Change, Series};
use crate::counts::Counts;
use crate::escape::escaped;
use crate::report::Run;

/// `28/20`: the counted lines and the limit; where no code is declared, those that code changes.
pub(in crate::report) fn counted(series: &Series, run: &Run<'_>) -> String {
    match (series.counted, run.policy.limit.lines) {
        (Some(counted), Some(limit)) => format!("{counted}/{limit}"),
        (Some(counted), None) => counted.to_string(),
        (None, _) => lines(series.lines_of("code")),
    }
}

pub(in crate::report) fn lines(lines: Counts) -> String {
    match lines.changed() {
        0 => String::new(),
        _ => format!("+{}-{}", lines.added, lines.removed),
    }
}

/// `v1 +tests -4`: since version 1 tests are declared as well, and 4 lines of code fewer are changed.
pub(in crate::report) fn since(change: &Change) -> String {
    let mut text = format!("v{}", change.version);
    let values = |sign: char, values: &[String]| -> String {
        values.iter().map(|value| format!(" {sign}{}", escaped(value))).collect()
    };
    text.push_str(&values('+', &change.gained));
    text.push_str(&values('-', &change.lost));
    if change.counted != 0 {
        _ = write!(text, " {:+}", change.counted);
    }
    text
}

/// `4 of 2, 1R`: four mails, two people, one `Reviewed-by`; `A` is `Acked-by`.
pub(in crate::report) fn answers(series: &Series) -> String {
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
