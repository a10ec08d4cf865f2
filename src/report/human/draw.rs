//! Draws what was found as the Rust compiler draws it, no wider than the reader's terminal where words can be broken.

use std::io::{self, Write};

use annotate_snippets::{
    Annotation, AnnotationKind, Element, Group, Level as Shown, Origin, Renderer, Snippet,
};

use crate::finding::{Finding, Level, Location};
use crate::mail_report::MailReport;
use crate::policy::{Policy, PolicyLine, Sentence};
use crate::report::MOST_NOTES;
use crate::report::escape::{cut, escaped};
use crate::report::help::Correction;
use crate::report::location::{LONGEST_QUOTE, is_commit, line_in_commit, line_of, place, quote};
use crate::report::wrap::{wrapped, wrapped_prose};

/// The most columns of a note or of help. The margin before it comes on top.
const WIDTH: usize = 88;

/// The fewest columns that text is broken into.
const NARROWEST: usize = 24;

/// How many columns the reader has; none where that is not known.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room(pub(super) Option<usize>);

impl Room {
    /// The columns beside a margin of that width; none too many where they are not known.
    fn beside(self, margin: usize) -> usize {
        self.0.map_or(usize::MAX, |columns| columns.saturating_sub(margin).max(NARROWEST))
    }

    /// Writes a line that stands by itself.
    pub(super) fn line(self, out: &mut dyn Write, text: &str) -> io::Result<()> {
        wrapped_prose(text, self.beside(0)).iter().try_for_each(|line| writeln!(out, "{line}"))
    }

    /// Writes a line below the subject that it is about.
    pub(super) fn indented(self, out: &mut dyn Write, text: &str) -> io::Result<()> {
        wrapped_prose(text, self.beside(2)).iter().try_for_each(|line| writeln!(out, "  {line}"))
    }

    /// What was found in a mail, or in no mail.
    pub(super) fn finding(self, finding: &Finding, mail: Option<&MailReport>, policy: &Policy) -> String {
        let (level, word) = match finding.level {
            Level::Error => (Shown::ERROR, "error"),
            Level::Warning => (Shown::WARNING, "warning"),
            Level::Note | Level::Off => (Shown::NOTE, "note"),
        };
        let place = finding.location.as_ref().filter(|location| location.line.is_some());
        let basis = Basis::of(finding, policy);
        let margin = margin(finding, mail.filter(|_| place.is_some()), basis.as_ref());
        let mut elements: Vec<Element<'_>> = Vec::new();
        if let Some(mail) = mail {
            elements.push(shown_place(mail, finding, place));
        }
        if let Some(Basis::Line(line)) = &basis {
            elements.push(policy_snippet(line).into());
        }
        // A numbered line identifies the patch; without one its subject does.
        let subject = mail.and_then(|mail| mail.facts.subject.as_deref());
        let named = |name: &'static str, text: String| {
            let lines = wrapped_prose(&text, self.beside(margin + name.len()));
            Element::from(Shown::NOTE.with_name(name).message(lines.join("\n")))
        };
        if let (Some(subject), None) = (subject, place) {
            elements.push(named("patch", escaped(&cut(subject, LONGEST_QUOTE)).into_owned()));
        }
        // Decoded text has no line of its own to be drawn on.
        if let (Some(decoded), None) = (&finding.location, place) {
            elements.push(named("text", quote(decoded).0));
        }
        let said = |name: &str, text: &str| wrapped(text, self.beside(margin + name.len()).min(WIDTH));
        if let Some(Basis::Sentence(sentence)) = &basis {
            let mut lines = said("policy", &format!("“{}”", escaped(&sentence.text)));
            lines.extend(Some(escaped(&sentence.source).into_owned()).filter(|source| !source.is_empty()));
            elements.push(Shown::NOTE.with_name("policy").message(lines.join("\n")).into());
        }
        let notes = notes(&finding.notes).into_iter().map(|note| said("note", &escaped(&note)).join("\n"));
        elements.extend(notes.map(|note| Shown::NOTE.message(note).into()));
        let help: Vec<String> =
            finding.fixes.iter().flat_map(|fix| said("help", &escaped(&fix.text))).collect();
        if !help.is_empty() {
            elements.push(Shown::HELP.message(help.join("\n")).into());
        }
        let head = word.len() + finding.rule.len() + "[]: ".len();
        let title = wrapped_prose(&escaped(&finding.message), self.beside(head)).join("\n");
        let group: Group<'_> = level.primary_title(title).id(finding.rule).elements(elements);
        let drawn = self.renderer().render(&[group]);
        match mail {
            Some(mail) => without_column(drawn, mail, finding),
            None => drawn,
        }
    }

    /// What fixes all of a mail at once: the tags as they should be, and the command that puts them there.
    pub(super) fn correction(self, correction: &Correction) -> String {
        let mut lines = Vec::new();
        if !correction.tags.is_empty() {
            lines.push("the tags should read:".to_owned());
            lines
                .extend(correction.tags.iter().map(|tag| format!("  {}", escaped(&cut(tag, LONGEST_QUOTE)))));
        }
        match &correction.command {
            Some(command) => lines.extend([format!("{}:", correction.place), format!("  {command}")]),
            None => lines.push(correction.place.clone()),
        }
        let lines: Vec<String> =
            lines.iter().flat_map(|line| wrapped(line, self.beside("help: ".len()))).collect();
        let title = Shown::HELP.primary_title(lines.join("\n"));
        self.renderer().render(&[Group::with_title(title)])
    }

    /// It leaves out of a long line of the mail what is far from what is marked.
    fn renderer(self) -> Renderer {
        match self.0 {
            Some(columns) => Renderer::styled().term_width(columns.max(NARROWEST)),
            None => Renderer::styled(),
        }
    }
}

