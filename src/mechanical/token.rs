//! Gives equal tokens equal numbers.

use std::collections::HashMap;

/// The number of a token.
pub(super) type Token = u32;

/// Stands where a hunk begins: what is behind it is unknown.
pub(super) const BREAK: Token = 0;
/// A line break that carries meaning.
pub(super) const NEWLINE: Token = 1;
/// What parts arguments.
pub(super) const COMMA: Token = 2;
/// The brackets: a word of each that opens, and behind it the one that closes.
pub(super) const OPEN: Token = 3;
pub(super) const CLOSE: Token = 4;
pub(super) const OPEN_INDEX: Token = 5;
pub(super) const CLOSE_INDEX: Token = 6;
pub(super) const OPEN_BLOCK: Token = 7;
pub(super) const CLOSE_BLOCK: Token = 8;

/// The first of the holes of an edit, which stand for any text.
pub(super) const HOLE: Token = 9;
pub(super) const HOLES: usize = 6;

/// The text of the tokens above.
const FIXED: [&[u8]; 9] = [b"", b"\n", b",", b"(", b")", b"[", b"]", b"{", b"}"];
/// In shell, Perl and their like, `$1` is code.
const HOLE_TEXT: [&str; HOLES] = ["‹1›", "‹2›", "‹3›", "‹4›", "‹5›", "‹6›"];

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// White space, or the edge of a hunk.
    Space,
    /// A name someone chose.
    Name,
    /// A word of a programming language, or a literal such as `true`.
    Keyword,
    /// A number.
    Number,
    /// Anything else.
    Mark,
}

/// The tokens seen so far.
pub(super) struct Words<'a> {
    ids: HashMap<&'a [u8], Token>,
    texts: Vec<&'a [u8]>,
    classes: Vec<Class>,
}

impl<'a> Words<'a> {
    /// Knows the fixed tokens only.
    pub(super) fn new() -> Self {
        let mut words = Self { ids: HashMap::new(), texts: Vec::new(), classes: Vec::new() };
        FIXED.iter().for_each(|text| {
            words.id(text);
        });
        // No text of a patch is one of these.
        words.texts.extend(HOLE_TEXT.map(str::as_bytes));
        words.classes.extend([Class::Mark; HOLES]);
        words
    }

    /// The number of a token.
    pub(super) fn id(&mut self, text: &'a [u8]) -> Token {
        if let Some(&id) = self.ids.get(text) {
            return id;
        }
        // A patch of more than 2^32 different tokens does not fit a mail.
        let id = Token::try_from(self.texts.len()).unwrap_or(BREAK);
        self.ids.insert(text, id);
        self.texts.push(text);
        self.classes.push(class(text));
        id
    }

    /// How many different tokens there are.
    pub(super) fn len(&self) -> usize {
        self.texts.len()
    }

    /// What a token is.
    pub(super) fn class(&self, token: Token) -> Class {
        self.classes[token as usize]
    }

    /// The bytes of a token.
    pub(super) fn text(&self, token: Token) -> &'a [u8] {
        self.texts[token as usize]
    }

    /// Tokens as a person would write them: with spaces between, but where the tokens say what white space there is.
    pub(super) fn render(&self, tokens: &[Token]) -> String {
        let blank =
            |token: &Token| *token != NEWLINE && self.class(*token) == Class::Space && *token != BREAK;
        let exact = tokens.iter().any(blank);
        let mut text = String::new();
        let mut tight = true;
        for &token in tokens {
            let next = self.text(token);
            if !exact && !tight && !TIGHT.contains(&next) && !matches!(next, b"," | b";") {
                text.push(' ');
            }
            text.push_str(&String::from_utf8_lossy(next));
            tight = TIGHT.contains(&next);
        }
        text.trim().to_owned()
    }
}

/// Marks that no space stands next to.
#[rustfmt::skip]
const TIGHT: &[&[u8]] =
    &[
    b"(", b")", b"[", b"]", b".", b"->", b"::", b"!", b"~", b"&", b"*", b"\"", b"'", b"\n", b"",
];

fn class(text: &[u8]) -> Class {
    match text.first() {
        None => Class::Space,
        Some(b) if b.is_ascii_whitespace() => Class::Space,
        Some(b) if b.is_ascii_digit() => Class::Number,
        Some(&b) if is_word(b) && KEYWORDS.binary_search(&text).is_ok() => Class::Keyword,
        Some(&b) if is_word(b) => Class::Name,
        Some(_) => Class::Mark,
    }
}

/// Whether a byte may stand in a name.
pub(super) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

/// Words that are no names: as an anchor they would tie unrelated places together.
#[rustfmt::skip]
const KEYWORDS: &[&[u8]] = &[
    b"FALSE", b"False", b"NULL", b"None", b"TRUE", b"True", b"and", b"as", b"auto", b"await", b"bool",
    b"break", b"case", b"char", b"class", b"const", b"continue", b"def", b"default", b"define", b"do",
    b"double", b"elif", b"else", b"endif", b"enum", b"extern", b"false", b"float", b"fn", b"for", b"func",
    b"function", b"goto", b"if", b"ifdef", b"ifndef", b"impl", b"import", b"in", b"include", b"inline",
    b"int", b"is", b"let", b"long", b"loop", b"match", b"mod", b"mut", b"nil", b"not", b"null",
    b"nullptr", b"or", b"pub", b"public", b"ref", b"register", b"return", b"self", b"short", b"signed",
    b"sizeof", b"static", b"struct", b"switch", b"this", b"throw", b"true", b"typedef", b"undef",
    b"union", b"unsafe", b"unsigned", b"use", b"var", b"void", b"volatile", b"where", b"while", b"yield",
];
