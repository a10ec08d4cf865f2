//! checkprov.
pub mod diff;
