//! Follows the calls that a stream of tokens is within.

use super::token::{
    BREAK, CLOSE, CLOSE_BLOCK, CLOSE_INDEX, COMMA, Class, NEWLINE, OPEN, OPEN_BLOCK, OPEN_INDEX, Token, Words,
};

/// Deeper calls are not followed.
const DEEPEST: usize = 64;

/// A call, or a pair of brackets, that is open.
struct Frame {
    /// Whose call, where it is one.
    callee: Option<Callee>,
    /// Where its opening parenthesis stands.
    open: usize,
    /// How many commas of its own were passed.
    commas: u32,
}

/// The name before a parenthesis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Callee {
    pub(super) name: Token,
    /// Whether this declares the function rather than calls it.
    pub(super) declared: bool,
}

/// A place among the arguments of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Slot {
    pub(super) callee: Callee,
    pub(super) argument: Argument,
}

/// Which argument of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Argument {
    /// So many stand before it.
    At(u32),
    /// It is the last, however many stand before it.
    Last,
}

/// The calls that are open at one place of a stream.
#[derive(Default)]
pub(super) struct Frames {
    stack: Vec<Frame>,
}

impl Frames {
    /// Passes one token.
    pub(super) fn step(&mut self, words: &Words<'_>, tokens: &[Token], at: usize) {
        match tokens[at] {
            OPEN => self.push(Frame { callee: callee(words, &tokens[..at]), open: at, commas: 0 }),
            OPEN_INDEX => self.push(Frame { callee: None, open: at, commas: 0 }),
            CLOSE | CLOSE_INDEX => {
                self.stack.pop();
            }
            COMMA => {
                if let Some(frame) = self.stack.last_mut() {
                    frame.commas += 1;
                }
            }
            // Brackets that do not close, in prose or around a directive, reach no further than a block.
            BREAK | OPEN_BLOCK | CLOSE_BLOCK => self.stack.clear(),
            _ => {}
        }
    }

    /// Which argument of a call `len` tokens at `at` are in, or would be, counted from the first and from the last.
    pub(super) fn slots(&self, tokens: &[Token], at: usize, len: usize) -> [Option<Slot>; 2] {
        let Some(&Frame { callee: Some(callee), open, commas }) = self.stack.last() else { return [None; 2] };
        let closes = tokens.get(at + len) == Some(&CLOSE);
        let begins = at == open + 1 || tokens[at - 1] == COMMA;
        let behind = u32::from(tokens.get(at) == Some(&COMMA));
        let found =
            [(len > 0 || begins).then_some(Argument::At(commas + behind)), closes.then_some(Argument::Last)];
        found.map(|argument| argument.map(|argument| Slot { callee, argument }))
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
