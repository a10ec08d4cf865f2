//! Checks patches: inputs in, findings out, an exit status for scripts.

use std::io::{self, IsTerminal as _};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Result;

use crate::cli::CheckArgs;
use crate::finding::Level;
use crate::input::{Block, Mail, Source};
use crate::mail::{Message, Options, Problem};
use crate::patch::Patch;
use crate::policy::Policy;
use crate::report::Report;
use crate::rules::{self, Case};
use crate::verdict::{Facts, Verdict};

/// Runs the check. `help` is printed where there is nothing to read.
pub(super) fn run(args: &CheckArgs, help: impl FnOnce() -> io::Result<()>) -> Result<ExitCode> {
    if args.inputs.is_empty() && args.git.is_none() && io::stdin().is_terminal() {
        help()?;
        return Ok(ExitCode::from(2));
    }
    let policy = policy_for(args)?;
    let out =
        io::BufWriter::with_capacity(1 << 16, anstream::AutoStream::new(io::stdout(), color(args.color)));
    let mut report = Report::new(args.format, &policy, out);
    let mut unread = false;
    for source in sources(args) {
        for block in source.blocks(args.period()) {
            match block {
                Ok(block) => {
                    for verdict in check_block(&block, &policy, Options { scissors: args.scissors }) {
                        report.verdict(&verdict)?;
                    }
                }
                Err(why) => {
                    unread = true;
                    anstream::eprintln!("checkprov: {why}");
                }
            }
        }
    }
    let about_policy = if args.quiet { Vec::new() } else { rules::judge_policy(&policy) };
    let tally = report.finish(&about_policy)?;
    let failed = tally.errors > 0 || (args.strict && tally.warnings > 0);
    Ok(ExitCode::from(if unread { 2 } else { u8::from(failed) }))
}

/// The policy asked for, with the levels asked for.
fn policy_for(args: &CheckArgs) -> Result<Policy> {
    let mut policy = super::policy::chosen(args.policy.as_deref())?;
    for (level, ids) in [(Level::Off, &args.allow), (Level::Warning, &args.warn), (Level::Error, &args.deny)]
    {
        for id in ids {
            policy.set_level(rules::find(id)?.id, level);
        }
    }
    Ok(policy)
}

fn sources(args: &CheckArgs) -> Vec<Source> {
    let mut sources: Vec<Source> = args.inputs.iter().map(|input| Source::of(input)).collect();
    match &args.git {
        Some(range) => {
            sources.push(Source::Git { range: range.clone(), repository: args.repo.clone() });
        }
        None if sources.is_empty() => sources.push(Source::Stdin),
        None => {}
    }
    sources
}

fn color(choice: clap::ColorChoice) -> anstream::ColorChoice {
    match choice {
        clap::ColorChoice::Auto => anstream::AutoStream::choice(&io::stdout()),
        clap::ColorChoice::Always => anstream::ColorChoice::Always,
        clap::ColorChoice::Never => anstream::ColorChoice::Never,
    }
}

/// Checks the mails of a block, in order.
fn check_block(block: &Block, policy: &Policy, options: Options) -> Vec<Verdict> {
    block.mails().map(|mail| check_mail(&mail, policy, options)).collect()
}

fn check_mail(mail: &Mail<'_>, policy: &Policy, options: Options) -> Verdict {
    let mut message =
        if mail.bare { Message::bare(&mail.bytes) } else { Message::read(&mail.bytes, options) };
    if mail.cut {
        message.problems.push(Problem::TooLong);
    }
    let patch = if mail.bare { Patch::bare(&message) } else { Patch::read(&message) };
    let case = Case::new(&patch, policy);
    Verdict {
        input: Arc::clone(mail.input),
        index: mail.index,
        line: mail.line,
        kind: patch.kind,
        facts: Facts::of(&case),
        findings: rules::judge(&case),
    }
}
