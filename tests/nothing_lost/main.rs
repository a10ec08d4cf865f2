//! Nothing is lost: a full disk, a closed pipe, a kill at any moment, a file that changes while it is read.
//! Each file is old or new, never half; the exit status is right; every other mail is checked.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot write its inputs has nothing to say")]

mod changing;
mod disk;
#[path = "../home/mod.rs"]
mod home;
mod kill;
mod output;
#[allow(dead_code, reason = "shared with the tests of inputs")]
#[path = "../inputs/run.rs"]
mod run;
mod target;
