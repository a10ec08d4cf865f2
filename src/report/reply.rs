//! Answers to the authors, as an mbox: one mail for each series that has a warning or an error, for somebody to read,
//! change and send. It answers the cover letter, else the first patch, and goes to the person alone: whom else to copy
//! is for the person who sends it.

use std::io::{self, Write};

use super::escape::{cut, escaped};
use super::help::Correction;
use super::location::quote;
use super::series::{Series, SeriesExporter, SeriesMail};
use super::wrap::{is_verbatim, wrapped};
use super::{Run, Sender, header};
use crate::finding::{Finding, Level};
use crate::mail_report::{Facts, MailReport, ReplyHeaders};
use crate::patch::{Identity, Kind};
use crate::policy::Policy;

/// The width of the text.
const WIDTH: usize = 72;

/// The most characters of a quoted line; a line of a mail may have 998 bytes.
const LONGEST_QUOTE: usize = 200;

/// What git writes in front of every mail of an mbox.
const SEPARATOR: &str = "From checkprov Mon Sep 17 00:00:00 2001";

/// The answers.
pub(super) struct Reply;

impl SeriesExporter for Reply {
    fn wants_recipients(&self) -> bool {
        true
    }

    fn series(&mut self, out: &mut dyn Write, series: &Series, run: &Run<'_>) -> io::Result<()> {
        let is_worth_it = series.worst().is_some_and(|worst| worst > Level::Note);
        let letters = series.mails.iter().filter_map(|mail| Some((mail, mail.report.facts.letter.as_ref()?)));
        let first = letters.min_by_key(|(mail, _)| mail.number);
        let Some((answered, letter)) = first.filter(|_| is_worth_it) else { return Ok(()) };
        let headers = headers(letter, &answered.report.facts, run.sender.as_ref());
        writeln!(out, "{SEPARATOR}\n{headers}")?;
        for line in body(letter, answered, series, run) {
            let is_separator = line.trim_start_matches('>').starts_with("From ");
            writeln!(out, "{}{line}", if is_separator { ">" } else { "" })?;
        }
        writeln!(out)
    }
}

/// The person that is answered.
fn person<'m>(letter: &'m ReplyHeaders, facts: &'m Facts) -> Option<&'m Identity> {
    letter.to.as_ref().or(facts.author.as_ref()).or(letter.sender.as_ref())
}

fn headers(letter: &ReplyHeaders, facts: &Facts, sender: Option<&Sender>) -> String {
    let mut headers = String::new();
    // `imap-send.c: count_messages` finds a mail by `From:`, `Date:` and `Subject:`, in this order.
    if let Some(sender) = sender {
        headers.extend(header::mailbox("From", &sender.identity));
        headers.push_str(&header::text("Date", &sender.date));
    }
    let subject = letter.subject.as_deref().unwrap_or_default();
    let is_reply = subject.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("re:"));
    headers.push_str(&header::text("Subject", &format!("{}{subject}", if is_reply { "" } else { "Re: " })));
    if let Some(to) = &letter.to {
        headers.extend(header::mailbox("To", to));
    }
    let id = || facts.message_id.as_deref().into_iter();
    let thread = letter.references.as_deref().unwrap_or_default().split_whitespace();
    if let Some(answered) = header::ids("In-Reply-To", id()) {
        headers.push_str(&answered);
        headers
            .extend(header::ids("References", thread.filter(|each| id().all(|id| id != *each)).chain(id())));
    }
    headers.push_str("MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n");
    headers.push_str("Content-Transfer-Encoding: 8bit\n");
    headers
}

