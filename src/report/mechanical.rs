//! What repeated edits explain of a patch, for people: the edits, most frequent first, then what is left.

use std::io::{self, Write};

use super::MOST_NOTES;
use super::escape::{cut, escaped};
use super::location::LONGEST_QUOTE;
use crate::counts::counted;
use crate::mechanical::{Outcome, Place};

/// How much is explained, and in which ways.
pub(super) fn sum(found: &Outcome) -> String {
    format!(
        "{} of {} of code explained: {} moved, {} reformatted, {} substituted",
        found.explained,
        counted(found.changed, "changed line"),
        found.moved,
        found.reformatted,
        found.substituted
    )
}

/// Writes what explains it: all of it, or as much as people read who did not ask.
pub(super) fn found(out: &mut dyn Write, found: &Outcome, all: bool) -> io::Result<()> {
    let most = if all { usize::MAX } else { MOST_NOTES };
    list(out, "  ", &found.edits, most, |edit| {
        format!("{} → {}: {}", escaped(&edit.old), escaped(&edit.new), edit.reach())
    })?;
    list(out, "  ", &found.moves, most, |moved| {
        let (from, to) = (position(&moved.from), position(&moved.to));
        format!("moved from {from} → to {to}: {}", moved.reach())
    })?;
    list(out, "  ", &found.kept, most, |kept| format!("kept {}", quoted(kept)))?;
    if found.to_read > 0 {
        writeln!(out, "  left for a reader, {}:", found.to_read)?;
    }
    list(out, "    ", &found.residue, most, |left| format!("{}{}", quoted(&left.first), left.times()))
}

/// A line for each, and how many are left out.
fn list<T>(
    out: &mut dyn Write,
    indent: &str,
    items: &[T],
    most: usize,
    line: impl Fn(&T) -> String,
) -> io::Result<()> {
    items.iter().take(most).try_for_each(|item| writeln!(out, "{indent}{}", line(item)))?;
    match items.len().saturating_sub(most) {
        0 => Ok(()),
        more => writeln!(out, "{indent}and {more} more; --mechanical lists them all"),
    }
}

fn position(place: &Place) -> String {
    format!("{}:{}", escaped(&place.path), place.line)
}

fn quoted(place: &Place) -> String {
    format!("{}: {}", position(place), escaped(&cut(place.text.trim(), LONGEST_QUOTE)))
}
