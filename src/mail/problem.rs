//! What git would give up on in a mail, and what of it is not read.

use std::collections::HashSet;
use std::fmt;

use super::bounds::MOST_PARTS;

/// What git would give up on in a mail, or what is beyond the bounds of this program.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Problem {
    /// The charset has no known name.
    UnknownCharset(String),
    /// git converts the charset and this program does not.
    UnreadCharset(String),
    /// The text has bytes that its charset does not have.
    NotInCharset(String),
    /// A `=?charset?q?...?=` word in a header is broken.
    BadWord,
    /// More boundaries inside each other than git reads.
    TooManyBoundaries,
    /// From, Subject or Date holds a NUL byte.
    NulInHeader,
    /// What is said to be base64 has other text amid it.
    NotBase64,
    /// git decodes the body by its header and would apply nothing of it; as it stands it holds a diff, and was read.
    NotEncoded,
    /// All of its text is HTML, whose tags git takes for text.
    Html,
    /// The mail is longer than the bound; only its beginning was read.
    TooLong,
    /// From, Subject, Date or what names other mails is longer than the bound; only its beginning was read.
    LongHeader,
    /// There are more parts than the bound; only the first were read.
    TooManyParts,
}

impl Problem {
    /// Whether git gives up on the mail for it. For the others it reads on without a word.
    pub fn stops_git(&self) -> bool {
        match self {
            Self::UnknownCharset(_) | Self::NotInCharset(_) | Self::BadWord => true,
            Self::TooManyBoundaries | Self::NulInHeader => true,
            Self::UnreadCharset(_) | Self::NotBase64 | Self::NotEncoded | Self::Html => false,
            Self::TooLong | Self::LongHeader | Self::TooManyParts => false,
        }
    }

    fn is_about_charset(&self) -> bool {
        matches!(self, Self::UnknownCharset(_) | Self::UnreadCharset(_) | Self::NotInCharset(_))
    }
}

/// How many charsets with a problem are reported.
const MOST_CHARSETS: usize = 16;

/// The problems of a mail, each once, in the order in which they were found.
#[derive(Debug, Clone, Default)]
pub(super) struct Problems {
    found: Vec<Problem>,
    known: HashSet<Problem>,
    charsets: usize,
}

impl Problems {
    pub(super) fn add(&mut self, problem: Problem) {
        if problem.is_about_charset() && self.charsets == MOST_CHARSETS || self.known.contains(&problem) {
            return;
        }
        self.charsets += usize::from(problem.is_about_charset());
        self.known.insert(problem.clone());
        self.found.push(problem);
    }

    pub(super) fn into_vec(self) -> Vec<Problem> {
        self.found
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownCharset(name) => write!(f, "the charset `{name}` is not known"),
            Self::UnreadCharset(name) => write!(
                f,
                "git converts the charset `{name}` and checkprov does not, so the message may differ, and the diff may \
                 begin elsewhere"
            ),
            Self::NotInCharset(name) => write!(f, "the text has bytes that are not {name}"),
            Self::BadWord => f.write_str("an encoded word in a header is broken"),
            Self::TooManyBoundaries => f.write_str("its parts are nested deeper than git reads"),
            Self::NulInHeader => f.write_str("a header holds a NUL byte"),
            Self::NotBase64 => f.write_str("its text is marked as base64, but it holds other text"),
            Self::NotEncoded => f.write_str(
                "its header names a transfer encoding that its text does not have: git decodes it and would apply \
                 nothing of it; the diff that stands there in plain text was read instead",
            ),
            Self::Html => f.write_str("all of its text is HTML, and git takes the tags for text"),
            Self::TooLong => f.write_str("it is too long, and only its beginning was read"),
            Self::LongHeader => {
                f.write_str("a header is longer than 64 KiB, and only its beginning was read")
            }
            Self::TooManyParts => write!(f, "it has more than {MOST_PARTS} parts, and only those were read"),
        }
    }
}
