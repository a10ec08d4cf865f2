//! Checks series as they grow, and holds a report back only while its series may still change it.
//!
//! A finding about a series hangs on the last patch of it that was seen. While such a finding is pending and
//! patches are missing, that report and what came after it wait, but no longer than a bounded number of mails.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io;
use std::sync::Arc;

use super::{Checked, Event, Job};
use crate::counts::Counts;
use crate::finding::Finding;
use crate::mail_report::{Group, MailReport, Side, Since};
use crate::rules::{self, ActiveRules};
use crate::series::{Groups, PreviousVersion, SeriesPatch};

/// How many mails may wait for the rest of a series.
const MOST_WAITING: usize = 1000;

/// How many bytes of reports may wait.
const MOST_BYTES: usize = 64 << 20;

/// Up to which length a series is looked at each time it grows.
const LOOKED_AT_EACH: usize = 64;

type Out<'o> = &'o mut dyn FnMut(Event) -> io::Result<()>;

/// Reports on their way out.
pub(super) struct Queue<'a> {
    rules: &'a ActiveRules<'a>,
    changes: bool,
    groups: Groups,
    waiting: VecDeque<(Event, usize)>,
    /// What waits, in bytes.
    weight: usize,
    /// The number of the first event that waits.
    first: u64,
    /// Findings about series that may change yet, by series: the report they hang on, and they themselves.
    pending: BTreeMap<u64, (u64, Vec<Finding>)>,
    /// The reports on which they hang, with the series of each.
    held: BTreeSet<(u64, u64)>,
}

impl<'a> Queue<'a> {
    pub(super) fn new(job: &Job<'_>, rules: &'a ActiveRules<'a>) -> Self {
        Self {
            rules,
            changes: job.changes,
            groups: Groups::default(),
            waiting: VecDeque::new(),
            weight: 0,
            first: 0,
            pending: BTreeMap::new(),
            held: BTreeSet::new(),
        }
    }

    /// Takes what comes next, and hands on what need not wait.
    pub(super) fn take(&mut self, checked: Checked, out: Out<'_>) -> io::Result<()> {
        let event = match checked {
            Checked::Unread(why) => Event::Unread(why),
            Checked::Skipped => Event::Skipped,
            Checked::Answer(answer) => Event::Answer(answer),
            Checked::Mail(mut report, member) => {
                match member {
                    Some(member) => self.grow(&mut report, *member),
                    None => self.find_series(&mut report),
                }
                Event::Mail(report)
            }
        };
        let weight = match &event {
            Event::Mail(report) if !self.pending.is_empty() => report.weight(),
            _ => 0,
        };
        self.weight += weight;
        self.waiting.push_back((event, weight));
        self.hand_on(out)?;
        while (self.waiting.len() > MOST_WAITING || self.weight > MOST_BYTES)
            && let Some(oldest) = self.oldest()
        {
            self.settle(oldest);
            self.hand_on(out)?;
        }
        Ok(())
    }

    /// No more will come: what is pending is settled.
    pub(super) fn finish(mut self, out: Out<'_>) -> io::Result<()> {
        while let Some(oldest) = self.oldest() {
            self.settle(oldest);
        }
        self.hand_on(out)
    }

    fn grow(&mut self, report: &mut MailReport, member: SeriesPatch) {
        if !self.groups.is_new(&member) {
            return self.find_series(report);
        }
        if let Some(earlier) = self.groups.earlier(&member, !self.changes) {
            add(report, self.rules.check_version(&member, &earlier));
            report.since = Some(since(&member, &earlier));
        }
        let (number, series) = self.groups.add(member);
        report.series = Some(Arc::clone(&series.id));
        report.group = Some(Group { number, version: series.version });
        if !series.declares {
            return;
        }
        if series.is_complete() {
            let findings = self.rules.check_series(series);
            self.release(number);
            return add(report, findings);
        }
        // To look at a long series each time it grows would take the square of its length: in between it waits.
        let is_looked_at = series.len() <= LOOKED_AT_EACH || series.len().is_power_of_two();
        let findings = is_looked_at.then(|| self.rules.check_series(series));
        let before = self.release(number);
        let findings = findings.unwrap_or(before);
        if !is_looked_at || !findings.is_empty() {
            let place = self.first + self.waiting.len() as u64;
            self.held.insert((place, number));
            self.pending.insert(number, (place, findings));
        }
    }

    /// The series of a mail that answers one.
    fn find_series(&self, report: &mut MailReport) {
        let own = report.facts.message_id.as_deref().into_iter();
        let mut known = own.chain(report.facts.in_reply_to.as_deref()).filter_map(|id| self.groups.id_of(id));
        if let Some(id) = known.next() {
            report.series = Some(Arc::clone(id));
        }
    }

    /// The series whose pending finding hangs on the oldest report.
    fn oldest(&self) -> Option<u64> {
        self.held.first().map(|(_, number)| *number)
    }

    /// Puts pending findings where they hang.
    fn settle(&mut self, number: u64) {
        let Some((place, _)) = self.pending.get(&number) else { return };
        let at = (place - self.first) as usize;
        let before = self.release(number);
        let findings = self.groups.get(number).map_or(before, |series| self.rules.check_series(series));
        if let Some((Event::Mail(report), _)) = self.waiting.get_mut(at) {
            add(report, findings);
        }
    }

    /// Takes pending findings away from the report they hang on.
    fn release(&mut self, number: u64) -> Vec<Finding> {
        let Some((place, findings)) = self.pending.remove(&number) else { return Vec::new() };
        self.held.remove(&(place, number));
        findings
    }

    fn hand_on(&mut self, out: Out<'_>) -> io::Result<()> {
        let held = self.held.first().map(|(place, _)| *place);
        while held.is_none_or(|held| self.first < held) {
            let Some((event, weight)) = self.waiting.pop_front() else { return Ok(()) };
            self.weight -= weight;
            self.first += 1;
            out(event)?;
        }
        Ok(())
    }
}

/// Adds findings that came late, in the order of the rules.
fn add(report: &mut MailReport, findings: Vec<Finding>) {
    if !findings.is_empty() {
        report.findings.extend(findings);
        rules::sort(&mut report.findings);
    }
}

fn since(patch: &SeriesPatch, earlier: &PreviousVersion) -> Since {
    let side = |declared: &[String], (added, removed): (u64, u64)| Side {
        declared: declared.to_vec(),
        code: Counts { added, removed },
    };
    Since {
        version: earlier.version,
        before: side(&earlier.declared, earlier.code),
        now: side(&patch.declared, patch.code),
    }
}
