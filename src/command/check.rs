//! Checks patches: inputs in, findings out, an exit status for scripts.

use std::io::{self, IsTerminal as _};
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::{Command, CommandFactory as _};

use super::output::{self, Named};
use super::outputs::Outputs;
use super::progress::Progress;
use super::stages::Stages;
use crate::cli::{CheckArgs, Cli, ReadArgs, RunArgs};
use checkprov::finding::Level;
use checkprov::flow::{self, Event, Job};
use checkprov::input::{InputError, Meter, Reason, Source};
use checkprov::mail::Options;
use checkprov::policy::{Origin, Policy};
use checkprov::report::{Format, Style};
use checkprov::rules::{self, ActiveRules};
use checkprov::suggest;

/// Runs the check. `help` is printed where there is nothing to read.
pub(super) fn run(args: &CheckArgs, help: impl FnOnce() -> io::Result<()>) -> Result<ExitCode> {
    let (read, run) = (&args.read, &args.run);
    if read.is_nothing() {
        help()?;
        return Ok(ExitCode::from(2));
    }
    let mut formats = args.output.iter().map(|(format, _)| *format).chain([args.format]);
    if args.summary && !formats.any(Format::has_summary) {
        bail!("--summary goes with `--format human` or `--format jsonl`");
    }
    let policy = policy_for(read, run)?;
    let sources = sources(read);
    if args.verbose > 0 {
        tell(&policy, &sources);
    }
    let unread = args.fix && !super::fix::run(&read.inputs, &policy, run.quiet)?;
    let progress = Progress::of(&sources, Meter::default(), run.quiet);
    // Colours are for people: in the other formats there are none to take away.
    let choice = match args.format {
        Format::Human => color(run),
        _ => anstream::ColorChoice::AlwaysAnsi,
    };
    let stdout = Named::stdout(anstream::AutoStream::new(io::stdout(), choice));
    let shown = Style { width: output::columns(&io::stdout()), ..style(args, args.format) };
    let mut report = Outputs::new(shown, &policy, progress.around(stdout));
    for (format, path) in &args.output {
        report.add(style(args, *format), &policy, path)?;
    }
    // Lines of this format are read by programs; on a terminal by a person.
    let has_remarks = args.format == Format::Terse && !run.quiet && io::stdout().is_terminal();
    let (policy, sources, mechanical) = (&policy, &sources, args.mechanical);
    check(&Input { read, run, policy, sources, mechanical, unread, has_remarks }, report, progress)
}

/// What is checked, and how.
pub(super) struct Input<'a> {
    pub(super) read: &'a ReadArgs,
    pub(super) run: &'a RunArgs,
    pub(super) policy: &'a Policy,
    pub(super) sources: &'a [Source],
    /// Whether every patch is asked what repeated edits explain of it.
    pub(super) mechanical: bool,
    /// Whether something could not be read already.
    pub(super) unread: bool,
    /// Whether what was passed over, and what applies today, is said on standard error.
    pub(super) has_remarks: bool,
}

