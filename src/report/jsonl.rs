//! JSON Lines, version 1: an object a mail in the order of the input, then one summary.
//!
//! Scripts read this: keys may be added, none may change. The shapes are written out here, apart from the
//! types of the program, so that these can change. `docs/output.md` tells every key.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::{End, Exporter, Run, Style, Tally, help, json, own_line};
use crate::counts::Counts;
use crate::diff::{State, Status};
use crate::mail_report::{Detail, Facts, FileFacts, MailReport};
use crate::mechanical::Outcome;
use crate::patch::{Kind, NotChecked};
use crate::policy::{self, Agreement, Policy};

/// The lines.
pub(super) struct Jsonl;

impl Exporter for Jsonl {
    fn detail(&self, _style: &Style) -> Detail {
        Detail::All
    }

    fn mail(&mut self, out: &mut dyn Write, mail: &MailReport, run: &Run<'_>) -> io::Result<()> {
        let facts = &mail.facts;
        let message = Message {
            r#type: "message",
            version: 1,
            input: &mail.input,
            index: mail.index,
            line: mail.line,
            message_id: facts.message_id.as_deref(),
            date: facts.date.as_deref(),
            kind: kind(mail.kind),
            subject: facts.subject.as_deref(),
            author: facts.author.as_ref().map(|author| Author { name: &author.name, email: &author.email }),
            series: facts.numbering.map(|n| {
                let id = mail.series.as_deref();
                Series { id, version: n.version, number: n.number, total: n.total }
            }),
            tags: facts
                .tags
                .iter()
                .map(|(key, value, line)| tag(key, value, line.map(|l| mail.line + l as u64)))
                .collect(),
            disclosure: Disclosure { declared: facts.declared, uses: uses(facts) },
            diff: diff(facts),
            mechanical: facts.mechanical.as_deref(),
            not_judged: mail.not_checked.map(NotChecked::words),
            in_reply_to: facts.in_reply_to.as_deref(),
            parts: parts(facts, run.policy),
            findings: findings(mail, run.policy),
        };
        json::line(out, &message)
    }

    fn end(&mut self, out: &mut dyn Write, end: End<'_>, run: &Run<'_>) -> io::Result<()> {
        if let Some(summed) = end.summary {
            return summed.write(out);
        }
        summary(out, &end, run)
    }
}

/// The line that ends a run.
pub(super) fn summary(out: &mut dyn Write, end: &End<'_>, run: &Run<'_>) -> io::Result<()> {
    let &Tally { messages, patches, errors, warnings, notes } = end.tally;
    json::line(
        out,
        &Summary {
            r#type: "summary",
            version: 1,
            policy: &run.policy.name,
            policy_file: run.policy.origin.file(),
            messages,
            patches,
            errors,
            warnings,
            notes,
            agreed: run.policy.agreed.iter().zip(end.agreed).map(used).collect(),
        },
    )
}

#[derive(Serialize)]
struct Message<'a> {
    r#type: &'static str,
    version: u8,
    input: &'a str,
    index: u64,
    line: u64,
    message_id: Option<&'a str>,
    date: Option<&'a str>,
    kind: &'static str,
    subject: Option<&'a str>,
    author: Option<Author<'a>>,
    series: Option<Series<'a>>,
    tags: Vec<Tag<'a>>,
    disclosure: Disclosure<'a>,
    diff: Diff<'a>,
    mechanical: Option<&'a Outcome>,
    not_judged: Option<&'static str>,
    in_reply_to: Option<&'a str>,
    parts: Vec<Part<'a>>,
    findings: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Part<'a> {
    name: &'a str,
    any_ai: bool,
    lines: Option<u64>,
    reason: &'a str,
}

#[derive(Serialize)]
struct Author<'a> {
    name: &'a str,
    email: &'a str,
}

#[derive(Serialize)]
struct Series<'a> {
    id: Option<&'a str>,
    version: u32,
    number: u32,
    total: u32,
}

#[derive(Serialize)]
struct Tag<'a> {
    key: &'a str,
    value: &'a str,
    line: Option<u64>,
}

#[derive(Serialize)]
struct Disclosure<'a> {
    declared: bool,
    uses: Vec<Use<'a>>,
}

#[derive(Serialize)]
struct Use<'a> {
    value: &'a str,
    explanation: Option<&'a str>,
}

#[derive(Serialize)]
struct Diff<'a> {
    state: &'static str,
    added: u64,
    removed: u64,
    files: Vec<File<'a>>,
    classes: BTreeMap<&'a str, Lines>,
}

#[derive(Serialize)]
struct File<'a> {
    path: &'a str,
    old_path: Option<&'a str>,
    status: &'static str,
    class: &'a str,
    added: Option<u64>,
    removed: Option<u64>,
}

