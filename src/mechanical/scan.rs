//! Cuts lines into tokens.
//!
//! White space is no token, but where it carries meaning: within strings, at the end of a `//` comment and
//! around a preprocessor line, and where the [`Language`] says so. Words within strings and comments are
//! tokens of their own, since a rename by word reaches them too.

use memchr::memmem;

use super::lexeme::{ends_in_backslash, fraction, is_decoration};
use super::token::{NEWLINE, Token, Words, is_word};
use crate::language::{self, Language, Spacing};

/// Marks of several bytes, longest first: `- -` is not `--`.
#[rustfmt::skip]
const MARKS: &[&[u8]] = &[
    b"<<=", b">>=", b"...", b"..=", b"===", b"!==", b"->", b"++", b"--", b"<<", b">>", b"<=", b">=",
    b"==", b"!=", b"&&", b"||", b"+=", b"-=", b"*=", b"/=", b"%=", b"&=", b"|=", b"^=", b"::", b"=>",
    b"..", b"##", b"/*", b"*/", b"//", b":=",
];

/// Stands after the name of a macro with arguments: `#define A(x)` is not `#define A (x)`.
const TAKES_ARGUMENTS: &[u8] = b"define(";

/// Where in a file a line begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct State {
    within: Within,
    /// Within a preprocessor line that a backslash continues.
    directive: bool,
    /// Within a string whose next line's indentation does not count.
    skips: bool,
}

