//! What repeated edits explain of a patch, for people: the edits, most frequent first, then what is left.

use std::io::{self, Write};

use super::escape::{cut, escaped};
use super::location::LONGEST_QUOTE;
use crate::mechanical::Outcome;

pub(super) fn found(out: &mut impl Write, found: &Outcome) -> io::Result<()> {
    writeln!(
        out,
        "  {} of {} changed lines of code explained: {} moved, {} reformatted, {} substituted",
        found.explained, found.changed, found.moved, found.reformatted, found.substituted
    )?;
    for edit in &found.edits {
        let (lines, files) = (edit.lines, edit.files);
        writeln!(out, "  {} → {}: {lines} lines in {files} files", escaped(&edit.old), escaped(&edit.new))?;
    }
    if !found.residue.is_empty() {
        writeln!(out, "  left for a reader, {}:", found.residue.len())?;
    }
    for place in &found.residue {
        let text = cut(place.text.trim(), LONGEST_QUOTE);
        writeln!(out, "    {}:{}: {}", escaped(&place.path), place.line, escaped(&text))?;
    }
    Ok(())
}
