//! Any input is checked and reported, in a format that the input picks: to try them all each time is too slow.
#![no_main]

use std::sync::LazyLock;

use checkprov::case::Case;
use checkprov::mail::{Message, Options};
use checkprov::mail_report::{Facts, MailReport};
use checkprov::patch::Patch;
use checkprov::policy::Policy;
use checkprov::report::{Format, Report, Style};
use checkprov::rules;
use checkprov::stage::Stage;
use clap::ValueEnum as _;
use libfuzzer_sys::fuzz_target;

static POLICIES: LazyLock<Vec<Policy>> =
    LazyLock::new(|| ["qemu", "linux", "gentoo"].iter().filter_map(|name| Policy::load(name).ok()).collect());

fuzz_target!(|bytes: &[u8]| {
    let policy = &POLICIES[bytes.len() % POLICIES.len()];
    let mails: Vec<MailReport> = checkprov::input::split(bytes)
        .iter()
        .flat_map(|block| block.mails())
        .map(|mail| {
            let message = if mail.bare {
                Message::bare(&mail.bytes)
            } else {
                Message::read(&mail.bytes, Options::default())
            };
            let patch = if mail.bare { Patch::bare(&message) } else { Patch::read(&message) };
            let case = Case::new(&patch, policy);
            let report = MailReport::new(&mail, &patch, Facts::of(&case, true), rules::check(&case));
            MailReport { stage: Stage::File("a.patch".into()), ..report }
        })
        .collect();
    let formats = Format::value_variants();
    let format = formats[bytes.iter().map(|&byte| usize::from(byte)).sum::<usize>() % formats.len()];
    let mut out = Vec::new();
    let style = Style { format, strict: true, stat: true, mechanical: true, ..Style::default() };
    let mut report = Report::new(style, policy, &mut out);
    report.begin().expect("memory takes everything");
    for mail in &mails {
        report.mail(mail).expect("memory takes everything");
    }
    report.finish(&[]).expect("memory takes everything");
    assert!(std::str::from_utf8(&out).is_ok());
});
