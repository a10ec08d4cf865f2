//! For people: the line of the mail under the fault, the line of the policy, the sum, the fix.

use std::collections::BTreeMap;
use std::io::{self, Write};

use annotate_snippets::renderer::Style as Bold;
use annotate_snippets::{
    Annotation, AnnotationKind, Element, Group, Level as Shown, Origin, Renderer, Snippet,
};

use super::escape::{cut, escaped};
use super::help::Correction;
use super::location::{LONGEST_QUOTE, is_commit, line_in_commit, line_of, place, quote, title};
use super::wrap::wrapped;
use super::{End, Exporter, MOST_NOTES, Run, Style, mechanical, since, stat};
use crate::counts::counted;
use crate::finding::{Finding, Level, Location};
use crate::mail_report::{Detail, MailReport};
use crate::patch::Kind;
use crate::policy::{Policy, PolicyLine, Sentence};

/// The subject above what is said of a mail.
const TITLE: Bold = Bold::new().bold();

/// The width of help; the margin before it comes on top.
const WIDTH: usize = 88;

/// The most faults that are said once and counted from then on.
const MOST_ONCE: usize = 100;

/// What a person reads.
#[derive(Default)]
pub(super) struct Human {
    /// What is said once a run, and in how many more mails it was found: the rule, and what the mails share.
    once: BTreeMap<(&'static str, String), u64>,
}

impl Human {
    /// Whether this was said before, and is only counted now.
    fn is_said(&mut self, finding: &Finding) -> bool {
        let Some(shared) = &finding.once else { return false };
        let key = (finding.rule, shared.clone());
        if let Some(more) = self.once.get_mut(&key) {
            *more += 1;
            return true;
        }
        if self.once.len() < MOST_ONCE {
            self.once.insert(key, 0);
        }
        false
    }
}

impl Exporter for Human {
    fn detail(&self, style: &Style) -> Detail {
        if style.stat || style.mechanical { Detail::All } else { Detail::WithFindings }
    }

    fn tells_changes(&self, style: &Style) -> bool {
        !style.quiet
    }

    fn mail(&mut self, out: &mut dyn Write, mail: &MailReport, run: &Run<'_>) -> io::Result<()> {
        // The tables alone.
        if run.style.summary && run.style.quiet {
            return Ok(());
        }
        facts(out, mail, &run.style, run.policy)?;
        for finding in &mail.findings {
            if self.is_said(finding) {
                continue;
            }
            writeln!(out, "{}\n", draw(finding, Some(mail), run.policy))?;
        }
        match Correction::of(mail) {
            Some(correction) => writeln!(out, "{}\n", draw_correction(&correction)),
            None => Ok(()),
        }
    }

