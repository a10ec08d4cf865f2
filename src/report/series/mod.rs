//! Series as data: what a maintainer wants to know of one, made of the reports of its mails as they come.

mod by_series;
mod collect;
mod jsonl;
pub(super) mod row;
mod table;

use std::collections::BTreeSet;
use std::sync::Arc;

pub(super) use by_series::{BySeries, SeriesExporter};
pub use by_series::{Order, SeriesFormat, View};

use crate::counts::Counts;
use crate::finding::Level;
use crate::mail_report::{Facts, MailReport, Side};
use crate::patch::{Identity, Kind};
use crate::policy::{Policy, Use};
use crate::series::{Answer, Fingerprint, person};

/// The most mails of one series that are shown; the others are counted.
const MOST_MAILS: usize = 500;

/// The most files that are kept of a patch over the limit.
const MOST_FILES: usize = 50;

/// The most different uses that are kept of a series.
const MOST_USES: usize = 50;

/// One version of one series.
#[derive(Debug, Default)]
pub(super) struct Series {
    /// What names its thread, the same for all its versions there; none of a bare diff.
    pub(super) id: Option<Arc<str>>,
    /// The subject of its cover letter, else of its first patch.
    pub(super) title: Option<String>,
    /// Where its first mail was read.
    input: Option<Arc<str>>,
    pub(super) author: Option<Identity>,
    /// What stands for the author.
    by: Option<Fingerprint>,
    pub(super) version: u32,
    /// How many patches its subjects announce.
    pub(super) total: u32,
    /// The numbers of the patches that were seen.
    pub(super) seen: BTreeSet<u32>,
    /// The dates of the mails that came first and last, as RFC 3339.
    pub(super) first: Option<String>,
    pub(super) last: Option<String>,
    /// What it declares, each once.
    pub(super) uses: Vec<Use>,
    /// The added and removed lines of each class: there are few.
    pub(super) lines: Vec<(String, Counts)>,
    /// The lines that count against the limit; none where it declares no code.
    pub(super) counted: Option<u64>,
    /// The strictest limit that any of them is held to.
    pub(super) limit: Option<u64>,
    /// Whether one of its patches is over the limit.
    pub(super) is_over: bool,
    /// Its cover letter and patches, in the order in which they came; none where they are not shown.
    pub(super) mails: Vec<SeriesMail>,
    /// How many there are beside these.
    pub(super) more: usize,
    pub(super) errors: u64,
    pub(super) warnings: u64,
    pub(super) notes: u64,
    /// What changed since the version before.
    pub(super) since: Option<Change>,
    pub(super) answers: Answers,
    /// The number of the patch that the title is of.
    titled_by: Option<u32>,
}

/// A cover letter or a patch.
#[derive(Debug)]
pub(super) struct SeriesMail {
    /// 0 is the cover letter.
    pub(super) number: u32,
    /// What it says and what was found in it. Files are there only where it is over the limit.
    pub(super) report: MailReport,
}

/// What changed since the version before, over all patches that were in both.
#[derive(Debug, Clone, Default)]
pub(super) struct Change {
    /// The version before.
    pub(super) version: u32,
    /// Values that are no longer declared.
    pub(super) lost: Vec<String>,
    /// Values that are declared now.
    pub(super) gained: Vec<String>,
    before: Vec<String>,
    now: Vec<String>,
    /// How many more changed lines there are in the classes that count.
    pub(super) counted: i64,
}

/// Who answered a series.
#[derive(Debug, Default)]
pub(super) struct Answers {
    /// Answers, the author's own among them.
    pub(super) mails: u64,
    people: BTreeSet<Fingerprint>,
    reviewed_by: BTreeSet<Fingerprint>,
    acked_by: BTreeSet<Fingerprint>,
}

/// The most people that are counted one by one in the answers to a series.
const MOST_PEOPLE: usize = 1000;

impl Answers {
    /// How many people other than the author answered.
    pub(super) fn people(&self) -> usize {
        self.people.len()
    }

    /// How many people gave a `Reviewed-by` in an answer.
    pub(super) fn reviewed_by(&self) -> usize {
        self.reviewed_by.len()
    }

    /// How many people gave an `Acked-by` in an answer.
    pub(super) fn acked_by(&self) -> usize {
        self.acked_by.len()
    }

    fn take(&mut self, answer: &Answer, author: Option<Fingerprint>) {
        self.mails += 1;
        add(&mut self.people, answer.sender.filter(|sender| Some(*sender) != author));
        add(&mut self.reviewed_by, answer.reviewed_by.iter().copied());
        add(&mut self.acked_by, answer.acked_by.iter().copied());
    }
}

fn add(people: &mut BTreeSet<Fingerprint>, more: impl IntoIterator<Item = Fingerprint>) {
    let room = MOST_PEOPLE - people.len();
    people.extend(more.into_iter().take(room));
}

impl Change {
    fn take(&mut self, version: u32, before: &Side, now: &Side, policy: &Policy) {
        self.version = self.version.max(version);
        extend(&mut self.before, values(before, policy));
        extend(&mut self.now, values(now, policy));
        let without = |of: &[String], other: &[String]| -> Vec<String> {
            of.iter().filter(|value| !other.contains(value)).cloned().collect()
        };
        self.lost = without(&self.before, &self.now);
        self.gained = without(&self.now, &self.before);
        let lines = |side: &Side| i64::try_from(side.code.changed()).unwrap_or(i64::MAX);
        self.counted = self.counted.saturating_add(lines(now).saturating_sub(lines(before)));
    }
}

