//! One set of made-up reports for every format, and the way through a report.

use std::sync::Arc;

use checkprov::counts::Counts;
use checkprov::diff::{State, Status};
use checkprov::finding::{Edit, Finding, Fix, Level, Location};
use checkprov::mail_report::{Facts, FileFacts, MailReport, ReplyHeaders, Side, Since};
use checkprov::patch::{Identity, Kind, Numbering};
use checkprov::policy::{Policy, Use};
use checkprov::report::{Format, Report, Style};
use checkprov::rules::RULES;
use checkprov::stage::Stage;

/// The rules that the made-up findings name; all others are off, so that a new rule changes no snapshot.
pub(crate) const USED: [&str; 3] = ["ai-code-too-large", "ai-series-too-large", "ai-tag-dropped"];

pub(crate) const ALL: [Format; 11] = [
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
    Format::Markdown,
];

/// The policy `qemu` with few rules.
pub(crate) fn policy() -> Policy {
    let mut policy = Policy::load("qemu").unwrap();
    for rule in RULES.iter().filter(|rule| !USED.contains(&rule.id)) {
        policy.set_level(rule.id, Level::Off);
    }
    policy
}

/// What a report makes of reports.
pub(crate) fn written(style: Style, mails: &[MailReport]) -> String {
    let policy = policy();
    let mut out = Vec::new();
    let mut report = Report::new(style, &policy, &mut out);
    report.begin().unwrap();
    for mail in mails {
        report.mail(mail).unwrap();
    }
    report.finish(&[]).unwrap();
    String::from_utf8(out).unwrap()
}

/// A finding of a rule.
pub(crate) fn finding(rule: usize, level: Level, message: &str) -> Finding {
    Finding { rule: USED[rule], level, ..Finding::new(message) }
}

/// A mail of `a.mbox` without findings.
pub(crate) fn mail(index: u64, kind: Kind, number: u32, total: u32, subject: &str) -> MailReport {
    let author = Identity { name: "Ann Dev".to_owned(), email: "ann@example.org".to_owned() };
    let files = [
        ("hw/net/f.c", "code", Some(Counts { added: 28, removed: 3 })),
        ("tests/f-test.c", "tests", Some(Counts { added: 51, removed: 0 })),
    ];
    let files = files.map(|(path, class, lines)| FileFacts {
        path: path.to_owned(),
        old_path: None,
        status: Status::Modified,
        class: class.to_owned(),
        lines,
        docs: Counts::default(),
    });
    let prefix = if total > 1 { format!("[PATCH v2 {number}/{total}]") } else { "[PATCH]".to_owned() };
    let is_patch = kind == Kind::Patch;
    let facts = Facts {
        bare: false,
        in_reply_to: None,
        message_id: Some(format!("<{index}@example.org>")),
        date: Some("2026-05-28T09:34:12+02:00".to_owned()),
        subject: Some(subject.to_owned()),
        reply_headers: matches!(kind, Kind::Patch | Kind::Cover | Kind::Other).then(|| ReplyHeaders {
            to: Some(author.clone()),
            sender: Some(author.clone()),
            subject: Some(format!("{prefix} {subject}")),
            references: (number > 0).then(|| "<0@example.org>".to_owned()),
        }),
        author: Some(author),
        numbering: Some(Numbering { version: 1 + u32::from(total > 1), number, total }),
        tags: vec![("AI-used-for".to_owned(), "code (why)".to_owned(), Some(7))],
        block: vec!["AI-used-for: code (why)".to_owned(), "Signed-off-by: A. Dev <a@example.org>".to_owned()],
        commit: None,
        counted: is_patch.then_some(11),
        limit: Some(20),
        message_at: None,
        diff_at: None,
        divided: false,
        declared: is_patch,
        uses: vec![Use { value: "code".to_owned(), explanation: Some("why".to_owned()) }],
        state: Some(if is_patch { State::Ok } else { State::None }),
        files: if is_patch { files.to_vec() } else { Vec::new() },
        mechanical: None,
    };
    let line = 1 + 40 * index;
    let input = Arc::from("a.mbox");
    let (stage, findings, fails_in_force) = (Stage::Sent, Vec::new(), false);
    let (not_checked, series, group, since, signer) = (None, None, None, None, None);
    MailReport {
        input,
        index,
        line,
        in_file: true,
        kind,
        answer: None,
        not_checked,
        series,
        group,
        facts,
        findings,
        fails_in_force,
        stage,
        signer,
        since,
    }
}

/// A series of two with its cover, a clean patch, a reply, a diff without a mail.
pub(crate) fn mails() -> Vec<MailReport> {
    let cover = mail(0, Kind::Cover, 0, 2, "two fixes");
    let mut first = mail(1, Kind::Patch, 1, 2, "hw/net: fix overflow");
    let location = Location::whole_line(Some(7), "AI-used-for: code (why)", "declared here");
    first.findings = vec![
        finding(0, Level::Error, "declares AI-written code and changes 31 lines of code; the policy allows 20")
            .at(Location { span: 13..17, ..location })
            .rests_on("limit.lines")
            .note("hw/net/f.c +28 -3 code")
            .note("tests/f-test.c +51 -0 tests, not counted")
            .help("ask the maintainer before you send more; if the change is mechanical, say so: `AI-used-for: code (refactoring)`"),
        finding(2, Level::Warning, "version 1 declared `docs`")
            .at(Location::whole_line(None, "Dokumentation fürs Gerät", "encoded text has no line")),
    ];
    let mut second = mail(2, Kind::Patch, 2, 2, "tests: cover it");
    second.since = Some(Since {
        version: 1,
        before: Side { declared: vec!["docs".to_owned()], code: Counts { added: 20, removed: 1 } },
        now: Side { declared: vec!["code".to_owned()], code: Counts { added: 28, removed: 3 } },
    });
    second.findings = vec![
        finding(1, Level::Note, "the series changes 62 lines of code; the policy allows 20")
            .in_file("hw/net/f.c", 120)
            .fix(Fix {
                text: "write `AI-used-for: code`".to_owned(),
                edit: Some(Edit {
                    remove: vec!["AI-used-for: code (why)".to_owned()],
                    add: vec!["AI-used-for: code".to_owned()],
                    ..Edit::default()
                }),
            }),
        finding(2, Level::Warning, "version 1 declared `ERROR: tests`"),
    ];
    let clean = mail(3, Kind::Patch, 1, 1, "docs: fix a word");
    let reply = mail(4, Kind::Reply, 1, 1, "hw/net: fix overflow");
    let mut bare = mail(0, Kind::Patch, 1, 1, "");
    bare.input = Arc::from("-");
    bare.facts =
        Facts { bare: true, state: Some(State::Ok), files: bare.facts.files.clone(), ..Facts::default() };
    vec![cover, first, second, clean, reply, bare]
}
