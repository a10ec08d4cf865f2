//! The patch laid out for comparing: its lines as tokens, the old side and the new side apart.

use std::ops::Range;

use super::scan::{Scanner, State};
use super::token::{BREAK, Token, Words};
use crate::diff::{FileChange, Kind, Line};
use crate::language::Language;

/// Stands for no line: where a hunk begins.
pub(super) const NO_ROW: u32 = u32::MAX;

/// A whole patch, laid out.
pub(super) struct Layout<'a> {
    pub(super) words: Words<'a>,
    pub(super) files: Vec<&'a FileChange<'a>>,
    pub(super) rows: Vec<Row<'a>>,
    pub(super) old: Side,
    pub(super) new: Side,
    pub(super) runs: Vec<Run>,
    /// The hunks, context and all.
    pub(super) hunks: Vec<Run>,
}

/// One line of the patch.
pub(super) struct Row<'a> {
    pub(super) line: Line<'a>,
    pub(super) file: u32,
}

/// The lines of one side, context among them, in the order of the patch. Where a hunk begins stands a line
/// of its own that holds [`BREAK`].
#[derive(Default)]
pub(super) struct Side {
    pub(super) tokens: Vec<Token>,
    /// Where the tokens of each line begin, and where those of the last end.
    starts: Vec<u32>,
    /// Each line's place among the rows, or [`NO_ROW`].
    pub(super) rows: Vec<u32>,
}

/// Removed and added lines with no context between them, as ranges of lines of either side.
#[derive(Debug, Clone)]
pub(super) struct Run {
    pub(super) file: u32,
    pub(super) old: Range<usize>,
    pub(super) new: Range<usize>,
}

impl Side {
    /// How many lines it has.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The tokens of some lines, as a range.
    pub(super) fn span(&self, lines: &Range<usize>) -> Range<usize> {
        self.start(lines.start)..self.start(lines.end)
    }

    /// The tokens of some lines.
    pub(super) fn of(&self, lines: &Range<usize>) -> &[Token] {
        &self.tokens[self.span(lines)]
    }

    /// The tokens of one line.
    pub(super) fn line(&self, line: usize) -> &[Token] {
        self.of(&(line..line + 1))
    }

    /// The line a token stands on; the last line where there is no such token.
    pub(super) fn line_of(&self, token: usize) -> usize {
        let line = self.starts.partition_point(|&start| start as usize <= token).saturating_sub(1);
        line.min(self.len().saturating_sub(1))
    }

    /// The line a token stands on, which is `line` or a later one.
    pub(super) fn line_from(&self, mut line: usize, token: usize) -> usize {
        while self.start(line + 1) <= token {
            line += 1;
        }
        line
    }

    /// Ends a line whose tokens were pushed.
    pub(super) fn close(&mut self, row: u32) {
        if self.starts.is_empty() {
            self.starts.push(0);
        }
        self.rows.push(row);
        self.starts.push(place(self.tokens.len()));
    }

    /// Notes that the line to come took back tokens of those before, down to `low`.
    fn take_back(&mut self, low: usize) {
        let low = place(low);
        self.starts.iter_mut().rev().take_while(|start| **start > low).for_each(|start| *start = low);
    }

    fn start(&self, line: usize) -> usize {
        self.starts.get(line).map_or(self.tokens.len(), |&start| start as usize)
    }
}

/// A place in a list. A mail of more than 4 GiB is beyond what is read.
pub(super) fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

impl<'a> Layout<'a> {
    /// Lays out a patch.
    pub(super) fn new(files: impl IntoIterator<Item = &'a FileChange<'a>>) -> Self {
        let mut layout = Self {
            words: Words::new(),
            files: files.into_iter().collect(),
            rows: Vec::new(),
            old: Side::default(),
            new: Side::default(),
            runs: Vec::new(),
            hunks: Vec::new(),
        };
        for at in 0..layout.files.len() {
            let file = layout.files[at];
            let language = Language::of(&file.path);
            for hunk in &file.hunks {
                layout.begin();
                let starts = (layout.old.len(), layout.new.len());
                let start = |not: Kind| {
                    let lines = hunk.lines().filter(move |line| line.kind != not).map(|line| line.text);
                    State::at_start(language, lines)
                };
                let mut states = [start(Kind::Added), start(Kind::Removed)];
                let mut run = None;
                for line in hunk.lines() {
                    layout.line(line, place(at), language, &mut states, &mut run);
                }
                layout.runs.extend(run);
                let (old, new) = (starts.0..layout.old.len(), starts.1..layout.new.len());
                layout.hunks.push(Run { file: place(at), old, new });
            }
        }
        layout
    }

    fn begin(&mut self) {
        for side in [&mut self.old, &mut self.new] {
            side.tokens.push(BREAK);
            side.close(NO_ROW);
        }
    }

    fn line(
        &mut self,
        line: Line<'a>,
        file: u32,
        language: Language,
        states: &mut [State; 2],
        run: &mut Option<Run>,
    ) {
        let row = place(self.rows.len());
        self.rows.push(Row { line, file });
        if line.kind == Kind::Context {
            self.runs.extend(run.take());
        } else {
            run.get_or_insert_with(|| Run {
                file,
                old: self.old.len()..self.old.len(),
                new: self.new.len()..self.new.len(),
            });
        }
        let words = &mut self.words;
        let sides = [(&mut self.old, Kind::Added), (&mut self.new, Kind::Removed)];
        for ((side, not), state) in sides.into_iter().zip(states) {
            if line.kind != not {
                let low = Scanner::new(words, language, &mut side.tokens).line(line.text, state);
                side.take_back(low);
                side.close(row);
            }
        }
        if let Some(run) = run {
            run.old.end = self.old.len();
            run.new.end = self.new.len();
        }
    }
}

/// The letters and digits of a changed line.
pub(super) fn letters(layout: &Layout<'_>, row: u32) -> usize {
    let row = layout.rows.get(row as usize).filter(|row| row.line.kind != Kind::Context);
    let text = row.map_or(&[][..], |row| row.line.text);
    text.iter().filter(|b| b.is_ascii_alphanumeric()).count()
}
