//! Where mail comes from: every input becomes blocks of whole mails, in order.
//!
//! A block is a stretch of bytes that holds whole mails and knows where each begins. Inputs are streamed:
//! never more than a few blocks are in memory.

mod compressed;
mod mbox;
mod source;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

pub use mbox::split;
pub use source::{InputError, Source};

/// The most bytes of one mail that are read. What is longer is checked up to here, and says so.
pub const LONGEST_MAIL: usize = 32 << 20;

/// Some mails of one input.
#[derive(Debug)]
pub struct Block {
    /// The input, as people would name it.
    pub input: Arc<str>,
    bytes: Vec<u8>,
    spans: Vec<Span>,
}

/// Where one mail is in its block and in its input.
#[derive(Debug, Clone)]
struct Span {
    bytes: Range<usize>,
    index: u64,
    line: u64,
    quoted: bool,
    cut: bool,
}

/// One mail of a block.
#[derive(Debug)]
pub struct Mail<'a> {
    /// Its bytes as git would write them to a file of their own: no `\r` at line ends, no mboxrd quotes.
    pub bytes: Cow<'a, [u8]>,
    /// How many mails of the input came before it.
    pub index: u64,
    /// The line of the input, from 1, on which it begins.
    pub line: u64,
    /// Whether it is longer than [`LONGEST_MAIL`], and only its beginning is here.
    pub cut: bool,
}

impl Block {
    /// The mails of the block, in order.
    pub fn mails(&self) -> impl Iterator<Item = Mail<'_>> {
        self.spans.iter().map(|span| Mail {
            bytes: mbox::as_git_writes(&self.bytes[span.bytes.clone()], span.quoted),
            index: span.index,
            line: span.line,
            cut: span.cut,
        })
    }
}
