//! A mail that git would make, and where each of its lines comes from.
//!
//! Findings are about lines of the mail. People have a message file, a diff, a setting: a report is split by these,
//! and its lines are mapped back to theirs.

use std::sync::Arc;

use super::message::Message;
use checkprov::finding::Finding;
use checkprov::input::Source;
use checkprov::mail_report::MailReport;
use checkprov::patch::Kind;

/// A mail in the making.
#[derive(Debug, Default)]
pub(super) struct AssembledMail {
    mail: Vec<u8>,
    /// What people would call the places that its lines come from; the first is that of the mail as a whole.
    places: Vec<Arc<str>>,
    /// Of each line: which place it comes from, and its line there from 0.
    lines: Vec<(usize, usize)>,
}

impl AssembledMail {
    /// A mail without lines yet; findings about the mail as a whole belong to that place.
    pub(super) fn new(place: &str) -> Self {
        Self { places: vec![place.into()], ..Self::default() }
    }

    /// Adds a place; gives its number.
    pub(super) fn place(&mut self, name: &str) -> usize {
        self.places.push(name.into());
        self.places.len() - 1
    }

    /// Adds a line, without its newline.
    pub(super) fn line(&mut self, text: &[u8], place: usize, line: usize) {
        self.mail.extend_from_slice(text);
        self.mail.push(b'\n');
        self.lines.push((place, line));
    }

    /// Adds the headers of a message whose author is known from a place, and the empty line.
    pub(super) fn headers(&mut self, (author, place): (&str, usize), message: &Message<'_>, charset: &str) {
        self.line(format!("From: {}", mailbox(author)).as_bytes(), place, 0);
        let (line, title) = message.title();
        self.line(&[b"Subject: [PATCH] ", &*as_header(&title)].concat(), 0, line);
        self.line(format!("Content-Type: text/plain; charset={charset}").as_bytes(), 0, line);
        self.line(b"", 0, line);
    }

    /// Adds a diff from a place, below the line that ends the message.
    pub(super) fn diff(&mut self, diff: &[u8], place: usize) {
        if !diff.starts_with(b"---") {
            self.line(b"---", 0, 0);
        }
        for (number, line) in diff.split_inclusive(|&b| b == b'\n').enumerate() {
            self.line(line.strip_suffix(b"\n").unwrap_or(line), place, number);
        }
    }

    /// The mail as an input.
    pub(super) fn source(&self, name: &str) -> Source {
        Source::Memory { name: name.to_owned(), mail: self.mail.as_slice().into() }
    }

    /// Splits a report on the mail by place, and maps its lines back. The report of the first place counts as the
    /// patch.
    pub(super) fn by_place(&self, mail: &MailReport) -> Vec<MailReport> {
        let mut reports = Vec::new();
        for (number, place) in self.places.iter().enumerate() {
            let here = mail.findings.iter().filter_map(|finding| self.here(finding, mail.line, number));
            let findings: Vec<Finding> = here.collect();
            if number > 0 && findings.is_empty() {
                continue;
            }
            let kind = if number == 0 { mail.kind } else { Kind::Other };
            reports.push(MailReport { input: Arc::clone(place), line: 1, kind, findings, ..mail.clone() });
        }
        reports
    }

    /// The finding with its line there, if it belongs to a place.
    fn here(&self, finding: &Finding, begin: u64, number: usize) -> Option<Finding> {
        let own = finding.location.as_ref().and_then(|location| location.line);
        // Blank lines before a mail are no lines of it.
        let from = own.and_then(|line| self.lines.get(line + begin as usize - 1));
        let &(place, line) = from.unwrap_or(&(0, 0));
        let mut finding = finding.clone();
        if let Some(location) = &mut finding.location {
            location.line = from.map(|_| line);
        }
        (place == number).then_some(finding)
    }
}

/// A person as a mail names one: a name with signs that mean something there is quoted.
fn mailbox(person: &str) -> String {
    let Some((name, address)) = person.rsplit_once(" <") else { return person.to_owned() };
    if !name.contains(['(', ')', '<', '>', '[', ']', ':', ';', '@', '\\', ',', '.', '"']) {
        return person.to_owned();
    }
    format!("\"{}\" <{address}", name.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Text as a header has it: what looks like an encoded word is encoded, so that it stays as it is.
fn as_header(text: &[u8]) -> Vec<u8> {
    if memchr::memmem::find(text, b"=?").is_none() {
        return text.to_vec();
    }
    let encoded: String = text.iter().map(|byte| format!("={byte:02X}")).collect();
    format!("=?UTF-8?Q?{encoded}?=").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_named_as_in_a_mail() {
        assert_eq!(mailbox("Ann Dev <ann@example.org>"), "Ann Dev <ann@example.org>");
        assert_eq!(mailbox("Dev, A. <ann@example.org>"), "\"Dev, A.\" <ann@example.org>");
        assert_eq!(mailbox("J\u{e9} <j@example.org>"), "J\u{e9} <j@example.org>");
    }
}
