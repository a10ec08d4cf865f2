//! Whether a command makes a commit: it is run on the commit's parent, and what differs then was made by hand.

use std::process::ExitCode;

use anyhow::{Result, bail};

use super::comparison::{Comparison, Diffs};
use super::script_outcome::Outcome;
use super::{Bench, print, progress, short, status, suggestion};
use crate::cli::VerifyOptions;
use checkprov::escape::escaped;

pub(super) fn run(
    command: Option<&str>,
    revision: &str,
    verbose: bool,
    options: &VerifyOptions,
) -> Result<ExitCode> {
    let bench = Bench::new(options)?;
    let commit = bench.commit(revision)?;
    let Some(command) = command else { bail!(no_command(&bench, &commit)?) };
    let parents = bench.git.line("rev-list", &["--parents", "--max-count=1", &commit])?;
    let parent = match parents.split(' ').collect::<Vec<_>>()[..] {
        [_, parent] => parent.to_owned(),
        [_] => bail!("{revision} is the first commit: there is nothing to run a command on"),
        _ => bail!("{revision} is a merge; name a commit with one parent"),
    };
    let diffs = diffs(&bench, command, &commit, &parent)?;
    let comparison = Comparison::new(&diffs, &bench.policy);
    let subject = bench.git.line("log", &["--max-count=1", "--format=%s", &commit])?;
    let outcome = Outcome {
        commit: &commit,
        subject: &subject,
        command,
        policy: &bench.policy,
        comparison: &comparison,
        by_hand: &diffs.by_hand,
    };
    print::script(&outcome, options, verbose)?;
    Ok(status(outcome.is_proven()))
}

/// Runs the command on the parent, and compares the three trees.
fn diffs(bench: &Bench, command: &str, commit: &str, parent: &str) -> Result<Diffs> {
    let worktree = bench.worktree(parent, "what the command makes")?;
    progress(&format!("running the command on {}", short(parent)));
    let ended = bench.run(command, &worktree)?;
    if !ended.passed() {
        bail!("`{}` fails on {}: {}", escaped(command), short(parent), ended.in_full());
    }
    let made = worktree.tree()?;
    let of_commit = worktree.diff(parent, commit)?;
    if of_commit.is_empty() {
        bail!("{} changes nothing", short(commit));
    }
    Ok(Diffs {
        commit: of_commit,
        command: worktree.diff(parent, &made)?,
        by_hand: worktree.diff(&made, commit)?,
    })
}

/// Says that a command must be given. One that the message names is shown: it is somebody's text, and never run.
fn no_command(bench: &Bench, commit: &str) -> Result<String> {
    let message = bench.git.run("log", &["--max-count=1", "--format=%B", commit])?;
    let message = String::from_utf8_lossy(&message);
    let hint = match suggestion::command_in(&message) {
        Some(named) => format!("the message names one, which was not run: {}", escaped(&named)),
        None => "the message names none".to_owned(),
    };
    Ok(format!("give the command with `--run CMD`; {hint}"))
}
