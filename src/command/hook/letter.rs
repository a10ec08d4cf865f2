//! A mail that git would make, and where each of its lines comes from.
//!
//! Findings tell lines of the mail. People have a message file, a diff, a setting: what is told them is the
//! line there.

use std::sync::Arc;

use crate::finding::Finding;
use crate::input::Source;
use crate::patch::Kind;
use crate::verdict::Verdict;

/// A mail in the making.
#[derive(Debug, Default)]
pub(super) struct Letter {
    mail: Vec<u8>,
    /// What people would call the places that its lines come from; the first is that of the mail as a whole.
    places: Vec<Arc<str>>,
    /// Of each line: which place it comes from, and its line there from 0.
    lines: Vec<(usize, usize)>,
}

impl Letter {
    /// A letter without lines; findings about the mail as a whole are told of that place.
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

    /// The mail as an input.
    pub(super) fn source(&self, name: &str) -> Source {
        Source::Memory { name: name.to_owned(), mail: self.mail.as_slice().into() }
    }

    /// What is to be told of a verdict on the mail: a verdict a place, with the lines that people have. The
    /// first counts as the patch.
    pub(super) fn told(&self, verdict: &Verdict) -> Vec<Verdict> {
        let mut told = Vec::new();
        for (number, place) in self.places.iter().enumerate() {
            let here = verdict.findings.iter().filter_map(|finding| self.here(finding, verdict.line, number));
            let findings: Vec<Finding> = here.collect();
            if number > 0 && findings.is_empty() {
                continue;
            }
            let kind = if number == 0 { verdict.kind } else { Kind::Other };
            told.push(Verdict { input: Arc::clone(place), line: 1, kind, findings, ..verdict.clone() });
        }
        told
    }

    /// The finding as it is told of a place, if it belongs there.
    fn here(&self, finding: &Finding, begin: u64, number: usize) -> Option<Finding> {
        let own = finding.place.as_ref().and_then(|place| place.line);
        // Blank lines in front of a mail are no lines of it.
        let from = own.and_then(|line| self.lines.get(line + begin as usize - 1));
        let &(place, line) = from.unwrap_or(&(0, 0));
        let mut finding = finding.clone();
        if let Some(place) = &mut finding.place {
            place.line = from.map(|_| line);
        }
        (place == number).then_some(finding)
    }
}
