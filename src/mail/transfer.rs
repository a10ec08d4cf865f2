//! base64 and quoted-printable, each line by itself, as git decodes them: what does not belong is passed over.
//!
//! A mail library would decode whole parts, join lines by the RFC, and refuse what git takes. What a
//! contributor's commit will hold is what git decodes, so these few lines are ours.

use super::bytes::trim;
use crate::digits::{self, NO_VALUE};
use crate::lines::{self, line_at};

const VALUES: [u8; 256] = digits::values(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");

/// Appends the bytes that a line of base64 stands for.
pub(super) fn base64(line: &[u8], out: &mut Vec<u8>) {
    let value = |byte: u8| VALUES[usize::from(byte)];
    // Eight letters are six bytes, as long as nothing else is among them.
    let (eights, _) = line.as_chunks::<8>();
    let mut taken = 0;
    for eight in eights {
        let values = eight.map(value);
        if values.iter().any(|value| value & NO_VALUE != 0) {
            break;
        }
        let bits = values.iter().fold(0u64, |bits, &value| bits << 6 | u64::from(value));
        out.extend_from_slice(&bits.to_be_bytes()[2..]);
        taken += 8;
    }
    let (mut bits, mut held) = (0u32, 0);
    for &byte in &line[taken..] {
        let value = value(byte);
        if value == NO_VALUE {
            if byte == 0 {
                return;
            }
            continue;
        }
        bits = bits << 6 | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push((bits >> held) as u8);
        }
    }
}

/// Appends the bytes that lines of quoted-printable stand for; an `=` at the end of one takes the newline away.
/// In a header's word `_` is a blank.
pub(super) fn quoted_printable(lines: &[u8], in_word: bool, out: &mut Vec<u8>) {
    let special =
        |rest| if in_word { memchr::memchr3(b'=', 0, b'_', rest) } else { memchr::memchr2(b'=', 0, rest) };
    let mut rest = lines;
    while let Some(at) = special(rest) {
        let (plain, coded) = rest.split_at(at);
        out.extend_from_slice(plain);
        let byte = match coded {
            [b'=', high, low, ..] => hex(*high).zip(hex(*low)).map(|(high, low)| high << 4 | low),
            _ => None,
        };
        rest = match (byte, coded) {
            (Some(byte), _) => {
                out.push(byte);
                &coded[3..]
            }
            // For git a line ends at a NUL byte, and at an `=` with nothing after it.
            (None, [0, ..] | [b'='] | [b'=', b'\n' | 0, ..]) => &coded[line_at(coded, 0).len()..],
            (None, _) => {
                out.push(if coded[0] == b'_' { b' ' } else { coded[0] });
                &coded[1..]
            }
        };
    }
    out.extend_from_slice(rest);
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).map(|digit| digit as u8)
}

/// Whether a body that is said to be base64 has other text amid it: something was lost on the way. Text below it
/// is no damage, for mailing lists add such.
pub(super) fn is_damaged_base64(body: &[u8]) -> bool {
    // No line of prose or code is that long without a blank.
    const LONG: usize = 40;
    // All of a line is looked at, without a choice at each byte: most hold nothing else, and many are seen at once.
    let is_other =
        |byte: u8| !(byte.is_ascii_alphanumeric() | (byte == b'+') | (byte == b'/') | (byte == b'='));
    let mut other = false;
    for line in lines::of_bytes(body).map(trim).filter(|line| !line.is_empty()) {
        if line.iter().fold(false, |other, &byte| other | is_other(byte)) {
            other = true;
        } else if other && line.len() >= LONG {
            return true;
        }
    }
    false
}
