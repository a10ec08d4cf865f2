//! Answers to the senders, as an mbox: one mail for each that has a warning or an error, for somebody to read,
//! change and send. `From` and `Date` are left to the program that sends it. It goes to the sender alone:
//! whom else to copy is for the person who sends it.

use std::io::{self, Write};

use super::escape::{cut, escaped};
use super::header;
use super::help::Correction;
use super::location::quote;
use super::wrap::{is_verbatim, wrapped};
use super::{Exporter, Run, Style};
use crate::finding::{Finding, Level};
use crate::mail_report::{Detail, Facts, MailReport, ReplyHeaders};
use crate::patch::Kind;
use crate::policy::Policy;

/// The width of the text.
const WIDTH: usize = 72;

/// The most characters of a quoted line; a line of a mail may have 998 bytes.
const LONGEST_QUOTE: usize = 200;

/// What git writes in front of every mail of an mbox.
const SEPARATOR: &str = "From checkprov Mon Sep 17 00:00:00 2001";

/// The answers.
pub(super) struct Reply;

impl Exporter for Reply {
    fn detail(&self, _style: &Style) -> Detail {
        Detail::WithFindings
    }

    fn mail(&mut self, out: &mut dyn Write, mail: &MailReport, run: &Run<'_>) -> io::Result<()> {
        let is_worth_it = mail.findings.iter().any(|finding| finding.level > Level::Note);
        let Some(letter) = mail.facts.letter.as_ref().filter(|_| is_worth_it) else { return Ok(()) };
        writeln!(out, "{SEPARATOR}\n{}", headers(letter, &mail.facts))?;
        for line in body(letter, mail, run) {
            let is_separator = line.trim_start_matches('>').starts_with("From ");
            writeln!(out, "{}{line}", if is_separator { ">" } else { "" })?;
        }
        writeln!(out)
    }
}

fn headers(letter: &ReplyHeaders, facts: &Facts) -> String {
    let mut headers = String::new();
    if let Some(to) = letter.sender.as_ref().or(facts.author.as_ref()) {
        headers.extend(header::mailbox("To", to));
    }
    let subject = letter.subject.as_deref().unwrap_or_default();
    let is_reply = subject.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("re:"));
    headers.push_str(&header::text("Subject", &format!("{}{subject}", if is_reply { "" } else { "Re: " })));
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

fn body(letter: &ReplyHeaders, mail: &MailReport, run: &Run<'_>) -> Vec<String> {
    let policy = run.policy;
    let mut lines = Vec::new();
    let name = letter.sender.as_ref().or(mail.facts.author.as_ref()).map(|person| person.name.as_str());
    let name = name.filter(|name| !name.is_empty() && !name.contains('@'));
    lines.push(name.map_or("Hello,".to_owned(), |name| format!("Hello {},", cut(&escaped(name), 60))));
    lines.push(String::new());
    lines.extend(wrapped(&opening(mail, policy), WIDTH));
    // What must be fixed comes first.
    for level in [Level::Error, Level::Warning, Level::Note] {
        for finding in mail.findings.iter().filter(|finding| finding.level == level) {
            lines.push(String::new());
            lines.extend(told(finding));
        }
    }
    lines.extend(Correction::of(mail).iter().flat_map(corrected));
    if let Some(today) = run.today.of_mail(policy, mail, &run.style) {
        lines.push(String::new());
        lines.extend(wrapped(&sentence(&today), WIDTH));
    }
    lines.push(String::new());
    lines.extend(wrapped(CLOSING, WIDTH));
    lines.push(String::new());
    lines.push("-- ".to_owned());
    lines.push(format!("checkprov {}, policy {}", env!("CARGO_PKG_VERSION"), policy.label()));
    lines.push("`checkprov explain RULE` tells more of the rules in parentheses".to_owned());
    lines.extend(Some(escaped(&policy.source).into_owned()).filter(|source| !source.is_empty()));
    lines
}

fn opening(mail: &MailReport, policy: &Policy) -> String {
    let what = if mail.kind == Kind::Patch { "patch" } else { "mail" };
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