    fn end(&mut self, out: &mut dyn Write, end: End<'_>, run: &Run<'_>) -> io::Result<()> {
        for ((rule, shared), more) in self.once.iter().filter(|(_, more)| **more > 0) {
            let mails = counted(*more, "more mail");
            writeln!(out, "{rule}: the same in {mails} of {}\n", escaped(shared))?;
        }
        for finding in end.about_policy {
            writeln!(out, "{}\n", draw(finding, None, run.policy))?;
        }
        if !run.style.quiet && !end.nothing_read {
            writeln!(out, "{}", end.tally.sentence(run.policy.label()))?;
            end.tally.passed_over().map_or(Ok(()), |passed| writeln!(out, "{passed}"))?;
        }
        if let Some(summed) = end.summary {
            summed.summary.write_text(out)?;
            agreed(out, end.agreed, run.policy)?;
        }
        end.today.map_or(Ok(()), |today| writeln!(out, "{today}"))
    }
}

/// What is said of a mail whether anything is wrong with it or not, under its subject.
fn facts(out: &mut dyn Write, mail: &MailReport, style: &Style, policy: &Policy) -> io::Result<()> {
    let is_counted = style.stat && mail.kind == Kind::Patch;
    // What changed is of interest where AI is declared, or something was found.
    let is_told = !style.quiet && (mail.facts.declared || !mail.findings.is_empty());
    let since = mail.since.as_ref().filter(|_| is_told);
    let found = mail.facts.mechanical.as_ref().filter(|_| !style.quiet);
    if !is_counted && since.is_none() && found.is_none() {
        return Ok(());
    }
    writeln!(out, "{TITLE}{}{TITLE:#}", title(mail))?;
    if is_counted {
        stat::table(out, &mail.facts.files, policy)?;
    }
    if let Some(since) = since {
        writeln!(out, "  {}", escaped(&since::line(since)))?;
    }
    if let Some(found) = found {
        mechanical::found(out, found, style.mechanical)?;
    }
    writeln!(out)
}

/// What of the policy's agreements was needed.
fn agreed(out: &mut dyn Write, findings: &[u64], policy: &Policy) -> io::Result<()> {
    if policy.agreed.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nagreed to beforehand")?;
    for (agreed, findings) in policy.agreed.iter().zip(findings) {
        let used = match findings {
            0 => "not needed here".to_owned(),
            findings => counted(*findings, "finding"),
        };
        writeln!(out, "  {} by {} until {}: {used}", agreed.rule, agreed.by, agreed.until)?;
    }
    Ok(())
}

fn draw(finding: &Finding, mail: Option<&MailReport>, policy: &Policy) -> String {
    let level = match finding.level {
        Level::Error => Shown::ERROR,
        Level::Warning => Shown::WARNING,
        Level::Note | Level::Off => Shown::NOTE,
    };
    let mut elements: Vec<Element<'_>> = Vec::new();
    let place = finding.location.as_ref().filter(|location| location.line.is_some());
    if let Some(mail) = mail {
        elements.push(shown_place(mail, finding, place));
    }
    let basis = Basis::of(finding, policy);
    if let Some(Basis::Line(line)) = &basis {
        elements.push(policy_snippet(line).into());
    }
    // A numbered line identifies the patch; without one its subject does.
    let subject = mail.and_then(|mail| mail.facts.subject.as_deref());
    if let (Some(subject), None) = (subject, place) {
        elements.push(
            Shown::NOTE.with_name("patch").message(escaped(&cut(subject, LONGEST_QUOTE)).into_owned()).into(),
        );
    }
    // Decoded text has no line of its own to be drawn on.
    if let (Some(decoded), None) = (&finding.location, place) {
        elements.push(Shown::NOTE.with_name("text").message(quote(decoded).0).into());
    }
    if let Some(Basis::Sentence(sentence)) = &basis {
        elements.push(Shown::NOTE.with_name("policy").message(quoted_sentence(sentence)).into());
    }
    elements.extend(notes(finding).into_iter().map(|note| Shown::NOTE.message(note).into()));
    let texts = finding.fixes.iter().map(|fix| escaped(&fix.text));
    let help: Vec<String> = texts.flat_map(|text| wrapped(&text, WIDTH)).collect();
    if !help.is_empty() {
        elements.push(Shown::HELP.message(help.join("\n")).into());
    }
    let group: Group<'_> = level.primary_title(escaped(&finding.message)).id(finding.rule).elements(elements);
    let drawn = Renderer::styled().render(&[group]);
    match mail {
        Some(mail) => without_column(drawn, mail, finding),
        None => drawn,
    }
}

/// What fixes all of a mail at once: the tags as they should be, and the command that puts them there.
fn draw_correction(correction: &Correction) -> String {
    let mut lines = Vec::new();
    if !correction.tags.is_empty() {
        lines.push("the tags should read:".to_owned());
        lines.extend(correction.tags.iter().map(|tag| format!("  {}", escaped(&cut(tag, LONGEST_QUOTE)))));
    }
    match &correction.command {
        Some(command) => lines.extend([format!("{}:", correction.place), format!("  {command}")]),
        None => lines.push(correction.place.clone()),
    }
    let title = Shown::HELP.primary_title(lines.join("\n"));
    Renderer::styled().render(&[Group::with_title(title)])
}

/// The notes, a long list without its middle.
fn notes(finding: &Finding) -> Vec<String> {
    let escaped = |note: &String| wrapped(&escaped(note), WIDTH).join("\n");
    let notes = &finding.notes;
    if notes.len() <= MOST_NOTES {
        return notes.iter().map(escaped).collect();
    }
    let (head, tail) = (MOST_NOTES - 4, notes.len() - 3);
    let left_out = format!("and {} more", tail - head);
    notes[..head].iter().map(escaped).chain([left_out]).chain(notes[tail..].iter().map(escaped)).collect()
}

/// Where a finding is, and the line there with what matters in it underlined.
fn shown_place<'a>(mail: &'a MailReport, finding: &Finding, at: Option<&'a Location>) -> Element<'a> {
    let in_commit = line_in_commit(mail, finding).filter(|_| is_commit(mail));
    match at {
        Some(location) => {
            let (text, span) = quote(location);
            let line = in_commit.map_or(line_of(mail, finding) as usize, |(_, line)| line);
            let path = in_commit.map_or(escaped(&mail.input), |_| place(mail, finding).into());
            let annotation = AnnotationKind::Primary.span(span).label(location.label);
            Snippet::source(text).line_start(line).path(path).annotation(annotation).into()
        }
        None if is_commit(mail) => Origin::path(escaped(&mail.input)).into(),
        None => Origin::path(escaped(&mail.input)).line(line_of(mail, finding) as usize).into(),
    }
}

/// Takes the line and column off the place in a commit: they are those of no file.
fn without_column(drawn: String, mail: &MailReport, finding: &Finding) -> String {
    let place = Some(place(mail, finding)).filter(|_| is_commit(mail));
    match place.and_then(|place| Some((drawn.split_once(&place)?, place))) {
        Some(((head, tail), place)) => {
            format!("{head}{place}{}", tail.trim_start_matches(|c: char| c == ':' || c.is_ascii_digit()))
        }
        None => drawn,
    }
}

/// What of a policy a finding rests on.
enum Basis<'a> {
    /// The project's words.
    Sentence(&'a Sentence),
    /// The value, in a file that the reader has.
    Line(PolicyLine),
}

impl<'a> Basis<'a> {
    /// Of a policy of the reader's own the line of its file; of a built-in one the project's words, for its file is
    /// not there to be opened.
    fn of(finding: &Finding, policy: &'a Policy) -> Option<Self> {
        let own = finding.key.and_then(|key| policy.own_line_of(key)).map(Self::Line);
        own.or_else(|| policy.sentence(finding.rule, finding.key).map(Self::Sentence))
    }
}

/// A sentence between quotation marks, and below it where it is.
fn quoted_sentence(sentence: &Sentence) -> String {
    let mut lines = wrapped(&format!("“{}”", escaped(&sentence.text)), WIDTH);
    lines.extend(Some(escaped(&sentence.source).into_owned()).filter(|source| !source.is_empty()));
    lines.join("\n")
}

fn policy_snippet(line: &PolicyLine) -> Snippet<'_, Annotation<'_>> {
    Snippet::source(line.text.as_str())
        .line_start(line.line)
        .path(escaped(&line.file))
        .annotation(AnnotationKind::Context.span(line.span.clone()).label("the policy's value"))
}
