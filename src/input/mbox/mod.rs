//! Splits an mbox the way `git mailsplit` does, a block at a time; one mail or one diff is a box of one.
//!
//! Every byte is looked at twice, for `From ` and for newlines. All else looks at few lines.
//!
//! Source: git's `builtin/mailsplit.c` (<https://git-scm.com/docs/git-mailsplit>).

use std::io::{self, Read};
use std::sync::{Arc, LazyLock};

use memchr::memmem::Finder;

use super::block::{BLOCK, Block, Buffer, Pool, Span};
use super::separator::{LONGEST_LINE, commit_of, first_line, is_blank, is_separator};
use super::shape::{self, Shape};
use super::{LONGEST_MAIL, Reason};

static FROM: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"From "));

/// How the mails of an input are named.
#[derive(Debug, Clone)]
pub(super) enum Naming {
    /// All by the input.
    Input(Arc<str>),
    /// Each by the commit its separator names, with lines of its own.
    Commit,
}

/// The blocks of one stream.
pub(super) struct Blocks<R> {
    reader: R,
    naming: Naming,
    pool: Pool,
    /// How many bytes are read at once.
    size: usize,
    /// The most bytes of one mail that are handed on.
    longest: usize,
    /// What was read and not handed on yet, up to `filled`. Begins with a mail.
    pending: Buffer,
    filled: usize,
    /// The mails that begin in it.
    drafts: Vec<Draft>,
    /// How far mails were looked for.
    searched: usize,
    shape: Option<Shape>,
    /// Whether what is neither mail nor a diff is a mail all the same, as it is for `git mailsplit -b`.
    any: bool,
    /// Whether the first mail is the rest of one that is too long.
    skipping: bool,
    ended: bool,
    fault: Option<Reason>,
    index: u64,
    line: u64,
}

/// A mail whose end may not be known.
#[derive(Debug, Clone, Copy, Default)]
struct Draft {
    start: usize,
    /// Whether it may hold a line like `>From `.
    quotes: bool,
}

impl<R: Read> Blocks<R> {
    /// The blocks of what is read; `index` mails came before it.
    pub(super) fn new(reader: R, naming: Naming, pool: Pool, index: u64) -> Self {
        Self {
            reader,
            naming,
            pending: pool.buffer(),
            pool,
            size: BLOCK,
            longest: LONGEST_MAIL,
            filled: 0,
            drafts: vec![Draft::default()],
            searched: 0,
            shape: None,
            any: false,
            skipping: false,
            ended: false,
            fault: None,
            index,
            line: 1,
        }
    }

    /// What is read is one mail, whatever it holds.
    pub(super) fn into_one_mail(self) -> Self {
        Self { shape: Some(Shape::Mail), ..self }
    }

    /// How many mails there were up to here.
    pub(super) fn index(&self) -> u64 {
        self.index
    }

    /// Reads once. What is there is handed on; no one waits for a pipe to fill a block.
    fn read(&mut self) {
        if self.filled == self.pending.bytes.len() {
            let more = BLOCK.max(self.filled / 4);
            self.pending.grow((self.filled + more).min(self.longest + BLOCK));
        }
        let room = (self.filled + self.size).min(self.pending.bytes.len());
        match self.reader.read(&mut self.pending.bytes[self.filled..room]) {
            Ok(0) => self.ended = true,
            Ok(read) => self.filled += read,
            Err(why) if why.kind() == io::ErrorKind::Interrupted => {}
            Err(why) => self.fail(why.into()),
        }
    }

    /// Whatever follows, it is not read.
    fn fail(&mut self, why: Reason) {
        self.ended = true;
        self.fault = Some(why);
    }

    /// Passes over what may be before the first mail, and says whether one begins.
    fn begins(&mut self) -> bool {
        if self.shape.is_some() {
            return true;
        }
        let start = &self.pending.bytes[..self.filled];
        let mark = if start.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        let blank = start[mark..].iter().take_while(|b| is_blank(**b)).count();
        self.line += newlines(&start[mark..mark + blank]);
        self.drop_front(mark + blank);
        let start = &self.pending.bytes[..self.filled];
        if start.is_empty() || (start.len() < 4 && !self.ended) {
            return false;
        }
        match shape::of(start, self.ended) {
            Ok(shape) => self.shape = shape,
            Err(_) if self.any => self.shape = Some(Shape::Mail),
            Err(why) => {
                self.filled = 0;
                let why = self.fault.take().unwrap_or(why);
                self.fail(why);
            }
        }
        self.shape.is_some()
    }

