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
use checkprov::input::Source;
use checkprov::mail_report::{Detail, MailReport};

pub(super) fn run(policy: Option<&str>) -> Result<ExitCode> {
    let mut mail = Vec::new();
    io::stdin().read_to_end(&mut mail).context("the mail cannot be read")?;
    // Not even a fault of this program may cost a mail.
    let checked = panic::catch_unwind(AssertUnwindSafe(|| check(&mail, policy)));
    let headers = match checked {
        Ok(Ok(Some(mail))) => header::of(&mail),
        Ok(Ok(None)) => header::no_patch(),
        Ok(Err(why)) => {
            eprint_error("the mail is passed on unchecked: ", &why);
            header::failed()
        }
        Err(_) => header::failed(),
    };
    pass_on(&header::put(&mail, &headers))?;
    Ok(ExitCode::SUCCESS)
}

/// What there is to say of the mail; none where nothing was read.
fn check(mail: &[u8], policy: Option<&str>) -> Result<Option<MailReport>> {
    let policy = super::policy::chosen(policy)?;
    let source = Source::Memory { name: "-".to_owned(), mail: mail.into() };
    let job = Job { detail: Detail::All, ..Job::new(&policy) };
    let mut checked = None;
    flow::check(&[source], &job, |event| {
        match event {
            Event::Mail(mail) => checked = Some(Ok(*mail)),
            Event::Unread(why) => checked = Some(Err(why)),
            Event::Skipped | Event::Flush => {}
        }
        Ok(())
    })?;
    Ok(checked.transpose()?)
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