/// The values that a patch declared, without their explanations.
fn values(side: &Side, policy: &Policy) -> impl Iterator<Item = String> {
    let read = side.declared.iter().flat_map(|declared| policy.tag.read(declared).uses);
    read.map(|each| each.value)
}

fn extend<T: PartialEq>(list: &mut Vec<T>, more: impl IntoIterator<Item = T>) {
    for each in more {
        if list.len() < MOST_USES && !list.contains(&each) {
            list.push(each);
        }
    }
}

impl Series {
    /// The worst that was found.
    pub(super) fn worst(&self) -> Option<Level> {
        let counts =
            [(self.errors, Level::Error), (self.warnings, Level::Warning), (self.notes, Level::Note)];
        counts.iter().find(|(count, _)| *count > 0).map(|(_, level)| *level)
    }

    /// Its title, or the input of one that has none.
    pub(super) fn title(&self) -> &str {
        self.title.as_deref().or(self.input.as_deref()).unwrap_or_default()
    }

    /// Whether something fails, and no one but the author has answered.
    pub(super) fn needs_answer(&self, fails: impl Fn(Level) -> bool) -> bool {
        self.worst().is_some_and(fails) && self.answers.people() == 0
    }

    /// The added and removed lines of a class.
    pub(super) fn lines_of(&self, class: &str) -> Counts {
        self.lines.iter().find(|(known, _)| known == class).map(|(_, lines)| *lines).unwrap_or_default()
    }

    /// The values it declares, each once.
    pub(super) fn declared(&self) -> Vec<&str> {
        let mut values = Vec::new();
        extend(&mut values, self.uses.iter().map(|each| each.value.as_str()));
        values
    }

    /// Takes a cover letter or a patch, and keeps it where it is shown.
    fn push(&mut self, mail: &MailReport, policy: &Policy, keeps: bool) {
        let facts = &mail.facts;
        let numbering = facts.numbering;
        let number =
            if mail.kind == Kind::Cover { 0 } else { numbering.map_or(1, |numbering| numbering.number) };
        let version = mail.group.map(|group| group.version).or(numbering.map(|numbering| numbering.version));
        self.version = self.version.max(version.unwrap_or(1));
        self.total = self.total.max(numbering.map_or(1, |numbering| numbering.total));
        if mail.kind == Kind::Patch {
            self.seen.insert(number);
        }
        if self.titled_by.is_none_or(|by| number < by) {
            self.titled_by = Some(number);
            self.title.clone_from(&facts.subject);
            self.author.clone_from(&facts.author);
            self.by = self.author.as_ref().map(|author| person(&author.email));
        }
        if self.input.is_none() {
            self.input = Some(Arc::clone(&mail.input));
        }
        if self.first.is_none() {
            self.first.clone_from(&facts.date);
        }
        self.last.clone_from(&facts.date);
        extend(&mut self.uses, facts.uses.iter().cloned());
        for (class, lines) in facts.lines_by_class() {
            match self.lines.iter_mut().find(|(known, _)| known == class) {
                Some((_, sum)) => *sum += lines,
                None => self.lines.push((class.to_owned(), lines)),
            }
        }
        if let Some(counted) = facts.counted {
            self.counted = Some(self.counted.unwrap_or(0) + counted);
            self.limit = self.limit.into_iter().chain(facts.limit).min();
        }
        self.is_over |= facts.over_limit().is_some();
        for finding in &mail.findings {
            match finding.level {
                Level::Error => self.errors += 1,
                Level::Warning => self.warnings += 1,
                Level::Note => self.notes += 1,
                Level::Off => {}
            }
        }
        if let Some(since) = &mail.since {
            let change = self.since.get_or_insert_default();
            change.take(since.version, &since.before, &since.now, policy);
        }
        match self.mails.len() < MOST_MAILS {
            _ if !keeps => {}
            true => self.mails.push(SeriesMail { number, report: shortened(mail, number) }),
            false => self.more += 1,
        }
    }
}

/// What is kept of a mail until its series is shown.
fn shortened(mail: &MailReport, number: u32) -> MailReport {
    let facts = &mail.facts;
    let found = !mail.findings.is_empty();
    let files = if facts.over_limit().is_some() { facts.files.len().min(MOST_FILES) } else { 0 };
    let facts = Facts {
        bare: facts.bare,
        message_id: facts.message_id.clone(),
        date: facts.date.clone(),
        subject: facts.subject.clone(),
        author: facts.author.clone(),
        numbering: facts.numbering,
        reply_headers: facts.reply_headers.clone().filter(|_| found || number <= 1),
        block: if found { facts.block.clone() } else { Vec::new() },
        declared: facts.declared,
        uses: facts.uses.clone(),
        counted: facts.counted,
        limit: facts.limit,
        files: facts.files[..files].to_vec(),
        ..Facts::default()
    };
    MailReport {
        input: Arc::clone(&mail.input),
        series: mail.series.clone(),
        facts,
        findings: mail.findings.clone(),
        stage: mail.stage.clone(),
        signer: mail.signer.clone(),
        answer: None,
        since: None,
        ..*mail
    }
}