/// Checks every mail, and gives the exit status.
pub(super) fn check(input: &Input<'_>, mut report: Outputs<'_>, mut progress: Progress) -> Result<ExitCode> {
    let &Input { read, run, policy, sources, mechanical, mut unread, has_remarks } = input;
    let period = read.period()?;
    report.begin()?;
    let in_force = if has_remarks || report.tells_today() { in_force_beside(policy, run)? } else { None };
    let job = Job {
        policy,
        in_force: in_force.as_ref().map(|policy| (policy, Level::lightest_that_fails(run.strict))),
        options: Options { scissors: run.scissors },
        period,
        detail: report.detail(),
        changes: report.tells_changes(),
        answers: report.counts_answers(),
        recipients: report.wants_recipients(),
        mechanical,
        meter: progress.meter(),
        threads: run.threads,
    };
    let mut stages = Stages::new(sources, report.detail());
    flow::check(sources, &job, |event| match event {
        Event::Mail(mut mail) => {
            progress.mail();
            stages.tell(&mut mail);
            report.mail(&mail)
        }
        Event::Answer(answer) => {
            progress.mail();
            report.answer(&answer);
            Ok(())
        }
        Event::Skipped => {
            progress.mail();
            report.passed();
            Ok(())
        }
        Event::Unread(why) => {
            unread = true;
            report.unread();
            progress.say(&format!("checkprov: {why}{}", command_meant(&why)));
            Ok(())
        }
        Event::Flush => {
            progress.show();
            report.flush()
        }
    })?;
    progress.end();
    let about_policy = ActiveRules::under(policy).check_policy();
    let today = has_remarks.then(|| report.today(&about_policy)).flatten();
    let tally = report.finish(&about_policy)?;
    // Whoever made the checkout chose the file, and its name for itself.
    let label = (policy.origin != Origin::BuiltIn).then(|| format!("checked under {}", policy.label()));
    for remark in tally.passed_over().into_iter().chain(label).chain(today).filter(|_| has_remarks) {
        super::eprint_line(format_args!("checkprov: {remark}"));
    }
    let failed = tally.fails(run.strict);
    Ok(ExitCode::from(if unread { 2 } else { u8::from(failed) }))
}

/// The subcommand that a word may mean which names no input, as a question.
fn command_meant(why: &InputError) -> String {
    if !matches!(why.why, Reason::Missing) {
        return String::new();
    }
    let known = Cli::command();
    let mut names = known.get_subcommands().map(Command::get_name);
    let meant = names.find(|name| suggest::is_near(&why.input, name));
    meant.map(|name| format!("; did you mean `checkprov {name}`?")).unwrap_or_default()
}

fn style(args: &CheckArgs, format: Format) -> Style {
    Style {
        format,
        strict: args.run.strict,
        stat: args.stat,
        summary: args.summary && format.has_summary(),
        mechanical: args.mechanical,
        quiet: args.run.quiet,
        width: None,
    }
}

/// Says what is read, and under which policy.
fn tell(policy: &Policy, sources: &[Source]) {
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
pub(super) fn policy_for(read: &ReadArgs, run: &RunArgs) -> Result<Policy> {
    let repository = read.repo.as_deref();
    let mut policy = super::policy::chosen_in(repository, read.policy.as_deref(), read.policy_at)?;
    if let (Some(range), None, None) = (&read.git, &read.policy, read.policy_at) {
        policy = super::base_policy::instead(policy, std::slice::from_ref(range), repository)?;
    }
    set_levels(&mut policy, run)?;
    Ok(policy)
}

/// The policy that a project has in force beside one that is not, with the levels asked for.
fn in_force_beside(policy: &Policy, run: &RunArgs) -> Result<Option<Policy>> {
    let Some(mut in_force) = policy.in_force_beside()? else { return Ok(None) };
    set_levels(&mut in_force, run)?;
    Ok(Some(in_force))
}

fn set_levels(policy: &mut Policy, run: &RunArgs) -> Result<()> {
    let levels = [
        (Level::Off, &run.allow),
        (Level::Note, &run.note),
        (Level::Warning, &run.warn),
        (Level::Error, &run.deny),
    ];
    for (level, words) in levels {
        for word in words {
            rules::matching(word)?.iter().for_each(|rule| policy.set_level(rule.id, level));
        }
    }
    Ok(())
}

pub(super) fn sources(args: &ReadArgs) -> Vec<Source> {
    let mut sources: Vec<Source> = args.inputs.iter().map(|input| Source::of(input)).collect();
    match &args.git {
        Some(range) => {
            sources.push(Source::Git { range: vec![range.clone()], repository: args.repo.clone() })
        }
        None if sources.is_empty() => sources.push(Source::Stdin),
        None => {}
    }
    sources
}

/// Whether standard output is coloured.
pub(super) fn color(run: &RunArgs) -> anstream::ColorChoice {
    match run.color {
        clap::ColorChoice::Auto => anstream::AutoStream::choice(&io::stdout()),
        clap::ColorChoice::Always => anstream::ColorChoice::Always,
        clap::ColorChoice::Never => anstream::ColorChoice::Never,
    }
}
