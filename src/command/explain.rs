//! Prints the page of a rule.

use std::io::Write as _;
use std::process::ExitCode;

use anyhow::Result;

use super::output;
use checkprov::rules;

pub(super) fn run(rule: &str) -> Result<ExitCode> {
    write!(output::stdout(), "{}", rules::find(rule)?.page)?;
    Ok(ExitCode::SUCCESS)
}
