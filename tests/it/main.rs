//! Everything that `cargo test` holds the program to, one module a subject: offline, with nothing installed.
//!
//! `cargo test --test it fix::` runs one module. `tests/peers/` holds what needs the network or other programs' installers.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod am_and_push;
mod any_bytes;
mod bounds;
mod corpus;
mod crash_safety;
mod dependencies;
mod docs;
mod examples;
mod filter;
mod fix;
mod fix_in_place;
mod git;
mod git_oracle;
mod git_property;
mod git_starts_nothing;
mod home;
mod hooks;
mod hostile;
mod hostile_names;
mod init;
mod inputs;
mod install;
mod mechanical;
mod outputs;
mod pasted_help;
mod policies;
mod progress;
mod reports;
mod rules;
mod sample;
mod schemas;
mod second_opinion;
mod sendemail;
mod series;
mod shell;
mod summary;
mod verify;
mod workflows;
