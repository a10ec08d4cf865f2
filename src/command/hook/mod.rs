//! Checks at home, before others see a patch: the hooks of git, and their installation.

mod assembled_mail;
mod caller;
mod commit_msg;
mod install;
mod message;
mod script;
mod sendemail;

use std::io::{self, Write as _};
use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::cli::Hook;
use crate::flow::{self, Event, Job};
use crate::input::Source;
use crate::mail_report::Detail;
use crate::policy::Policy;
use crate::report::{Report, Style};
use crate::stage::Stage;
use assembled_mail::AssembledMail;

/// Does what a hook, or `hook install`, is there for.
pub(super) fn run(hook: Hook) -> Result<ExitCode> {
    match hook {
        Hook::CommitMsg { file, policy } => commit_msg::run(&file, policy.as_deref()),
        Hook::SendemailValidate { mail, headers, policy } => {
            sendemail::run(&mail, headers.as_deref(), policy.as_deref())
        }
        Hook::Install { repo, uninstall: true, .. } => install::uninstall(repo),
        Hook::Install { repo, policy, .. } => install::install(repo, policy.as_deref()),
    }
}

/// Judges letters as one input and tells what was found, on standard output; says nothing where nothing
/// was. Whether one failed.
fn check(letters: &[AssembledMail], policy: &Policy, stage: &Stage) -> Result<bool> {
    let sources: Vec<Source> =
        letters.iter().enumerate().map(|(number, letter)| letter.source(&number.to_string())).collect();
    let job = Job { detail: Detail::All, ..Job::new(policy) };
    let mut told = Vec::new();
    let mut unread = None;
    flow::check(&sources, &job, |event| {
        match event {
            Event::Mail(mut mail) => {
                mail.stage = stage.clone();
                let letter = mail.input.parse().ok().and_then(|number: usize| letters.get(number));
                told.extend(letter.into_iter().flat_map(|letter| letter.told(&mail)));
            }
            Event::Unread(why) => unread = Some(why),
            Event::Skipped | Event::Flush => {}
        }
        Ok(())
    })?;
    if let Some(why) = unread {
        bail!(why);
    }
    let mut text = Vec::new();
    let mut report = Report::new(Style::default(), policy, &mut text);
    report.begin()?;
    told.iter().try_for_each(|mail| report.mail(mail))?;
    let tally = report.finish(&[])?;
    if tally.errors + tally.warnings + tally.notes > 0 {
        // Whether anybody reads it changes nothing of what a hook answers.
        let _ = anstream::AutoStream::auto(io::stdout()).write_all(&text);
    }
    Ok(tally.errors > 0)
}
