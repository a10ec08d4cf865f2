//! Reads one side of a hunk, line by line, and keeps in mind what is open.

use super::class::LineClass;
use super::string::{Form, Text, character, here_document, opening, string};
use super::table::{Comments, Strings};
use crate::diff::Line;

/// What is open where a line begins.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Within<'a> {
    Code,
    /// So many comments, within each other.
    Comment(usize),
    /// A `//` comment that a backslash continues.
    Remark,
    Text(Text<'a>),
    /// Documentation of a table.
    Docs,
}

/// Reads lines.
pub(super) struct Scanner<'a> {
    comments: Comments,
    within: Within<'a>,
    /// Whether nothing in the hunk shows what was open at its start.
    unsure: bool,
    /// Whether what looks like a comment may be the text of a string that began above the hunk.
    doubtful: bool,
    /// What the lines that were read showed of the hunk's start.
    seen: Seen,
}

#[derive(Default)]
struct Seen {
    /// Whether a comment or documentation began or ended: none where neither did.
    closes_first: Option<bool>,
    /// Whether a string went on over lines, or did not end.
    text: bool,
}

impl<'a> Scanner<'a> {
    /// A scanner for the lines of one side. They are read once ahead: what ends before it begins was open.
    pub(super) fn new<I: Iterator<Item = Line<'a>>>(comments: Comments, lines: impl Fn() -> I) -> Self {
        let whole = lines().next().is_none_or(|line| line.number <= 1);
        let mut ahead = Self::from(comments, Within::Code);
        for line in lines() {
            ahead.read(&line);
        }
        let closes = ahead.seen.closes_first.filter(|_| !whole);
        let mut scanner = match (closes, comments) {
            (Some(true), Comments::Hx) => Self::from(comments, Within::Docs),
            (Some(true), _) => Self::from(comments, Within::Comment(1)),
            _ => Self::from(comments, Within::Code),
        };
        if closes == Some(true) {
            ahead = Self::from(comments, scanner.within.clone());
            for line in lines() {
                ahead.read(&line);
            }
        }
        scanner.unsure = !whole && closes.is_none();
        scanner.doubtful = !whole && ahead.seen.text;
        scanner
    }

    fn from(comments: Comments, within: Within<'a>) -> Self {
        Self { comments, within, unsure: false, doubtful: false, seen: Seen::default() }
    }

    /// What the next line is.
    pub(super) fn read(&mut self, line: &Line<'a>) -> LineClass {
        let text = line.text.trim_ascii();
        let class = match self.comments {
            Comments::HashAtStart if line.text.starts_with(b"#") => LineClass::Comment,
            Comments::Qapi if text.starts_with(b"#") => LineClass::Docs,
            Comments::HashAtStart | Comments::Qapi => plain(text),
            Comments::Hx => self.read_table(line.text),
            Comments::Hash(_) if text.starts_with(b"#!") && line.number == 1 => LineClass::Code,
            Comments::Slashes(_) | Comments::Assembly | Comments::Hash(_) => self.read_code(line.text),
        };
        if class == LineClass::Comment && self.doubtful { LineClass::Undecided } else { class }
    }

    fn read_table(&mut self, line: &[u8]) -> LineClass {
        let opens = line == b"SRST" || line.starts_with(b"SRST(");
        let ends = line == b"ERST";
        if opens || ends {
            self.seen.closes_first.get_or_insert(ends);
        }
        let inside = opens || self.within == Within::Docs;
        self.within = if inside && !ends { Within::Docs } else { Within::Code };
        match plain(line.trim_ascii()) {
            _ if inside => LineClass::Docs,
            LineClass::Code if line.starts_with(b"HXCOMM") => LineClass::Comment,
            LineClass::Code if self.unsure => LineClass::Undecided,
            class => class,
        }
    }

    fn read_code(&mut self, line: &'a [u8]) -> LineClass {
        let text = line.trim_ascii();
        let looks_inside =
            self.unsure && !matches!(self.comments, Comments::Hash(_)) && text.starts_with(b"*");
        let (mut code, mut comment) = (false, false);
        let mut rest = text;
        // A string of whole lines, or what is left of one, is content even where it is blank.
        if let Within::Text(open) = &self.within {
            code = true;
            if let Form::Lines { tabs } = open.form {
                let tabs = line.iter().take_while(|&&b| tabs && b == b'\t').count();
                rest = &[];
                if line[tabs..] == *open.ends {
                    self.within = Within::Code;
                }
            }
        }
        if let Some(len) = include(self.comments, rest).filter(|_| self.within == Within::Code) {
            code = true;
            rest = &rest[len..];
        }
        let mut heredoc = None;
        while !rest.is_empty() {
            let step = match &self.within {
                Within::Comment(depth) => {
                    comment = true;
                    self.inside(rest, *depth)
                }
                Within::Remark => {
                    comment = true;
                    rest.len()
                }
                Within::Text(open) => {
                    code = true;
                    let (step, ended) = string(rest, open);
                    if ended {
                        self.within = Within::Code;
                    }
                    step
                }
                Within::Code | Within::Docs => {
                    let before = &text[..text.len() - rest.len()];
                    self.code(rest, before, &mut code, &mut heredoc)
                }
            };
            rest = &rest[step..];
        }
        self.end_line(line, heredoc);
        match (code, comment || self.begins_comment(text)) {
            _ if text.is_empty() && !code => LineClass::Blank,
            _ if looks_inside => LineClass::Undecided,
            (false, true) => LineClass::Comment,
            _ => LineClass::Code,
        }
    }

    /// Whether a line of nothing else is a comment: no code was seen on it.
    fn begins_comment(&self, text: &[u8]) -> bool {
        match self.comments {
            Comments::Hash(_) => text.starts_with(b"#"),
            Comments::Assembly => text.starts_with(b"#") || slashes(text),
            _ => slashes(text),
        }
    }

    /// Takes one step through code.
    fn code(
        &mut self,
        rest: &'a [u8],
        before: &[u8],
        code: &mut bool,
        heredoc: &mut Option<Text<'a>>,
    ) -> usize {
        let at_word = before.last().is_none_or(u8::is_ascii_whitespace);
        match self.comments {
            Comments::Hash(_) if rest[0] == b'#' && at_word => return rest.len(),
            Comments::Assembly if rest[0] == b'#' && before.is_empty() => return rest.len(),
            Comments::Slashes(_) | Comments::Assembly => {
                if rest.starts_with(b"//") {
                    self.within = Within::Remark;
                    return 2;
                } else if rest.starts_with(b"/*") {
                    self.seen.closes_first.get_or_insert(false);
                    self.within = Within::Comment(1);
                    return 2;
                } else if rest.starts_with(b"*/") {
                    self.seen.closes_first.get_or_insert(true);
                }
            }
            _ => {}
        }
        *code |= !rest[0].is_ascii_whitespace();
        if self.strings() == Strings::Shell {
            if rest[0] == b'\\' {
                return rest.len().min(2);
            }
            if rest.starts_with(b"<<<") {
                return 3;
            }
            if let Some((open, len)) = here_document(rest) {
                *heredoc = Some(open);
                return len;
            }
        }
        match opening(self.strings(), rest, before) {
            Some((open, len)) => {
                self.within = Within::Text(open);
                len
            }
            None => character(rest).unwrap_or(1),
        }
    }

    /// Goes on within a comment.
    fn inside(&mut self, rest: &[u8], depth: usize) -> usize {
        if rest.starts_with(b"*/") {
            self.within = if depth > 1 { Within::Comment(depth - 1) } else { Within::Code };
            2
        } else if self.strings() == Strings::Rust && rest.starts_with(b"/*") {
            self.within = Within::Comment(depth + 1);
            2
        } else {
            1
        }
    }

    /// What a line break ends.
    fn end_line(&mut self, line: &[u8], heredoc: Option<Text<'a>>) {
        let continued = line.ends_with(b"\\");
        let ends = match &self.within {
            Within::Remark => !(continued && self.strings() == Strings::C),
            Within::Text(open) => {
                self.seen.text = true;
                open.form == Form::Escaped && !continued && open.ends.len() == 1 && self.ends_with_line()
            }
            _ => false,
        };
        if ends {
            self.within = Within::Code;
        }
        if let Some(open) = heredoc {
            self.seen.text = true;
            self.within = Within::Text(open);
        }
    }

    /// Whether a plain string ends with its line where no backslash continues it.
    fn ends_with_line(&self) -> bool {
        !matches!(self.strings(), Strings::Rust | Strings::Shell)
    }

    fn strings(&self) -> Strings {
        match self.comments {
            Comments::Slashes(strings) | Comments::Hash(strings) => strings,
            _ => Strings::C,
        }
    }
}

fn plain(text: &[u8]) -> LineClass {
    if text.is_empty() { LineClass::Blank } else { LineClass::Code }
}

fn slashes(text: &[u8]) -> bool {
    text.starts_with(b"//") || text.starts_with(b"/*")
}

/// The length of `#include <…>`, in which nothing begins a comment.
fn include(comments: Comments, text: &[u8]) -> Option<usize> {
    let Comments::Slashes(Strings::C) = comments else { return None };
    let word = text.strip_prefix(b"#")?.trim_ascii_start();
    let name = word.strip_prefix(b"include").or_else(|| word.strip_prefix(b"import"))?;
    let name = name.strip_prefix(b"_next").unwrap_or(name).trim_ascii_start();
    let end = name.strip_prefix(b"<")?.iter().position(|&b| b == b'>')?;
    Some(text.len() - name.len() + end + 2)
}
