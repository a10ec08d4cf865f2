//! Passes one mail on, with what was found in headers of its own.
//!
//! Whatever happens, the mail comes out: where it cannot be judged, `X-Checkprov-Status` says `failed`.

mod header;

use std::io::{self, Read as _, Write as _};
use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;

use anyhow::{Context as _, Result, anyhow};

use super::tell;
use crate::flow::{self, Event, Job};
use crate::input::Source;
use crate::verdict::{Detail, Verdict};

pub(super) fn run(policy: Option<&str>) -> Result<ExitCode> {
    let mut mail = Vec::new();
    io::stdin().read_to_end(&mut mail).context("the mail cannot be read")?;
    // Not even a fault of this program may cost a mail.
    let judged = panic::catch_unwind(AssertUnwindSafe(|| judge(&mail, policy)));
    let headers = match judged {
        Ok(Ok(Some(verdict))) => header::of(&verdict),
        Ok(Ok(None)) => header::no_patch(),
        Ok(Err(why)) => {
            tell(format_args!("checkprov: the mail is passed on unchecked: {why:#}"));
            header::failed()
        }
        Err(_) => header::failed(),
    };
    pass_on(&header::put(&mail, &headers))?;
    Ok(ExitCode::SUCCESS)
}

/// What there is to say of the mail; none where nothing was read.
fn judge(mail: &[u8], policy: Option<&str>) -> Result<Option<Verdict>> {
    let policy = super::policy::chosen(policy)?;
    let source = Source::Memory { name: "-".to_owned(), mail: mail.into() };
    let job = Job { detail: Detail::OfAll, ..Job::new(&policy) };
    let mut judged = None;
    flow::check(&[source], &job, |event| {
        match event {
            Event::Verdict(verdict) => judged = Some(Ok(*verdict)),
            Event::Unread(why) => judged = Some(Err(why)),
            Event::Passed | Event::Pause => {}
        }
        Ok(())
    })?;
    Ok(judged.transpose()?)
}

/// A mail that could not be written is a failure, even where whoever read it has only gone away.
fn pass_on(mail: &[u8]) -> Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(mail)
        .and_then(|()| out.flush())
        .map_err(|why| anyhow!("the mail could not be passed on: {why}"))
}
