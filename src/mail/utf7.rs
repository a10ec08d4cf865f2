//! UTF-7 (RFC 2152), which the web does without and mail had once.

/// The text that UTF-7 stands for; none where iconv would refuse it.
pub(super) fn decode(text: &[u8]) -> Option<String> {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((&byte, tail)) = rest.split_first() {
        if byte != b'+' {
            decoded.push(is_direct(byte).then_some(char::from(byte))?);
            rest = tail;
        } else if let Some(tail) = tail.strip_prefix(b"-") {
            decoded.push('+');
            rest = tail;
        } else {
            let (coded, tail) = tail.split_at(tail.iter().take_while(|&&b| value(b).is_some()).count());
            decoded.push_str(&decode_coded(coded)?);
            rest = tail.strip_prefix(b"-").unwrap_or(tail);
        }
    }
    Some(decoded)
}

/// What stands for itself: ASCII without `\`, `~` and most control characters.
fn is_direct(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'}') && byte != b'\\'
}

/// The value of a letter of base64.
fn value(byte: u8) -> Option<u32> {
    Some(u32::from(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    }))
}

/// UTF-16 in base64. What is left of the last letter must be nothing.
fn decode_coded(coded: &[u8]) -> Option<String> {
    let (mut units, mut bits, mut held) = (Vec::with_capacity(coded.len() / 2), 0u32, 0);
    for &byte in coded {
        bits = bits << 6 | value(byte)?;
        held += 6;
        if held >= 16 {
            held -= 16;
            units.push((bits >> held) as u16);
            bits &= (1 << held) - 1;
        }
    }
    let is_whole = held < 6 && bits == 0;
    is_whole.then(|| String::from_utf16(&units).ok()).flatten()
}
