//! Workflow commands for GitHub Actions: an annotation a finding.
//!
//! A finding in a changed file is at its line there. One in the message has no file in the repository,
//! so its annotation has none, and names the mail in its text.

use std::io::{self, Write};

use super::escape::escaped;
use super::location::{details, place, quote, title};
use super::{End, Exporter, Run, Style};
use crate::finding::{Finding, Level};
use crate::mail_report::{Detail, MailReport};

/// The annotations.
pub(super) struct Github;

impl Exporter for Github {
    fn detail(&self, _style: &Style) -> Detail {
        Detail::WithFindings
    }

    fn mail(&mut self, out: &mut dyn Write, mail: &MailReport, _run: &Run<'_>) -> io::Result<()> {
        for finding in &mail.findings {
            let command = match finding.level {
                Level::Error => "error",
                Level::Warning => "warning",
                Level::Note | Level::Off => "notice",
            };
            write!(out, "::{command} ")?;
            if let Some((path, line)) = &finding.file {
                write!(out, "file={},line={line},", property(&escaped(path)))?;
            }
            writeln!(out, "title={}::{}", property(finding.rule), text(mail, finding))?;
        }
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write, _end: End<'_>, run: &Run<'_>) -> io::Result<()> {
        match run.policy.origin.file() {
            None => Ok(()),
            Some(_) => writeln!(out, "checkprov: checked under {}", run.policy.label()),
        }
    }
}

fn text(mail: &MailReport, finding: &Finding) -> String {
    let mut lines = vec![escaped(&finding.message).into_owned(), format!("patch: {}", title(mail))];
    let place = place(mail, finding);
    match &finding.location {
        Some(at) => lines.push(format!("{place}: {}", quote(at).0)),
        None => lines.push(place),
    }
    lines.extend(details(mail, finding));
    lines.iter().map(|line| data(line)).collect::<Vec<_>>().join("%0A")
}

/// What follows the second `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_property_ends_nothing() {
        assert_eq!(property("a,b::c%0A\n"), "a%2Cb%3A%3Ac%250A%0A");
    }
}