/// The columns before a note, without its name: below the numbers of lines, ` = note: `.
fn margin(finding: &Finding, mail: Option<&MailReport>, basis: Option<&Basis<'_>>) -> usize {
    let of_mail = mail.map(|mail| line_shown(mail, finding));
    let of_policy = basis.and_then(|basis| match basis {
        Basis::Line(line) => Some(line.line),
        Basis::Sentence(_) => None,
    });
    let numbers = of_mail.into_iter().chain(of_policy).max();
    numbers.map_or(0, |number| number.to_string().len()) + " = : ".len()
}

/// The notes, a long list without its middle.
fn notes(notes: &[String]) -> Vec<String> {
    if notes.len() <= MOST_NOTES {
        return notes.to_vec();
    }
    let (head, tail) = (MOST_NOTES - 4, notes.len() - 3);
    let left_out = format!("and {} more", tail - head);
    [&notes[..head], &[left_out], &notes[tail..]].concat()
}

/// The number beside the line of a finding: of its file, or of the message of a commit.
fn line_shown(mail: &MailReport, finding: &Finding) -> usize {
    let in_commit = line_in_commit(mail, finding).filter(|_| is_commit(mail));
    in_commit.map_or(line_of(mail, finding) as usize, |(_, line)| line)
}

/// Where a finding is, and the line there with what matters in it underlined.
fn shown_place<'a>(mail: &'a MailReport, finding: &Finding, at: Option<&'a Location>) -> Element<'a> {
    let in_commit = line_in_commit(mail, finding).is_some() && is_commit(mail);
    match at {
        Some(location) => {
            let (text, span) = quote(location);
            let path = if in_commit { place(mail, finding).into() } else { escaped(&mail.input) };
            let annotation = AnnotationKind::Primary.span(span).label(location.label);
            let line = line_shown(mail, finding);
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

fn policy_snippet(line: &PolicyLine) -> Snippet<'_, Annotation<'_>> {
    Snippet::source(line.text.as_str())
        .line_start(line.line)
        .path(escaped(&line.file))
        .annotation(AnnotationKind::Context.span(line.span.clone()).label("the policy's value"))
}
