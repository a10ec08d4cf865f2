//! Prints a policy, or lists the built-in ones.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

use super::output;
use checkprov::escape::escaped;
use checkprov::policy::{BUILT_IN, Policy, checkout_of};

/// The policy where none is named, and no file is found.
pub(super) const DEFAULT: &str = "qemu";

/// The policy of that name or file, else that of the nearest `.checkprov.toml`, else the default.
pub(super) fn chosen(asked: Option<&str>) -> Result<Policy> {
    chosen_in(None, asked, None)
}

/// The same, looked for in the checkout of a repository, or the one that its project had on a day.
pub(super) fn chosen_in(repository: Option<&Path>, asked: Option<&str>, day: Option<Date>) -> Result<Policy> {
    let found = match asked {
        Some(_) => None,
        None => found(repository)?,
    };
    let policy = match found {
        Some(found) => found,
        None => Policy::load(asked.unwrap_or(DEFAULT))?,
    };
    Ok(of_today(match day {
        Some(day) => policy.at_day(day)?,
        None => policy,
    }))
}

/// The policy with the day of the run, where it matters.
pub(super) fn of_today(policy: Policy) -> Policy {
    if policy.agreed.is_empty() {
        policy
    } else {
        policy.on(Offset::UTC.to_datetime(Timestamp::now()).date())
    }
}

/// The policy of the nearest policy file, from the current folder or that of a repository upwards.
fn found(repository: Option<&Path>) -> Result<Option<Policy>> {
    let Some(repository) = repository else {
        let here = std::env::current_dir().context("cannot tell the current folder")?;
        return Ok(Policy::discover(&here, Path::new(""))?);
    };
    // git says so where a folder is not there.
    let folder = repository.canonicalize().ok().filter(|folder| checkout_of(folder).is_some());
    Ok(folder.map(|folder| Policy::discover(&folder, repository)).transpose()?.flatten())
}

/// Prints one policy, or the values in effect under it; without a name the list.
pub(super) fn run(name: Option<&str>, effective: bool) -> Result<ExitCode> {
    let mut out = output::stdout();
    match name {
        Some(name) if effective => write!(out, "{}", Policy::load(name)?.effective()?)?,
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
        writeln!(out, "\n# What is not above comes from {}:\n#", escaped(file))?;
        for line in text.lines() {
            writeln!(out, "{}", format!("#   {line}").trim_end())?;
        }
    }
    Ok(())
}

fn list(out: &mut impl Write) -> Result<()> {
    let policies = BUILT_IN.iter().map(|policy| Policy::load(policy.name)).collect::<Result<Vec<_>, _>>()?;
    let rows = policies.iter().map(|policy| {
        [policy.name.clone(), policy.status.word().to_owned(), policy.period(), policy.title.clone()]
    });
    table(out, &rows.collect::<Vec<_>>())?;
    let mut projects: Vec<[String; 3]> = Vec::new();
    for policy in &policies {
        let standing = policy.standing();
        let (Some(in_force), Some(proposal)) = (standing.in_force, standing.newest_proposal) else {
            continue;
        };
        if projects.last().is_none_or(|[project, ..]| project != policy.project()) {
            let in_force = format!("in force: {}", in_force.name);
            let proposal = format!("newest proposal: {}, of {}", proposal.name, proposal.period());
            projects.push([policy.project().to_owned(), in_force, proposal]);
        }
    }
    writeln!(out)?;
    table(out, &projects)?;
    Ok(())
}

/// Writes rows of words in columns.
fn table<const N: usize>(out: &mut impl Write, rows: &[[String; N]]) -> io::Result<()> {
    for row in rows {
        let mut line = String::new();
        for (column, word) in row.iter().enumerate() {
            let width = rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
            line += &format!("{word:<width$}  ");
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}
