//! Reports that are made of series: which of them are shown, and in which order.

use std::cmp::Reverse;
use std::io::{self, Write};

use super::collect::Collector;
use super::{Series, jsonl, table};
use crate::mail_report::{Detail, MailReport};
use crate::report::markdown::Markdown;
use crate::report::page::Page;
use crate::report::{End, Exporter, Run, Style};
use crate::series::Answer;

/// The most series that are put in order; where there are more, the last of them are left out.
const MOST_SORTED: usize = 10_000;

/// The formats of `checkprov series`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum SeriesFormat {
    /// A table for a terminal, a line a series
    #[default]
    Human,
    /// JSON Lines: an object a series, then a summary
    Jsonl,
    /// A table, and what was found, for job summaries, merge requests and wikis
    Markdown,
    /// One page that needs nothing beside it
    Html,
}

/// In which order series are shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Order {
    /// As they come
    #[default]
    Input,
    /// Those with the worst findings first
    Worst,
}

/// Which series are shown, and how.
#[derive(Debug, Clone, Default)]
pub struct View {
    /// The format.
    pub format: SeriesFormat,
    /// The order.
    pub order: Order,
    /// Whether only those are shown that something fails in and that no one but their author answered.
    pub needs_answer: bool,
    /// Whether the table lists the patches of each.
    pub patches: bool,
    /// How many columns the table may have.
    pub width: usize,
    /// The address of a mail in an archive, with `{message-id}` where its id goes.
    pub link: Option<String>,
}

impl View {
    pub(in crate::report) fn exporter(&self) -> Box<dyn Exporter + Send> {
        let (order, needs_answer) = (self.order, self.needs_answer);
        match self.format {
            SeriesFormat::Human => Box::new(
                BySeries::new(table::Table::new(self.width, self.patches)).showing(order, needs_answer),
            ),
            SeriesFormat::Jsonl => Box::new(BySeries::new(jsonl::Jsonl).showing(order, needs_answer)),
            SeriesFormat::Markdown => {
                Box::new(BySeries::new(Markdown::linking(self.link.clone())).showing(order, needs_answer))
            }
            SeriesFormat::Html => {
                Box::new(BySeries::new(Page::linking(self.link.clone())).showing(order, needs_answer))
            }
        }
    }
}

/// Writes the series of a run in one format. It is given them in order, and keeps no more of them than it needs.
pub(in crate::report) trait SeriesExporter {
    /// Whether it wants to know to whom an answer goes.
    fn wants_recipients(&self) -> bool {
        false
    }

    /// Whether it shows the mails of a series.
    fn shows_mails(&self) -> bool {
        true
    }

    /// Writes what comes before the first.
    fn begin(&mut self, _out: &mut dyn Write, _run: &Run<'_>) -> io::Result<()> {
        Ok(())
    }

    /// Sees every mail, for counts over all of them.
    fn mail(&mut self, _mail: &MailReport, _run: &Run<'_>) {}

    /// Writes one series.
    fn series(&mut self, out: &mut dyn Write, series: &Series, run: &Run<'_>) -> io::Result<()>;

    /// Writes what comes after the last; so many more were left out.
    fn end(&mut self, _out: &mut dyn Write, _left_out: u64, _end: End<'_>, _run: &Run<'_>) -> io::Result<()> {
        Ok(())
    }
}

/// A report by series.
pub(in crate::report) struct BySeries<E> {
    collector: Collector,
    exporter: E,
    order: Order,
    needs_answer: bool,
    /// Those that wait to be put in order.
    waiting: Vec<Series>,
    left_out: u64,
}

impl<E: SeriesExporter> BySeries<E> {
    /// Shows all series as they come.
    pub(in crate::report) fn new(exporter: E) -> Self {
        let (order, waiting) = (Order::Input, Vec::new());
        let collector = Collector::new(exporter.shows_mails());
        Self { collector, exporter, order, needs_answer: false, waiting, left_out: 0 }
    }

    fn showing(self, order: Order, needs_answer: bool) -> Self {
        Self { order, needs_answer, ..self }
    }

    fn take(&mut self, out: &mut dyn Write, series: Series, run: &Run<'_>) -> io::Result<()> {
        if self.needs_answer && !series.needs_answer(|level| run.style.fails(level)) {
            return Ok(());
        }
        match self.order {
            Order::Input => self.exporter.series(out, &series, run),
            Order::Worst => {
                self.waiting.push(series);
                if self.waiting.len() >= 2 * MOST_SORTED {
                    self.sort();
                }
                Ok(())
            }
        }
    }

    /// Puts the worst first, and leaves out the last where they are too many.
    fn sort(&mut self) {
        let weight = |series: &Series| (series.worst(), series.errors, series.warnings, series.counted);
        self.waiting.sort_by_key(|series| Reverse(weight(series)));
        let more = self.waiting.len().saturating_sub(MOST_SORTED);
        self.waiting.truncate(MOST_SORTED);
        self.left_out += more as u64;
    }
}

impl<E: SeriesExporter> Exporter for BySeries<E> {
    fn detail(&self, _style: &Style) -> Detail {
        Detail::Submissions
    }

    fn wants_recipients(&self) -> bool {
        self.exporter.wants_recipients()
    }

    fn tells_changes(&self, _style: &Style) -> bool {
        true
    }

    fn counts_answers(&self) -> bool {
        true
    }

    fn begin(&mut self, out: &mut dyn Write, run: &Run<'_>) -> io::Result<()> {
        self.exporter.begin(out, run)
    }

    fn mail(&mut self, out: &mut dyn Write, mail: &MailReport, run: &Run<'_>) -> io::Result<()> {
        self.exporter.mail(mail, run);
        let closed = self.collector.take(mail, run.policy);
        closed.into_iter().try_for_each(|series| self.take(out, series, run))
    }

    fn answer(&mut self, answer: &Answer) {
        self.collector.answer(answer);
    }

    fn end(&mut self, out: &mut dyn Write, end: End<'_>, run: &Run<'_>) -> io::Result<()> {
        for series in self.collector.finish() {
            self.take(out, series, run)?;
        }
        self.sort();
        for series in std::mem::take(&mut self.waiting) {
            self.exporter.series(out, &series, run)?;
        }
        self.exporter.end(out, self.left_out, end, run)
    }
}
