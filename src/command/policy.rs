//! Prints a policy, or lists the built-in ones.

use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use jiff::civil::Date;

use super::output;
use crate::policy::{BUILT_IN, Policy};

/// The policy of that name or file, else that of the nearest `.checkprov.toml`, else `qemu`.
pub(super) fn chosen(asked: Option<&str>) -> Result<Policy> {
    chosen_at(asked, None)
}

/// The same, or the one that its project had on a day.
pub(super) fn chosen_at(asked: Option<&str>, day: Option<Date>) -> Result<Policy> {
    let found = match asked {
        Some(_) => None,
        None => Policy::discover(&std::env::current_dir().context("cannot tell the current folder")?)?,
    };
    let name = asked.unwrap_or("qemu");
    let policy = match (found, day) {
        (Some(found), None) => found,
        (Some(found), Some(day)) => found.at_day(day)?,
        (None, None) => Policy::load(name)?,
        (None, Some(day)) => Policy::at(name, day)?,
    };
    Ok(policy)
}

/// Prints one policy; without a name the list.
pub(super) fn run(name: Option<&str>) -> Result<ExitCode> {
    let mut out = output::stdout();
    match name {
        Some(name) => print(&mut out, &Policy::load(name)?)?,
        None => list(&mut out)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// The text of a policy, and as comments those it extends: the whole is a policy file again.
fn print(out: &mut impl Write, policy: &Policy) -> io::Result<()> {
    let mut texts = policy.texts();
    if let Some((_, own)) = texts.next() {
        write!(out, "{own}")?;
    }
    for (file, text) in texts {
        writeln!(out, "\n# What does not stand above comes from {file}:\n#")?;
        for line in text.lines() {
            writeln!(out, "{}", format!("#   {line}").trim_end())?;
        }
    }
    Ok(())
}

fn list(out: &mut impl Write) -> Result<()> {
    let policies = BUILT_IN.iter().map(|(name, _)| Policy::load(name)).collect::<Result<Vec<_>, _>>()?;
    let widest = |column: fn(&Policy) -> usize| policies.iter().map(column).max().unwrap_or(0);
    let name = widest(|policy| policy.name.len());
    let status = widest(|policy| policy.status.word().len());
    let period = widest(|policy| policy.period().len());
    for policy in &policies {
        let word = policy.status.word();
        writeln!(
            out,
            "{:<name$}  {word:<status$}  {:<period$}  {}",
            policy.name,
            policy.period(),
            policy.title
        )?;
    }
    Ok(())
}
