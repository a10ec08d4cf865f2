//! Whether the tests of a range fail without its code and pass with it.
//!
//! Three states of the tree are tried, each in a work tree of its own so that nothing built for one serves another:
//! the tests without the code, the whole, and the base alone. The last shows that it is the new tests that fail.

use std::process::ExitCode;

use anyhow::{Result, bail};

use super::tests_outcome::{Ending, Outcome, State, Trial};
use super::{Bench, print, progress, status};
use crate::cli::VerifyOptions;

/// The class of tests, in every policy.
const TESTS: &str = "tests";

/// The status by which a command says that a state cannot be tested, as for `git bisect run`.
const UNTESTABLE: i32 = 125;

pub(super) fn run(
    command: &str,
    build: Option<&str>,
    range: Option<&str>,
    options: &VerifyOptions,
) -> Result<ExitCode> {
    let bench = Bench::new(options)?;
    let (base, tip) = ends(&bench, range)?;
    let tests = tests_of(&bench, &base, &tip)?;
    let mut trials = Vec::new();
    for state in State::ALL {
        trials.push(trial(&bench, state, (&base, &tip), &tests, command, build)?);
    }
    let tests: Vec<String> = tests.iter().map(|name| String::from_utf8_lossy(name).into_owned()).collect();
    let outcome = Outcome { base: &base, tip: &tip, command, build, tests: &tests, trials: &trials };
    print::tests(&outcome, options)?;
    Ok(status(outcome.is_proven()))
}

/// The commit that a range is based on, and its last: as git reads `A..B`. Without one, the last commit.
fn ends(bench: &Bench, range: Option<&str>) -> Result<(String, String)> {
    let range = range.unwrap_or("HEAD^..HEAD");
    let Some((base, tip)) = range.split_once("..").filter(|(_, tip)| !tip.starts_with('.')) else {
        bail!(
            "{range} is no range; write `{range}..` for what came since, or `{range}^..{range}` for it alone"
        );
    };
    let named = |end: &str| bench.commit(if end.is_empty() { "HEAD" } else { end });
    let tip = named(tip)?;
    let base = bench.git.line("merge-base", &[&named(base)?, &tip])?;
    Ok((base, tip))
}

/// The files of the range that the policy calls tests, as git names them.
fn tests_of(bench: &Bench, base: &str, tip: &str) -> Result<Vec<Vec<u8>>> {
    let changed = bench.git.run("diff-tree", &["-r", "-z", "--name-only", "--no-renames", base, tip])?;
    let names = changed.split(|&b| b == 0).filter(|name| !name.is_empty());
    let is_test = |name: &&[u8]| bench.policy.classes.of(&String::from_utf8_lossy(name)) == TESTS;
    let (tests, others): (Vec<&[u8]>, Vec<&[u8]>) = names.partition(is_test);
    match (tests.is_empty(), others.is_empty()) {
        (true, true) => bail!("the range changes nothing"),
        (true, false) => {
            bail!("the range changes no tests, by the classes of the policy `{}`", bench.policy.name)
        }
        (false, true) => bail!("the range changes tests alone; begin it before the code that they test"),
        (false, false) => Ok(tests.into_iter().map(<[u8]>::to_vec).collect()),
    }
}

/// Builds and runs the tests in a state of the tree.
fn trial(
    bench: &Bench,
    state: State,
    (base, tip): (&str, &str),
    tests: &[Vec<u8>],
    command: &str,
    build: Option<&str>,
) -> Result<Trial> {
    let worktree = bench.worktree(if state == State::Whole { tip } else { base }, state.name())?;
    if state == State::TestsAlone {
        worktree.take_from(tip, tests)?;
    }
    progress(&format!("running {}", state.name()));
    if let Some(build) = build {
        let ended = bench.run(build, &worktree)?;
        if !ended.passed() {
            return Ok(Trial { state, ending: Ending::NotBuilt, ended });
        }
    }
    let ended = bench.run(command, &worktree)?;
    let ending = match ended.code {
        Some(0) => Ending::Pass,
        Some(UNTESTABLE) => Ending::NotBuilt,
        _ => Ending::Fail,
    };
    Ok(Trial { state, ending, ended })
}
