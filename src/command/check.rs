//! Checks patches: inputs in, findings out, an exit status for scripts.

use std::io::{self, IsTerminal as _};
use std::process::ExitCode;

use anyhow::Result;

use crate::cli::CheckArgs;
use crate::finding::Level;
use crate::input::{Block, Mail, Source};
use crate::mail::{Message, Options, Problem};
use crate::patch::Patch;
use crate::policy::Policy;
use crate::report::{Report, Style};
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
    let style = Style { format: args.format, strict: args.strict, stat: args.stat, quiet: args.quiet };
    let mut report = Report::new(style, &policy, out);
    report.begin()?;
    let tells_all = report.tells_all();
    let mut unread = false;
    for source in sources(args) {
        for block in source.blocks() {
            match block {
                Ok(block) => {
                    for verdict in
                        check_block(&block, &policy, Options { scissors: args.scissors }, tells_all)
                    {
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
    let failed = tally.fails(args.strict);
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
    if sources.is_empty() && args.git.is_none() {
        sources.push(Source::Stdin);
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
fn check_block(block: &Block, policy: &Policy, options: Options, tells_all: bool) -> Vec<Verdict> {
    block.mails().map(|mail| check_mail(block, &mail, policy, options, tells_all)).collect()
}

fn check_mail(block: &Block, mail: &Mail<'_>, policy: &Policy, options: Options, tells_all: bool) -> Verdict {
    let mut message = Message::read(&mail.bytes, options);
    if mail.cut {
        message.problems.push(Problem::TooLong);
    }
    let patch = Patch::read(&message);
    let case = Case::new(&patch, policy);
    let findings = rules::judge(&case);
    let is_told = tells_all || !findings.is_empty();
    Verdict {
        input: block.input.clone(),
        index: mail.index,
        line: mail.line,
        kind: patch.kind,
        facts: if is_told { Facts::of(&case) } else { Facts::default() },
        findings,
    }
}
