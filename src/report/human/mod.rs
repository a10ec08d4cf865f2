//! For people: the line of the mail under the fault, the line of the policy, the sum, the fix.

mod draw;

use std::collections::BTreeMap;
use std::io::{self, Write};

use annotate_snippets::renderer::Style as Bold;

use self::draw::Room;
use super::escape::escaped;
use super::help::Correction;
use super::location::title;
use super::{End, Exporter, Run, Style, mechanical, since, stat};
use crate::counts::counted;
use crate::finding::Finding;
use crate::mail_report::{Detail, MailReport};
use crate::patch::Kind;
use crate::policy::Policy;

/// The subject above what is said of a mail.
const TITLE: Bold = Bold::new().bold();

/// The most faults that are said once and counted from then on.
const MOST_ONCE: usize = 100;

/// What a person reads.
#[derive(Default)]
pub(super) struct Human {
    /// What is said once a run, and in how many more mails it was found: the rule, and what the mails share.
    once: BTreeMap<(&'static str, String), u64>,
}

impl Human {
    /// Whether this was said before, and is only counted now.
    fn is_said(&mut self, finding: &Finding) -> bool {
        let Some(shared) = &finding.once else { return false };
        let key = (finding.rule, shared.clone());
        if let Some(more) = self.once.get_mut(&key) {
            *more += 1;
            return true;
        }
        if self.once.len() < MOST_ONCE {
            self.once.insert(key, 0);
        }
        false
    }
}

impl Exporter for Human {
    fn detail(&self, style: &Style) -> Detail {
        if style.stat || style.mechanical { Detail::All } else { Detail::WithFindings }
    }

    fn tells_changes(&self, style: &Style) -> bool {
        !style.quiet
    }

    fn mail(&mut self, out: &mut dyn Write, mail: &MailReport, run: &Run<'_>) -> io::Result<()> {
        // The tables alone.
        if run.style.summary && run.style.quiet {
            return Ok(());
        }
        facts(out, mail, &run.style, run.policy)?;
        let room = Room(run.style.width);
        for finding in &mail.findings {
            if self.is_said(finding) {
                continue;
            }
            writeln!(out, "{}\n", room.finding(finding, Some(mail), run.policy))?;
        }
        match Correction::of(mail) {
            Some(correction) => writeln!(out, "{}\n", room.correction(&correction)),
            None => Ok(()),
        }
    }

    fn end(&mut self, out: &mut dyn Write, end: End<'_>, run: &Run<'_>) -> io::Result<()> {
        for ((rule, shared), more) in self.once.iter().filter(|(_, more)| **more > 0) {
            let mails = counted(*more, "more mail");
            writeln!(out, "{rule}: the same in {mails} of {}\n", escaped(shared))?;
        }
        let room = Room(run.style.width);
        for finding in end.about_policy {
            writeln!(out, "{}\n", room.finding(finding, None, run.policy))?;
        }
        if !run.style.quiet && !end.nothing_read {
            room.line(out, &end.tally.sentence(run.policy.label()))?;
            end.tally.passed_over().map_or(Ok(()), |passed| room.line(out, &passed))?;
        }
        if let Some(summed) = end.summary {
            summed.summary.write_text(out)?;
            agreed(out, end.agreed, run.policy)?;
        }
        end.today.map_or(Ok(()), |today| room.line(out, &today))
    }
}

/// What is said of a mail whether anything is wrong with it or not, under its subject.
fn facts(out: &mut dyn Write, mail: &MailReport, style: &Style, policy: &Policy) -> io::Result<()> {
    let is_counted = style.stat && mail.kind == Kind::Patch;
    // What changed is of interest where AI is declared, or something was found.
    let is_told = !style.quiet && (mail.facts.declared || !mail.findings.is_empty());
    let since = mail.since.as_ref().filter(|_| is_told);
    let found = mail.facts.mechanical.as_ref().filter(|_| !style.quiet);
    if !is_counted && since.is_none() && found.is_none() {
        return Ok(());
    }
    writeln!(out, "{TITLE}{}{TITLE:#}", title(mail))?;
    if is_counted {
        stat::table(out, &mail.facts.files, policy)?;
    }
    if let Some(since) = since {
        Room(style.width).indented(out, &escaped(&since::line(since)))?;
    }
    if let Some(found) = found {
        Room(style.width).indented(out, &mechanical::sum(found))?;
        mechanical::found(out, found, style.mechanical)?;
    }
    writeln!(out)
}

/// What of the policy's agreements was needed.
fn agreed(out: &mut dyn Write, findings: &[u64], policy: &Policy) -> io::Result<()> {
    if policy.agreed.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nagreed to beforehand")?;
    for (agreed, findings) in policy.agreed.iter().zip(findings) {
        let used = match findings {
            0 => "not needed here".to_owned(),
            findings => counted(*findings, "finding"),
        };
        writeln!(out, "  {} by {} until {}: {used}", agreed.rule, agreed.by, agreed.until)?;
    }
    Ok(())
}
