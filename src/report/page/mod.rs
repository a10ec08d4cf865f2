//! A page of HTML that needs nothing beside it: how AI use is declared, which patches are over the limit, and each
//! series with its patches, findings and help. It asks for nothing. Where scripts run, one sorts the table of series and
//! finds in it.
//!
//! Text goes through maud, which escapes it. What is kept of series is bounded: where it is too much, those without
//! findings go first, and the page says how many.

mod charts;
mod kept;
mod view;

use std::io::{self, Write};

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::series::row::cells;
use super::series::{Series, SeriesExporter};
use super::{End, Run, Summary, archive};
use crate::escape::{cut, escaped};
use crate::mail_report::MailReport;
use crate::patch::Kind;
use kept::Kept;

/// The most bytes of all series together: a browser lays out some 2,500 rows at once, and twice as many it does not.
const MOST_BYTES: usize = 3 << 19;

/// The most patches over the limit that are listed.
const MOST_OVER: usize = 200;

/// The most characters of a text of a mail.
const LONGEST: usize = 300;

const STYLE: &str = include_str!("style.css");

const SCRIPT: &str = include_str!("sort.js");

/// Only the style and the script above are taken, by their SHA-256; nothing else is loaded, run, sent or framed.
const SECURITY: &str = "default-src 'none'; style-src 'sha256-7A25ubOU2m+8x2QFNavowNA6hNr2MI8A+J70+eg82kg='; script-src 'sha256-ERQ+sKQ+BrhyBdbDY4Tg2rNo+mXiWxSQFZeNqoqSYkc='; base-uri 'none'; form-action 'none'";

/// The page.
#[derive(Default)]
pub(super) struct Page {
    link: Option<String>,
    summary: Summary,
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
        for mail in series.mails.iter().filter(|mail| mail.report.facts.over_limit().is_some()) {
            match self.over.len() < MOST_OVER {
                true => self.over.push(view::over_limit(self, mail)),
                false => self.more_over += 1,
            }
        }
    }
}

impl SeriesExporter for Page {
    fn mail(&mut self, mail: &MailReport, run: &Run<'_>) {
        // Answers say no month.
        if mail.kind == Kind::Patch {
            self.summary.count(mail, run.policy);
        }
    }

    fn series(&mut self, _out: &mut dyn Write, series: &Series, _run: &Run<'_>) -> io::Result<()> {
        self.series += 1;
        self.list_over_limit(series);
        let cells = cells(series);
        let row = view::row(&cells, self.series).into_string();
        let whole = view::opened(self, series, &cells, self.series).into_string();
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
                        p.soft { (escaped(&run.policy.title)) " " (source(&run.policy.source)) }
                        @if let Some(file) = run.policy.origin.file() { p.soft { "from " (escaped(file)) } }
                    }
                    main {
                        (view::numbers(self, &end))
                        @for remark in end.remarks() { p { (prose(&remark)) } }
                        (charts::charts(&self.summary))
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
                    script { (PreEscaped(SCRIPT)) }
                }
            }
        };
        out.write_all(page.into_string().as_bytes())?;
        out.write_all(b"\n")
    }
}

/// The address of a policy, as a link where it is one.
fn source(address: &str) -> Markup {
    html! {
        @match address.starts_with("https://") {
            true => a href=(address) rel="noreferrer" { (escaped(address)) },
            false => (escaped(address)),
        }
    }
}

/// A sentence, with what is between backticks as code.
fn prose(sentence: &str) -> Markup {
    html! {
        @for (at, part) in sentence.split('`').enumerate() {
            @if at % 2 == 0 { (escaped(part)) } @else { code { (escaped(part)) } }
        }
    }
}

/// Text of a mail, with what acts shown, and cut.
fn text(text: Option<&str>) -> String {
    cut(&escaped(text.unwrap_or_default()), LONGEST).into_owned()
}
