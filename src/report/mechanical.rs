//! What repeated edits explain of a patch, for people: the edits, most frequent first, then what is left.

use std::io::{self, Write};

use super::escape::escaped;
use super::place::title;
use crate::verdict::{MechanicalFacts, Verdict};

pub(super) fn found(out: &mut impl Write, verdict: &Verdict, found: &MechanicalFacts) -> io::Result<()> {
    writeln!(out, "{}", title(verdict))?;
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
    for (path, line, text) in &found.residue {
        writeln!(out, "    {}:{line}: {}", escaped(path), escaped(text.trim()))?;
    }
    writeln!(out)
}
