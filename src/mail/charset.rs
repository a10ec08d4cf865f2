//! Conversion to UTF-8, and what git would say where it cannot be done.

use std::borrow::Cow;
use std::ops::Range;

use charset::Charset;

use super::{Body, Problem};

/// Converts text of a named charset; the text as it is where it needs none, as for git.
pub(super) fn convert<'t>(text: &'t [u8], name: &[u8]) -> Result<Cow<'t, [u8]>, Problem> {
    if name.is_empty() || name.eq_ignore_ascii_case(b"utf-8") || name.eq_ignore_ascii_case(b"utf8") {
        return Ok(Cow::Borrowed(text));
    }
    let shown = || String::from_utf8_lossy(name).into_owned();
    let Some(charset) = Charset::for_label_no_replacement(name) else {
        return Err(Problem::UnknownCharset(shown()));
    };
    if text.is_ascii() && charset.is_ascii_compatible() && !charset.name().starts_with("ISO-2022") {
        return Ok(Cow::Borrowed(text));
    }
    // The web reads us-ascii as windows-1252; iconv, and so git, refuses 8-bit bytes there.
    let ascii =
        [b"us-ascii".as_slice(), b"ascii", b"ansi_x3.4-1968"].iter().any(|a| name.eq_ignore_ascii_case(a));
    let (converted, errors) = charset.decode_without_bom_handling(text);
    if errors || ascii {
        return Err(Problem::NotInCharset(shown()));
    }
    Ok(match converted {
        Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
        Cow::Owned(text) => Cow::Owned(text.into_bytes()),
    })
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
                if !problems.contains(&problem) {
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
