//! What repeated edits explain of a patch, for people: the edits, most frequent first, then what is left.

use std::io::{self, Write};

use super::escape::{cut, escaped};
use super::location::LONGEST_QUOTE;
use crate::counts::counted;
use crate::mechanical::{Outcome, Place};

pub(super) fn found(out: &mut dyn Write, found: &Outcome) -> io::Result<()> {
    writeln!(
        out,
        "  {} of {} of code explained: {} moved, {} reformatted, {} substituted",
        found.explained,
        counted(found.changed, "changed line"),
        found.moved,
        found.reformatted,
        found.substituted
    )?;
    for edit in &found.edits {
        writeln!(out, "  {} → {}: {}", escaped(&edit.old), escaped(&edit.new), edit.reach())?;
    }
    for moved in &found.moves {
        let (from, to) = (position(&moved.from), position(&moved.to));
        writeln!(out, "  moved from {from} → to {to}: {}", moved.reach())?;
    }
    for kept in &found.kept {
        writeln!(out, "  kept {}", quoted(kept))?;
    }
    if found.to_read > 0 {
        writeln!(out, "  left for a reader, {}:", found.to_read)?;
    }
    for left in &found.residue {
        writeln!(out, "    {}{}", quoted(&left.first), left.times())?;
    }
    Ok(())
}

fn position(place: &Place) -> String {
    format!("{}:{}", escaped(&place.path), place.line)
}

fn quoted(place: &Place) -> String {
    format!("{}: {}", position(place), escaped(&cut(place.text.trim(), LONGEST_QUOTE)))
}
