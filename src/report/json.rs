//! JSON whose bytes are safe to show: what acts on a terminal stands there as `\u001b`, and reads back as
//! what it was.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::Formatter;

use super::escape::acts;

/// Writes an object, without a newline.
pub(super) fn write(out: &mut impl Write, object: &impl Serialize) -> io::Result<()> {
    object.serialize(&mut serde_json::Serializer::with_formatter(out, Safe)).map_err(io::Error::from)
}

/// Writes an object on a line of its own.
pub(super) fn line(out: &mut impl Write, object: &impl Serialize) -> io::Result<()> {
    write(out, object)?;
    out.write_all(b"\n")
}

struct Safe;

impl Formatter for Safe {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        // Most fragments are plain, and the greatest byte of many is found at once.
        if fragment.bytes().fold(0, u8::max) < 0x7f {
            return out.write_all(fragment.as_bytes());
        }
        let mut rest = fragment;
        while let Some((at, c)) = rest.char_indices().find(|&(_, c)| acts(c)) {
            out.write_all(&rest.as_bytes()[..at])?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            rest = &rest[at + c.len_utf8()..];
        }
        out.write_all(rest.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn reads_back_as_it_was() {
        let text = "a\u{1b}\u{7f}\u{9b}\u{202e}\u{e0041}\"\\\n\t日本";
        let mut json = Vec::new();
        super::write(&mut json, &text).unwrap();
        let json = String::from_utf8(json).unwrap();
        assert_eq!(json, r#""a\u001b\u007f\u009b\u202e\udb40\udc41\"\\\n\t日本""#);
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }
}
