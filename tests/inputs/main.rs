//! The same mails give the same findings, whatever they come in; what is no mail is named, and the rest is
//! read all the same.

#![allow(clippy::unwrap_used, reason = "a test that cannot write its inputs has nothing to say")]

mod bounds;
mod boxes;
mod commits;
mod faults;
mod run;
