//! What came of a verification, for programs: one JSON object in a line. Keys are added, never changed.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::comparison::Lines;
use super::{script_outcome, tests_outcome};
use checkprov::report::json_line;

/// The version of the format.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Script<'a> {
    r#type: &'static str,
    version: u32,
    commit: &'a str,
    subject: &'a str,
    command: &'a str,
    policy: &'a str,
    proven: bool,
    #[serde(flatten)]
    lines: Lines,
    counted: u64,
    limit: Option<u64>,
    classes: &'a BTreeMap<String, Lines>,
    diff: Option<String>,
    message: Option<String>,
}

#[derive(Serialize)]
struct Tests<'a> {
    r#type: &'static str,
    version: u32,
    base: &'a str,
    tip: &'a str,
    command: &'a str,
    build: Option<&'a str>,
    proven: bool,
    tests: &'a [String],
    runs: Vec<Run<'a>>,
    message: Option<String>,
}

#[derive(Serialize)]
struct Run<'a> {
    state: &'static str,
    expected: &'static str,
    result: &'static str,
    status: Option<i32>,
    output: &'a [String],
}

pub(super) fn script(
    out: &mut impl Write,
    outcome: &script_outcome::Outcome<'_>,
    verbose: bool,
) -> io::Result<()> {
    let found = outcome.comparison;
    let object = Script {
        r#type: "verify-script",
        version: VERSION,
        commit: outcome.commit,
        subject: outcome.subject,
        command: outcome.command,
        policy: &outcome.policy.name,
        proven: outcome.is_proven(),
        lines: found.total(),
        counted: found.counted,
        limit: found.limit,
        classes: &found.classes,
        diff: verbose.then(|| String::from_utf8_lossy(outcome.by_hand).into_owned()),
        message: outcome.evidence(),
    };
    json_line(out, &object)
}

pub(super) fn tests(out: &mut impl Write, outcome: &tests_outcome::Outcome<'_>) -> io::Result<()> {
    let runs = outcome.trials.iter().map(|trial| Run {
        state: trial.state.key(),
        expected: trial.state.expected().key(),
        result: trial.ending.key(),
        status: trial.ended.code,
        output: &trial.ended.tail,
    });
    let object = Tests {
        r#type: "verify-tests",
        version: VERSION,
        base: outcome.base,
        tip: outcome.tip,
        command: outcome.command,
        build: outcome.build,
        proven: outcome.is_proven(),
        tests: outcome.tests,
        runs: runs.collect(),
        message: outcome.evidence(),
    };
    json_line(out, &object)
}
