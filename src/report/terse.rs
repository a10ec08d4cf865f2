//! One line a finding, in checkpatch's `--terse --show-types` form, and the same for b4.

use std::io::{self, Write};

use super::{Exporter, Run, Style, escaped, line_of};
use crate::finding::Level;
use crate::mail_report::{Detail, MailReport};

/// `FILE:LINE: ERROR:rule-id: message`
pub(super) struct Terse;

impl Exporter for Terse {
    fn detail(&self, _style: &Style) -> Detail {
        Detail::None
    }

    fn mail(&mut self, out: &mut dyn Write, mail: &MailReport, _run: &Run<'_>) -> io::Result<()> {
        let input = escaped(&mail.input);
        for finding in &mail.findings {
            let (line, word, rule) = (line_of(mail, finding), word(finding.level), finding.rule);
            writeln!(out, "{input}:{line}: {word}:{rule}: {}", escaped(&finding.message))?;
        }
        Ok(())
    }
}

/// The same without notes: b4 takes every line for a warning, and one that holds `ERROR:` anywhere for an
/// error. A diff that was passed over is one, too.
pub(super) struct B4;

impl Exporter for B4 {
    fn detail(&self, _style: &Style) -> Detail {
        Detail::None
    }

    fn mail(&mut self, out: &mut dyn Write, mail: &MailReport, run: &Run<'_>) -> io::Result<()> {
        let harmless = |text: &str| escaped(text).replace("ERROR:", "ERROR :");
        // A file may be called `ERROR`.
        let input = harmless(&format!("{}:", mail.input));
        if let Some(reason) = mail.not_checked {
            writeln!(out, "{input}{}: WARNING: not judged: {}", mail.line, reason.words())?;
        }
        // There is no summary that would name the file of the policy: the first finding does.
        let mut file = run.policy.origin.file().map(|file| harmless(&format!(" (policy: {file})")));
        for finding in mail.findings.iter().filter(|finding| finding.level > Level::Note) {
            let (line, word, rule) = (line_of(mail, finding), word(finding.level), finding.rule);
            let (message, file) = (harmless(&finding.message), file.take().unwrap_or_default());
            writeln!(out, "{input}{line}: {word}:{rule}: {message}{file}")?;
        }
        Ok(())
    }
}

fn word(level: Level) -> &'static str {
    match level {
        Level::Error => "ERROR",
        Level::Warning => "WARNING",
        Level::Note | Level::Off => "NOTE",
    }
}
