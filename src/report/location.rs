//! Where a finding is, and what of the mail is shown there.

use std::ops::Range;

use super::escape::{cut, escaped, escaped_part};
use super::help;
use crate::finding::{Finding, Location};
use crate::mail_report::MailReport;

/// The most characters of a line that are shown.
pub(super) const LONGEST_QUOTE: usize = 240;

/// The line of the input, from 1, on which a finding is: its own, else where its mail begins.
pub(super) fn line_of(mail: &MailReport, finding: &Finding) -> u64 {
    own_line(mail, finding).unwrap_or(mail.line)
}

/// The line of the input, from 1, on which a finding is; none where it has none of its own.
pub(super) fn own_line(mail: &MailReport, finding: &Finding) -> Option<u64> {
    Some(mail.line + finding.location.as_ref()?.line? as u64)
}

/// Where a finding is, for people, escaped.
pub(super) fn place(mail: &MailReport, finding: &Finding) -> String {
    let input = escaped(&mail.input);
    match (is_commit(mail), line_in_commit(mail, finding)) {
        (true, Some((part, line))) => format!("{input}: {part} line {line}"),
        (true, None) => input.into_owned(),
        (false, _) => format!("{input}:{}", line_of(mail, finding)),
    }
}

/// The line of a commit's message, or of its diff, on which a finding is, from 1: no one has the mail that git makes
/// of it.
pub(super) fn line_in_commit(mail: &MailReport, finding: &Finding) -> Option<(&'static str, usize)> {
    let line = finding.location.as_ref()?.line?;
    let below = |begin: Option<usize>| line.checked_sub(begin?);
    let in_diff = below(mail.facts.diff_at).map(|line| ("diff", line + 1));
    // The title is the first line of a message, and an empty one follows.
    in_diff.or_else(|| below(mail.facts.message_at).map(|line| ("message", line + 3)))
}

/// Whether the mail is one that git makes of a commit here and now, and is named by that.
pub(super) fn is_commit(mail: &MailReport) -> bool {
    let is_name = |commit: &String| !mail.input.is_empty() && commit.starts_with(&*mail.input);
    !mail.in_file && mail.facts.commit.as_ref().is_some_and(is_name)
}

/// What people know a mail by: its number in the series and its subject, else where it begins. Escaped.
pub(super) fn title(mail: &MailReport) -> String {
    let facts = &mail.facts;
    let number = facts.numbering.filter(|numbering| numbering.total > 1);
    let number = number.map(|n| format!("{}/{} ", n.number, n.total)).unwrap_or_default();
    match facts.subject.as_deref().filter(|subject| !subject.is_empty()) {
        Some(subject) => format!("{number}{}", escaped(&cut(subject, LONGEST_QUOTE))),
        None => format!("{number}{}:{}", escaped(&mail.input), mail.line),
    }
}

/// The line of the mail as it is shown, escaped and not too long, and the bytes of it that matter.
pub(super) fn quote(location: &Location) -> (String, Range<usize>) {
    let text = location.quote.as_str();
    let span = boundary(text, location.span.start)..boundary(text, location.span.end);
    let mut from = 0;
    if text.len() > LONGEST_QUOTE && text[..span.end].chars().count() > LONGEST_QUOTE {
        from = boundary(text, span.start.saturating_sub(LONGEST_QUOTE / 4));
    }
    let to = text[from..].char_indices().nth(LONGEST_QUOTE).map_or(text.len(), |(at, _)| from + at);
    let span = span.start..span.end.min(to).max(span.start);
    let head = if from > 0 { "…" } else { "" };
    let tail = if to < text.len() { "…" } else { "" };
    let before = format!("{head}{}", escaped_part(text, from..span.start));
    let inside = escaped_part(text, span.clone());
    let shown = before.len()..before.len() + inside.len();
    (format!("{before}{inside}{}{tail}", escaped_part(text, span.end..to.max(span.end))), shown)
}

/// What was counted or seen, and how to fix it: lines, escaped.
pub(super) fn details(mail: &MailReport, finding: &Finding) -> Vec<String> {
    let help = help::lines(mail, finding).filter(|line| !line.is_empty());
    let lines = finding.notes.iter().cloned().chain(help);
    lines.map(|line| escaped(&line).into_owned()).collect()
}

/// The nearest place at or before `at` where a character begins.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, span: Range<usize>, shown: &str, marked: &str) {
        let place = Location { line: None, quote: text.to_owned(), span, label: "" };
        let (quote, span) = quote(&place);
        assert_eq!(quote, shown);
        assert_eq!(&quote[span], marked);
    }

    #[test]
    fn a_short_line_is_shown_whole() {
        check("AI-used-for: code", 0..17, "AI-used-for: code", "AI-used-for: code");
        check("AI-used-for: code", 13..99, "AI-used-for: code", "code");
        check("", 0..0, "", "");
    }

    #[test]
    fn escapes_move_what_matters() {
        check("a\u{1b}b", 2..3, "a\\u{1b}b", "b");
        check("a\u{1b}b", 1..2, "a\\u{1b}b", "\\u{1b}");
    }

    #[test]
    fn a_span_within_a_character_is_widened() {
        check("aäb", 2..4, "aäb", "äb");
    }

    #[test]
    fn a_long_line_is_cut_around_what_matters() {
        let long = format!("{}code{}", "x".repeat(1000), "y".repeat(1000));
        let shown = format!("…{}code{}…", "x".repeat(60), "y".repeat(176));
        check(&long, 1000..1004, &shown, "code");
        check(&"z".repeat(999), 0..999, &format!("{}…", "z".repeat(240)), &"z".repeat(240));
    }
}
