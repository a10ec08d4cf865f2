//! Binary changes: git's own form with the data in it, and the one line of `diff` that there is one.

use super::{line_at, number};

/// How many bytes at `at` tell of a binary change: 0 where there is none, `None` where git's form is broken.
pub(super) fn length(text: &[u8], at: usize) -> Option<usize> {
    let line = line_at(text, at);
    if line == b"GIT binary patch\n" {
        let start = at + line.len();
        let end = block(text, start)?;
        // The second block, which would undo the change, may be missing.
        let end = block(text, end).unwrap_or(end);
        return Some(end - at);
    }
    let announced = line.starts_with(b"Binary files ") || line.starts_with(b"Files ");
    Some(if announced && line.ends_with(b" differ\n") { line.len() } else { 0 })
}

/// The end of one block of data: `literal N` or `delta N`, lines of base85, an empty line.
fn block(text: &[u8], start: usize) -> Option<usize> {
    let head = line_at(text, start);
    let size = head.strip_prefix(b"literal ").or_else(|| head.strip_prefix(b"delta "))?;
    number(size)?;
    let mut at = start + head.len();
    loop {
        let line = line_at(text, at);
        at += line.len();
        match line {
            b"\n" => return Some(at),
            // A letter for the length, then groups of five that hold four bytes each.
            [length, data @ .., b'\n'] => {
                let bytes = match length {
                    b'A'..=b'Z' => length - b'A' + 1,
                    b'a'..=b'z' => length - b'a' + 27,
                    _ => return None,
                };
                if data.len() != usize::from(bytes).div_ceil(4) * 5 {
                    return None;
                }
            }
            _ => return None,
        }
    }
}
