//! Answers to the authors, as an mbox: one mail for each series that has a warning or an error, for somebody to read,
//! change and send. It answers the cover letter, else the first patch, and goes to the person alone: whom else to copy
//! is for the person who sends it.

mod text;

use std::io::{self, Write};

use super::series::{Series, SeriesExporter};
use super::{Run, Sender, header};
use crate::finding::Level;
use crate::mail_report::{Facts, ReplyHeaders};
use crate::patch::Identity;

/// What git writes before every mail of an mbox.
const SEPARATOR: &str = "From checkprov Mon Sep 17 00:00:00 2001";

/// The answers.
pub(super) struct Reply;

impl SeriesExporter for Reply {
    fn wants_recipients(&self) -> bool {
        true
    }

    fn series(&mut self, out: &mut dyn Write, series: &Series, run: &Run<'_>) -> io::Result<()> {
        let is_worth_it = series.worst().is_some_and(|worst| worst > Level::Note);
        let answerable =
            series.mails.iter().filter_map(|mail| Some((mail, mail.report.facts.reply_headers.as_ref()?)));
        let first = answerable.min_by_key(|(mail, _)| mail.number);
        let Some((answered, reply)) = first.filter(|_| is_worth_it) else { return Ok(()) };
        let headers = headers(reply, &answered.report.facts, run.sender.as_ref());
        writeln!(out, "{SEPARATOR}\n{headers}")?;
        let person = person(reply, &answered.report.facts);
        for line in text::lines(person, series, run) {
            let is_separator = line.trim_start_matches('>').starts_with("From ");
            writeln!(out, "{}{line}", if is_separator { ">" } else { "" })?;
        }
        writeln!(out)
    }
}

/// The person that is answered.
fn person<'m>(reply: &'m ReplyHeaders, facts: &'m Facts) -> Option<&'m Identity> {
    reply.to.as_ref().or(facts.author.as_ref()).or(reply.sender.as_ref())
}

fn headers(reply: &ReplyHeaders, facts: &Facts, sender: Option<&Sender>) -> String {
    let mut headers = String::new();
    // `imap-send.c: count_messages` finds a mail by `From:`, `Date:` and `Subject:`, in this order.
    if let Some(sender) = sender {
        headers.extend(header::mailbox("From", &sender.identity));
        headers.push_str(&header::text("Date", &sender.date));
    }
    let subject = reply.subject.as_deref().unwrap_or_default();
    let is_reply = subject.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("re:"));
    headers.push_str(&header::text("Subject", &format!("{}{subject}", if is_reply { "" } else { "Re: " })));
    if let Some(to) = &reply.to {
        headers.extend(header::mailbox("To", to));
    }
    let id = || facts.message_id.as_deref().into_iter();
    let thread = reply.references.as_deref().unwrap_or_default().split_whitespace();
    if let Some(answered) = header::ids("In-Reply-To", id()) {
        headers.push_str(&answered);
        headers
            .extend(header::ids("References", thread.filter(|each| id().all(|id| id != *each)).chain(id())));
    }
    headers.push_str("MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n");
    headers.push_str("Content-Transfer-Encoding: 8bit\n");
    headers
}
