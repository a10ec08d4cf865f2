//! Names as hashes: they are compared millions of times, and need not be kept.

use std::hash::{DefaultHasher, Hash, Hasher as _};

/// A hash that stands for what was hashed: names are compared millions of times, and need not be kept.
pub type Fingerprint = u64;

pub(super) fn fingerprint(what: impl Hash) -> Fingerprint {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
}
