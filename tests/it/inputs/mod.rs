//! The same mails give the same findings, whatever they come in; what is no mail is named, and the rest is
//! read all the same.

mod bounds;
mod boxes;
mod commits;
mod faults;
mod public_inbox;
pub(crate) mod run;
