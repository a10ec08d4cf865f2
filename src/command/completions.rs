//! Prints the completions of a shell, made from the declarations of the command line.

use std::io::Write as _;
use std::process::ExitCode;

use anyhow::Result;
use clap::CommandFactory as _;
use clap_complete::Shell;

use super::output;
use crate::cli::Cli;

pub(super) fn run(shell: Shell) -> Result<ExitCode> {
    // Written in one go: clap_complete gives up loudly where a pipe is closed.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "checkprov", &mut script);
    output::stdout().write_all(&script)?;
    Ok(ExitCode::SUCCESS)
}
