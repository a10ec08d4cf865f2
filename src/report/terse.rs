//! One line a finding, in checkpatch's `--terse --show-types` form, and the same for b4.

use std::io::{self, Write};

use super::{escaped, line_of};
use crate::finding::Level;
use crate::verdict::Verdict;

/// `FILE:LINE: ERROR:rule-id: message`
pub(super) fn verdict(out: &mut impl Write, verdict: &Verdict) -> io::Result<()> {
    for finding in &verdict.findings {
        let (word, line) = (word(finding.level), line_of(verdict, finding));
        writeln!(
            out,
            "{}:{line}: {word}:{}: {}",
            escaped(&verdict.input),
            finding.rule,
            escaped(&finding.message)
        )?;
    }
    Ok(())
}

/// The same without notes, for b4, which takes every line that holds `ERROR:` for an error.
pub(super) fn b4(out: &mut impl Write, verdict: &Verdict) -> io::Result<()> {
    for finding in verdict.findings.iter().filter(|finding| finding.level > Level::Note) {
        let (word, line) = (word(finding.level), line_of(verdict, finding));
        let message = escaped(&finding.message).replace("ERROR:", "ERROR :");
        writeln!(out, "{}:{line}: {word}:{}: {message}", escaped(&verdict.input), finding.rule)?;
    }
    Ok(())
}

fn word(level: Level) -> &'static str {
    match level {
        Level::Error => "ERROR",
        Level::Warning => "WARNING",
        Level::Note | Level::Off => "NOTE",
    }
}
