//! What is counted of a diff is there.
#![no_main]

use checkprov::diff::{Diff, Kind};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    let diff = Diff::read(text);
    let mut end = 0;
    for file in &diff.files {
        assert!(end <= file.at.start && file.at.end <= text.len());
        end = file.at.end;
        let count = |kind| {
            let lines = file.hunks.iter().flat_map(|hunk| hunk.lines());
            lines.filter(|line| line.kind == kind).count() as u64
        };
        assert_eq!((count(Kind::Added), count(Kind::Removed)), (file.added, file.removed));
    }
    assert!(diff.fault.is_none_or(|fault| fault.at <= text.len()));
});
