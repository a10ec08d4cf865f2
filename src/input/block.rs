//! Blocks of mails, and the buffers they are made of.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::{Arc, Mutex};

use super::quoting::as_git_writes;
use super::separator::{commit_of, first_line};

/// How many bytes a block holds. One long mail makes its block longer.
pub(super) const BLOCK: usize = 1 << 19;

/// How many buffers wait to be used again.
const SPARE: usize = 16;

/// Some mails of one input.
#[derive(Debug)]
pub struct Block {
    buffer: Buffer,
    spans: Vec<Span>,
}

/// Where one mail is in its block and in its input.
#[derive(Debug, Clone)]
pub(super) struct Span {
    pub(super) input: Arc<str>,
    pub(super) bytes: Range<usize>,
    pub(super) index: u64,
    pub(super) line: u64,
    /// Whether lines like `>From ` have to lose a `>`.
    pub(super) quoted: bool,
    pub(super) cut: bool,
    pub(super) bare: bool,
    pub(super) in_file: bool,
}

/// One mail of a block.
#[derive(Debug)]
pub struct Mail<'a> {
    /// Where it is from, as people would name it: the file, or the commit.
    pub input: &'a Arc<str>,
    /// Its bytes as git would write them to a file of their own: no `\r` at line ends, no mboxrd quotes.
    pub bytes: Cow<'a, [u8]>,
    /// How many mails of the input came before it.
    pub index: u64,
    /// The line of the input, from 1, on which it begins.
    pub line: u64,
    /// Whether it is longer than [`LONGEST_MAIL`](super::LONGEST_MAIL), and only its beginning is here.
    pub cut: bool,
    /// Whether it is a diff with no mail around it.
    pub bare: bool,
    /// Whether the input is a file: not a commit, and not standard input.
    pub in_file: bool,
}

impl Mail<'_> {
    /// The commit that `git format-patch` wrote it from, as its separator names it, if it does.
    pub fn commit(&self) -> Option<&str> {
        commit_of(first_line(&self.bytes))
    }
}

impl Block {
    pub(super) fn new(buffer: Buffer, spans: Vec<Span>) -> Self {
        Self { buffer, spans }
    }

    /// The mails of the block, in order.
    pub fn mails(&self) -> impl Iterator<Item = Mail<'_>> {
        self.spans.iter().map(|span| Mail {
            input: &span.input,
            bytes: as_git_writes(&self.buffer.bytes[span.bytes.clone()], span.quoted),
            index: span.index,
            line: span.line,
            cut: span.cut,
            bare: span.bare,
            in_file: span.in_file,
        })
    }

    /// How many bytes its mails have.
    pub fn size(&self) -> usize {
        self.spans.iter().map(|span| span.bytes.len()).sum()
    }
}

/// Bytes to read into, all of them set. They go back to their pool when no one needs them any more: to
/// have new memory for every block would cost more than to read it.
#[derive(Debug, Default)]
pub(super) struct Buffer {
    pub(super) bytes: Vec<u8>,
    pool: Pool,
}

impl Buffer {
    /// Makes room for so many bytes, and no more: a long mail needs memory enough.
    pub(super) fn grow(&mut self, size: usize) {
        if let Some(more) = size.checked_sub(self.bytes.len()) {
            self.bytes.reserve_exact(more);
            self.bytes.resize(size, 0);
        }
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        // What a long mail needed beside is given back.
        self.bytes.truncate(BLOCK);
        self.bytes.shrink_to_fit();
        if self.bytes.len() == BLOCK
            && let Ok(mut spare) = self.pool.0.lock()
            && spare.len() < SPARE
        {
            spare.push(std::mem::take(&mut self.bytes));
        }
    }
}

/// The buffers of one input.
#[derive(Debug, Clone, Default)]
pub(super) struct Pool(Arc<Mutex<Vec<Vec<u8>>>>);

impl Pool {
    /// A buffer of at least [`BLOCK`] bytes.
    pub(super) fn buffer(&self) -> Buffer {
        let spare = self.0.lock().ok().and_then(|mut spare| spare.pop());
        Buffer { bytes: spare.unwrap_or_else(|| vec![0; BLOCK]), pool: self.clone() }
    }
}
