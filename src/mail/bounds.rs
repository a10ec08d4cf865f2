//! How much of a mail is read, beside the bounds that git has.

/// The most bytes of a header that are read.
pub const LONGEST_HEADER: usize = 1 << 16;

/// The most parts of a mail that are read.
pub const MOST_PARTS: usize = 10_000;