#[derive(Serialize, Default)]
struct Lines {
    added: u64,
    removed: u64,
}

#[derive(Serialize)]
struct Finding<'a> {
    rule: &'a str,
    level: &'static str,
    message: &'a str,
    line: Option<u64>,
    quote: Option<&'a str>,
    path: Option<&'a str>,
    path_line: Option<u64>,
    help: String,
    fix: Vec<Fix>,
    policy: &'a str,
    policy_file: Option<&'a str>,
    source: &'a str,
    agreed: Option<Agreed<'a>>,
}

#[derive(Serialize)]
struct Agreed<'a> {
    by: &'a str,
    until: String,
    reason: &'a str,
}

#[derive(Serialize)]
struct Fix {
    text: String,
    command: Option<String>,
}

impl Fix {
    fn of(step: help::Step) -> Self {
        Self { text: step.text, command: step.command }
    }
}

#[derive(Serialize)]
struct Summary<'a> {
    r#type: &'static str,
    version: u8,
    policy: &'a str,
    policy_file: Option<&'a str>,
    messages: u64,
    patches: u64,
    errors: u64,
    warnings: u64,
    notes: u64,
    agreed: Vec<Used<'a>>,
}

#[derive(Serialize)]
struct Used<'a> {
    rule: &'a str,
    by: &'a str,
    until: String,
    findings: u64,
}

fn used<'a>((agreed, findings): (&'a Agreement, &u64)) -> Used<'a> {
    Used { rule: &agreed.rule, by: &agreed.by, until: agreed.until.to_string(), findings: *findings }
}

fn parts<'a>(facts: &'a Facts, policy: &'a Policy) -> Vec<Part<'a>> {
    let parts = policy.parts_of(facts.files.iter().map(|file| file.path.as_str()));
    let part = |part: &'a policy::Part| Part {
        name: &part.name,
        any_ai: part.any_ai.unwrap_or(policy.forbidden.any_ai),
        lines: part.lines.or(policy.limit.lines),
        reason: &part.reason,
    };
    parts.map(part).collect()
}

fn tag<'a>(key: &'a str, value: &'a str, line: Option<u64>) -> Tag<'a> {
    Tag { key, value, line }
}

fn uses(facts: &Facts) -> Vec<Use<'_>> {
    facts
        .uses
        .iter()
        .map(|each| Use { value: &each.value, explanation: each.explanation.as_deref() })
        .collect()
}

fn diff(facts: &Facts) -> Diff<'_> {
    let lines = |(class, Counts { added, removed })| (class, Lines { added, removed });
    let classes = facts.lines_by_class().into_iter().map(lines).collect();
    let Counts { added, removed } = facts.files.iter().filter_map(|file| file.lines).sum();
    let state = match facts.state {
        Some(State::Ok) => "ok",
        Some(State::Malformed) => "malformed",
        Some(State::None) | None => "none",
    };
    Diff { state, added, removed, files: facts.files.iter().map(file).collect(), classes }
}

fn file(file: &FileFacts) -> File<'_> {
    let status = match file.status {
        Status::Added => "added",
        Status::Deleted => "deleted",
        Status::Modified => "modified",
        Status::Renamed => "renamed",
        Status::Copied => "copied",
    };
    let (added, removed) = file.lines.map(|lines| (lines.added, lines.removed)).unzip();
    File { path: &file.path, old_path: file.old_path.as_deref(), status, class: &file.class, added, removed }
}

fn findings<'a>(mail: &'a MailReport, policy: &'a Policy) -> Vec<Finding<'a>> {
    let findings = mail.findings.iter().map(|finding| Finding {
        rule: finding.rule,
        level: finding.level.word(),
        message: &finding.message,
        line: own_line(mail, finding),
        quote: finding.location.as_ref().map(|location| location.quote.as_str()),
        path: finding.file.as_ref().map(|(path, _)| path.as_str()),
        path_line: finding.file.as_ref().map(|(_, line)| *line),
        help: help::text(mail, finding),
        fix: help::steps(mail, finding).into_iter().map(Fix::of).collect(),
        policy: &policy.name,
        policy_file: policy.origin.file(),
        source: &policy.source,
        agreed: finding.agreed.and_then(|index| policy.agreed.get(index)).map(|agreed| Agreed {
            by: &agreed.by,
            until: agreed.until.to_string(),
            reason: &agreed.reason,
        }),
    });
    findings.collect()
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Patch => "patch",
        Kind::Cover => "cover",
        Kind::Reply => "reply",
        Kind::Pull => "pull",
        Kind::Notice | Kind::Other => "other",
    }
}
