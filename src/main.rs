//! Arguments in, exit status out: the only place that knows the process.

mod cli;
mod command;

use std::io;
use std::process::ExitCode;

use clap::Parser as _;
use cli::Cli;

fn main() -> ExitCode {
    match Cli::try_parse().map_or_else(command::answer, command::run) {
        Ok(code) => code,
        Err(why) if is_broken_pipe(&why) => ExitCode::SUCCESS,
        Err(why) => {
            command::eprint_error("", &why);
            ExitCode::from(2)
        }
    }
}

/// Whoever reads the output has seen enough: that is no fault.
fn is_broken_pipe(why: &anyhow::Error) -> bool {
    why.chain().any(|cause| {
        cause.downcast_ref::<io::Error>().is_some_and(|io| io.kind() == io::ErrorKind::BrokenPipe)
    })
}
