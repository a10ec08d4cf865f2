//! JSON Lines: an object a series, then the summary of the check. Keys may be added, none may change.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use serde::Serialize;

use super::{Series as Data, SeriesExporter, SeriesMail};
use crate::counts::Counts;
use crate::finding::Level;
use crate::report::{End, Run, json, jsonl};

/// The lines.
pub(super) struct Jsonl;

impl SeriesExporter for Jsonl {
    fn series(&mut self, out: &mut dyn Write, series: &Data, run: &Run<'_>) -> io::Result<()> {
        let lines = |(class, lines): &(String, Counts)| {
            (class.clone(), Lines { added: lines.added, removed: lines.removed })
        };
        let since = series.since.as_ref().map(|since| Since {
            revision: since.version,
            lost: &since.lost,
            gained: &since.gained,
            counted: since.counted,
        });
        let object = Series {
            r#type: "series",
            version: 1,
            id: series.id.as_deref(),
            title: series.title.as_deref(),
            author: series.author.as_ref().map(|each| Author { name: &each.name, email: &each.email }),
            revision: series.version,
            total: series.total,
            seen: &series.seen,
            first: series.first.as_deref(),
            last: series.last.as_deref(),
            declared: series
                .uses
                .iter()
                .map(|each| Use { value: &each.value, explanation: each.explanation.as_deref() })
                .collect(),
            lines: series.lines.iter().map(lines).collect(),
            counted: series.counted,
            limit: series.limit.or(run.policy.limit.lines),
            patches: series.mails.iter().map(patch).collect(),
            errors: series.errors,
            warnings: series.warnings,
            notes: series.notes,
            worst: series.worst().map(Level::word),
            since,
            answers: Answers {
                mails: series.answers.mails,
                people: series.answers.people(),
                reviewed_by: series.answers.reviewed_by(),
                acked_by: series.answers.acked_by(),
            },
        };
        json::line(out, &object)
    }

    fn end(&mut self, out: &mut dyn Write, _left_out: u64, end: End<'_>, run: &Run<'_>) -> io::Result<()> {
        jsonl::summary(out, &end, run)
    }
}

#[derive(Serialize)]
struct Series<'a> {
    r#type: &'static str,
    version: u8,
    id: Option<&'a str>,
    title: Option<&'a str>,
    author: Option<Author<'a>>,
    revision: u32,
    total: u32,
    seen: &'a BTreeSet<u32>,
    first: Option<&'a str>,
    last: Option<&'a str>,
    declared: Vec<Use<'a>>,
    lines: BTreeMap<String, Lines>,
    counted: Option<u64>,
    limit: Option<u64>,
    patches: Vec<Patch<'a>>,
    errors: u64,
    warnings: u64,
    notes: u64,
    worst: Option<&'static str>,
    since: Option<Since<'a>>,
    answers: Answers,
}

#[derive(Serialize)]
struct Author<'a> {
    name: &'a str,
    email: &'a str,
}

#[derive(Serialize)]
struct Use<'a> {
    value: &'a str,
    explanation: Option<&'a str>,
}

#[derive(Serialize)]
struct Lines {
    added: u64,
    removed: u64,
}

#[derive(Serialize)]
struct Patch<'a> {
    number: u32,
    message_id: Option<&'a str>,
    subject: Option<&'a str>,
    counted: Option<u64>,
    declared: Vec<&'a str>,
    findings: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Finding<'a> {
    rule: &'a str,
    level: &'static str,
}

#[derive(Serialize)]
struct Since<'a> {
    revision: u32,
    lost: &'a [String],
    gained: &'a [String],
    counted: i64,
}

#[derive(Serialize)]
struct Answers {
    mails: u64,
    people: usize,
    reviewed_by: usize,
    acked_by: usize,
}

fn patch(mail: &SeriesMail) -> Patch<'_> {
    let facts = &mail.report.facts;
    Patch {
        number: mail.number,
        message_id: facts.message_id.as_deref(),
        subject: facts.subject.as_deref(),
        counted: facts.counted,
        declared: facts.uses.iter().map(|each| each.value.as_str()).collect(),
        findings: mail
            .report
            .findings
            .iter()
            .map(|finding| Finding { rule: finding.rule, level: finding.level.word() })
            .collect(),
    }
}
