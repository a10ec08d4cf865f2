//! Declared use as bars. Whoever does not see them has the numbers in a table.

use maud::{Markup, html};

use super::text;
use crate::report::Summary;
use crate::report::bar::{scaled, share};
use crate::report::summary::{Chart, Row, UNDATED};

/// The most months that are shown: the newest.
const MOST_MONTHS: usize = 60;

/// The length of the longest bar.
const LONGEST_BAR: u64 = 1000;

/// The room of a month, of which its bar takes four fifths.
const MONTH: usize = 10;

pub(super) fn charts(summary: &Summary) -> Markup {
    html! {
        section aria-labelledby="use" {
            h2 #use { "Declared use" }
            p.key { span.all { "all" } " " span.some { "declare AI use" } }
            (months(&summary.by_month()))
            div.charts { @for chart in summary.by_word() { (table(&chart)) } }
        }
    }
}

/// A column for each month, and the numbers to open.
fn months(chart: &Chart<'_>) -> Markup {
    let dated: Vec<&Row<'_>> = chart.rows.iter().filter(|row| row.word != UNDATED).collect();
    let left_out = dated.len().saturating_sub(MOST_MONTHS);
    let shown = &dated[left_out..];
    let ends = [shown.first(), shown.last().filter(|_| shown.len() > 1)];
    html! {
        @if !shown.is_empty() {
            figure {
                figcaption {
                    "Patches by month"
                    @if left_out > 0 { ", the last " (MOST_MONTHS) " of " (dated.len()) " months" }
                }
                div.months {
                    (columns(shown))
                    p.ends.soft aria-hidden="true" { @for row in ends.into_iter().flatten() { span { (row.word) } } }
                }
                details { summary { "The numbers by month" } div.open { (table(chart)) } }
            }
        }
    }
}

fn columns(rows: &[&Row<'_>]) -> Markup {
    let most = rows.iter().map(|row| row.all).max().unwrap_or(0);
    let highest = LONGEST_BAR.min(most).max(1);
    let rect = |at: usize, class: &str, number: u64| {
        let height = scaled(number, most, LONGEST_BAR);
        html! { rect class=(class) x=(at * MONTH + 1) y=(highest - height) width=(MONTH - 2) height=(height) {} }
    };
    html! {
        svg viewBox=(format!("0 0 {} {highest}", rows.len() * MONTH)) width=(format!("{}rem", rows.len() * 2))
            preserveAspectRatio="none" aria-hidden="true" {
            @for (at, row) in rows.iter().enumerate() {
                g {
                    title { (row.word) ": " (row.all) " patches, " (row.declared) " declare AI use" }
                    (rect(at, "all", row.all))
                    (rect(at, "some", row.declared))
                }
            }
        }
    }
}

/// A table with a bar in each row.
fn table(chart: &Chart<'_>) -> Markup {
    let (most, has_shares) = (chart.most(), chart.has_shares());
    html! {
        @if !chart.rows.is_empty() {
            div.scroll role="region" aria-label=(format!("By {}", chart.head[0])) tabindex="0" {
                table {
                    @if chart.left_out > 0 { caption { (chart.left_out) " more are left out" } }
                    thead { tr {
                        th scope="col" { (chart.head[0]) }
                        th.n scope="col" { (chart.unit) }
                        @if has_shares { th.n scope="col" { "declared" } th.n scope="col" { "share" } }
                        td {}
                    } }
                    tbody { @for row in &chart.rows { tr {
                        th scope="row" { (text(Some(row.word))) }
                        td.n { (row.all) }
                        @if has_shares { td.n { (row.declared) } td.n { (share(row.declared, row.all)) } }
                        td.drawn { (bar(row, most)) }
                    } } }
                }
            }
        }
    }
}

fn bar(row: &Row<'_>, most: u64) -> Markup {
    let length = |number| scaled(number, most, LONGEST_BAR);
    html! {
        svg.bar viewBox=(format!("0 0 {} 1", LONGEST_BAR.min(most).max(1))) preserveAspectRatio="none" aria-hidden="true" {
            rect.all width=(length(row.all)) height="1" {}
            rect.some width=(length(row.declared)) height="1" {}
        }
    }
}
