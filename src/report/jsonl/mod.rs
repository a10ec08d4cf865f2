//! JSON Lines, version 1: an object a mail in the order of the input, then one summary.
//!
//! Scripts read this: keys may be added, none may change. The shapes are written out here, apart from the
//! types of the program, so that these can change. `docs/output.md` has every key.

mod keys;

use std::io::{self, Write};

use keys::{
    Agreed, Author, Diff, Disclosure, File, Finding, Fix, Lines, Message, Part, Series, Summary, Tag, Use,
    Used,
};

use super::{End, Exporter, Run, Style, Tally, help, json, own_line};
use crate::counts::Counts;
use crate::diff::{State, Status};
use crate::mail_report::{Detail, Facts, FileFacts, MailReport};
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
    let &Tally { messages, patches, errors, warnings, notes, not_judged } = end.tally;
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
            not_judged,
            agreed: run.policy.agreed.iter().zip(end.agreed).map(used).collect(),
        },
    )
}

impl Fix {
    fn of(step: help::Step) -> Self {
        Self { text: step.text, command: step.command }
    }
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
