//! The parts of the page that tell of series and their patches.

use maud::{Markup, PreEscaped, html};

use super::{Page, text};
use crate::finding::Finding;
use crate::report::bar::share;
use crate::report::series::row::{COLUMNS, TITLE};
use crate::report::series::{Series, SeriesMail};
use crate::report::{End, MOST_NOTES, help};

/// The columns of numbers.
const NUMBERS: std::ops::RangeInclusive<usize> = 6..=8;

pub(super) fn numbers(page: &Page, end: &End<'_>) -> Markup {
    let of = |number: u64, one, many| (number, if number == 1 { one } else { many }, String::new());
    let (patches, declared) = (end.tally.patches, page.summary.declared);
    let numbers = [
        of(page.series, "series", "series"),
        of(patches, "patch", "patches"),
        (declared, "declare AI use", share(declared, patches)),
        of(page.summary.all_over_limit(), "over the limit", "over the limit"),
        of(end.tally.errors, "error", "errors"),
        of(end.tally.warnings, "warning", "warnings"),
    ];
    html! {
        ul.numbers { @for (number, of, share) in numbers { li { b { (number) } (of) " " span.soft { (share) } } } }
    }
}

pub(super) fn over_limits(over: &[Markup], more: u64) -> Markup {
    html! {
        @if !over.is_empty() {
            section aria-labelledby="over" {
                h2 #over { "Over the limit" }
                ul.over { @for each in over { (each) } }
                @if more > 0 { p { "and " (more) " more" } }
            }
        }
    }
}

/// A patch over the limit, and the files that count.
pub(super) fn over_limit(page: &Page, mail: &SeriesMail) -> Markup {
    let facts = &mail.report.facts;
    let (lines, limit) = facts.over_limit().unwrap_or_default();
    html! {
        li {
            (linked(page, mail)) ", " b { (lines) " lines" } ", " (limit) " allowed"
            @if !facts.files.is_empty() {
                ul { @for file in &facts.files {
                    li { code { (text(Some(&file.path))) }
                        @if let Some(lines) = file.lines { " +" (lines.added) " −" (lines.removed) }
                        ", " (text(Some(&file.class))) }
                } }
            }
        }
    }
}

pub(super) fn table(rows: &[String]) -> Markup {
    let class = |at: usize| NUMBERS.contains(&at).then_some("n");
    html! {
        div.scroll role="region" aria-label="Table of series" tabindex="0" {
            table.series {
                caption { "Answers: mails / people other than the author, then how many gave Reviewed-by (R) and Acked-by (A)." }
                thead { tr { @for (at, column) in COLUMNS.iter().enumerate() { th class=[class(at)] scope="col" { (column) } } } }
                tbody { (PreEscaped(rows.concat())) }
            }
        }
    }
}

/// A row of the table: its cells, the number of the series.
pub(super) fn row(cells: &[String; COLUMNS.len()], at: u64) -> Markup {
    let plain = |from: usize, to: usize| {
        html! { @for cell in &cells[from..to] { td { (text(Some(cell))) } } }
    };
    html! {
        tr {
            td { (pill(&cells[0])) }
            (plain(1, TITLE))
            td { a href=(format!("#s{at}")) { (text(Some(&cells[TITLE]))) } }
            (plain(TITLE + 1, *NUMBERS.start()))
            @for cell in &cells[NUMBERS] { td.n { (text(Some(cell))) } }
            (plain(NUMBERS.end() + 1, COLUMNS.len()))
        }
    }
}

/// A verdict or a level.
fn pill(word: &str) -> Markup {
    html! { span class=(format!("pill {word}")) { (word) } }
}

/// A series with its patches; what a browser goes to is inside, so that it opens it.
pub(super) fn opened(page: &Page, series: &Series, cells: &[String; COLUMNS.len()], at: u64) -> Markup {
    let author = series.author.as_ref().map(ToString::to_string);
    let facts = COLUMNS.iter().zip(cells).skip(TITLE + 1).filter(|(_, cell)| !cell.is_empty());
    html! {
        details {
            summary { (pill(&cells[0])) " " (cells[1]) " " (text(Some(&cells[TITLE]))) }
            div.open id=(format!("s{at}")) {
                p.soft {
                    (text(author.as_deref()))
                    @if let Some(first) = &series.first { ", " (text(first.get(..10))) }
                    ", " (cells[2]) " patches"
                    @for (column, cell) in facts { "; " (column) " " (text(Some(cell))) }
                }
                @for mail in &series.mails { (patch(page, series, mail)) }
                @if series.more > 0 { p { "and " (series.more) " more" } }
            }
        }
    }
}

fn patch(page: &Page, series: &Series, mail: &SeriesMail) -> Markup {
    let facts = &mail.report.facts;
    let declared: Vec<String> = facts.uses.iter().map(ToString::to_string).collect();
    html! {
        h3 { (mail.number) "/" (series.total) " " (linked(page, mail)) }
        @if !declared.is_empty() { p { "declares " b { (text(Some(&declared.join(", ")))) } } }
        @for each in &mail.report.findings { (finding(mail, each)) }
    }
}

fn finding(mail: &SeriesMail, finding: &Finding) -> Markup {
    let quote = finding.location.as_ref().map(|location| location.quote.as_str());
    html! {
        div class=(format!("finding {}", finding.level.word())) {
            p { (pill(finding.level.word())) " " code { (finding.rule) } ": " (text(Some(&finding.message))) }
            @if let Some(quote) = quote.filter(|quote| !quote.trim().is_empty()) { blockquote { (text(Some(quote))) } }
            @if !finding.notes.is_empty() {
                ul { @for note in finding.notes.iter().take(MOST_NOTES) { li { (text(Some(note))) } } }
            }
            @for step in help::steps(&mail.report, finding) {
                p { (text(Some(&step.text))) }
                @if let Some(command) = &step.command { pre { code { (command) } } }
            }
        }
    }
}

fn linked(page: &Page, mail: &SeriesMail) -> Markup {
    let facts = &mail.report.facts;
    let title = text(facts.subject.as_deref().or(Some(&mail.report.input)));
    html! {
        @match page.address(facts.message_id.as_deref()) {
            Some(address) => a href=(address) rel="noreferrer" { (title) },
            None => (title),
        }
    }
}
