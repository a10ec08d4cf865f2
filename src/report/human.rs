//! For people: the line of the mail under the fault, the line of the policy, the sum, the cure.

use std::io::{self, Write};

use annotate_snippets::{
    Annotation, AnnotationKind, Element, Group, Level as Shown, Origin, Renderer, Snippet,
};

use super::{Tally, escaped, line_of};
use crate::finding::{Finding, Level, Place};
use crate::policy::{Policy, PolicyLine};
use crate::verdict::Verdict;

/// The findings of one mail.
pub(super) fn verdict(out: &mut impl Write, verdict: &Verdict, policy: &Policy) -> io::Result<()> {
    for finding in &verdict.findings {
        let origin = (verdict.input.as_ref(), line_of(verdict, finding) as usize);
        let subject = verdict.facts.subject.as_deref();
        writeln!(out, "{}\n", draw(finding, Some(origin), subject, policy))?;
    }
    Ok(())
}

/// What is said of the policy itself, and the counts.
pub(super) fn end(
    out: &mut impl Write,
    tally: &Tally,
    about_policy: &[Finding],
    policy: &Policy,
) -> io::Result<()> {
    for finding in about_policy {
        writeln!(out, "{}\n", draw(finding, None, None, policy))?;
    }
    writeln!(
        out,
        "{} checked under `{}`: {}, {}, {}",
        count(tally.patches, "patch", "patches"),
        policy.name,
        count(tally.errors, "error", "errors"),
        count(tally.warnings, "warning", "warnings"),
        count(tally.notes, "note", "notes"),
    )
}

fn count(number: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

fn draw(finding: &Finding, origin: Option<(&str, usize)>, subject: Option<&str>, policy: &Policy) -> String {
    let level = match finding.level {
        Level::Error => Shown::ERROR,
        Level::Warning => Shown::WARNING,
        Level::Note | Level::Off => Shown::NOTE,
    };
    let mut elements: Vec<Element<'_>> = Vec::new();
    match (origin, &finding.place) {
        (Some((input, line)), Some(place)) => elements.push(snippet(input, line, place).into()),
        (Some((input, line)), None) => elements.push(Origin::path(escaped(input)).line(line).into()),
        (None, _) => {}
    }
    let policy_line = finding.key.and_then(|key| policy.line_of(key));
    if let Some(line) = &policy_line {
        elements.push(policy_snippet(line).into());
    }
    if let (Some(subject), None) = (subject, &finding.place) {
        elements.push(Shown::NOTE.with_name("patch").message(escaped(subject).into_owned()).into());
    }
    elements.extend(finding.notes.iter().map(|note| Shown::NOTE.message(escaped(note).into_owned()).into()));
    if !finding.help.is_empty() {
        elements.push(Shown::HELP.message(escaped_lines(&finding.help)).into());
    }
    let group: Group<'_> = level.primary_title(escaped(&finding.message)).id(finding.rule).elements(elements);
    Renderer::styled().render(&[group])
}

/// The line of the mail, with what matters in it underlined. Escaping moves what stands behind it.
fn snippet<'a>(input: &'a str, line: usize, place: &'a Place) -> Snippet<'a, Annotation<'a>> {
    let span = place.span.start.min(place.quote.len())..place.span.end.min(place.quote.len());
    let before = escaped(place.quote.get(..span.start).unwrap_or_default()).len();
    let inside = escaped(place.quote.get(span).unwrap_or_default()).len();
    Snippet::source(escaped(&place.quote))
        .line_start(line)
        .path(escaped(input))
        .annotation(AnnotationKind::Primary.span(before..before + inside).label(place.label))
}

fn policy_snippet(line: &PolicyLine) -> Snippet<'_, Annotation<'_>> {
    Snippet::source(line.text.as_str())
        .line_start(line.line)
        .path(line.file.as_str())
        .annotation(AnnotationKind::Context.span(line.span.clone()).label("the policy's value"))
}

/// Help has lines of its own making; what they quote of a mail is escaped.
fn escaped_lines(text: &str) -> String {
    text.lines().map(escaped).collect::<Vec<_>>().join("\n")
}