fn body(letter: &ReplyHeaders, answered: &SeriesMail, series: &Series, run: &Run<'_>) -> Vec<String> {
    let policy = run.policy;
    let mut lines = Vec::new();
    let name = person(letter, &answered.report.facts).map(|person| person.name.as_str());
    let name = name.filter(|name| !name.is_empty() && !name.contains('@'));
    lines.push(name.map_or("Hello,".to_owned(), |name| format!("Hello {},", cut(&escaped(name), 60))));
    lines.push(String::new());
    lines.extend(wrapped(&opening(series, policy), WIDTH));
    for mail in series.mails.iter().filter(|mail| !mail.report.findings.is_empty()) {
        if series.mails.len() > 1 {
            lines.push(String::new());
            let subject = mail.report.facts.subject.as_deref().unwrap_or_default();
            lines.push(format!(
                "In {}/{}, {}:",
                mail.number,
                series.total,
                cut(&escaped(subject), LONGEST_QUOTE)
            ));
        }
        lines.extend(found(&mail.report));
    }
    let reports = series.mails.iter().map(|mail| &mail.report);
    if let Some(today) = run.today.of_mails(policy, what(series), reports, &run.style) {
        lines.push(String::new());
        lines.extend(wrapped(&sentence(&today), WIDTH));
    }
    lines.push(String::new());
    lines.extend(wrapped(CLOSING, WIDTH));
    lines.push(String::new());
    lines.push("-- ".to_owned());
    lines.push(format!("checkprov {}, policy {}", env!("CARGO_PKG_VERSION"), policy.label()));
    lines.push("`checkprov explain RULE` explains each rule named in parentheses".to_owned());
    lines.extend(Some(escaped(&policy.source).into_owned()).filter(|source| !source.is_empty()));
    lines
}

/// What was found in one mail: what must be fixed comes first.
fn found(mail: &MailReport) -> Vec<String> {
    let mut lines = Vec::new();
    for level in [Level::Error, Level::Warning, Level::Note] {
        for finding in mail.findings.iter().filter(|finding| finding.level == level) {
            lines.push(String::new());
            lines.extend(told(finding));
        }
    }
    lines.extend(Correction::of_sent(mail).iter().flat_map(corrected));
    lines
}

/// What is answered, in a word.
fn what(series: &Series) -> &'static str {
    match series.mails.as_slice() {
        [one] if one.report.kind == Kind::Patch => "patch",
        [_] => "mail",
        _ => "series",
    }
}

fn opening(series: &Series, policy: &Policy) -> String {
    let what = what(series);
    let title = if policy.title.is_empty() { &policy.name } else { &policy.title };
    format!(
        "thank you for the {what}. A program read it for what it declares about the use of AI tools and about \
         its origin, as the project's policy asks ({}). It found something that may need a change:",
        escaped(title)
    )
}

const CLOSING: &str = "The program sees what a mail says, not how a patch was made, and it can be wrong. If \
    something here does not fit, or is not clear, please just answer this mail.";

/// One finding: the place quoted, what is wrong, what was counted, what to do.
fn told(finding: &Finding) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(location) = finding.location.as_ref().filter(|location| !location.quote.trim().is_empty()) {
        lines.push(format!("> {}", cut(&quote(location).0, LONGEST_QUOTE)));
        lines.push(String::new());
    }
    let weight = match finding.level {
        Level::Error => "",
        Level::Warning => "Please check: ",
        Level::Note | Level::Off => "Only a note: ",
    };
    let message = escaped(&finding.message);
    let message = sentence(&format!("{weight}{}", cut(&message, LONGEST_QUOTE)));
    lines.extend(wrapped(&format!("{message} ({})", finding.rule), WIDTH));
    lines.extend(finding.notes.iter().map(|note| format!("  {}", cut(&escaped(note), LONGEST_QUOTE))));
    for fix in &finding.fixes {
        lines.push(String::new());
        let text = sentence(&fix.text);
        let text = wrapped(&escaped(&text), WIDTH).into_iter();
        lines.extend(text.map(|line| cut(&line, LONGEST_QUOTE).into_owned()));
    }
    lines
}

/// The tags as they should stand.
fn corrected(correction: &Correction) -> Vec<String> {
    let mut lines = Vec::new();
    if !correction.tags.is_empty() {
        lines.extend([String::new(), "The tags of the patch would then read:".to_owned(), String::new()]);
        lines.extend(correction.tags.iter().map(|tag| format!("  {}", cut(&escaped(tag), LONGEST_QUOTE))));
    }
    lines.push(String::new());
    lines.extend(wrapped(&sentence(&correction.place), WIDTH));
    lines
}

/// The words of a finding as a sentence of a mail. Commands stay as they are.
fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let Some(first) = chars.next().filter(|_| !is_verbatim(text)) else { return text.to_owned() };
    let mut sentence: String = first.to_uppercase().chain(chars).collect();
    if sentence.ends_with(char::is_alphanumeric) && !text.contains('\n') {
        sentence.push('.');
    }
    sentence
}
