//! Nothing of a mail acts on whoever reads a report: hostile text in every field, through every format.

use std::sync::{Arc, LazyLock};

use crate::git_oracle::random;
use crate::sample::{self, ALL, finding, mail, written};
use checkprov::counts::Counts;
use checkprov::diff;
use checkprov::finding::{Level, Location};
use checkprov::mail_report::{MailReport, ReplyHeaders, Side, Since};
use checkprov::mechanical::{self, Edit, Left, Outcome};
use checkprov::patch::{Identity, Kind};
use checkprov::report::{Format, Report, SeriesFormat, Style, View};
use clap::ValueEnum as _;
use proptest::prelude::*;
use regex::Regex;

/// What does harm somewhere.
const NASTY: [&str; 57] = [
    "\n",
    "\r\n",
    "\r",
    "\0",
    "\t",
    "\u{8}",
    "\u{1b}[35m",
    "\u{1b}]0;title\u{7}",
    "\u{9b}2J",
    "\u{7f}",
    "\u{85}",
    "\u{202e}",
    "\u{2066}",
    "\u{200f}",
    "\u{61c}",
    "\u{2028}",
    "\u{feff}",
    "\u{fffe}",
    "\u{e0041}",
    "\u{200b}",
    "\u{3164}",
    "\u{fe0f}",
    "[here](https://example.org)",
    "::",
    "\n::error::forged",
    "::set-output name=a::b",
    ",line=9",
    "%0A",
    "%",
    "##[error]",
    "##vso[task.setvariable variable=a]b",
    "##",
    " ::error::forged",
    "\u{3000}::set-output name=a::b",
    "ERROR:",
    "WARNING:",
    "\"",
    "'",
    "&",
    "<",
    ">",
    "]]>",
    "<!--",
    "&#0;",
    "\\",
    "\\u001b",
    "{",
    "\nBcc: eve@example.org",
    "\n\nbody",
    "\nFrom eve Mon Sep 17 00:00:00 2001\n",
    "From ",
    "=?UTF-8?Q?=0ABcc:_eve?=",
    "@",
    ">, <eve@example.org",
    "ä日本\u{200d}👩",
    "   ",
    "word",
];

fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => prop::sample::select(NASTY.as_slice()).prop_map(str::to_owned),
        1 => any::<String>(),
        1 => "[a-z]{1,300}",
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

prop_compose! {
    /// A mail whose every field is hostile, with an error, a warning and a note.
    fn verdict()(
        text in prop::collection::vec(hostile(), 21),
        span in (0usize..200, 0usize..200),
        line in prop::option::of(0usize..100),
        kind in prop::sample::select(vec![Kind::Patch, Kind::Cover]),
        total in 1u32..3,
    ) -> MailReport {
        let mut verdict = mail(1, kind, 1, total, &text[0]);
        let mut text = text.into_iter().skip(1);
        let mut next = || text.next().unwrap();
        verdict.input = Arc::from(next());
        let mut side = || Side { declared: vec![next()], code: Counts::default() };
        verdict.since = Some(Since { version: 1, before: side(), now: side() });
        let facts = &mut verdict.facts;
        facts.message_id = Some(next());
        facts.author = Some(Identity { name: next(), email: next() });
        let (sender, subject, references) = (facts.author.clone(), Some(next()), Some(next()));
        let to = sender.clone();
        facts.reply_headers = Some(ReplyHeaders { to, sender, subject, references });
        facts.tags[0] = (next(), next(), None);
        facts.uses[0].explanation = Some(next());
        facts.files.iter_mut().for_each(|file| file.old_path = Some(file.path.clone()));
        let edits = vec![Edit { old: next(), new: next(), names: 1, lines: 4, files: 2, mark: None }];
        let first = mechanical::Place { path: Arc::from(next()), line: 3, kind: diff::Kind::Added, text: next() };
        let residue = vec![Left { first, lines: 2, files: 1 }];
        facts.mechanical = Some(Arc::new(Outcome { edits, residue, ..Outcome::default() }));
        let (quote, message, path, note, help) = (next(), next(), next(), next(), next());
        let place = Location { line, quote, span: span.0..span.0 + span.1, label: "here" };
        verdict.findings = vec![
            finding(0, Level::Error, &message).at(place).note(&*note).help(&*help).rests_on("limit.lines"),
            finding(1, Level::Warning, &message).in_file(&*path, 3),
            finding(2, Level::Note, &message).note(note).help(help),
        ];
        verdict
    }
}

