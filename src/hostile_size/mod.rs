//! Reading takes work in proportion to the mail, whatever it is full of: no byte is looked at again for every line
//! that is around it. Nor is a mail for every mail of its series or of another version. Work is counted, not timed;
//! `benches/worst` times it.

mod mailboxes;
mod mails;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::case::Case;
use crate::fix::fix;
use crate::flow::{self, Event, Job};
use crate::input::{self, Source};
use crate::mail::{Message, Options};
use crate::mail_report::Detail;
use crate::patch::Patch;
use crate::policy::Policy;
use crate::rules::check as check_rules;
use crate::work;
use mailboxes::MAILBOXES;
use mails::{Full, MAILS};

/// Reads the mails of a file, and asks for all that is worked out late; gives how much there is.
fn read(bytes: &[u8], scissors: bool) -> String {
    let (mut mails, mut text, mut tags, mut files, mut hunks) = (0, 0, 0, 0, 0);
    let mut problems = BTreeSet::new();
    for block in input::split(bytes) {
        for mail in block.mails() {
            let message = Message::read(&mail.bytes, Options { scissors });
            let patch = Patch::read(&message);
            mails += 1;
            text += message.message.len();
            tags += patch.tags.iter().filter_map(|tag| message.message_line(tag.line)).count();
            files += patch.diff.files.iter().filter_map(|file| message.patch_line(file.at.start)).count();
            hunks += patch.diff.files.iter().map(|file| file.hunks.iter().count()).sum::<usize>();
            patch.lines_outside().count();
            problems.extend(message.problems.iter().map(ToString::to_string));
        }
    }
    let problems: Vec<String> = problems.into_iter().collect();
    let counts = format!("mails {mails}, bytes of text {text}, tags {tags}, files {files}, hunks {hunks}");
    format!("{counts} {}", problems.join(", "))
}

fn check(bytes: &[u8], policy: &Policy) -> String {
    let mut counts = BTreeMap::new();
    for block in input::split(bytes) {
        for mail in block.mails() {
            let message = Message::read(&mail.bytes, Options::default());
            for finding in check_rules(&Case::new(&Patch::read(&message), policy)) {
                *counts.entry(finding.rule).or_insert(0) += 1;
            }
        }
    }
    let counts: Vec<String> = counts.iter().map(|(rule, count)| format!("{rule} {count}")).collect();
    counts.join(", ")
}

/// What is done with a mail of that size, in a word, and what comes of it.
type Work<'a> = (&'static str, Box<dyn Fn(&Full, usize) -> String + 'a>);

fn all_work(policy: &Policy) -> [Work<'_>; 3] {
    [
        ("read", Box::new(|full, size| read(&full.mail(size), full.of == "scissors"))),
        ("check", Box::new(|full, size| check(&full.patch(size), policy))),
        ("fix", Box::new(|full, size| format!("steps {}", fix(&full.patch(size), policy).steps.len()))),
    ]
}

#[test]
fn no_mail_makes_its_bytes_be_looked_at_again_and_again() {
    const SIZE: usize = 1 << 16;
    /// How often a byte is looked at, all in all: most often where 20 findings each look for their line.
    const MOST: usize = 30;
    let policy = Policy::load("qemu").unwrap();
    let mut beyond = String::new();
    for full in MAILS {
        for (what, work) in all_work(&policy) {
            let bytes = work::during(|| drop(work(full, SIZE)));
            if bytes > MOST * SIZE {
                writeln!(beyond, "{what} {}: {} times", full.of, bytes / SIZE).unwrap();
            }
        }
    }
    assert!(beyond.is_empty(), "{beyond}");
}

/// Checks mails one after another, as a run does; gives the findings by their rules.
fn run(mails: &[String], policy: &Policy) -> String {
    let memory = |mail: &String| Source::Memory { name: "-".to_owned(), mail: mail.as_bytes().into() };
    let sources: Vec<Source> = mails.iter().map(memory).collect();
    let job = Job { detail: Detail::All, changes: true, mechanical: true, ..Job::new(policy) };
    let mut counts = BTreeMap::new();
    flow::check(&sources, &job, |event| {
        if let Event::Mail(mail) = event {
            mail.findings.iter().for_each(|finding| *counts.entry(finding.rule).or_insert(0) += 1);
        }
        Ok(())
    })
    .unwrap();
    let counts: Vec<String> = counts.iter().map(|(rule, count)| format!("{rule} {count}")).collect();
    counts.join(", ")
}

#[test]
fn no_mail_makes_those_around_it_be_gone_over_again_and_again() {
    /// How much is done for each byte: most where each patch is compared with those of a long series.
    const MOST: usize = 100;
    let policy = Policy::load("qemu").unwrap();
    let mut beyond = String::new();
    for mailbox in MAILBOXES {
        let mails = (mailbox.mails)(1 << 18);
        let work = work::during(|| drop(run(&mails, &policy)));
        let bytes: usize = mails.iter().map(String::len).sum();
        if work > MOST * bytes {
            writeln!(beyond, "{}: {} times", mailbox.of, work / bytes).unwrap();
        }
    }
    assert!(beyond.is_empty(), "{beyond}");
}

#[test]
fn everything_in_such_a_mail_is_found() {
    let policy = Policy::load("qemu").unwrap();
    let mut found = String::new();
    for full in MAILS {
        writeln!(found, "{}", full.of).unwrap();
        for (what, work) in all_work(&policy) {
            writeln!(found, "  {what}: {}", work(full, 2000 * full.again.len()).trim_end()).unwrap();
        }
    }
    for mailbox in MAILBOXES {
        writeln!(found, "{}\n  run: {}", mailbox.of, run(&(mailbox.mails)(1 << 14), &policy)).unwrap();
    }
    insta::assert_snapshot!(found);
}