    /// Finds the mails that begin in what was read last.
    fn search(&mut self) {
        if self.shape != Some(Shape::Mbox) {
            self.searched = self.filled;
            return;
        }
        let read = &self.pending.bytes[..self.filled];
        // The last line may not be all there: it is searched again, with what follows.
        let from = self.searched.max(1);
        for at in FROM.find_iter(read.get(from..).unwrap_or_default()).map(|at| from + at) {
            match read[at - 1] {
                b'\n' => {
                    let line = first_line(&read[at..]);
                    if (self.ended || line.ends_with(b"\n")) && is_separator(line) {
                        self.drafts.push(Draft { start: at, quotes: false });
                    }
                }
                b'>' => {
                    if let Some(last) = self.drafts.last_mut() {
                        last.quotes = true;
                    }
                }
                _ => {}
            }
        }
        let line_at = memchr::memrchr(b'\n', &read[self.searched..]).map(|at| self.searched + at + 1);
        let line_at = line_at.unwrap_or(self.searched);
        self.searched = if self.filled - line_at > LONGEST_LINE { self.filled - 8 } else { line_at };
    }

    /// Passes over the rest of a mail that is too long, as far as it was read.
    fn skip(&mut self) {
        let next = self.drafts.get(1).map(|draft| draft.start);
        // The byte before what has to be searched again shows whether a line begins there.
        let end = next.unwrap_or_else(|| self.searched.saturating_sub(1));
        self.line += newlines(&self.pending.bytes[..end]);
        if next.is_some() {
            self.drafts.remove(0);
            self.skipping = false;
        }
        self.drop_front(end);
    }

    /// The whole mails that were read, if there are any.
    fn hand_on(&mut self) -> Option<Block> {
        let too_long = self.drafts.len() == 1 && self.filled > self.longest;
        let (mails, end) = match self.drafts.split_last() {
            _ if self.ended => (self.drafts.len(), self.filled),
            _ if too_long => (1, self.searched.saturating_sub(1)),
            Some((last, mails)) => (mails.len(), last.start),
            None => (0, 0),
        };
        if mails == 0 || self.filled == 0 {
            return None;
        }
        let ends = self.drafts[1..].iter().map(|next| next.start).chain([self.filled]);
        let drafts: Vec<(Draft, usize)> = self.drafts.iter().copied().zip(ends).take(mails).collect();
        let spans = drafts.into_iter().map(|(draft, stop)| self.span(draft, stop, stop.min(end))).collect();
        if too_long && !self.ended {
            self.skipping = true;
        } else {
            self.drafts.drain(..mails);
        }
        let mut rest = self.pool.buffer();
        rest.grow(self.filled - end);
        rest.bytes[..self.filled - end].copy_from_slice(&self.pending.bytes[end..self.filled]);
        self.rebase(end);
        Some(Block::new(std::mem::replace(&mut self.pending, rest), spans))
    }

    /// A mail that stops there; its lines are counted up to `counted`.
    fn span(&mut self, draft: Draft, stop: usize, counted: usize) -> Span {
        let mail = &self.pending.bytes[draft.start..stop];
        let mboxrd = draft.quotes && memchr::memmem::find(first_line(mail), b"mboxrd@z").is_some();
        let (input, line, in_file) = match &self.naming {
            Naming::Input(input) => (Arc::clone(input), self.line, &**input != "-"),
            Naming::Commit => (short(commit_of(first_line(mail)).unwrap_or_default()), 1, false),
        };
        let span = Span {
            input,
            bytes: draft.start..stop.min(draft.start + self.longest),
            index: self.index,
            line,
            quoted: mboxrd,
            cut: mail.len() > self.longest,
            bare: self.shape == Some(Shape::Diff),
            in_file,
        };
        self.index += 1;
        self.line += newlines(&self.pending.bytes[draft.start..counted]);
        span
    }

    fn drop_front(&mut self, end: usize) {
        if end > 0 {
            self.pending.bytes.copy_within(end..self.filled, 0);
            self.rebase(end);
        }
    }

    /// Says that what was pending from there on is at the front now.
    fn rebase(&mut self, end: usize) {
        self.filled -= end;
        self.searched = self.searched.saturating_sub(end);
        for draft in &mut self.drafts {
            draft.start = draft.start.saturating_sub(end);
        }
    }
}

impl<R: Read> Iterator for Blocks<R> {
    type Item = Result<Block, Reason>;

    /// The next block. What was read before a fault comes before it.
    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            self.read();
            if !self.begins() {
                continue;
            }
            self.search();
            if self.skipping {
                self.skip();
            }
            if !self.skipping
                && let Some(block) = self.hand_on()
            {
                return Some(Ok(block));
            }
        }
        self.fault.take().map(Err)
    }
}

fn newlines(bytes: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', bytes).count() as u64
}

/// A commit as people name it.
fn short(commit: &str) -> Arc<str> {
    commit.get(..12).unwrap_or(commit).into()
}

/// Splits what is in memory: an mbox, or else one mail, whatever it holds.
///
/// ```
/// let blocks = checkprov::input::split(b"Subject: one\n\nText.\n");
/// assert_eq!(blocks.iter().flat_map(|block| block.mails()).count(), 1);
/// ```
pub fn split(bytes: &[u8]) -> Vec<Block> {
    let mut blocks = Blocks::new(bytes, Naming::Input("memory".into()), Pool::default(), 0);
    blocks.any = true;
    blocks.filter_map(Result::ok).collect()
}

#[cfg(test)]
mod tests;
