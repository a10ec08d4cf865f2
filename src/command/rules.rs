//! Lists the rules with their levels under a policy.

use std::io::Write as _;
use std::process::ExitCode;

use anyhow::Result;

use super::output;
use crate::rules::RULES;

pub(super) fn run(policy: Option<&str>) -> Result<ExitCode> {
    let policy = super::policy::chosen(policy)?;
    let width = RULES.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    let mut out = output::stdout();
    for rule in RULES {
        writeln!(out, "{:<width$}  {:<7}  {}", rule.id, rule.level_under(&policy).word(), rule.summary())?;
    }
    Ok(ExitCode::SUCCESS)
}
