//! Prints what a few consistent edits explain of patches: one JSON object a file, one a line.
//!
//!     git show | cargo run --release --example mechanical -- -
//!
//! `benches/mechanical.py` drives it.

use std::io::{self, Read as _, Write as _};
use std::time::Instant;

use checkprov::diff::{Diff, Kind};
use checkprov::mechanical;
use serde_json::{Value, json};

fn main() -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    for input in std::env::args().skip(1) {
        let mut text = Vec::new();
        if input == "-" {
            io::stdin().read_to_end(&mut text)?;
        } else {
            text = std::fs::read(&input)?;
        }
        let start = Instant::now();
        let diff = Diff::read(&text);
        let found = mechanical::explain(&diff.files);
        let milliseconds = start.elapsed().as_secs_f64() * 1e3;
        let edits: Vec<Value> = found
            .edits
            .iter()
            .map(|edit| json!({"old": edit.old, "new": edit.new, "lines": edit.lines, "files": edit.files}))
            .collect();
        let line = json!({
            "input": input, "bytes": text.len(), "milliseconds": milliseconds,
            "fault": diff.fault.map(|fault| fault.what.to_string()),
            "changed": found.changed, "explained": found.explained, "moved": found.moved,
            "reformatted": found.reformatted, "substituted": found.substituted, "edits": edits,
            "to_read": found.to_read,
            "residue": places(found.residue.iter().map(|left| (&left.first, left.lines))),
            "kept": places(found.kept.iter().map(|place| (place, 1))), "moves": found.moves,
        });
        writeln!(out, "{line}")?;
    }
    Ok(())
}

fn places<'p>(places: impl Iterator<Item = (&'p mechanical::Place, u64)>) -> Vec<Value> {
    let mark = |kind| match kind {
        Kind::Context => " ",
        Kind::Added => "+",
        Kind::Removed => "-",
    };
    places
        .map(|(place, lines)| {
            json!({"path": &*place.path, "line": place.line, "kind": mark(place.kind), "text": place.text, "lines": lines})
        })
        .collect()
}
