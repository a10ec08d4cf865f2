//! Gathers mails into series, in bounded memory. A series is handed on when no more are remembered, the oldest first,
//! so that they come in the order of their first mails.

use std::collections::{HashMap, VecDeque};

use super::Series;
use crate::mail_report::MailReport;
use crate::patch::Kind;
use crate::policy::Policy;
use crate::series::{Answer, Fingerprint, fingerprint_of};

/// How many series are open for further mails.
const MOST_OPEN: usize = 4096;

/// How many bytes of reports are kept of them.
const MOST_BYTES: usize = 64 << 20;

/// How many mails of one series are known by their ids, so that answers to them are.
const MOST_IDS: usize = 2048;

/// The series that are open.
#[derive(Default)]
pub(super) struct Collector {
    open: VecDeque<Open>,
    /// The number of the first of them.
    first: u64,
    /// By the number that identifies a series.
    by_number: HashMap<u64, u64>,
    by_mail: HashMap<Fingerprint, u64>,
    by_thread: HashMap<Fingerprint, u64>,
    weight: usize,
    /// Whether the mails of a series are kept.
    keeps_mails: bool,
}

#[derive(Default)]
struct Open {
    series: Series,
    number: Option<u64>,
    ids: Vec<Fingerprint>,
    weight: usize,
}

impl Collector {
    pub(super) fn new(keeps_mails: bool) -> Self {
        // Left to grow, it would double its room for the last one.
        let open = VecDeque::with_capacity(MOST_OPEN + 1);
        Self { open, keeps_mails, ..Self::default() }
    }

    /// Takes what comes next, and gives what need not wait any longer.
    pub(super) fn take(&mut self, mail: &MailReport, policy: &Policy) -> Vec<Series> {
        match mail.kind {
            Kind::Patch | Kind::Cover => self.grow(mail, policy),
            // What calls itself a patch and is none is shown too.
            Kind::Other if !mail.findings.is_empty() => self.grow(mail, policy),
            _ => mail.answer.iter().for_each(|answer| self.answer(answer)),
        }
        let mut closed = Vec::new();
        while self.open.len() > MOST_OPEN || self.weight > MOST_BYTES {
            closed.extend(self.close());
        }
        closed
    }

    /// Gives what is left, when no more comes.
    pub(super) fn finish(&mut self) -> Vec<Series> {
        std::iter::from_fn(|| self.close()).collect()
    }

    fn grow(&mut self, mail: &MailReport, policy: &Policy) {
        let facts = &mail.facts;
        let id = facts.message_id.as_deref().map(fingerprint_of);
        // One that comes twice is one.
        if id.is_some_and(|id| self.by_mail.contains_key(&id)) {
            return;
        }
        let at = self.series_of(mail);
        let Some(open) = self.open.get_mut((at - self.first) as usize) else { return };
        let before = open.series.mails.len();
        open.series.push(mail, policy, self.keeps_mails);
        let added = open.series.mails[before..].iter().map(|mail| mail.report.weight()).sum::<usize>();
        open.weight += added;
        self.weight += added;
        if let Some(id) = id.filter(|_| open.ids.len() < MOST_IDS) {
            open.ids.push(id);
            self.by_mail.insert(id, at);
        }
    }

    /// The series that a mail belongs to, begun where there is none.
    fn series_of(&mut self, mail: &MailReport) -> u64 {
        let number = mail.group.map(|group| group.number);
        if let Some(&at) = number.and_then(|number| self.by_number.get(&number)) {
            return at;
        }
        let at = self.first + self.open.len() as u64;
        if let Some(number) = number {
            self.by_number.insert(number, at);
        }
        if let Some(id) = &mail.series {
            self.by_thread.insert(fingerprint_of(id), at);
        }
        let series = Series { id: mail.series.clone(), ..Series::default() };
        self.open.push_back(Open { series, number, ..Open::default() });
        at
    }

    /// Counts an answer with the series of the mail that it answers, else with the newest of its thread.
    pub(super) fn answer(&mut self, answer: &Answer) {
        let answered = answer.parent.and_then(|id| self.by_mail.get(&id));
        let in_thread = || answer.thread.and_then(|id| self.by_thread.get(&id));
        let Some(at) = answered.or_else(in_thread).copied() else { return };
        let Some(open) = self.open.get_mut((at - self.first) as usize) else { return };
        open.series.answers.take(answer, open.series.by);
        // An answer to this one is in the same conversation.
        if let Some(id) = answer.id.filter(|_| open.ids.len() < MOST_IDS) {
            open.ids.push(id);
            self.by_mail.entry(id).or_insert(at);
        }
    }

    fn close(&mut self) -> Option<Series> {
        let open = self.open.pop_front()?;
        let at = self.first;
        self.first += 1;
        self.weight -= open.weight;
        open.ids.iter().for_each(|id| {
            if self.by_mail.get(id) == Some(&at) {
                self.by_mail.remove(id);
            }
        });
        if let Some(number) = open.number {
            self.by_number.remove(&number);
        }
        if let Some(id) = open.series.id.as_deref().map(fingerprint_of)
            && self.by_thread.get(&id) == Some(&at)
        {
            self.by_thread.remove(&id);
        }
        Some(open.series)
    }
}
