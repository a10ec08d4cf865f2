//! For b4 review: a JSON array with an object a rule that fired; one that passes where none did.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::Serialize;

use super::escape::escaped;
use super::location::{self, own_line, quote};
use super::{Style, Tally, json};
use crate::finding::{Finding, Level};
use crate::mail_report::MailReport;
use crate::policy::Policy;

/// The array, as far as it is written.
#[derive(Debug, Default)]
pub(super) struct Array {
    has_items: bool,
}

#[derive(Serialize)]
struct Check<'a> {
    tool: &'static str,
    status: &'static str,
    summary: String,
    url: &'a str,
    details: String,
}

pub(super) fn begin(out: &mut impl Write) -> io::Result<()> {
    out.write_all(b"[")
}

impl Array {
    pub(super) fn mail(
        &mut self,
        out: &mut impl Write,
        mail: &MailReport,
        style: &Style,
        policy: &Policy,
    ) -> io::Result<()> {
        for (at, finding) in mail.findings.iter().enumerate() {
            if mail.findings[..at].iter().all(|earlier| earlier.rule != finding.rule) {
                let same: Vec<&Finding> =
                    mail.findings[at..].iter().filter(|other| other.rule == finding.rule).collect();
                self.item(out, &check(mail, &same, style, policy))?;
            }
        }
        Ok(())
    }

    /// Ends the array. Where no patch was seen there is nothing to say.
    pub(super) fn end(&self, out: &mut impl Write, tally: &Tally, policy: &Policy) -> io::Result<()> {
        if !self.has_items && tally.patches > 0 {
            let summary = format!("follows the policy {}", policy.label());
            let check = Check {
                tool: "checkprov",
                status: "pass",
                summary,
                url: &policy.source,
                details: String::new(),
            };
            json::write(out, &check)?;
        }
        out.write_all(b"]\n")
    }

    fn item(&mut self, out: &mut impl Write, check: &Check<'_>) -> io::Result<()> {
        if std::mem::replace(&mut self.has_items, true) {
            out.write_all(b",\n ")?;
        }
        json::write(out, check)
    }
}

fn check<'a>(mail: &MailReport, same: &[&Finding], style: &Style, policy: &'a Policy) -> Check<'a> {
    let worst = same.iter().map(|finding| finding.level).max().unwrap_or(Level::Off);
    let status = match worst {
        level if style.fails(level) => "fail",
        Level::Error => "fail",
        Level::Warning => "warn",
        Level::Note | Level::Off => "pass",
    };
    let mut summary = same
        .first()
        .map(|finding| format!("{}: {}", finding.rule, escaped(&finding.message)))
        .unwrap_or_default();
    if same.len() > 1 {
        summary.push_str(&format!(" (and {} more)", same.len() - 1));
    }
    let mut details: Vec<String> = same.iter().flat_map(|finding| details(mail, finding)).collect();
    details.extend(policy.origin.file().map(|_| format!("policy: {}", policy.label())));
    let details = details.join("\n");
    Check { tool: "checkprov", status, summary, url: &policy.source, details }
}

/// The line, what stands there, what was counted, how to mend it.
fn details(mail: &MailReport, finding: &Finding) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(location) = &finding.location {
        let line = own_line(mail, finding).map(|line| format!("line {line}: ")).unwrap_or_default();
        lines.push(format!("{line}{}", quote(location).0));
    }
    lines.extend(location::details(finding).map(Cow::into_owned));
    lines
}
