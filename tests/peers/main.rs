//! What needs the network, or installs and builds programs: `cargo test --test peers`. `cargo test` alone leaves it out.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]
#![allow(clippy::print_stderr, reason = "a test that is skipped says why")]

mod b4;
mod package;
