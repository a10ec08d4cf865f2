//! Prints pages of the manual, made from the declarations of the command line.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use clap::{Command, CommandFactory as _};
use clap_mangen::Man;

use super::atomic_file::AtomicFile;
use super::output;
use crate::cli::{Cli, EXAMPLES};

/// Prints the page of a subcommand, or the first page; or writes all of them to a folder.
pub(super) fn run(page: &[String], dir: Option<&Path>) -> Result<ExitCode> {
    // Building gives every subcommand its full name.
    let mut top = Cli::command().disable_help_subcommand(true);
    top.build();
    match dir {
        Some(dir) => {
            fs::create_dir_all(dir).with_context(|| dir.display().to_string())?;
            write_all(&top, dir)?;
        }
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
    if name_of(command) != "checkprov" {
        Man::new(command.clone()).render(&mut page)?;
        return Ok(with_usage(&page, command));
    }
    // The examples have a section of their own.
    let man = Man::new(command.clone().after_help(None::<&str>).after_long_help(None::<&str>));
    man.render(&mut page)?;
    page.extend_from_slice(examples().as_bytes());
    page.extend_from_slice(SECTIONS.as_bytes());
    Ok(with_usage(&page, command))
}

/// A page with the usage of `--help` as its synopsis, where options have a section of their own, and with no date.
fn with_usage(page: &[u8], command: &Command) -> Vec<u8> {
    let usage = command.clone().render_usage().to_string();
    let ways = usage.trim_start_matches("Usage:").lines().map(|way| way.trim().replace('-', "\\-"));
    let synopsis = format!(".nf\n{}\n.fi", ways.collect::<Vec<_>>().join("\n"));
    let title =
        format!(".TH {} 1 \"\" \"checkprov {}\"", name_of(command).to_uppercase(), env!("CARGO_PKG_VERSION"));
    let mut lines = Vec::new();
    let mut is_synopsis = false;
    for line in String::from_utf8_lossy(page).lines() {
        match line.split_once(' ') {
            Some((".TH", _)) => lines.push(title.clone()),
            Some((".SH", "SYNOPSIS")) => {
                is_synopsis = true;
                lines.extend([line.to_owned(), synopsis.clone()]);
            }
            Some((".SH", _)) => {
                is_synopsis = false;
                lines.push(line.to_owned());
            }
            _ if !is_synopsis => lines.push(line.to_owned()),
            _ => {}
        }
    }
    lines.push(String::new());
    // A blank line ends a paragraph by itself.
    lines.join("\n").replace(".br\n.sp\n.br\n", ".sp\n").into_bytes()
}

/// The examples of `--help`, as they stand there.
fn examples() -> String {
    let lines =
        EXAMPLES.lines().skip(1).map(|line| line.trim_start().replace('\\', "\\e").replace('-', "\\-"));
    format!(".SH EXAMPLES\n.nf\n{}\n.fi\n", lines.collect::<Vec<_>>().join("\n"))
}

/// What only the manual says.
const SECTIONS: &str = r"\
.SH EXIT STATUS
.TP
0
nothing failed
.TP
1
at least one error was found, or with \-\-strict at least one warning
.TP
2
it could not run, or an input could not be read, ended early, or holds nothing
.SH ENVIRONMENT
.TP
NO_COLOR
if set to anything but nothing, there is no colour
.TP
CLICOLOR_FORCE
if set to anything but 0, there is colour even where standard output is no terminal
.TP
GIT_DIR, GIT_WORK_TREE
where the commits of \-\-git are, as for git
.SH FILES
.TP
\&.checkprov.toml
the policy of a project: the nearest one from the current folder up to the top of the repository
.SH SEE ALSO
.BR git\-format\-patch (1),
.BR git\-am (1),
.BR git\-interpret\-trailers (1)
";

/// `checkprov-hook-install`
fn name_of(command: &Command) -> &str {
    command.get_display_name().unwrap_or_else(|| command.get_name())
}
