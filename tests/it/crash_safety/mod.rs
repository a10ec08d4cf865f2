//! Nothing is lost: a full disk, a closed pipe, a kill at any moment, a file that changes while it is read.
//! Each file is old or new, never half; the exit status is right; every other mail is checked.

#![cfg(unix)]

mod changing;
mod disk;
mod kill;
mod output;
mod target;
