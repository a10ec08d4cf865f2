//! A page of HTML that needs nothing beside it: how AI use is declared, which patches are over the limit, and each
//! series with its patches, findings and help. It runs no script and asks for nothing.
//!
//! Text goes through maud, which escapes it. What is kept of series is bounded: where it is too much, those without
//! findings go first, and the page says how many.

mod kept;
mod statistics;
mod view;

use std::io::{self, Write};

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::series::{Series, SeriesExporter};
use super::{End, Run, Summary, archive};
use crate::escape::{cut, escaped};
use crate::mail_report::MailReport;
use crate::patch::Kind;
use kept::Kept;
use statistics::Statistics;

/// The most bytes of all series together; about 1 MB more is the rest at most.
const MOST_BYTES: usize = 3 << 20;

/// The most patches over the limit that are listed.
const MOST_OVER: usize = 200;

/// The most characters of a text of a mail.
const LONGEST: usize = 300;

const STYLE: &str = include_str!("style.css");

/// Only the style above is taken, by its SHA-256; nothing else is loaded, run, sent or framed.
const SECURITY: &str = "default-src 'none'; style-src 'sha256-Ytu3RsUfdUYdgp7DGarOAzxheHCGHmj29s0Cz/yUSX8='; base-uri 'none'; form-action 'none'";

/// The page.
#[derive(Default)]
pub(super) struct Page {
    link: Option<String>,
    summary: Summary,
    statistics: Statistics,
    over: Vec<Markup>,
    more_over: u64,
    series: u64,
    rows: Kept,
}

impl Page {
    /// A page whose mails link to an archive.
    pub(super) fn linking(link: Option<String>) -> Self {
        Self { link, ..Self::default() }
    }

    fn address(&self, message_id: Option<&str>) -> Option<String> {
        archive::address(self.link.as_deref()?, message_id)
    }

    fn list_over_limit(&mut self, series: &Series) {
        for mail in series.mails.iter().filter(|mail| mail.report.facts.over_limit.is_some()) {
            match self.over.len() < MOST_OVER {
                true => self.over.push(view::over_limit(self, mail)),
                false => self.more_over += 1,
            }
        }
    }
}

impl SeriesExporter for Page {
    fn mail(&mut self, mail: &MailReport, run: &Run<'_>) {
        self.summary.count(mail, run.policy);
        if mail.kind == Kind::Patch {
            self.statistics.count(&mail.facts, run.policy);
        }
    }

    fn series(&mut self, _out: &mut dyn Write, series: &Series, run: &Run<'_>) -> io::Result<()> {
        self.series += 1;
        self.list_over_limit(series);
        let row = view::row(series, self.series, run).into_string();
        let whole = view::opened(self, series, self.series).into_string();
        self.rows.push(series.worst(), row, whole);
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write, left_out: u64, end: End<'_>, run: &Run<'_>) -> io::Result<()> {
        let title = format!("AI use and provenance under the policy {}", run.policy.name);
        let left_out = left_out + self.rows.left_out();
        let (rows, opened) = std::mem::take(&mut self.rows).into_parts();
        let page = html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta http-equiv="Content-Security-Policy" content=(SECURITY);
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="referrer" content="no-referrer";
                    title { (escaped(&title)) }
                    style { (PreEscaped(STYLE)) }
                }
                body {
                    a.skip href="#series" { "To the series" }
                    header {
                        h1 { (escaped(&title)) }
                        p.soft { (escaped(&run.policy.title)) " " (escaped(&run.policy.source)) }
                    }
                    main {
                        (view::numbers(self, &end))
                        @for finding in end.about_policy { p { (text(Some(&finding.message))) } }
                        @if let Some(today) = &end.today { p { (text(Some(today))) } }
                        (view::charts(&self.summary, &self.statistics))
                        (view::over_limits(&self.over, self.more_over))
                        section aria-labelledby="series" {
                            h2 #series { "Series" }
                            @if left_out > 0 {
                                p { (left_out) " series are left out, those without findings first: "
                                    code { "checkprov series --format jsonl" } " has them all." }
                            }
                            @if !rows.is_empty() {
                                (view::table(&rows))
                                h2 { "Each series" }
                                (PreEscaped(opened.concat()))
                            }
                        }
                    }
                    footer {
                        p.soft { "Made by checkprov " (env!("CARGO_PKG_VERSION")) ". It says what mails declare and mark. \
                            It does not find who or what wrote a patch." }
                    }
                }
            }
        };
        out.write_all(page.into_string().as_bytes())?;
        out.write_all(b"\n")
    }
}

/// Text of a mail, with what acts shown, and cut.
fn text(text: Option<&str>) -> String {
    cut(&escaped(text.unwrap_or_default()), LONGEST).into_owned()
}
