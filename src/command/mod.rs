//! What each subcommand does: a file each.

mod atomic_file;
mod check;
mod completions;
mod explain;
mod filter;
mod fix;
mod hook;
mod man;
mod merge_summaries;
mod output;
mod outputs;
mod policy;
mod progress;
mod rules;
mod stages;
mod verify;

use std::io::Write as _;
use std::process::ExitCode;

use anyhow::Result;
use clap::CommandFactory as _;

pub use output::eprint_line;

use crate::cli::{Cli, Command};

/// Prints what the command line asks for by itself, help or the version, or what is wrong with it.
pub fn answer(said: &clap::Error) -> Result<ExitCode> {
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

/// Does what the command line asks for.
pub fn run(cli: Cli) -> Result<ExitCode> {
    match cli.command {
        None => check::run(&cli.check, || Cli::command().print_help()),
        Some(Command::Explain { rule }) => explain::run(&rule),
        Some(Command::Rules { policy, format }) => rules::run(policy.as_deref(), format),
        Some(Command::Policy { policy }) => policy::run(policy.as_deref()),
        Some(Command::MergeSummaries { files, format }) => merge_summaries::run(&files, format),
        Some(Command::Hook(hook)) => hook::run(hook),
        Some(Command::Filter { policy }) => filter::run(policy.as_deref()),
        Some(Command::Verify(verify)) => verify::run(&verify),
        Some(Command::Completions { shell }) => completions::run(shell),
        Some(Command::Man { page, dir }) => man::run(&page, dir.as_deref()),
    }
}