/// What the formats of series make of it.
fn series(format: SeriesFormat, mail: &MailReport) -> String {
    let (view, policy) = (View { format, patches: true, width: 200, ..View::default() }, sample::policy());
    let mut out = Vec::new();
    let mut report = Report::of_series(&view, Style::default(), &policy, &mut out);
    report.begin().unwrap();
    report.mail(mail).unwrap();
    report.finish(&[]).unwrap();
    String::from_utf8(out).unwrap()
}

fn report(format: Format, verdict: &MailReport) -> String {
    let style = Style { format, stat: true, ..Style::default() };
    written(style, std::slice::from_ref(verdict))
}

/// What acts on a terminal, shows nothing, or is no text at all.
pub(crate) fn acts(c: char) -> bool {
    static ACTS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^[\p{Cc}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\p{Bidi_Control}\u{fffe}\u{ffff}&&[^\t\n]]$").unwrap()
    });
    !c.is_ascii_graphic() && c != ' ' && ACTS.is_match(c.encode_utf8(&mut [0; 4]))
}

/// The report for people without the colours it gives itself. Magenta is none of them.
fn without_colours(report: &str) -> String {
    assert!(!report.contains("\u{1b}[35m"));
    let mut parts = report.split('\u{1b}');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (code, rest) = part.split_once('m').unwrap();
        assert!(
            code.starts_with('[') && code[1..].bytes().all(|b| b.is_ascii_digit() || b == b';'),
            "{code:?}"
        );
        out.push_str(rest);
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig { cases: random::cases(48) as u32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_acts_on_a_terminal(verdict in verdict()) {
        for format in ALL {
            let report = report(format, &verdict);
            let report = if format == Format::Human { without_colours(&report) } else { report };
            let found = report.chars().find(|&c| acts(c));
            prop_assert_eq!(found, None, "{:?}: {:?}", format, report);
        }
        for format in SeriesFormat::value_variants() {
            let report = series(*format, &verdict);
            let report = if *format == SeriesFormat::Human { without_colours(&report) } else { report };
            let found = report.chars().find(|&c| acts(c));
            prop_assert_eq!(found, None, "{:?}: {:?}", format, report);
        }
    }

    /// CI systems look for commands in what a job writes: GitHub at the start of any line, behind its blanks, and all of
    /// them behind `##`. The format for GitHub alone is to command it.
    #[test]
    fn no_log_is_commanded(verdict in verdict()) {
        let command = Regex::new(r"##[A-Za-z]*\[|(?m:^\s*::[A-Za-z].*?::)").unwrap();
        let hashes = Regex::new(r"##[A-Za-z]*\[").unwrap();
        for format in ALL {
            let (report, command) = (report(format, &verdict), if format == Format::Github { &hashes } else { &command });
            let report = if format == Format::Human { without_colours(&report) } else { report };
            prop_assert_eq!(command.find(&report), None, "{:?}: {}", format, report);
        }
        for format in SeriesFormat::value_variants() {
            let report = series(*format, &verdict);
            let report = if *format == SeriesFormat::Human { without_colours(&report) } else { report };
            prop_assert_eq!(command.find(&report), None, "{:?}: {}", format, report);
        }
    }

    #[test]
    fn a_finding_is_one_line(verdict in verdict()) {
        for (format, words) in [
            (Format::Terse, vec![": ERROR:ai-code-too-large: ", ": WARNING:ai-series-too-large: ", ": NOTE:ai-tag-dropped: "]),
            (Format::B4, vec![": ERROR:ai-code-too-large: ", ": WARNING:ai-series-too-large: "]),
            (Format::Github, vec!["::error title=", "::warning file=", "::notice title="]),
        ] {
            let report = report(format, &verdict);
            prop_assert_eq!(report.lines().count(), words.len(), "{:?}", report);
            for (line, word) in report.lines().zip(words) {
                prop_assert!(line.contains(word), "{:?}", line);
            }
        }
    }

    /// b4 takes a line for an error if `ERROR:` stands anywhere in it.
    #[test]
    fn b4_sees_the_level_meant(verdict in verdict()) {
        let report = report(Format::B4, &verdict);
        let errors: Vec<usize> = report.lines().map(|line| line.matches("ERROR:").count()).collect();
        prop_assert_eq!(errors, [1, 0]);
    }

    #[test]
    fn json_reads_back(verdict in verdict()) {
        let lines = report(Format::Jsonl, &verdict);
        let message: serde_json::Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
        prop_assert_eq!(message["input"].as_str(), Some(&*verdict.input));
        prop_assert_eq!(message["subject"].as_str(), verdict.facts.subject.as_deref());
        prop_assert_eq!(message["findings"][0]["help"].as_str(), Some(&*verdict.findings[0].fixes[0].text));
        let checks: serde_json::Value = serde_json::from_str(&report(Format::B4Review, &verdict)).unwrap();
        prop_assert_eq!(checks.as_array().unwrap().len(), 1);
        let details: serde_json::Value = serde_json::from_str(checks[0]["details"].as_str().unwrap()).unwrap();
        prop_assert_eq!(details.as_array().unwrap().len(), 3);
        let log: serde_json::Value = serde_json::from_str(&report(Format::Sarif, &verdict)).unwrap();
        prop_assert_eq!(log["runs"][0]["results"].as_array().unwrap().len(), 3);
        let patchwork = report(Format::Patchwork, &verdict);
        prop_assert_eq!(patchwork.lines().count(), usize::from(verdict.kind == Kind::Patch));
        for line in patchwork.lines() {
            let check: serde_json::Value = serde_json::from_str(line).unwrap();
            prop_assert!(check["description"].as_str().unwrap().chars().count() <= 255);
        }
    }

    #[test]
    fn xml_is_well_formed(verdict in verdict()) {
        let report = report(Format::Junit, &verdict);
        let document = roxmltree::Document::parse(&report).unwrap();
        let count = |name| document.descendants().filter(|node| node.has_tag_name(name)).count();
        prop_assert_eq!((count("failure"), count("system-out"), count("testcase")), (1, 2, 3));
    }

    /// As the runner reads a command: up to the second `::` it is the command and its properties.
    #[test]
    fn github_reads_the_commands_meant(verdict in verdict()) {
        for line in report(Format::Github, &verdict).lines() {
            let (command, _) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
            let (_, properties) = command.split_once(' ').unwrap();
            let keys: Vec<&str> = properties.split(',').map(|each| each.split_once('=').unwrap().0).collect();
            prop_assert!(keys == ["title"] || keys == ["file", "line", "title"], "{:?}", keys);
            prop_assert!(properties.contains("title=ai-"), "{:?}", properties);
        }
    }

    /// git finds one mail, with the headers meant and one recipient at most.
    #[test]
    fn a_reply_has_the_headers_meant(verdict in verdict()) {
        let reply = report(Format::Reply, &verdict);
        prop_assert_eq!(reply.lines().filter(|line| line.starts_with("From ")).count(), 1);
        prop_assert!(reply.lines().all(|line| line.len() <= 998));
        let (_, mail) = reply.split_once('\n').unwrap();
        let mail = mailparse::parse_mail(mail.as_bytes()).unwrap();
        let known = ["To", "Subject", "In-Reply-To", "References", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"];
        for header in mail.get_headers() {
            prop_assert!(known.contains(&&*header.get_key()), "{:?}", header.get_key());
            prop_assert!(header.get_value_raw().iter().all(|b| matches!(b, b' '..=b'~' | b'\n')));
            if header.get_key() == "To" {
                prop_assert_eq!(mailparse::addrparse_header(header).unwrap().count_addrs(), 1);
            }
        }
        prop_assert!(mail.get_body().unwrap().contains("thank you"));
    }
}
