//! JUnit XML: a suite for each series and for the single patches of each input, a case for each patch and
//! rule. What fails the run is a failure; what does not is in the case's output.
//!
//! A suite is written when the next begins, for its counts come before its cases.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::sync::Arc;

use super::escape::escaped;
use super::location::{details, place, quote, title};
use super::{End, Exporter, Run, Style};
use crate::finding::{Finding, Level};
use crate::mail_report::{Detail, MailReport};
use crate::patch::{Kind, NotChecked};
use crate::policy::Policy;
use crate::rules::{Check, RULES, Rule};

/// A suite longer than this many bytes is continued in another of the same name.
const LONGEST_SUITE: usize = 1 << 20;

/// The suite that is being filled.
#[derive(Debug, Default)]
pub(super) struct Junit {
    current: Option<Suite>,
    name: String,
    cases: String,
    tests: usize,
    failures: usize,
    skipped: usize,
}

/// What the patches of a suite have in common.
#[derive(Debug, PartialEq, Eq)]
enum Suite {
    /// They are of one series, which may be spread over inputs: version, total, and the number seen last.
    Series(u32, u32, u32),
    /// They are of one input, and of no series.
    Single(Arc<str>),
}

impl Suite {
    fn of(mail: &MailReport) -> Self {
        match mail.facts.numbering.filter(|numbering| numbering.total > 1) {
            Some(numbering) => Self::Series(numbering.version, numbering.total, numbering.number),
            None => Self::Single(Arc::clone(&mail.input)),
        }
    }

    /// Whether a suite that was this far goes on with that mail.
    fn goes_on(&self, next: &Self) -> bool {
        match (self, next) {
            (Self::Series(version, total, number), Self::Series(next_version, next_total, next_number)) => {
                (version, total) == (next_version, next_total) && number < next_number
            }
            (one, other) => one == other,
        }
    }
}

impl Exporter for Junit {
    fn detail(&self, _style: &Style) -> Detail {
        Detail::All
    }

    fn begin(&mut self, out: &mut dyn Write, _run: &Run<'_>) -> io::Result<()> {
        out.write_all(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"checkprov\">\n")
    }

    fn mail(&mut self, out: &mut dyn Write, mail: &MailReport, run: &Run<'_>) -> io::Result<()> {
        // A cover letter without findings gives the suite its name, and no case.
        let is_checked = matches!(mail.kind, Kind::Patch | Kind::Cover) || !mail.findings.is_empty();
        if !is_checked && mail.not_checked.is_none() {
            return Ok(());
        }
        let suite = Suite::of(mail);
        if !self.current.as_ref().is_some_and(|current| current.goes_on(&suite)) {
            self.flush(out, run.policy)?;
            let input = escaped(&mail.input);
            self.name = match suite {
                Suite::Series(..) => format!("{input}: {}", class(mail)),
                Suite::Single(_) => input.into_owned(),
            };
        } else if self.cases.len() > LONGEST_SUITE {
            self.flush(out, run.policy)?;
        }
        self.current = Some(suite);
        self.cases(mail, &run.style, run.policy);
        if let Some(reason) = mail.not_checked {
            self.skip(&class(mail), reason);
        }
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write, _end: End<'_>, run: &Run<'_>) -> io::Result<()> {
        self.flush(out, run.policy)?;
        out.write_all(b"</testsuites>\n")
    }
}

impl Junit {
    fn flush(&mut self, out: &mut dyn Write, policy: &Policy) -> io::Result<()> {
        if self.tests > 0 {
            let Self { tests, failures, skipped, .. } = self;
            write!(out, "  <testsuite name=\"{}\" tests=\"{tests}\" ", xml(&self.name))?;
            // No case is ever an error, in JUnit's sense of a test that could not run. Jenkins wants the number.
            writeln!(out, "failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\">")?;
            let policy = format!("{}{}", escaped(&policy.name), policy.origin);
            writeln!(
                out,
                "    <properties><property name=\"policy\" value=\"{}\"/></properties>",
                xml(&policy)
            )?;
            out.write_all(self.cases.as_bytes())?;
            out.write_all(b"  </testsuite>\n")?;
        }
        self.cases.clear();
        (self.tests, self.failures, self.skipped) = (0, 0, 0);
        Ok(())
    }

