//! What each subcommand does: a file each.

mod atomic_file;
mod base_policy;
mod check;
mod completions;
mod explain;
mod filter;
mod fix;
mod hook;
mod init;
mod man;
mod merge_summaries;
mod output;
mod outputs;
mod policy;
mod progress;
mod rules;
mod series;
mod stages;
mod verify;

use std::io::Write as _;
use std::process::ExitCode;

use anyhow::Result;
use clap::CommandFactory as _;
use clap::error::ContextValue;

pub(crate) use output::{eprint_error, eprint_line};

use crate::cli::{Cli, Command};
use checkprov::escape::escaped;

/// Prints what the command line asks for by itself, help or the version, or what is wrong with it.
pub(crate) fn answer(mut said: clap::Error) -> Result<ExitCode> {
    escape_arguments(&mut said);
    let text = said.render();
    if said.use_stderr() {
        let _ = write!(anstream::stderr(), "{}", text.ansi());
    } else {
        let mut out = output::stdout();
        write!(out, "{}", text.ansi())?;
        out.flush()?;
    }
    Ok(ExitCode::from(u8::try_from(said.exit_code()).unwrap_or(2)))
}

/// What clap quotes of the command line acts on no one's terminal.
fn escape_arguments(said: &mut clap::Error) {
    let quoted = said.context().filter_map(|(kind, value)| match value {
        ContextValue::String(text) => Some((kind, ContextValue::String(escaped(text).into_owned()))),
        ContextValue::Strings(texts) => {
            let texts = texts.iter().map(|text| escaped(text).into_owned());
            Some((kind, ContextValue::Strings(texts.collect())))
        }
        // A tip loses its colours with what it quotes.
        ContextValue::StyledStrs(tips)
            if tips.iter().any(|tip| escaped(&tip.to_string()) != tip.to_string()) =>
        {
            let tips = tips.iter().map(|tip| escaped(&tip.to_string()).into_owned().into());
            Some((kind, ContextValue::StyledStrs(tips.collect())))
        }
        _ => None,
    });
    for (kind, value) in quoted.collect::<Vec<_>>() {
        said.insert(kind, value);
    }
}

/// Does what the command line asks for.
pub(crate) fn run(cli: Cli) -> Result<ExitCode> {
    match cli.command {
        None => check::run(&cli.check, || Cli::command().print_help()),
        Some(Command::Explain { rule }) => explain::run(&rule),
        Some(Command::Rules { policy, format }) => rules::run(policy.as_deref(), format),
        Some(Command::Policy { policy, effective }) => policy::run(policy.as_deref(), effective),
        Some(Command::Init { policy }) => init::run(&policy),
        Some(Command::MergeSummaries { files, format }) => merge_summaries::run(&files, format),
        Some(Command::Series(args)) => series::run(&args),
        Some(Command::Hook(hook)) => hook::run(hook),
        Some(Command::Filter { policy }) => filter::run(policy.as_deref()),
        Some(Command::Verify(verify)) => verify::run(&verify),
        Some(Command::Completions { shell }) => completions::run(shell),
        Some(Command::Man { page, dir }) => man::run(&page, dir.as_deref()),
    }
}
