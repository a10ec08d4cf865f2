//! Passes one mail on, with what was found in headers of its own.
//!
//! Whatever happens, the mail comes out: where it cannot be checked, `X-Checkprov-Status` says `failed`.

mod header;

use std::io::{self, Read as _, Write as _};
use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;

use anyhow::{Context as _, Result, anyhow, bail};

use super::eprint_error;
use super::output;
use checkprov::flow::{self, Event, Job};
use checkprov::input::{self, Source};
use checkprov::mail_report::{Detail, MailReport};

pub(super) fn run(policy: Option<&str>) -> Result<ExitCode> {
    let mut mail = Vec::new();
    io::stdin().read_to_end(&mut mail).context("the mail cannot be read")?;
    // Not even a fault of this program may cost a mail.
    let checked = panic::catch_unwind(AssertUnwindSafe(|| check(&mail, policy)));
    let headers = match checked {
        Ok(Ok(mails)) => header::of(&mails),
        Ok(Err(why)) => {
            eprint_error("the mail is passed on unchecked: ", &why);
            header::failed()
        }
        Err(_) => header::failed(),
    };
    pass_on(&header::put(&mail, &headers))?;
    Ok(ExitCode::SUCCESS)
}

/// What there is to say of the mail, and of each of those that `git am` makes of it where a line in it parts mails: as
/// the first line does too, git takes it for a mailbox.
fn check(mail: &[u8], policy: Option<&str>) -> Result<Vec<MailReport>> {
    let policy = super::policy::chosen(policy)?;
    let source = |mail: &[u8]| Source::Memory { name: "-".to_owned(), mail: mail.into() };
    let blocks = input::split(mail);
    let parts: Vec<Source> =
        blocks.iter().flat_map(|block| block.mails()).map(|part| source(&part.bytes)).collect();
    let parts = if parts.len() > 1 { parts } else { Vec::new() };
    let sources: Vec<Source> = std::iter::once(source(mail)).chain(parts).collect();
    let job = Job { detail: Detail::All, ..Job::new(&policy) };
    let mut checked = Vec::new();
    flow::check(&sources, &job, |event| {
        match event {
            Event::Mail(mail) => checked.push(Ok(*mail)),
            Event::Unread(why) => checked.push(Err(why)),
            Event::Answer(_) | Event::Skipped | Event::Flush => {}
        }
        Ok(())
    })?;
    Ok(checked.into_iter().collect::<Result<_, _>>()?)
}

/// A mail that could not be written is a failure, even where whoever read it has only gone away.
fn pass_on(mail: &[u8]) -> Result<()> {
    if output::is_closed() {
        bail!("the mail could not be passed on: standard output is closed");
    }
    let mut out = io::stdout().lock();
    out.write_all(mail)
        .and_then(|()| out.flush())
        .map_err(|why| anyhow!("the mail could not be passed on: {why}"))
}
