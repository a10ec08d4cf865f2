//! Follows the calls that a stream of tokens is within.

use super::token::{BREAK, Class, NEWLINE, Token, Words};

/// Deeper calls are not followed.
const DEEPEST: usize = 64;

/// A call, or a pair of brackets, that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Frame {
    /// Whose call, where it is one.
    pub(super) callee: Option<Callee>,
    /// Where its opening parenthesis stands.
    pub(super) open: usize,
    /// How many commas of its own were passed.
    pub(super) commas: u32,
}

/// The name before a parenthesis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Callee {
    pub(super) name: Token,
    /// Whether this declares the function rather than calls it.
    pub(super) declared: bool,
}

/// The calls that are open at one place of a stream.
#[derive(Default)]
pub(super) struct Frames {
    stack: Vec<Frame>,
}

impl Frames {
    /// The innermost call.
    pub(super) fn top(&self) -> Option<&Frame> {
        self.stack.last()
    }

    /// Passes one token. Returns the call it closes.
    pub(super) fn step(&mut self, words: &Words<'_>, tokens: &[Token], at: usize) -> Option<Frame> {
        if tokens[at] == BREAK {
            self.stack.clear();
            return None;
        }
        match words.text(tokens[at]) {
            b"(" => {
                self.push(Frame { callee: callee(words, &tokens[..at]), open: at, commas: 0 });
            }
            b"[" => self.push(Frame { callee: None, open: at, commas: 0 }),
            b")" | b"]" => return self.stack.pop(),
            b"," => {
                if let Some(frame) = self.stack.last_mut() {
                    frame.commas += 1;
                }
            }
            // Brackets that do not close, in prose or around a directive, reach no further than a block.
            b"{" | b"}" => self.stack.clear(),
            _ => {}
        }
        None
    }

    fn push(&mut self, frame: Frame) {
        if self.stack.len() < DEEPEST {
            self.stack.push(frame);
        }
    }
}

fn callee(words: &Words<'_>, before: &[Token]) -> Option<Callee> {
    let (&name, before) = before.split_last()?;
    (words.class(name) == Class::Name).then(|| Callee { name, declared: declares(words, before) })
}

/// Whether the tokens before a name make it a declaration: a type, or a word such as `fn`.
fn declares(words: &Words<'_>, before: &[Token]) -> bool {
    let stars = before.iter().rev().take(4).take_while(|&&t| matches!(words.text(t), b"*" | b"&")).count();
    let Some((&kind, before)) = before[..before.len() - stars].split_last() else { return false };
    let typed = match words.class(kind) {
        Class::Name => true,
        Class::Keyword => !CONTROL.contains(&words.text(kind)),
        _ => false,
    };
    // `x = a * f(b)` is a product: a declaration's type begins a statement.
    typed && (stars == 0 || before.last().is_none_or(|&t| begins_statement(words, t)))
}

fn begins_statement(words: &Words<'_>, before: Token) -> bool {
    before == NEWLINE
        || before == BREAK
        || matches!(words.class(before), Class::Keyword | Class::Name)
        || matches!(words.text(before), b";" | b"{" | b"}" | b"*/" | b")")
}

/// Keywords that a call may follow.
#[rustfmt::skip]
const CONTROL: &[&[u8]] = &[
    b"return", b"else", b"do", b"case", b"goto", b"in", b"and", b"or", b"not", b"await", b"yield",
    b"throw", b"if", b"while", b"is", b"assert", b"match", b"as", b"use", b"import", b"define",
];

/// A place among the arguments of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Slot {
    /// So many arguments stand before it.
    At(u32),
    /// It is the last.
    Last,
}

/// The arguments that `part`, put in or found at `at` within the call `frame`, may be: the argument without
/// its comma, and where. `skip` is how much of the stream `part` covers: all of it or nothing.
pub(super) fn arguments(
    words: &Words<'_>,
    tokens: &[Token],
    at: usize,
    skip: usize,
    part: &[Token],
    frame: &Frame,
) -> Vec<(Slot, Vec<Token>)> {
    let mut found = Vec::new();
    let mut part = part.to_vec();
    let (mut at, mut commas) = (at, frame.commas);
    // The same change may stand at several places: `f(a, a)` got its second `, a` before or behind the first.
    for _ in 0..6 {
        one_place(words, tokens, (at, skip), &part, (frame.open, commas), &mut found);
        let (Some(&next), Some(&first)) = (tokens.get(at + skip), part.first()) else { break };
        if next != first || matches!(words.text(next), b"(" | b")" | b"[" | b"]") {
            break;
        }
        commas += u32::from(words.text(next) == b",");
        part.rotate_left(1);
        at += 1;
    }
    found
}

fn one_place(
    words: &Words<'_>,
    tokens: &[Token],
    (at, skip): (usize, usize),
    part: &[Token],
    (open, commas): (usize, u32),
    found: &mut Vec<(Slot, Vec<Token>)>,
) {
    let comma = |t: &Token| words.text(*t) == b",";
    let starts = at == open + 1 || tokens.get(at.wrapping_sub(1)).is_some_and(comma);
    let Some(&next) = tokens.get(at + skip) else { return };
    let closes = words.text(next) == b")";
    let mut add = |slot, argument: &[Token]| {
        if is_argument(words, argument) {
            found.push((slot, argument.to_vec()));
        }
    };
    match part {
        [first, argument @ ..] if comma(first) && (closes || comma(&next)) => {
            add(Slot::At(commas + 1), argument);
            if closes {
                add(Slot::Last, argument);
            }
        }
        [argument @ .., last] if comma(last) && starts => add(Slot::At(commas), argument),
        argument if at == open + 1 && closes => {
            add(Slot::At(0), argument);
            add(Slot::Last, argument);
        }
        _ => {}
    }
}

/// Whether the tokens are one whole argument: something, brackets balanced, no comma of its own.
fn is_argument(words: &Words<'_>, tokens: &[Token]) -> bool {
    let mut depth = 0i32;
    for &token in tokens {
        match words.text(token) {
            b"(" | b"[" => depth += 1,
            b")" | b"]" => depth -= 1,
            b"," if depth == 0 => return false,
            b"{" | b"}" | b";" | b"\n" | b"" => return false,
            _ => {}
        }
        if depth < 0 {
            return false;
        }
    }
    depth == 0 && !tokens.is_empty()
}
