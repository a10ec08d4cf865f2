//! One mail as `git mailinfo` reads it: headers, decoded text, cut into message, notes and patch.
//!
//! Reading never fails. What git would give up on is read as far as it goes, and reported as a [`Problem`].
//! A plain mail is borrowed whole; only what is encoded, converted or re-flowed is copied.
//!
//! Source: git's `mailinfo.c` (<https://git-scm.com/docs/git-mailinfo>).

mod body;
mod bounds;
mod bytes;
mod charset;
mod content;
mod cut;
mod fields;
mod header;
mod message;
mod newlines;
mod parts;
mod places;
mod problem;
mod text;
mod transfer;
mod utf7;
mod word;

pub use body::Body;
pub use bounds::{LONGEST_HEADER, MOST_PARTS};
pub(crate) use bytes::{is_space, text_of, trim, trim_end};
pub use header::Headers;
pub use message::{Envelope, Message, Options};
pub use problem::Problem;
pub(crate) use word::read_in_text;
