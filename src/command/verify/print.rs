//! What came of a verification, for people.

use std::io::{self, Write};

use anyhow::Result;

use super::tests_outcome::State::{Base, TestsAlone, Whole};
use super::tests_outcome::{self, Ending, Trial};
use super::{json, script_outcome, short};
use crate::cli::{HumanOrJson, VerifyOptions};
use crate::command::output;
use checkprov::counts::counted;
use checkprov::escape::escaped;

/// The most files by hand that are listed where no diff is asked for.
const MOST_FILES: usize = 20;

/// Prints whether a command makes a commit.
pub(super) fn script(
    outcome: &script_outcome::Outcome<'_>,
    options: &VerifyOptions,
    verbose: bool,
) -> Result<()> {
    let mut out = output::stdout();
    match options.format {
        HumanOrJson::Human => script_for_people(&mut out, outcome, verbose)?,
        HumanOrJson::Jsonl => json::script(&mut out, outcome, verbose)?,
    }
    Ok(out.flush()?)
}

fn script_for_people(
    out: &mut impl Write,
    outcome: &script_outcome::Outcome<'_>,
    verbose: bool,
) -> io::Result<()> {
    let found = outcome.comparison;
    let total = found.total();
    writeln!(out, "{} {}", short(outcome.commit), escaped(outcome.subject))?;
    let changed = counted(total.changed, "changed line");
    write!(out, "  `{}` makes {} of {changed}", escaped(outcome.command), total.made)?;
    if found.classes.len() > 1 {
        let of_class = |(class, lines): (&String, &super::comparison::Lines)| {
            format!("{} {} of {}", escaped(class), lines.made, lines.changed)
        };
        write!(out, ": {}", found.classes.iter().map(of_class).collect::<Vec<_>>().join(", "))?;
    }
    writeln!(out)?;
    let most = if verbose { found.files.len() } else { MOST_FILES };
    for file in found.files.iter().take(most) {
        writeln!(out, "  by hand: {}", escaped(file))?;
    }
    if found.files.len() > most {
        writeln!(
            out,
            "  by hand: and {}; -v lists them all",
            counted((found.files.len() - most) as u64, "more file")
        )?;
    }
    if verbose {
        for line in String::from_utf8_lossy(outcome.by_hand).lines() {
            writeln!(out, "    {}", escaped(line))?;
        }
    }
    let policy = escaped(&outcome.policy.name);
    let allowed = match found.limit {
        Some(limit) => format!("the policy `{policy}` allows {limit}"),
        None => format!("the policy `{policy}` sets no limit"),
    };
    let by_hand = format!("{} by hand, as the policy counts; {allowed}", counted(found.counted, "line"));
    let why_not = match (found.command_changes, outcome.makes_something(), &found.binary) {
        (false, _, _) => "the command changes nothing".to_owned(),
        (true, false, _) => "the command makes none of this commit".to_owned(),
        (true, true, Some(path)) => format!("{} is binary, so no lines of it can be counted", escaped(path)),
        (true, true, None) => by_hand.clone(),
    };
    closing(out, outcome.evidence().as_deref(), &by_hand, &why_not)
}

/// The last lines: what was proven with a line for the message, or what was not.
fn closing(out: &mut impl Write, evidence: Option<&str>, proven: &str, why_not: &str) -> io::Result<()> {
    match evidence {
        Some(line) => writeln!(out, "\nproven: {proven}\nfor the message: {}", escaped(line)),
        None => writeln!(out, "\nnot proven: {why_not}"),
    }
}

/// Prints whether tests fail without the code and pass with it.
pub(super) fn tests(outcome: &tests_outcome::Outcome<'_>, options: &VerifyOptions) -> Result<()> {
    let mut out = output::stdout();
    match options.format {
        HumanOrJson::Human => tests_for_people(&mut out, outcome)?,
        HumanOrJson::Jsonl => json::tests(&mut out, outcome)?,
    }
    Ok(out.flush()?)
}

fn tests_for_people(out: &mut impl Write, outcome: &tests_outcome::Outcome<'_>) -> io::Result<()> {
    let files = counted(outcome.tests.len() as u64, "file");
    writeln!(out, "{}..{} with {files} of tests", short(outcome.base), short(outcome.tip))?;
    for trial in outcome.trials {
        let wrong = match trial.state.expected() {
            _ if trial.is_as_expected() => "",
            Ending::Pass => ", but must pass",
            Ending::Fail | Ending::NotBuilt => ", but must fail",
        };
        writeln!(out, "  {}: {}{wrong}", trial.state.name(), ending(trial))?;
        for line in trial.ended.tail.iter().filter(|_| !trial.is_as_expected()) {
            writeln!(out, "    | {line}")?;
        }
    }
    let wrong = outcome.trials.iter().filter(|trial| !trial.is_as_expected());
    let why_not = wrong.map(complaint).collect::<Vec<_>>().join("; ");
    let proven = "the tests fail without the code and pass with it";
    closing(out, outcome.evidence().as_deref(), proven, &why_not)
}

fn ending(trial: &Trial) -> String {
    match trial.ending {
        Ending::Pass => "pass".to_owned(),
        Ending::Fail => format!("fail, {}", trial.ended.how()),
        Ending::NotBuilt => format!("do not build, {}", trial.ended.how()),
    }
}

/// What it means that a run did not end as it must.
fn complaint(trial: &Trial) -> &'static str {
    match (trial.state, trial.ending) {
        (TestsAlone, Ending::NotBuilt) => "without the code the tests do not build, so none was seen to fail",
        (TestsAlone, _) => "the tests pass without the code, so they do not test it",
        (Whole, Ending::NotBuilt) => "the whole does not build",
        (Whole, _) => "the tests fail with the code",
        (Base, Ending::NotBuilt) => "the base does not build",
        (Base, _) => "the base fails on its own, so it may not be the new tests that fail",
    }
}
