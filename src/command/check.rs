//! Checks patches: inputs in, findings out, an exit status for scripts.

use std::io::{self, IsTerminal as _};
use std::num::NonZeroUsize;
use std::process::ExitCode;

use anyhow::{Result, bail};

use super::output::Named;
use super::outputs::Outputs;
use super::progress::Progress;
use super::stages::Stages;
use crate::cli::CheckArgs;
use crate::finding::Level;
use crate::flow::{self, Event, Job};
use crate::input::{Meter, Source};
use crate::mail::Options;
use crate::policy::Policy;
use crate::report::{Format, Style};
use crate::rules::{self, ActiveRules};

/// Runs the check. `help` is printed where there is nothing to read.
pub(super) fn run(args: &CheckArgs, help: impl FnOnce() -> io::Result<()>) -> Result<ExitCode> {
    if args.inputs.is_empty() && args.git.is_none() && io::stdin().is_terminal() {
        help()?;
        return Ok(ExitCode::from(2));
    }
    let mut formats = args.output.iter().map(|(format, _)| *format).chain([args.format]);
    if args.summary && !formats.any(Format::has_summary) {
        bail!("--summary goes with `--format human` or `--format jsonl`");
    }
    let policy = policy_for(args)?;
    let sources = sources(args);
    if args.verbose > 0 {
        tell(&policy, &sources);
    }
    let mut unread = args.fix && !super::fix::run(&args.inputs, &policy, args.quiet)?;
    let meter = Meter::default();
    let mut progress = Progress::of(&sources, meter.clone(), args.quiet);
    let stdout = Named::stdout(anstream::AutoStream::new(io::stdout(), color(args)));
    let mut report = Outputs::new(style(args, args.format), &policy, progress.around(stdout));
    for (format, path) in &args.output {
        report.add(style(args, *format), &policy, path)?;
    }
    report.begin()?;
    let in_force = in_force_beside(&policy, args)?.filter(|_| report.tells_today());
    let job = Job {
        policy: &policy,
        in_force: in_force.as_ref(),
        options: Options { scissors: args.scissors },
        period: args.period(),
        detail: report.detail(),
        changes: report.tells_changes(),
        mechanical: args.mechanical,
        meter,
        threads: args.threads.unwrap_or_else(cores),
    };
    let mut stages = Stages::new(&sources, report.detail());
    flow::check(&sources, &job, |event| match event {
        Event::Mail(mut mail) => {
            progress.mail();
            mail.stage = stages.of(&mail);
            report.mail(&mail)
        }
        Event::Skipped => {
            progress.mail();
            report.passed();
            Ok(())
        }
        Event::Unread(why) => {
            unread = true;
            progress.say(&format!("checkprov: {why}"));
            Ok(())
        }
        Event::Flush => {
            progress.show();
            report.flush()
        }
    })?;
    progress.end();
    let about_policy = ActiveRules::under(&policy).check_policy();
    // Lines of this format are read by programs; on a terminal by a person.
    let is_read = args.format == Format::Terse && !args.quiet && io::stdout().is_terminal();
    let today = report.today(&about_policy).filter(|_| is_read);
    let tally = report.finish(&about_policy)?;
    if let Some(today) = today {
        super::eprint_line(format_args!("checkprov: {today}"));
    }
    let failed = tally.fails(args.strict);
    Ok(ExitCode::from(if unread { 2 } else { u8::from(failed) }))
}

fn style(args: &CheckArgs, format: Format) -> Style {
    Style {
        format,
        strict: args.strict,
        stat: args.stat,
        summary: args.summary && format.has_summary(),
        mechanical: args.mechanical,
        quiet: args.quiet,
    }
}

/// Says what is read, and under which policy.
fn tell(policy: &Policy, sources: &[Source]) {
    for (file, _) in policy.texts() {
        super::eprint_line(format_args!("checkprov: policy from {file}"));
    }
    super::eprint_line(format_args!(
        "checkprov: policy {}, {} {}: {}",
        policy.label(),
        policy.status.word(),
        policy.period(),
        policy.source
    ));
    for source in sources {
        super::eprint_line(format_args!("checkprov: reads {}", source.name()));
    }
}

/// The policy asked for, with the levels asked for.
fn policy_for(args: &CheckArgs) -> Result<Policy> {
    let mut policy = super::policy::chosen_at(args.policy.as_deref(), args.policy_at)?;
    if let (Some(range), None) = (&args.git, &args.policy) {
        let found = policy.origin.file().map(|_| &policy);
        if let Some(base) = super::base_policy::of(range, args.repo.as_deref(), found)? {
            let label = base.label().to_string();
            super::eprint_line(format_args!(
                "checkprov: the range changes the policy file; it is checked under {label}"
            ));
            policy = base;
        }
    }
    set_levels(&mut policy, args)?;
    Ok(policy)
}

/// The policy that a project has in force beside one that is not, with the levels asked for.
fn in_force_beside(policy: &Policy, args: &CheckArgs) -> Result<Option<Policy>> {
    let mut in_force = policy.shortcoming().and_then(|_| policy.standing().in_force);
    if let Some(policy) = &mut in_force {
        set_levels(policy, args)?;
    }
    Ok(in_force)
}

fn set_levels(policy: &mut Policy, args: &CheckArgs) -> Result<()> {
    let levels = [
        (Level::Off, &args.allow),
        (Level::Note, &args.note),
        (Level::Warning, &args.warn),
        (Level::Error, &args.deny),
    ];
    for (level, words) in levels {
        for word in words {
            rules::matching(word)?.iter().for_each(|rule| policy.set_level(rule.id, level));
        }
    }
    Ok(())
}

fn sources(args: &CheckArgs) -> Vec<Source> {
    let mut sources: Vec<Source> = args.inputs.iter().map(|input| Source::of(input)).collect();
    match &args.git {
        Some(range) => sources.push(Source::Git { range: range.clone(), repository: args.repo.clone() }),
        None if sources.is_empty() => sources.push(Source::Stdin),
        None => {}
    }
    sources
}

/// Colours are for people: in the other formats there are none to take away.
fn color(args: &CheckArgs) -> anstream::ColorChoice {
    match args.color {
        _ if args.format != Format::Human => anstream::ColorChoice::AlwaysAnsi,
        clap::ColorChoice::Auto => anstream::AutoStream::choice(&io::stdout()),
        clap::ColorChoice::Always => anstream::ColorChoice::Always,
        clap::ColorChoice::Never => anstream::ColorChoice::Never,
    }
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, NonZeroUsize::get)
}
