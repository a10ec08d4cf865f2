//! For b4 review: a JSON array with an object a patch. b4 keeps one result of a tool for a mail, so it has the worst
//! status, and everything that was found is in its details.

use std::io::{self, Write};

use serde::Serialize;

use super::escape::escaped;
use super::location::{self, quote};
use super::{End, Exporter, Run, Style, json};
use crate::finding::{Finding, Level};
use crate::mail_report::{Detail, MailReport};
use crate::patch::Kind;
use crate::policy::Policy;

/// The array, as far as it is written.
#[derive(Debug, Default)]
pub(super) struct B4Review {
    has_items: bool,
}

#[derive(Serialize)]
struct Check<'a> {
    tool: &'static str,
    status: &'static str,
    summary: String,
    url: &'a str,
    /// Empty, or a JSON list of [`Item`]s, which b4 shows as it shows those of checkpatch.
    details: String,
}

#[derive(Serialize)]
struct Item {
    #[serde(skip_serializing_if = "str::is_empty")]
    status: &'static str,
    description: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    srcline: String,
}

impl Exporter for B4Review {
    fn detail(&self, _style: &Style) -> Detail {
        Detail::WithFindings
    }

    fn begin(&mut self, out: &mut dyn Write, _run: &Run<'_>) -> io::Result<()> {
        out.write_all(b"[")
    }

    fn mail(&mut self, out: &mut dyn Write, mail: &MailReport, run: &Run<'_>) -> io::Result<()> {
        // Of a mail that is no patch there is nothing to say, unless something was found.
        if mail.kind != Kind::Patch && mail.findings.is_empty() && mail.not_checked.is_none() {
            return Ok(());
        }
        if std::mem::replace(&mut self.has_items, true) {
            out.write_all(b",\n ")?;
        }
        let worst = mail.findings.iter().map(|finding| finding.level).max().unwrap_or(Level::Off);
        // A diff that is not checked must not be taken for one that passes.
        let (status, summary) = match mail.not_checked.filter(|_| mail.findings.is_empty()) {
            Some(reason) => ("warn", format!("not judged: {}", reason.words())),
            None => (status(worst, &run.style), summary(&mail.findings, run.policy)),
        };
        let check = Check {
            tool: "checkprov",
            status,
            summary,
            url: &run.policy.source,
            details: details(mail, &run.style, run.policy)?,
        };
        json::write(out, &check)
    }

    fn end(&mut self, out: &mut dyn Write, _end: End<'_>, _run: &Run<'_>) -> io::Result<()> {
        out.write_all(b"]\n")
    }
}

fn status(level: Level, style: &Style) -> &'static str {
    match level {
        level if style.fails(level) => "fail",
        Level::Error => "fail",
        Level::Warning => "warn",
        Level::Note | Level::Off => "pass",
    }
}

/// What was found, if it is one thing; else the rules, those that weigh most first.
fn summary(findings: &[Finding], policy: &Policy) -> String {
    match findings {
        [] => format!("follows the policy {}", policy.label()),
        [one] => headline(one),
        many => {
            let mut sorted: Vec<&Finding> = many.iter().collect();
            sorted.sort_by_key(|finding| std::cmp::Reverse(finding.level));
            let mut rules: Vec<&str> = Vec::new();
            for finding in sorted {
                if !rules.contains(&finding.rule) {
                    rules.push(finding.rule);
                }
            }
            rules.join(", ")
        }
    }
}

/// An item for each finding, and one for the file of a policy that is not built in.
fn details(mail: &MailReport, style: &Style, policy: &Policy) -> io::Result<String> {
    if mail.findings.is_empty() {
        return Ok(String::new());
    }
    let file = policy.origin.file().map(|_| Item {
        status: "",
        description: format!("policy: {}", policy.label()),
        srcline: String::new(),
    });
    let items = mail.findings.iter().map(|finding| detail(mail, finding, style)).chain(file);
    Ok(serde_json::to_string(&items.collect::<Vec<_>>())?)
}

/// What is wrong, what was counted and how to fix it; the line as it stands in the mail.
fn detail(mail: &MailReport, finding: &Finding, style: &Style) -> Item {
    let mut lines = vec![headline(finding)];
    lines.extend(location::details(mail, finding).into_iter().map(|line| format!("    {line}")));
    let srcline = finding.location.as_ref().map(|location| quote(location).0).unwrap_or_default();
    Item { status: status(finding.level, style), description: lines.join("\n"), srcline }
}

fn headline(finding: &Finding) -> String {
    format!("{}: {}", finding.rule, escaped(&finding.message))
}
