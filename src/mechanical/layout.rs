//! The patch laid out for comparing: its lines as tokens, the old side and the new side apart.

use std::ops::Range;

use super::scan::{Scanner, State};
use super::token::{BREAK, Token, Words};
use crate::diff::{self, FileChange, Kind, Line};
use crate::language::Language;

/// Stands for no line: where a hunk begins.
pub(super) const NO_ROW: u32 = u32::MAX;

/// So many bytes of hunks are looked at; what is beyond is left for a reader.
const MOST: usize = 9 << 20;

/// What a hunk counts for beside its bytes: laid out, it takes as much memory as so many bytes of lines.
const HUNK: usize = 64;

/// A whole patch, laid out.
pub(super) struct Layout<'a> {
    pub(super) words: Words<'a>,
    pub(super) files: Vec<&'a FileChange<'a>>,
    pub(super) rows: Vec<Row<'a>>,
    pub(super) old: Side,
    pub(super) new: Side,
    pub(super) runs: Vec<Run>,
    pub(super) hunks: Vec<Hunk<'a>>,
    /// Changed lines that are not looked at, since there is too much before them.
    pub(super) beyond: u64,
}

/// One line of the patch.
pub(super) struct Row<'a> {
    pub(super) line: Line<'a>,
    pub(super) file: u32,
    /// Its number in the old file, of an added line the number of the line that follows it there.
    pub(super) old_number: u64,
}

/// The lines of one side, context among them, in the order of the patch. Where a hunk begins stands a line
/// of its own that holds [`BREAK`].
#[derive(Clone, Default)]
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

/// A hunk, context and all.
#[derive(Debug, Clone)]
pub(super) struct Hunk<'a> {
    /// What stands after the second `@@`: mostly the function's name.
    pub(super) section: &'a [u8],
    pub(super) rows: Range<usize>,
    pub(super) runs: Range<usize>,
    /// Its lines on either side, without the line that stands for its edge.
    pub(super) lines: Run,
}

impl Run {
    /// How many lines it has, on both sides.
    pub(super) fn len(&self) -> usize {
        self.old.len() + self.new.len()
    }
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

    /// The first line that begins at a token or after it.
    pub(super) fn first_from(&self, token: usize) -> usize {
        self.starts.partition_point(|&start| (start as usize) < token)
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

    /// Where the tokens of a line begin; of the line after the last, where they end.
    pub(super) fn start(&self, line: usize) -> usize {
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
            beyond: 0,
        };
        let mut left = MOST;
        for at in 0..layout.files.len() {
            let file = layout.files[at];
            let language = Language::of(&file.path);
            for hunk in file.hunks.iter() {
                left = left.saturating_sub(HUNK + hunk.body.len());
                if left == 0 {
                    layout.beyond += hunk.added + hunk.removed;
                } else {
                    layout.hunk(place(at), &hunk, language);
                }
            }
        }
        layout
    }

    fn hunk(&mut self, file: u32, hunk: &diff::Hunk<'a>, language: Language) {
        for side in [&mut self.old, &mut self.new] {
            side.tokens.push(BREAK);
            side.close(NO_ROW);
        }
        let (old, new) = (self.old.len(), self.new.len());
        let (rows, runs) = (self.rows.len(), self.runs.len());
        let start = |not: Kind| {
            let lines = hunk.lines().filter(move |line| line.kind != not).map(|line| line.text);
            State::at_start(language, lines)
        };
        let mut states = [start(Kind::Added), start(Kind::Removed)];
        let mut run = None;
        let mut old_number = hunk.old_start;
        for line in hunk.lines() {
            self.line(Row { line, file, old_number }, language, &mut states, &mut run);
            old_number = old_number.saturating_add(u64::from(line.kind != Kind::Added));
        }
        self.runs.extend(run);
        self.hunks.push(Hunk {
            section: hunk.section,
            rows: rows..self.rows.len(),
            runs: runs..self.runs.len(),
            lines: Run { file, old: old..self.old.len(), new: new..self.new.len() },
        });
    }

    fn line(&mut self, row: Row<'a>, language: Language, states: &mut [State; 2], run: &mut Option<Run>) {
        let Row { line, file, .. } = row;
        let row = {
            self.rows.push(row);
            place(self.rows.len() - 1)
        };
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
