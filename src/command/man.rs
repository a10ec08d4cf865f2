//! Prints pages of the manual, made from the declarations of the command line.

use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use clap::{Command, CommandFactory as _};
use clap_mangen::Man;

use super::atomic_file::AtomicFile;
use super::output;
use crate::cli::Cli;

/// Prints the page of a subcommand, or the first page; or writes all of them to a folder.
pub(super) fn run(page: &[String], dir: Option<&Path>) -> Result<ExitCode> {
    // Building gives every subcommand its full name.
    let mut top = Cli::command().disable_help_subcommand(true);
    top.build();
    match dir {
        Some(dir) => write_all(&top, dir)?,
        None => output::stdout().write_all(&render(find(&top, page)?)?)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn find<'c>(top: &'c Command, page: &[String]) -> Result<&'c Command> {
    let mut command = top;
    for word in page {
        let Some(next) = command.find_subcommand(word) else {
            let known: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
            match known.as_slice() {
                [] => bail!("`{}` has no subcommands", name_of(command)),
                known => bail!("no page `{word}`; there are {}", known.join(", ")),
            }
        };
        command = next;
    }
    Ok(command)
}

fn write_all(command: &Command, dir: &Path) -> Result<()> {
    let file = dir.join(format!("{}.1", name_of(command)));
    AtomicFile::write(&file, &render(command)?, |_| Ok(()))
        .and_then(|new| new.put(&file))
        .with_context(|| file.display().to_string())?;
    command.get_subcommands().try_for_each(|each| write_all(each, dir))
}

fn render(command: &Command) -> io::Result<Vec<u8>> {
    let mut page = Vec::new();
    Man::new(command.clone()).render(&mut page)?;
    Ok(page)
}

/// `checkprov-hook-install`
fn name_of(command: &Command) -> &str {
    command.get_display_name().unwrap_or_else(|| command.get_name())
}
