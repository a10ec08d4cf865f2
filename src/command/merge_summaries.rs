//! Adds the summaries of the parts of an archive.

use std::fs::File;
use std::io::{self, BufReader, Write as _};
use std::process::ExitCode;

use anyhow::{Context as _, Result};

use super::output;
use crate::cli::HumanOrJson;
use checkprov::escape::escaped;
use checkprov::report::Summed;

pub(super) fn run(files: &[String], format: HumanOrJson) -> Result<ExitCode> {
    let mut sum = None;
    for name in files {
        sum = Some(add(sum, name).with_context(|| escaped(name).into_owned())?);
    }
    let mut out = output::stdout();
    if let Some(sum) = sum {
        match format {
            HumanOrJson::Jsonl => sum.write(&mut out)?,
            HumanOrJson::Human => {
                sum.summary.write_text(&mut out)?;
                writeln!(out, "\n{}", sum.summary.tally.sentence(sum.label()))?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn add(sum: Option<Summed>, name: &str) -> Result<Summed> {
    Ok(match name {
        "-" => Summed::add_lines(sum, io::stdin().lock())?,
        name => Summed::add_lines(sum, BufReader::new(File::open(name)?))?,
    })
}
