//! Shows a line a series, or a page of them.

use std::io;
use std::process::ExitCode;

use anyhow::{Result, bail};

use super::check::{self, Input};
use super::output::{self, Named};
use super::outputs::Outputs;
use super::progress::Progress;
use crate::cli::SeriesArgs;
use checkprov::input::Meter;
use checkprov::report::{Format, SeriesFormat, Style, View};

/// The width of a table that goes elsewhere than to a terminal.
const WIDTH: usize = 80;

pub(super) fn run(args: &SeriesArgs) -> Result<ExitCode> {
    let (read, run) = (&args.read, &args.run);
    if read.is_nothing() {
        bail!("there is nothing to read; `checkprov series --help` says what can be read");
    }
    let policy = check::policy_for(read, run)?;
    let sources = check::sources(read);
    let progress = Progress::of(&sources, Meter::default(), run.quiet);
    let choice = match args.format {
        SeriesFormat::Human => check::color(run),
        _ => anstream::ColorChoice::AlwaysAnsi,
    };
    let stdout = Named::stdout(anstream::AutoStream::new(io::stdout(), choice));
    let view = View {
        format: args.format,
        order: args.sort,
        needs_answer: args.needs_answer,
        patches: args.verbose,
        width: output::columns(&io::stdout()).unwrap_or(WIDTH),
        link: args.link.clone(),
    };
    let format = match args.format {
        SeriesFormat::Human => Format::Human,
        SeriesFormat::Jsonl => Format::Jsonl,
        SeriesFormat::Markdown | SeriesFormat::Html => Format::Markdown,
    };
    let style = Style { format, strict: run.strict, quiet: run.quiet, ..Style::default() };
    let report = Outputs::of_series(&view, style, &policy, progress.around(stdout));
    let input = Input {
        read,
        run,
        policy: &policy,
        sources: &sources,
        mechanical: false,
        unread: false,
        has_remarks: false,
    };
    check::check(&input, report, progress)
}
