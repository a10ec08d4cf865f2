//! Conversion to UTF-8, and what git would say where it cannot be done.

use std::borrow::Cow;
use std::ops::Range;

use charset::Charset;

use super::{Body, Problem};

/// How many charsets are told of that cannot be converted.
const MOST_PROBLEMS: usize = 16;

/// Converts text of a named charset; the text as it is where it needs none, as for git.
pub(super) fn convert<'t>(text: &'t [u8], name: &[u8]) -> Result<Cow<'t, [u8]>, Problem> {
    if name.is_empty() || name.eq_ignore_ascii_case(b"utf-8") || name.eq_ignore_ascii_case(b"utf8") {
        return Ok(Cow::Borrowed(text));
    }
    let shown = || String::from_utf8_lossy(name).into_owned();
    let name = &label(name);
    if ASCII.contains(&&**name) {
        return if text.is_ascii() { Ok(Cow::Borrowed(text)) } else { Err(Problem::NotInCharset(shown())) };
    }
    let Some(charset) = Charset::for_label_no_replacement(name) else {
        return Err(Problem::UnknownCharset(shown()));
    };
    if text.is_ascii() && charset.is_ascii_compatible() && !charset.name().starts_with("ISO-2022") {
        return Ok(Cow::Borrowed(text));
    }
    // The web reads latin-1 as windows-1252, iconv and so git do not.
    if charset.name() == "windows-1252" && !name.ends_with(b"1252") {
        return Ok(Cow::Owned(text.iter().map(|&b| char::from(b)).collect::<String>().into_bytes()));
    }
    let (converted, errors) = charset.decode_without_bom_handling(text);
    // The web gives a control character to a byte that has none in the charset.
    let web = charset.name().starts_with("windows-")
        && converted.chars().any(|c| ('\u{80}'..='\u{9f}').contains(&c));
    if errors || web {
        return Err(Problem::NotInCharset(shown()));
    }
    Ok(match converted {
        Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
        Cow::Owned(text) => Cow::Owned(text.into_bytes()),
    })
}

/// us-ascii by its many names.
const ASCII: [&[u8]; 5] = [b"us-ascii", b"ascii", b"ansi_x3.4-1968", b"iso-ir-6", b"us"];

/// The name of a charset as iconv takes it: in any case, signs that no name has left out.
fn label(name: &[u8]) -> Vec<u8> {
    let belongs = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b',' | b':' | b'/');
    let name: Vec<u8> = name.iter().filter(|b| belongs(b)).map(u8::to_ascii_lowercase).collect();
    if name == b"latin-1" { b"iso-8859-1".to_vec() } else { name }
}

/// The part of a body's text that is the commit message, every line converted from its part's charset.
/// What cannot be converted stays as it is, and is told once for each charset.
pub(super) fn to_utf8<'a>(
    body: &Body<'a>,
    range: Range<usize>,
    problems: &mut Vec<Problem>,
) -> Cow<'a, [u8]> {
    let mut converted: Option<Vec<u8>> = None;
    for (piece, charset) in body.charsets(range.clone()) {
        let text = &body.text[piece.clone()];
        let mut take = |new: Cow<'_, [u8]>| match (&mut converted, new) {
            (None, Cow::Borrowed(_)) => {}
            (Some(all), new) => all.extend_from_slice(&new),
            (none, Cow::Owned(new)) => {
                let mut all = body.text[range.start..piece.start].to_vec();
                all.extend_from_slice(&new);
                *none = Some(all);
            }
        };
        match convert(text, charset) {
            Ok(text) => take(text),
            Err(problem) => {
                take(Cow::Borrowed(text));
                if problems.len() < MOST_PROBLEMS && !problems.contains(&problem) {
                    problems.push(problem);
                }
            }
        }
    }
    match (converted, &body.text) {
        (Some(text), _) => Cow::Owned(text),
        (None, Cow::Borrowed(text)) => Cow::Borrowed(&text[range]),
        (None, Cow::Owned(text)) => Cow::Owned(text[range].to_vec()),
    }
}
