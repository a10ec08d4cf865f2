//! Checks at home, before others see a patch: the hooks of git, and their installation.

mod applypatch_msg;
mod assembled_mail;
mod caller;
mod commit_msg;
mod install;
mod message;
mod pre_push;
mod script;
mod sendemail;

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, anyhow, bail};

use super::{eprint_line, output};
use crate::cli::Hook;
use assembled_mail::AssembledMail;
use checkprov::finding::Level;
use checkprov::flow::{self, Event, Job};
use checkprov::git::Git;
use checkprov::input::Source;
use checkprov::mail_report::{Detail, MailReport};
use checkprov::policy::Policy;
use checkprov::report::{Report, Style};
use checkprov::rules::ActiveRules;

/// Does what a hook, or `hook install`, is there for.
pub(super) fn run(hook: Hook) -> Result<ExitCode> {
    match hook {
        Hook::CommitMsg { file, policy, strict } => commit_msg::run(&file, policy.as_deref(), strict),
        Hook::SendemailValidate { mail, headers, policy, strict } => {
            sendemail::run(&mail, headers.as_deref(), policy.as_deref(), strict)
        }
        Hook::ApplypatchMsg { file, policy, strict } => applypatch_msg::run(&file, policy.as_deref(), strict),
        Hook::PrePush { remote, url: _, policy, strict } => pre_push::run(&remote, policy.as_deref(), strict),
        Hook::Install { repo, uninstall: true, .. } | Hook::Uninstall { repo } => install::uninstall(repo),
        Hook::Install { hooks, repo, policy, strict, .. } => {
            install::install(&hooks, repo, policy.as_deref(), strict)
        }
    }
}

/// The git directory of a folder; an error in plain words where there is none.
fn in_repository(git: &Git, folder: &Path) -> Result<PathBuf> {
    let found = git.path("rev-parse", &["--absolute-git-dir"]);
    found.map_err(|why| match why.to_string().contains("not a git repository") {
        true => anyhow!("{} is not inside a git repository, where hooks belong", folder.display()),
        false => why.into(),
    })
}

/// Checks assembled mails as one input, and says where the findings are in what people have. `add_stage` adds to the
/// report on each how far it is on its way.
fn check_assembled(
    mails: &[AssembledMail],
    policy: &Policy,
    strict: bool,
    mut add_stage: impl FnMut(&mut MailReport) + Send,
) -> Result<bool> {
    let sources: Vec<Source> =
        mails.iter().enumerate().map(|(number, mail)| mail.source(&number.to_string())).collect();
    // Each is one mail, and mails come in the order of the input.
    let mut in_order = mails.iter();
    check(&sources, policy, strict, |mut mail| {
        add_stage(&mut mail);
        in_order.next().map(|assembled| assembled.by_place(&mail)).unwrap_or_default()
    })
}

/// Checks inputs and says on standard output what was found, and on standard error what applies today where a mail
/// passes and would not today; says nothing else where nothing was found. Whether one failed. `split` makes of the
/// report on a mail those that are written.
fn check(
    sources: &[Source],
    policy: &Policy,
    strict: bool,
    mut split: impl FnMut(MailReport) -> Vec<MailReport> + Send,
) -> Result<bool> {
    let in_force = policy.in_force_beside()?;
    let mut text = Vec::new();
    let style = Style { strict, width: output::columns(&io::stderr()), ..Style::default() };
    let in_force = in_force.as_ref().map(|policy| (policy, Level::lightest_that_fails(strict)));
    let job = Job { detail: Detail::All, in_force, ..Job::new(policy) };
    let mut report = Report::new(style, policy, &mut text);
    report.begin()?;
    let (mut is_found, mut fails_today, mut unread) = (false, false, None);
    flow::check(sources, &job, |event| {
        match event {
            Event::Mail(mail) => {
                for mail in split(*mail) {
                    is_found |= !mail.findings.is_empty();
                    fails_today |= mail.fails_in_force;
                    report.mail(&mail)?;
                }
            }
            Event::Unread(why) => unread = Some(why),
            Event::Answer(_) | Event::Skipped | Event::Flush => {}
        }
        Ok(())
    })?;
    if let Some(why) = unread {
        bail!(why);
    }
    let about_policy = ActiveRules::under(policy).check_policy();
    let today = report.today(&about_policy);
    let failed = report.finish(&about_policy)?.fails(strict);
    if failed || is_found {
        // Whether anyone reads it changes nothing of what a hook answers.
        let _ = anstream::AutoStream::auto(io::stdout()).write_all(&text);
    } else if let Some(today) = today.filter(|_| fails_today) {
        eprint_line(format_args!("checkprov: {today}"));
    }
    Ok(failed)
}
