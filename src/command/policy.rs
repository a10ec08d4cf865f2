//! Prints a policy, or lists the built-in ones.

use std::io::Write as _;
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};

use crate::policy::{BUILT_IN, Policy, nearest_file};
use crate::rules;

/// The policy of that name or file, else that of the nearest `.checkprov.toml`, else `qemu`.
pub(super) fn chosen(asked: Option<&str>) -> Result<Policy> {
    let policy = match asked {
        Some(asked) => Policy::load(asked)?,
        None => match nearest_file(&std::env::current_dir().context("cannot tell the current folder")?) {
            Some(file) => Policy::load_file(&file)?,
            None => Policy::load("qemu")?,
        },
    };
    check_levels(&policy)?;
    Ok(policy)
}

/// A policy may set the level only of a rule that there is.
fn check_levels(policy: &Policy) -> Result<()> {
    for id in policy.rules_named() {
        if let Err(why) = rules::find(id) {
            match policy.line_of(&format!("levels.{id}")) {
                Some(place) => bail!("{}:{}: {why}", place.file, place.line),
                None => bail!(why),
            }
        }
    }
    Ok(())
}

/// Prints the texts of a policy, its own first; without a name the list.
pub(super) fn run(name: Option<&str>) -> Result<ExitCode> {
    let mut out = anstream::stdout().lock();
    match name {
        Some(name) => {
            let policy = Policy::load(name)?;
            for (index, (file, text)) in policy.texts().enumerate() {
                if index > 0 {
                    writeln!(out, "\n# --- extends {file} ---\n")?;
                }
                write!(out, "{text}")?;
            }
        }
        None => {
            for (name, _) in BUILT_IN {
                let policy = Policy::load(name)?;
                writeln!(
                    out,
                    "{name:<14} {:<9} {:<10}  {}",
                    policy.status.word(),
                    policy.date,
                    policy.title
                )?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}
