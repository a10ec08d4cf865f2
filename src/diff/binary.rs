//! Binary changes: git's own form with the data in it, and the one line of `diff` that there is one.
//!
//! Whether the data, once unpacked, is what was packed is not looked at: no line is counted of it.

use crate::digits::{self, NO_VALUE};
use crate::lines::line_at;

/// git's own form, with data that is none.
pub(super) struct Broken;

/// Where a binary change at `at` ends; none where there is none.
pub(super) fn end(text: &[u8], at: usize) -> Result<Option<usize>, Broken> {
    let line = line_at(text, at);
    if line == b"GIT binary patch\n" {
        let end = block(text, at + line.len())?.ok_or(Broken)?;
        // The second block, which would undo the change, may be missing.
        return Ok(Some(block(text, end)?.unwrap_or(end)));
    }
    let announced = line.starts_with(b"Binary files ") || line.starts_with(b"Files ");
    Ok((announced && line.ends_with(b" differ\n")).then_some(at + line.len()))
}

/// The end of one block of data: `literal N` or `delta N`, lines of base85, an empty line
/// (`apply.c: parse_binary_hunk`).
fn block(text: &[u8], start: usize) -> Result<Option<usize>, Broken> {
    let head = line_at(text, start);
    if !head.starts_with(b"literal ") && !head.starts_with(b"delta ") {
        return Ok(None);
    }
    let data = start + head.len();
    let mut at = data;
    loop {
        let line = line_at(text, at);
        at += line.len();
        match line {
            // No data unpacks to nothing: even an empty file has some.
            // git takes any line of one byte for the empty one, and the last may have no newline.
            [_] if at - 1 > data => return Ok(Some(at)),
            [length, groups @ .., b'\n'] if is_data(*length, groups) => {}
            _ => return Err(Broken),
        }
    }
}

/// Whether a line is a letter for its length, then groups of five digits that hold four bytes each.
fn is_data(length: u8, groups: &[u8]) -> bool {
    let bytes = match length {
        b'A'..=b'Z' => length - b'A' + 1,
        b'a'..=b'z' => length - b'a' + 27,
        _ => return false,
    };
    groups.len() == usize::from(bytes).div_ceil(4) * 5 && groups.chunks(5).all(is_group)
}

/// Whether five digits of base85 stand for a number of four bytes.
fn is_group(digits: &[u8]) -> bool {
    let values = digits.iter().map(|digit| VALUES[usize::from(*digit)]);
    let is_digits = values.clone().fold(true, |all, value| all & (value != NO_VALUE));
    let number = values.fold(0, |number, value| number * 85 + u64::from(value));
    is_digits && number <= u64::from(u32::MAX)
}

const VALUES: [u8; 256] =
    digits::values(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~");
