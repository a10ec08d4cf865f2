//! Checks at home, before others see a patch: the hooks of git, and their installation.

mod assembled_mail;
mod caller;
mod commit_msg;
mod install;
mod message;
mod script;
mod sendemail;

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, anyhow, bail};

use super::eprint_line;
use crate::cli::Hook;
use assembled_mail::AssembledMail;
use checkprov::flow::{self, Event, Job};
use checkprov::git::Git;
use checkprov::input::Source;
use checkprov::mail_report::Detail;
use checkprov::policy::Policy;
use checkprov::report::{Report, Style};
use checkprov::rules::ActiveRules;
use checkprov::stage::Stage;

/// Does what a hook, or `hook install`, is there for.
pub(super) fn run(hook: Hook) -> Result<ExitCode> {
    match hook {
        Hook::CommitMsg { file, policy, strict } => commit_msg::run(&file, policy.as_deref(), strict),
        Hook::SendemailValidate { mail, headers, policy, strict } => {
            sendemail::run(&mail, headers.as_deref(), policy.as_deref(), strict)
        }
        Hook::Install { repo, uninstall: true, .. } | Hook::Uninstall { repo } => install::uninstall(repo),
        Hook::Install { repo, policy, strict, .. } => install::install(repo, policy.as_deref(), strict),
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

/// Checks assembled mails as one input and says on standard output what was found, and on standard error what applies
/// today where a mail passes and would not today; says nothing else where nothing was found. Whether one failed.
fn check(letters: &[AssembledMail], policy: &Policy, stage: &Stage, strict: bool) -> Result<bool> {
    let sources: Vec<Source> =
        letters.iter().enumerate().map(|(number, letter)| letter.source(&number.to_string())).collect();
    let in_force = policy.shortcoming().and_then(|_| policy.standing().in_force);
    let job = Job { detail: Detail::All, in_force: in_force.as_ref(), ..Job::new(policy) };
    // Each is one mail, and mails come in the order of the input.
    let mut in_order = letters.iter();
    let mut told = Vec::new();
    let mut unread = None;
    flow::check(&sources, &job, |event| {
        match event {
            Event::Mail(mut mail) => {
                mail.stage = stage.clone();
                told.extend(in_order.next().into_iter().flat_map(|letter| letter.told(&mail)));
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
    let style = Style { strict, ..Style::default() };
    let mut report = Report::new(style, policy, &mut text);
    report.begin()?;
    told.iter().try_for_each(|mail| report.mail(mail))?;
    let about_policy = ActiveRules::under(policy).check_policy();
    let today = report.today(&about_policy);
    let failed = report.finish(&about_policy)?.fails(strict);
    if failed || told.iter().any(|mail| !mail.findings.is_empty()) {
        // Whether anyone reads it changes nothing of what a hook answers.
        let _ = anstream::AutoStream::auto(io::stdout()).write_all(&text);
    } else if let Some(today) = today
        && told.iter().any(|mail| mail.in_force.is_some_and(|level| style.fails(level)))
    {
        eprint_line(format_args!("checkprov: {today}"));
    }
    Ok(failed)
}
