//! Conversion of text to UTF-8, and whether git would do it: it asks iconv of the system, which knows other names than
//! a browser does and refuses what a browser lets pass.
//!
//! Source: git's `utf8.c: reencode_string_len`, `mailinfo.c: convert_to_utf8`; the names in `charsets.txt`.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use encoding_rs::Encoding;

use super::bytes::text_of;
use super::problem::Problem;
use super::utf7;

/// How text of a charset becomes UTF-8.
#[derive(Debug, Default, Clone, Copy)]
pub(super) enum Charset {
    /// It is UTF-8, or nothing is said: git takes it as it is.
    #[default]
    Kept,
    /// It is UTF-8 by a name that git does not know for one, so iconv looks at every byte.
    Utf8,
    Ascii,
    /// Every byte is the character of its number.
    Latin1,
    Utf7,
    /// One of the web, whose bytes from 0x80 to 0x9f are control characters where `controls`.
    Web {
        encoding: &'static Encoding,
        controls: bool,
    },
    /// git converts it and this program does not; `shifts` where ASCII may be another text in it.
    Unread {
        shifts: bool,
    },
    Unknown,
}

impl Charset {
    /// The charset of that name, as a header has it.
    pub(super) fn of(name: &[u8]) -> Self {
        if name.is_empty() || name.eq_ignore_ascii_case(b"utf-8") || name.eq_ignore_ascii_case(b"utf8") {
            return Self::Kept;
        }
        let name = key(name);
        // iconv takes no name for the charset of the locale, and ASCII is what every locale has.
        match if name.is_empty() { Some("us-ascii") } else { read_as(&name) } {
            None => Self::Unknown,
            Some("utf-8") => Self::Utf8,
            Some("us-ascii") => Self::Ascii,
            Some("iso-8859-1") => Self::Latin1,
            Some("utf-7") => Self::Utf7,
            Some(sign @ ("-" | "!")) => Self::Unread { shifts: sign == "!" },
            // The standard reads these two as charsets of Windows, which differ in the bytes of the controls alone.
            Some(name) => Encoding::for_label(name.as_bytes()).map_or(Self::Unknown, |encoding| Self::Web {
                encoding,
                controls: matches!(name, "iso-8859-9" | "iso-8859-11"),
            }),
        }
    }

    /// Whether a line of ASCII in it may be another one once it is converted: each line has to be converted by itself,
    /// as git does it, before what it says is known.
    pub(super) fn shifts(self) -> bool {
        match self {
            Self::Utf7 => true,
            Self::Web { encoding, .. } => !encoding.is_ascii_compatible(),
            Self::Unread { shifts } => shifts,
            _ => false,
        }
    }

    /// Converts text; `name` is how the mail calls the charset.
    pub(super) fn convert<'t>(self, text: &'t [u8], name: &[u8]) -> Result<Cow<'t, [u8]>, Problem> {
        let name = || text_of(name).into_owned();
        if text.is_ascii() && !self.shifts() && !matches!(self, Self::Unknown) {
            return Ok(Cow::Borrowed(text));
        }
        let converted = match self {
            Self::Kept => return Ok(Cow::Borrowed(text)),
            Self::Unknown => return Err(Problem::UnknownCharset(name())),
            Self::Unread { .. } => return Err(Problem::UnreadCharset(name())),
            Self::Ascii => None,
            Self::Utf8 => std::str::from_utf8(text).ok().map(str::to_owned),
            Self::Latin1 => Some(text.iter().map(|&b| char::from(b)).collect()),
            Self::Utf7 => utf7::decode(text),
            Self::Web { encoding, controls: true } => with_controls(text, encoding),
            Self::Web { encoding, controls: false } => web(text, encoding),
        };
        let text = converted.ok_or_else(|| Problem::NotInCharset(name()))?;
        Ok(Cow::Owned(text.into_bytes()))
    }
}

/// What a name is looked up by: in lower case, without the signs that iconv leaves out, up to what it takes for its
/// options (glibc's `gconv_charset.c`).
fn key(name: &[u8]) -> String {
    let belongs = |b: &&u8| b.is_ascii_alphanumeric() || b"-_.,:/".contains(b);
    let name: String = name.iter().filter(belongs).map(|b| char::from(b.to_ascii_lowercase())).collect();
    let end = name.find("//").unwrap_or(name.len());
    name[..end].trim_end_matches([',', '/']).to_owned()
}

/// The first word of the line that has the name.
fn read_as(name: &str) -> Option<&'static str> {
    static KNOWN: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
        let lines = include_str!("charsets.txt").lines().filter(|line| !line.starts_with('#'));
        let rows = lines.filter_map(|line| line.split_once(' '));
        rows.flat_map(|(kind, names)| names.split(' ').map(move |name| (name, kind))).collect()
    });
    KNOWN.get(name).copied()
}

fn web(text: &[u8], encoding: &'static Encoding) -> Option<String> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(text)?;
    // The web gives a control character to a byte that has none in a charset of Windows.
    let is_lenient = encoding.name().starts_with("windows-");
    (!is_lenient || !text.chars().any(|c| ('\u{80}'..='\u{9f}').contains(&c))).then(|| text.into_owned())
}

fn with_controls(text: &[u8], encoding: &'static Encoding) -> Option<String> {
    let is_control = |b: &u8| (0x80..0xa0).contains(b);
    let mut converted = String::with_capacity(text.len());
    for run in text.chunk_by(|a, b| is_control(a) == is_control(b)) {
        match run.first().is_some_and(is_control) {
            true => converted.extend(run.iter().map(|&b| char::from(b))),
            false => converted += &encoding.decode_without_bom_handling_and_without_replacement(run)?,
        }
    }
    Some(converted)
}
