//! Reads one side of a hunk, line by line, and keeps in mind what is open.

use super::class::LineClass;
use super::table::Comments;
use crate::diff::Line;

/// What is open where a line begins: the depth of comments, or 1 within documentation.
pub(super) struct Scanner {
    comments: Comments,
    depth: usize,
    /// Whether nothing in the hunk shows what was open at its start.
    unsure: bool,
}

/// The first thing in a hunk that opens or closes.
#[derive(PartialEq)]
enum Mark {
    Opens,
    Closes,
}

impl Scanner {
    /// A scanner for the lines of one side.
    pub(super) fn new<'a>(comments: Comments, mut lines: impl Iterator<Item = Line<'a>>) -> Self {
        let first = match comments {
            Comments::Hash | Comments::Qapi => Some(Mark::Opens),
            Comments::Hx => lines.find_map(|line| match line.text {
                b"SRST" => Some(Mark::Opens),
                b"ERST" => Some(Mark::Closes),
                text if text.starts_with(b"SRST(") => Some(Mark::Opens),
                _ => None,
            }),
            _ => lines.find_map(|line| first_mark(line.text)),
        };
        Self { comments, depth: usize::from(first == Some(Mark::Closes)), unsure: first.is_none() }
    }

    /// What the next line is.
    pub(super) fn read(&mut self, line: &Line<'_>) -> LineClass {
        let text = line.text.trim_ascii();
        match self.comments {
            Comments::Hash if text.starts_with(b"#!") && line.number == 1 => LineClass::Code,
            Comments::Hash if text.starts_with(b"#") => LineClass::Comment,
            Comments::Qapi if text.starts_with(b"#") => LineClass::Docs,
            Comments::Hash | Comments::Qapi => plain(text),
            Comments::Hx => self.read_hx(line.text),
            Comments::Assembly if self.depth == 0 && text.starts_with(b"#") => LineClass::Comment,
            _ => self.read_c(text),
        }
    }

    fn read_hx(&mut self, line: &[u8]) -> LineClass {
        let opens = line == b"SRST" || line.starts_with(b"SRST(");
        let inside = opens || self.depth > 0;
        self.depth = usize::from(inside && line != b"ERST");
        match plain(line.trim_ascii()) {
            _ if inside => LineClass::Docs,
            LineClass::Code if line.starts_with(b"HXCOMM") => LineClass::Comment,
            LineClass::Code if self.unsure => LineClass::Undecided,
            class => class,
        }
    }

    fn read_c(&mut self, text: &[u8]) -> LineClass {
        if text.is_empty() {
            return LineClass::Blank;
        }
        let looks_inside = self.unsure && text[0] == b'*';
        let (mut rest, mut code, mut comment) = (text, false, self.depth > 0);
        while let Some(&byte) = rest.first() {
            let step = if self.depth > 0 {
                self.inside(rest)
            } else if rest.starts_with(b"//") {
                comment = true;
                rest.len()
            } else if rest.starts_with(b"/*") {
                self.depth = 1;
                comment = true;
                2
            } else {
                code |= !byte.is_ascii_whitespace();
                literal(rest).unwrap_or(1)
            };
            rest = &rest[step..];
        }
        match (code, comment) {
            _ if looks_inside => LineClass::Undecided,
            (false, true) => LineClass::Comment,
            _ => LineClass::Code,
        }
    }

    /// Goes on within a comment.
    fn inside(&mut self, rest: &[u8]) -> usize {
        if rest.starts_with(b"*/") {
            self.depth -= 1;
            2
        } else if self.comments == Comments::Rust && rest.starts_with(b"/*") {
            self.depth += 1;
            2
        } else {
            1
        }
    }
}

fn plain(text: &[u8]) -> LineClass {
    if text.is_empty() { LineClass::Blank } else { LineClass::Code }
}

/// What the first `/*` or `*/` of a line does, outside strings as far as a line can show. A line that
/// begins with `*` and closes is taken for the end of a comment whatever quotes it holds.
fn first_mark(line: &[u8]) -> Option<Mark> {
    let text = line.trim_ascii();
    if text.starts_with(b"*") && text.ends_with(b"*/") {
        return Some(Mark::Closes);
    }
    let mut rest = text;
    while !rest.is_empty() {
        if rest.starts_with(b"*/") {
            return Some(Mark::Closes);
        } else if rest.starts_with(b"/*") {
            return Some(Mark::Opens);
        } else if rest.starts_with(b"//") {
            return None;
        }
        rest = &rest[literal(rest).unwrap_or(1)..];
    }
    None
}

/// The length of the string or character at the start; none where there is none. A string that does not end
/// takes the rest of the line.
fn literal(text: &[u8]) -> Option<usize> {
    let quote = *text.first().filter(|b| matches!(b, b'"' | b'\''))?;
    let mut at = 1;
    while let Some(&byte) = text.get(at) {
        match byte {
            b'\\' => at += 1,
            _ if byte == quote => return Some(at + 1),
            _ if quote == b'\'' && at > 4 => return None,
            _ => {}
        }
        at += 1;
    }
    (quote == b'"').then_some(text.len())
}
