//! Lists the rules with their levels under a policy.

use std::io::Write as _;
use std::process::ExitCode;

use anyhow::Result;
use serde::Serialize;

use super::output;
use crate::cli::HumanOrJson;
use checkprov::report::json_line;
use checkprov::rules::RULES;

/// A rule, for scripts.
#[derive(Serialize)]
struct Line<'a> {
    rule: &'a str,
    level: &'a str,
    summary: &'a str,
}

pub(super) fn run(policy: Option<&str>, format: HumanOrJson) -> Result<ExitCode> {
    let policy = super::policy::chosen(policy)?;
    let width = RULES.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    let mut out = output::stdout();
    for rule in RULES {
        let line = Line { rule: rule.id, level: rule.level_under(&policy).word(), summary: rule.summary() };
        match format {
            HumanOrJson::Human => {
                writeln!(out, "{:<width$}  {:<7}  {}", line.rule, line.level, line.summary)?
            }
            HumanOrJson::Jsonl => json_line(&mut out, &line)?,
        }
    }
    Ok(ExitCode::SUCCESS)
}
