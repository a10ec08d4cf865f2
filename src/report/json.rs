//! JSON whose bytes are safe to show: what acts on a terminal is written as `\u001b`, or commands a log of a CI system
//! as `#\u0023[error]`, and reads back as what it was.

use std::io::{self, BufWriter, Write};

use serde::Serialize;
use serde_json::ser::Formatter;

use super::escape::{acts, commands};

/// Writes an object, without a newline.
pub(super) fn write(out: &mut dyn Write, object: &impl Serialize) -> io::Result<()> {
    write_with(out, object, b"")
}

/// Writes an object on a line of its own.
pub fn line(out: &mut dyn Write, object: &impl Serialize) -> io::Result<()> {
    write_with(out, object, b"\n")
}

fn write_with(out: &mut dyn Write, object: &impl Serialize, end: &[u8]) -> io::Result<()> {
    // An object is written in hundreds of pieces: `out` is not asked to take each.
    let mut pieces = BufWriter::new(out);
    object.serialize(&mut serde_json::Serializer::with_formatter(&mut pieces, Safe))?;
    pieces.write_all(end)?;
    pieces.into_inner()?;
    Ok(())
}

struct Safe;

impl Formatter for Safe {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        if is_plain(fragment.as_bytes()) {
            return out.write_all(fragment.as_bytes());
        }
        let mut written = 0;
        for (at, c) in
            fragment.char_indices().filter(|&(at, c)| acts(c) || (c == '#' && commands(fragment, at)))
        {
            out.write_all(&fragment.as_bytes()[written..at])?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            written = at + c.len_utf8();
        }
        out.write_all(&fragment.as_bytes()[written..])
    }
}

/// Whether all bytes are less than DEL and none is `#`, as mostly it is. What is less than a blank is escaped before.
fn is_plain(text: &[u8]) -> bool {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    let (eights, rest) = text.as_chunks::<8>();
    let is_plain = |eight: &[u8; 8]| {
        let bytes = u64::from_le_bytes(*eight);
        let signs = bytes ^ (ONES * u64::from(b'#'));
        // DEL gets the highest bit if one is added, and what is more has it; a `#`, which is 0 now, if one is taken away.
        let found = bytes | bytes.wrapping_add(ONES) | (signs.wrapping_sub(ONES) & !signs);
        found & (ONES << 7) == 0
    };
    eights.iter().all(is_plain) && rest.iter().all(|&byte| byte < 0x7f && byte != b'#')
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_byte_that_may_act_is_seen_wherever_it_stands() {
        for length in 1..30 {
            let mut text = vec![b'~'; length];
            assert!(super::is_plain(&text));
            for (at, byte) in (0..length).flat_map(|at| [b'#', 0x7f, 0x80, 0xff].map(|byte| (at, byte))) {
                text[at] = byte;
                assert!(!super::is_plain(&text), "{byte} at {at} of {length}");
                text[at] = b'~';
            }
        }
    }

    #[test]
    fn reads_back_as_it_was() {
        let text = "a\u{1b}\u{7f}\u{9b}\u{202e}\u{e0041}\"\\\n\t日本 ##[x] ## y";
        let mut json = Vec::new();
        super::write(&mut json, &text).unwrap();
        let json = String::from_utf8(json).unwrap();
        assert_eq!(json, r#""a\u001b\u007f\u009b\u202e\udb40\udc41\"\\\n\t日本 #\u0023[x] ## y""#);
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }
}
