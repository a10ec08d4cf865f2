//! Any input is checked and told, in a format that the input picks: to try them all each time is too slow.
#![no_main]

use std::sync::{Arc, LazyLock};

use checkprov::case::Case;
use checkprov::mail::{Message, Options};
use checkprov::patch::Patch;
use checkprov::policy::Policy;
use checkprov::report::{Format, Report, Style};
use checkprov::rules::check;
use checkprov::mail_report::{Facts, MailReport};
use libfuzzer_sys::fuzz_target;

const FORMATS: [Format; 10] = [
    Format::Human,
    Format::Terse,
    Format::Jsonl,
    Format::B4,
    Format::B4Review,
    Format::Junit,
    Format::Sarif,
    Format::Github,
    Format::Patchwork,
    Format::Reply,
];

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
            let (findings, facts) = (judge(&case), Facts::of(&case, true));
            let (input, index, line) = (Arc::clone(mail.input), mail.index, mail.line);
            let (kind, not_checked) = (patch.kind, patch.not_checked());
            MailReport { input, index, line, kind, not_checked, facts, findings, since: None }
        })
        .collect();
    let format = FORMATS[bytes.iter().map(|&byte| usize::from(byte)).sum::<usize>() % FORMATS.len()];
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