impl State {
    /// How a hunk begins: within a comment when one ends before any begins.
    pub(super) fn at_start<'a>(language: Language, lines: impl Iterator<Item = &'a [u8]>) -> Self {
        let mut state = Self::default();
        for line in lines.filter(|_| language.slashes) {
            let (open, close) = (memmem::find(line, b"/*"), memmem::find(line, b"*/"));
            match (open, close) {
                (None, None) => continue,
                (open, Some(close))
                    if open.is_none_or(|open| close < open) && !line[..close].contains(&b'"') =>
                {
                    state.within = Within::Comment;
                }
                _ => {}
            }
            break;
        }
        state
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Within {
    #[default]
    Code,
    Comment,
    Remark,
    /// A string that ends with this quote.
    Text(u8),
    /// A raw string of Rust that ends with a quote and so many `#`.
    Raw(usize),
}

/// Cuts the lines of one file.
pub(super) struct Scanner<'w, 'a> {
    words: &'w mut Words<'a>,
    language: Language,
    out: &'w mut Vec<Token>,
    /// The least there ever was in `out`.
    low: usize,
}

impl<'w, 'a> Scanner<'w, 'a> {
    /// Appends to `out`.
    pub(super) fn new(words: &'w mut Words<'a>, language: Language, out: &'w mut Vec<Token>) -> Self {
        let low = out.len();
        Self { words, language, out, low }
    }

    /// Appends the tokens of one line; a blank one has none. Returns how many of the tokens that were there
    /// before are left: the line may begin with a string that continues the one before.
    pub(super) fn line(mut self, line: &'a [u8], state: &mut State) -> usize {
        self.scan(line, state);
        self.low
    }

    fn scan(&mut self, line: &'a [u8], state: &mut State) {
        let indent = line.iter().take_while(|b| b.is_ascii_whitespace()).count();
        let in_string = matches!(state.within, Within::Text(_) | Within::Raw(_));
        if indent == line.len() && !in_string && !state.directive {
            return;
        }
        if self.language.directives && state.within == Within::Code && line.get(indent) == Some(&b'#') {
            self.out.push(NEWLINE);
            state.directive = true;
        }
        let mut at = indent;
        if in_string && !state.skips {
            at = 0;
        } else if matches!(self.language.spacing, Spacing::Indented | Spacing::Exact) && indent > 0 {
            self.push(&line[..indent]);
        } else if state.within == Within::Comment && is_decoration(&line[indent..]) {
            at += 1;
        }
        state.skips = false;
        while at < line.len() {
            at += self.token(&line[at..], state);
        }
        self.end(line, state);
    }

    /// The line break after a line: a token where it carries meaning.
    fn end(&mut self, line: &'a [u8], state: &mut State) {
        let continued = line.trim_ascii_end().last() == Some(&b'\\');
        let remark = state.within == Within::Remark;
        match state.within {
            Within::Text(_) if !continued && !self.language.long_strings => state.within = Within::Code,
            Within::Remark => state.within = Within::Code,
            _ => {}
        }
        let in_string = matches!(state.within, Within::Text(_) | Within::Raw(_));
        let directive = state.directive && !continued;
        if state.skips {
            // A backslash ends the line of a string: what is next continues it.
            return;
        }
        if remark || directive || in_string || self.language.spacing != Spacing::Free {
            self.out.push(NEWLINE);
        }
        state.directive &= continued;
    }

    /// Whether the string that ends here and the one that begins are one: in C, `"a" "b"` is `"ab"`. An escape
    /// of several digits at the end may take in what follows.
    fn joins_strings(&self) -> bool {
        let text = |back: usize| {
            let at = self.out.len().checked_sub(back)?;
            self.out.get(at).map(|&token| self.words.text(token))
        };
        let escapes = |token: Option<&[u8]>| {
            token.is_some_and(|t| {
                t.starts_with(b"\\") && t.get(1).is_some_and(|b| *b == b'x' || b.is_ascii_digit())
            })
        };
        text(1) == Some(b"\"") && !escapes(text(2)) && !escapes(text(3))
    }

    /// Whether the last token is the name of a macro.
    fn defines(&self) -> bool {
        let before = self.out.iter().rev().skip(1).take(2).map(|&token| self.words.text(token));
        before.eq([&b"define"[..], b"#"])
    }

    fn unpush(&mut self) {
        self.out.pop();
        self.low = self.low.min(self.out.len());
    }

    fn push(&mut self, text: &'a [u8]) -> usize {
        let id = self.words.id(text);
        self.out.push(id);
        text.len()
    }

    /// Takes one token, or white space, off a line that is not empty. Returns how long it is.
    fn token(&mut self, rest: &'a [u8], state: &mut State) -> usize {
        match state.within {
            Within::Code => self.code(rest, state),
            Within::Comment | Within::Remark => self.prose(rest, state),
            Within::Text(quote) => self.string(rest, quote, state),
            Within::Raw(hashes) => self.raw(rest, hashes, state),
        }
    }

    fn code(&mut self, rest: &'a [u8], state: &mut State) -> usize {
        let free = self.language.spacing == Spacing::Free;
        if let Some((hashes, len)) = self.raw_start(rest) {
            state.within = Within::Raw(hashes);
            return self.push(&rest[..len]);
        }
        match rest[0] {
            b'"' => {
                state.within = Within::Text(b'"');
                if self.language.directives && self.joins_strings() {
                    self.unpush();
                    return 1;
                }
            }
            b'\'' if free => {
                if let Some(len) = language::character(rest) {
                    return self.push(&rest[..len]);
                }
            }
            quote @ (b'\'' | b'`') if !free && memchr::memchr(quote, &rest[1..]).is_some() => {
                state.within = Within::Text(quote);
            }
            b'/' if rest.starts_with(b"//") && self.language.slashes => state.within = Within::Remark,
            b'/' if rest.starts_with(b"/*") && self.language.slashes => state.within = Within::Comment,
            b'\\' if free && ends_in_backslash(rest) => return rest.len(),
            _ => {}
        }
        self.plain(rest)
    }

    /// A word, a number, a mark, or white space, which is none.
    fn plain(&mut self, rest: &'a [u8]) -> usize {
        let space = rest.iter().take_while(|b| b.is_ascii_whitespace()).count();
        if space > 0 {
            return self.space(&rest[..space], space == rest.len());
        }
        let word = rest.iter().take_while(|&&b| is_word(b)).count();
        if word > 0 {
            let len = self.push(&rest[..word + fraction(rest, word)]);
            if self.language.directives && rest.get(len) == Some(&b'(') && self.defines() {
                self.push(TAKES_ARGUMENTS);
            }
            return len;
        }
        let mark = MARKS.iter().find(|mark| rest.starts_with(mark)).map_or(1, |mark| mark.len());
        self.push(&rest[..mark])
    }

    /// White space within a line or at its end.
    fn space(&mut self, space: &'a [u8], ends: bool) -> usize {
        match self.language.spacing {
            // How much there is means nothing, unless it is the text of a string that began above.
            Spacing::Exact if self.language.spaces_out() => {
                if !ends {
                    self.push(if space.contains(&b'\t') { b"\t" } else { b" " });
                }
            }
            Spacing::Exact => {
                self.push(space);
            }
            Spacing::Free | Spacing::Lines | Spacing::Indented => {}
        }
        space.len()
    }

    fn prose(&mut self, rest: &'a [u8], state: &mut State) -> usize {
        if state.directive && ends_in_backslash(rest) {
            return rest.len();
        }
        if state.within == Within::Comment && rest.starts_with(b"*/") {
            state.within = Within::Code;
        }
        self.plain(rest)
    }

    fn string(&mut self, rest: &'a [u8], quote: u8, state: &mut State) -> usize {
        let space = rest.iter().take_while(|b| b.is_ascii_whitespace()).count();
        let word = rest.iter().take_while(|&&b| is_word(b)).count();
        let len = match rest[0] {
            b'\\' if rest.len() == 1 && self.language.joins_lines => {
                state.skips = true;
                return 1;
            }
            b'\\' => rest.len().min(2),
            byte if byte == quote => {
                state.within = Within::Code;
                1
            }
            _ => space.max(word).max(1),
        };
        self.push(&rest[..len])
    }

    fn raw(&mut self, rest: &'a [u8], hashes: usize, state: &mut State) -> usize {
        let closes = rest[0] == b'"' && rest[1..].iter().take_while(|&&b| b == b'#').count() >= hashes;
        if closes {
            state.within = Within::Code;
            return self.push(&rest[..=hashes]);
        }
        self.string(rest, 0, state)
    }

    /// `r#"` of Rust: how many `#`, and how long it is.
    fn raw_start(&self, rest: &[u8]) -> Option<(usize, usize)> {
        if !self.language.long_strings || rest[0] != b'r' {
            return None;
        }
        let hashes = rest[1..].iter().take_while(|&&b| b == b'#').count();
        (rest.get(1 + hashes) == Some(&b'"')).then_some((hashes, hashes + 2))
    }
}
