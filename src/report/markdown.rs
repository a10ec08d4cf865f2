//! Markdown for job summaries, merge requests and wikis: a table of series, and what was found in them.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::series::row::{COLUMNS, TITLE, cells};
use super::series::{Series, SeriesExporter, SeriesMail};
use super::{End, Run, archive, help};
use crate::escape::{cut, escaped};
use crate::finding::Finding;

/// The most bytes of findings: GitHub shows a job summary of 1 MiB.
const MOST_BYTES: usize = 512 << 10;

/// The most rows of the table, for the same reason.
const MOST_ROWS: u64 = 1000;

/// The most characters of a text of a mail.
const LONGEST: usize = 200;

/// The page.
#[derive(Default)]
pub(super) struct Markdown {
    link: Option<String>,
    series: u64,
    found: String,
    /// Series whose findings are left out.
    silent: u64,
}

impl Markdown {
    /// A page whose mails link to an archive.
    pub(super) fn linking(link: Option<String>) -> Self {
        Self { link, ..Self::default() }
    }

    fn linked(&self, text: &str, message_id: Option<&str>) -> String {
        let address = self.link.as_deref().and_then(|link| archive::address(link, message_id));
        // Between angle brackets parentheses have no meaning, and an address has no angle brackets.
        address.map_or_else(|| text.to_owned(), |address| format!("[{text}](<{address}>)"))
    }

    fn row(&self, series: &Series) -> String {
        let mut cells = cells(series).map(|cell| text(Some(&cell)));
        cells[0] = bold(&cells[0]);
        let first = series.mails.first().and_then(|mail| mail.report.facts.message_id.as_deref());
        cells[TITLE] = self.linked(&cells[TITLE], first);
        format!("| {} |", cells.join(" | "))
    }

    fn find(&mut self, series: &Series) {
        let mails = series.mails.iter().filter(|mail| !mail.report.findings.is_empty());
        let mut found = String::new();
        for mail in mails {
            let facts = &mail.report.facts;
            let title = text(facts.subject.as_deref().or(Some(&mail.report.input)));
            let title = self.linked(&title, facts.message_id.as_deref());
            _ = writeln!(found, "\n{} {title}\n", bold(&number(mail, series)));
            mail.report.findings.iter().for_each(|finding| _ = self::found(&mut found, mail, finding));
        }
        match self.found.len() + found.len() <= MOST_BYTES {
            true => self.found.push_str(&found),
            false => self.silent += 1,
        }
    }
}

impl SeriesExporter for Markdown {
    fn begin(&mut self, out: &mut dyn Write, run: &Run<'_>) -> io::Result<()> {
        writeln!(out, "### AI use and provenance under {}\n", run.policy.label())
    }

    fn series(&mut self, out: &mut dyn Write, series: &Series, _run: &Run<'_>) -> io::Result<()> {
        if self.series == 0 {
            writeln!(out, "| {} |\n|{}", COLUMNS.join(" | "), "---|".repeat(COLUMNS.len()))?;
        }
        self.series += 1;
        if self.series <= MOST_ROWS {
            writeln!(out, "{}", self.row(series))?;
        }
        self.find(series);
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write, left_out: u64, end: End<'_>, run: &Run<'_>) -> io::Result<()> {
        let rows = self.series.saturating_sub(MOST_ROWS) + left_out;
        if rows > 0 {
            writeln!(out, "\nand {rows} more")?;
        }
        out.write_all(self.found.as_bytes())?;
        if self.silent > 0 {
            writeln!(out, "\nWhat was found in {} more series is left out.", self.silent)?;
        }
        let series = self.series + left_out;
        writeln!(out, "\n{series} series; {}", end.tally.sentence(run.policy.label()))?;
        end.remarks().iter().try_for_each(|line| writeln!(out, "\n{}", text(Some(line))))
    }
}

/// One finding: what is wrong and where, what was counted, what to do.
fn found(out: &mut String, mail: &SeriesMail, finding: &Finding) -> std::fmt::Result {
    let (level, rule) = (bold(finding.level.word()), finding.rule);
    writeln!(out, "- {level} `{rule}`: {}", text(Some(&finding.message)))?;
    let quote = finding.location.as_ref().map(|location| location.quote.as_str());
    for line in quote.into_iter().filter(|quote| !quote.trim().is_empty()) {
        writeln!(out, "  > {}\n", text(Some(line)))?;
    }
    for note in finding.notes.iter().take(super::MOST_NOTES) {
        writeln!(out, "  - {}", text(Some(note)))?;
    }
    for step in help::steps(&mail.report, finding) {
        writeln!(out, "  - {}", text(Some(&step.text)))?;
        if let Some(command) = step.command {
            writeln!(out, "\n    ```sh\n    {}\n    ```", command.replace('\n', "\n    "))?;
        }
    }
    Ok(())
}

/// `1/3`, where there is more than one.
fn number(mail: &SeriesMail, series: &Series) -> String {
    format!("{}/{}", mail.number, series.total)
}

fn bold(text: &str) -> String {
    format!("**{text}**")
}

/// Text of a mail: it is no markup, mentions no one and links nowhere.
fn text(text: Option<&str>) -> String {
    let text = escaped(text.unwrap_or_default());
    let mut out = String::with_capacity(text.len());
    for c in cut(&text, LONGEST).chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\t' => out.push(' '),
            // Sites read these as people, issues, merge requests, labels: an empty comment ends the word.
            '@' | '#' | '!' | '$' | '%' | '~' => out.extend(["\\", c.encode_utf8(&mut [0; 4]), "<!-- -->"]),
            ',' | ';' | '/' | '\'' | ' ' => out.push(c),
            c if c.is_ascii_punctuation() => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_a_mail_is_no_markup() {
        assert_eq!(text(Some("a | b")), r"a \| b");
        assert_eq!(text(Some("<img src=x>[a](b)")), r"&lt;img src\=x&gt;\[a\]\(b\)");
        assert_eq!(text(Some("@ann #1")), r"\@<!-- -->ann \#<!-- -->1");
        assert_eq!(text(Some("https://a.org www.b")), r"https\://a\.org www\.b");
        assert_eq!(text(Some("a\n# b")), r"a\\u\{a\}\#<!-- --> b");
    }
}
