//! Writes mail that is full of one thing, or whose mails have much to do with each other.
//!
//!     cargo run --release --example hostile                      # names the kinds
//!     cargo run --release --example hostile -- files 1048576     # one of about so many bytes
//!
//! `benches/worst` drives it.

#![allow(clippy::unwrap_used, reason = "it is made of what tests are made of")]

#[path = "../src/hostile_size/mailboxes.rs"]
mod mailboxes;
#[path = "../src/hostile_size/mails.rs"]
mod mails;

use std::io::{self, Write as _};

use anyhow::Context as _;
use mailboxes::MAILBOXES;
use mails::MAILS;

fn main() -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    let Some(kind) = std::env::args().nth(1) else {
        let kinds = MAILS.iter().map(|full| full.of).chain(MAILBOXES.iter().map(|mailbox| mailbox.of));
        for kind in kinds {
            writeln!(out, "{kind}")?;
        }
        return Ok(());
    };
    let size = std::env::args().nth(2).context("how many bytes?")?.parse()?;
    if let Some(full) = MAILS.iter().find(|full| full.of == kind) {
        out.write_all(&full.patch(size))?;
    } else {
        let mailbox = MAILBOXES.iter().find(|mailbox| mailbox.of == kind).context("there is no such kind")?;
        for mail in (mailbox.mails)(size) {
            write!(out, "From a@b.org Mon Jun  1 10:12:00 2026\n{mail}\n")?;
        }
    }
    Ok(())
}