    /// A case for each rule that was asked, in the order of the rules.
    fn cases(&mut self, mail: &MailReport, style: &Style, policy: &Policy) {
        let class = class(mail);
        for rule in RULES {
            let findings: Vec<&Finding> =
                mail.findings.iter().filter(|finding| finding.rule == rule.id).collect();
            if !findings.is_empty() || was_asked(rule, mail, policy) {
                self.case(&class, rule.id, mail, &findings, style);
            }
        }
    }

    /// A case that was not run: a diff that is not judged.
    fn skip(&mut self, class: &str, reason: NotChecked) {
        self.tests += 1;
        self.skipped += 1;
        let (class, reason) = (xml(class), reason.words());
        let _ = write!(self.cases, "    <testcase classname=\"{class}\" name=\"not-judged\">");
        let _ = writeln!(self.cases, "<skipped message=\"{reason}\"/></testcase>");
    }

    fn case(&mut self, class: &str, rule: &str, mail: &MailReport, findings: &[&Finding], style: &Style) {
        self.tests += 1;
        let _ = write!(self.cases, "    <testcase classname=\"{}\" name=\"{rule}\"", xml(class));
        if findings.is_empty() {
            self.cases.push_str("/>\n");
            return;
        }
        self.cases.push_str(">\n");
        let (failing, passing): (Vec<&Finding>, Vec<&Finding>) =
            findings.iter().partition(|finding| style.fails(finding.level));
        // A case has one failure, whatever the number of places.
        if let Some(first) = failing.first() {
            self.failures += 1;
            let message = escaped(&first.message);
            let (message, level) = (xml(&message), first.level.word());
            let _ = write!(self.cases, "      <failure message=\"{message}\" type=\"{level}\">");
            self.cases.push_str(&xml(&texts(mail, &failing)));
            self.cases.push_str("</failure>\n");
        }
        if !passing.is_empty() {
            let text = texts(mail, &passing);
            let _ = writeln!(self.cases, "      <system-out>{}</system-out>", xml(&text));
        }
        self.cases.push_str("    </testcase>\n");
    }
}

/// The patch, as results of two runs are compared by it: its versions are different ones.
fn class(mail: &MailReport) -> String {
    match mail.facts.numbering.map(|numbering| numbering.version) {
        Some(version) if version > 1 => format!("v{version} {}", title(mail)),
        _ => title(mail),
    }
}

/// Whether a rule looked at the mail. What it says of a mail that it does not look at would be no pass.
fn was_asked(rule: &Rule, mail: &MailReport, policy: &Policy) -> bool {
    let looks = matches!(rule.check, Check::Mail(scope, _) if scope.applies_to(mail.kind, mail.facts.bare));
    looks && mail.kind == Kind::Patch && rule.level_under(policy) > Level::Off
}

fn texts(mail: &MailReport, findings: &[&Finding]) -> String {
    findings.iter().map(|finding| text(mail, finding)).collect::<Vec<_>>().join("\n\n")
}

fn text(mail: &MailReport, finding: &Finding) -> String {
    let mut lines =
        vec![format!("{}: {}: {}", place(mail, finding), finding.level.word(), escaped(&finding.message))];
    lines.extend(finding.location.as_ref().map(|location| format!("  {}", quote(location).0)));
    lines.extend(details(mail, finding));
    lines.join("\n")
}

/// Text, escaped for people already, as XML takes it between tags and in quotes.
fn xml(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"', '\'']) {
        return Cow::Borrowed(text);
    }
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    Cow::Owned(text.replace('"', "&quot;").replace('\'', "&apos;"))
}
