//! What an answer says: the project's words, or those here, around what was found. What comes from the mail is escaped
//! and cut, and no word of it is taken for a place in the text.

use std::sync::LazyLock;

use crate::escape::{cut, escaped};
use crate::finding::{Finding, Level};
use crate::mail_report::MailReport;
use crate::patch::{Identity, Kind};
use crate::policy::{Piece, Reply, Template};
use crate::report::Run;
use crate::report::help::Correction;
use crate::report::location::quote;
use crate::report::series::Series;
use crate::report::wrap::{is_verbatim, wrapped};

/// The width of the text.
const WIDTH: usize = 72;

/// The most characters of a quoted line; a line of a mail may have 998 bytes.
const LONGEST_QUOTE: usize = 200;

/// The most characters of a name.
const LONGEST_NAME: usize = 60;

/// The text where the policy has none of its own.
static TEMPLATE: LazyLock<Template> = LazyLock::new(|| {
    let text = "\
        Hello {name},\n\nthank you for the {what}. A program read it for what it declares about the use of AI tools and \
        about its origin, as the project's policy asks ({policy}). It found something that may need a change:\n\n\
        {findings}\n\nThe program sees what a mail says, not how a patch was made, and it can be wrong. If something here \
        does not fit, or is not clear, please just answer this mail.\n";
    Template::try_from(text.to_owned()).unwrap_or_default()
});

/// The lines of an answer to somebody.
pub(super) fn lines(person: Option<&Identity>, series: &Series, run: &Run<'_>) -> Vec<String> {
    let policy = run.policy;
    let mut lines = Vec::new();
    for pieces in policy.reply.template.as_ref().unwrap_or(&TEMPLATE).lines() {
        if pieces.contains(&Piece::Place("findings")) {
            lines.extend(findings(series, run).into_iter().skip_while(String::is_empty));
            continue;
        }
        let filled = pieces.into_iter().map(|piece| match piece {
            Piece::Place("name") => name(person),
            Piece::Place("what") => what(series).to_owned(),
            Piece::Place(_) => {
                escaped(if policy.title.is_empty() { &policy.name } else { &policy.title }).into_owned()
            }
            Piece::Text(text) => text.to_owned(),
        });
        lines.extend(wrapped(filled.collect::<String>().trim_end(), WIDTH));
    }
    lines.extend([String::new(), "-- ".to_owned()]);
    lines.push(format!("checkprov {}, policy {}", env!("CARGO_PKG_VERSION"), policy.label()));
    if policy.reply.rule_pages.is_none() {
        lines.push("`checkprov explain RULE` explains each rule named in parentheses".to_owned());
    }
    lines.extend(Some(escaped(&policy.source).into_owned()).filter(|source| !source.is_empty()));
    lines
}

/// Whom the answer greets.
fn name(person: Option<&Identity>) -> String {
    let name =
        person.map(|person| person.name.as_str()).filter(|name| !name.is_empty() && !name.contains('@'));
    name.map_or("there".to_owned(), |name| cut(&escaped(name), LONGEST_NAME).into_owned())
}

/// What was found in each mail, and what applies today.
fn findings(series: &Series, run: &Run<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    for mail in series.mails.iter().filter(|mail| !mail.report.findings.is_empty()) {
        if series.mails.len() > 1 {
            let subject = escaped(mail.report.facts.subject.as_deref().unwrap_or_default());
            lines.push(String::new());
            lines.push(format!("In {}/{}, {}:", mail.number, series.total, cut(&subject, LONGEST_QUOTE)));
        }
        lines.extend(found(&mail.report, &run.policy.reply));
    }
    let reports = series.mails.iter().map(|mail| &mail.report);
    if let Some(today) = run.today.of_mails(run.policy, what(series), reports) {
        lines.push(String::new());
        lines.extend(wrapped(&sentence(&today), WIDTH));
    }
    lines
}

/// What was found in one mail: what must be fixed comes first.
fn found(mail: &MailReport, reply: &Reply) -> Vec<String> {
    let mut lines = Vec::new();
    for level in [Level::Error, Level::Warning, Level::Note] {
        for finding in mail.findings.iter().filter(|finding| finding.level == level) {
            lines.push(String::new());
            lines.extend(paragraphs(finding, reply));
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

/// One finding: the place quoted, what is wrong, what was counted, where it is explained, what to do.
fn paragraphs(finding: &Finding, reply: &Reply) -> Vec<String> {
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
    lines.extend(reply.rule_pages.as_ref().map(|pages| format!("  {}", pages.page_of(finding.rule))));
    for fix in &finding.fixes {
        lines.push(String::new());
        let text = sentence(&fix.text);
        let text = wrapped(&escaped(&text), WIDTH).into_iter();
        lines.extend(text.map(|line| cut(&line, LONGEST_QUOTE).into_owned()));
    }
    lines
}

/// The tags as they should be.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_of_the_program_has_its_places() {
        let places = TEMPLATE.lines().flatten().filter(|piece| matches!(piece, Piece::Place(_)));
        assert_eq!(places.count(), crate::policy::PLACES.len());
    }

    #[test]
    fn a_name_is_no_place() {
        let check = |name: &str, expected: &str| {
            let person = Identity { name: name.to_owned(), email: "a@example.org".to_owned() };
            assert_eq!(super::name(Some(&person)), expected);
        };
        check("Ann Dev", "Ann Dev");
        check("a@example.org", "there");
        check("{findings}\u{1b}", "{findings}\\u{1b}");
        assert_eq!(super::name(None), "there");
    }
}
