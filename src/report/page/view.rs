//! The parts of the page.

use maud::{Markup, PreEscaped, html};

use super::statistics::Statistics;
use super::{Page, text};
use crate::finding::Finding;
use crate::report::series::words::{answers, counted, lines, since};
use crate::report::series::{Series, SeriesMail};
use crate::report::{End, MOST_NOTES, Run, Summary, help, verdict};

/// The most months that are shown: the newest.
const MOST_MONTHS: usize = 60;

/// The most rows of another chart: the greatest.
const MOST_ROWS: usize = 20;

/// The length of the longest bar.
const LONGEST_BAR: u64 = 1000;

pub(super) fn numbers(page: &Page, end: &End<'_>) -> Markup {
    let numbers = [
        (page.series, "series"),
        (end.tally.patches, "patches"),
        (page.summary.declared, "declare AI use"),
        (page.summary.over_limit.len() as u64, "over the limit"),
        (end.tally.errors, "errors"),
        (end.tally.warnings, "warnings"),
    ];
    html! {
        ul.numbers { @for (number, of) in numbers { li { b { (number) } (of) } } }
    }
}

pub(super) fn charts(summary: &Summary, statistics: &Statistics) -> Markup {
    let first = summary.months.len().saturating_sub(MOST_MONTHS);
    let months =
        summary.months.iter().skip(first).map(|(month, of)| (month.as_str(), of.patches, Some(of.declared)));
    html! {
        section aria-labelledby="use" {
            h2 #use { "Declared use" }
            div.charts {
                (chart("By month: patches, and those that declare AI use", ["month", "patches", "declared"], months.collect()))
                (chart("By what they declare", ["use", "patches", ""], greatest(&summary.uses)))
                (chart("Changed lines of declared patches", ["class", "lines", ""], greatest(&statistics.lines)))
                (chart("By the tag", ["tag", "patches", ""], greatest(&statistics.forms)))
                (chart("By part of the tree", ["part", "patches", ""], greatest(&statistics.parts)))
            }
        }
    }
}

type Row<'a> = (&'a str, u64, Option<u64>);

fn greatest(of: &std::collections::BTreeMap<String, u64>) -> Vec<Row<'_>> {
    let mut rows: Vec<Row<'_>> = of.iter().map(|(word, number)| (word.as_str(), *number, None)).collect();
    rows.sort_by_key(|(_, number, _)| std::cmp::Reverse(*number));
    rows.truncate(MOST_ROWS);
    rows
}

/// A table with bars. Whoever does not see the bars has the numbers.
fn chart(caption: &str, head: [&str; 3], rows: Vec<Row<'_>>) -> Markup {
    let most = rows.iter().map(|(_, number, _)| *number).max().unwrap_or(0);
    let bar = |number: u64| (u128::from(number) * u128::from(LONGEST_BAR) / u128::from(most.max(1))) as u64;
    html! {
        @if !rows.is_empty() {
            div.scroll role="region" aria-label=(caption) tabindex="0" {
                table {
                    caption { (caption) }
                    thead { tr {
                        th scope="col" { (head[0]) }
                        th.n scope="col" { (head[1]) }
                        @if !head[2].is_empty() { th.n scope="col" { (head[2]) } }
                        td {}
                    } }
                    tbody { @for (word, number, part) in rows { tr {
                        th scope="row" { (text(Some(word))) }
                        td.n { (number) }
                        @if let Some(part) = part { td.n { (part) } }
                        td { svg viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true" {
                            rect.all width=(bar(number)) height="10" {}
                            @if let Some(part) = part { rect.some width=(bar(part)) height="10" {} }
                        } }
                    } } }
                }
            }
        }
    }
}

pub(super) fn over_limits(over: &[Markup], more: u64) -> Markup {
    html! {
        @if !over.is_empty() {
            section aria-labelledby="over" {
                h2 #over { "Over the limit" }
                ul { @for each in over { (each) } }
                @if more > 0 { p { "and " (more) " more" } }
            }
        }
    }
}

/// A patch over the limit, and the files that count.
pub(super) fn over_limit(page: &Page, mail: &SeriesMail) -> Markup {
    let facts = &mail.report.facts;
    let (lines, limit) = facts.over_limit.unwrap_or_default();
    html! {
        li {
            (linked(page, mail)) ", " (lines) " lines of " (limit)
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

const HEAD: [&str; 11] = [
    "verdict", "version", "seen", "author", "title", "declares", "code", "tests", "docs", "since", "answers",
];

pub(super) fn table(rows: &[String]) -> Markup {
    html! {
        div.scroll role="region" aria-label="Table of series" tabindex="0" {
            table.series {
                caption { "Answers: mails / people other than the author, then how many gave Reviewed-by (R) and Acked-by (A)." }
                thead { tr { @for column in HEAD { th scope="col" { (column) } } } }
                tbody { (PreEscaped(rows.concat())) }
            }
        }
    }
}

pub(super) fn row(series: &Series, at: u64, run: &Run<'_>) -> Markup {
    let verdict = verdict(series.worst());
    let author = series.author.as_ref().map(|author| author.name.as_str());
    html! {
        tr class=(verdict) {
            td.verdict { (verdict) }
            td { "v" (series.version) }
            td { (series.seen.len()) "/" (series.total) }
            td { (text(author)) }
            td { a href=(format!("#s{at}")) { (title(series)) } }
            td { (text(Some(&series.declared().join(", ")))) }
            td.n { (counted(series, run)) }
            td.n { (lines(series.lines_of("tests"))) }
            td.n { (lines(series.lines_of("docs"))) }
            td { @if let Some(change) = &series.since { (text(Some(&since(change)))) } }
            td { (answers(series)) }
        }
    }
}

/// A series with its patches; what a browser goes to stands inside, so that it opens it.
pub(super) fn opened(page: &Page, series: &Series, at: u64) -> Markup {
    let verdict = verdict(series.worst());
    let author = series.author.as_ref().map(ToString::to_string);
    html! {
        details class=(verdict) {
            summary { span.verdict { (verdict) } " v" (series.version) " " (title(series)) }
            div.open id=(format!("s{at}")) {
                p.soft {
                    (text(author.as_deref()))
                    @if let Some(first) = &series.first { ", " (text(first.get(..10))) }
                    @if let Some(change) = &series.since { "; since " (text(Some(&since(change)))) }
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
        @if !declared.is_empty() { p { "declares " (text(Some(&declared.join(", ")))) } }
        @for each in &mail.report.findings { (finding(mail, each)) }
    }
}

fn finding(mail: &SeriesMail, finding: &Finding) -> Markup {
    let quote = finding.location.as_ref().map(|location| location.quote.as_str());
    html! {
        div class=(format!("finding {}", finding.level.word())) {
            p { span.verdict { (finding.level.word()) } " " code { (finding.rule) } ": " (text(Some(&finding.message))) }
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

fn title(series: &Series) -> String {
    let input = || series.mails.first().map(|mail| &*mail.report.input);
    text(series.title.as_deref().or_else(input))
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
