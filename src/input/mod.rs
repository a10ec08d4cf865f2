//! Where mail comes from: every input becomes blocks of whole mails, in order.
//!
//! A block is a stretch of bytes that holds whole mails and knows where each begins. It owns what it holds,
//! so blocks can be checked on any thread. Inputs are streamed: never more than a few blocks are in memory.

mod block;
mod compressed;
mod error;
mod files;
mod folder;
mod incomplete_clone;
mod maildir;
mod mbox;
mod meter;
mod natural_sort;
mod period;
mod public_inbox;
mod quoting;
mod separator;
mod shape;
mod source;

pub use block::{Block, Mail};
pub use compressed::is_compressed;
pub use error::{InputError, Reason};
pub use mbox::split;
pub use meter::Meter;
pub use period::Period;
pub use source::{Blocked, Source};

/// The most bytes of one mail that are read. What is longer is checked up to here, and says so.
pub const LONGEST_MAIL: usize = 32 << 20;
