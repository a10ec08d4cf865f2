//! Real mail, held against git's reports on it. The mail is other people's and is not part of this project:
//! `CHECKPROV_CORPUS=FOLDER cargo test --release --test it corpus:: -- --nocapture` says where it is.
//!
//! In the folder stand `NAME.mbox.gz` with `NAME.reports.jsonl.gz` (a report a line, as git gave it), and in
//! its folder `qemu` boxes without reports, for which git is run here.

#![allow(clippy::print_stderr, reason = "who runs this wants to see what was compared")]

use crate::git_oracle;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use crate::git_oracle::Reading;
use checkprov::case::Case;
use checkprov::finding::Level;
use checkprov::flow::{self, Event, Job};
use checkprov::input::{self, Block, Source};
use checkprov::mail::{Message, Options};
use checkprov::patch::Patch;
use checkprov::policy::{BUILT_IN, BuiltIn, Policy};
use checkprov::rules;
use serde_json::Value;

fn corpus() -> Option<PathBuf> {
    let folder = std::env::var_os("CHECKPROV_CORPUS").map(PathBuf::from);
    if folder.is_none() {
        eprintln!("SKIPPED: CHECKPROV_CORPUS names no folder with real mail");
    }
    folder
}

#[test]
fn real_mail_is_read_as_the_verdicts_say() {
    let Some(folder) = corpus() else { return };
    for mbox in boxes(&folder) {
        let verdicts = mbox.to_str().unwrap().replace(".mbox.gz", ".verdicts.jsonl.gz");
        let verdicts = String::from_utf8(unpacked(Path::new(&verdicts))).unwrap();
        let blocks = input::split(&unpacked(&mbox));
        let mails: Vec<_> = blocks.iter().flat_map(Block::mails).collect();
        let verdicts: Vec<Value> = verdicts.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(mails.len(), verdicts.len(), "mails of {}", mbox.display());
        let pairs = mails.iter().zip(&verdicts);
        let wrong: Vec<String> = pairs.filter_map(|(mail, verdict)| differs(&mail.bytes, verdict)).collect();
        assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
        eprintln!("{}: {} mails, 0 differ", mbox.display(), mails.len());
    }
}

#[test]
fn real_mail_is_read_as_git_reads_it_here() {
    let Some(folder) = corpus() else { return };
    let boxes = boxes(&folder.join("qemu"));
    let (mut mails, mut wrong) = (0, Vec::new());
    for mbox in &boxes {
        let bytes = unpacked(mbox);
        let blocks = input::split(&bytes);
        let ours: Vec<_> = blocks.iter().flat_map(Block::mails).map(|mail| mail.bytes.into_owned()).collect();
        let rd = bytes.windows(8).any(|window| window == b"mboxrd@z");
        let git = git_oracle::git_split(&[&bytes], if rd { "--mboxrd" } else { "-b" }).remove(0);
        let mut differ: Vec<String> =
            (git != ours).then(|| "split otherwise".to_owned()).into_iter().collect();
        differ.extend(git_oracle::differences(&git, false).into_iter().flatten());
        wrong.extend(differ.into_iter().map(|what| format!("{}: {what}", mbox.display())));
        mails += git.len();
    }
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
    eprintln!("{} boxes of {}: {mails} mails, 0 differ", boxes.len(), folder.join("qemu").display());
}

/// The first thing that a report says otherwise.
fn differs(mail: &[u8], verdict: &Value) -> Option<String> {
    let message = Message::read(mail, Options::default());
    let patch = Patch::read(&message);
    let ours = git_oracle::by_us(mail, false);
    let says = |key: &str| verdict[key].as_str().map(str::to_owned);
    let id = patch.message_id().map(|id| id.into_owned());
    let state = says("state").unwrap_or_default();
    let same = id == says("message_id")
        && state == ours.state
        && (state != "ok" || by_verdict(verdict) == [facts(&ours)]);
    (!same).then(|| format!("{verdict}\n    {:?}", facts(&ours)))
}

/// What is compared of a patch, blanks squeezed.
fn facts(ours: &Reading) -> Value {
    let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let files = ours.files.iter().map(|(path, lines)| {
        let (added, removed) = (lines.map(|(added, _)| added), lines.map(|(_, removed)| removed));
        serde_json::json!([path, added, removed])
    });
    let tags = ours.tags.iter().map(|(key, value)| serde_json::json!([key, squeezed(value)]));
    serde_json::json!({
        "files": files.collect::<Vec<_>>(),
        "author": {"name": squeezed(&ours.author.0), "email": ours.author.1},
        "subject": squeezed(&ours.subject),
        "tags": tags.collect::<Vec<_>>(),
    })
}

fn by_verdict(verdict: &Value) -> [Value; 1] {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let rows = |key: &str| verdict[key].as_array().cloned().unwrap_or_default();
    let lines = |row: &Value| Some((row[1].as_u64()?, row[2].as_u64()?));
    [facts(&Reading {
        author: (text(&verdict["author"]["name"]), text(&verdict["author"]["email"])),
        subject: text(&verdict["subject"]),
        files: rows("files").iter().map(|row| (text(&row[0]), lines(row))).collect(),
        tags: rows("tags").iter().map(|row| (text(&row[0]), text(&row[1]))).collect(),
        ..Reading::default()
    })]
}

/// What the rules say of old real mail: nearly nothing about AI, which was not declared then.
#[test]
fn rules_are_quiet_on_mail_from_before_the_tags() {
    let Some(folder) = corpus() else { return };
    let policy = Policy::load("qemu").unwrap();
    let mut totals = BTreeMap::new();
    for mbox in boxes(&folder) {
        for block in input::split(&unpacked(&mbox)) {
            for mail in block.mails() {
                let message = Message::read(&mail.bytes, Options::default());
                let patch = Patch::read(&message);
                for finding in rules::check(&Case::new(&patch, &policy)) {
                    *totals.entry(finding.rule).or_insert(0) += 1;
                }
            }
        }
    }
    let totals: Vec<String> = totals.iter().map(|(rule, count)| format!("{rule} {count}")).collect();
    insta::assert_snapshot!(totals.join("\n"), @r"
    malformed-patch 4
    sign-off-below-separator 4
    sign-off-missing 67
    sign-off-not-the-author 5
    sign-off-outside-block 4
    ");
}

/// What every rule finds under every policy, series and versions too. Counts alone: the mail is other people's.
#[test]
fn one_list_under_every_policy() {
    let Some(folder) = corpus() else { return };
    let mut counts: BTreeMap<(&str, Level, u64), Vec<&str>> = BTreeMap::new();
    for BuiltIn { name, .. } in BUILT_IN {
        let policy = Policy::load(name).unwrap();
        for ((rule, level), count) in found(&folder.join("linux-man.mbox.gz"), &policy) {
            counts.entry((rule, level, count)).or_default().push(name);
        }
    }
    let mut table = String::new();
    let mut above = "";
    for ((rule, level, count), policies) in &counts {
        if *rule != above {
            writeln!(table, "{rule}").unwrap();
        }
        writeln!(table, "    {count} {}: {}", level.word(), policies.join(" ")).unwrap();
        above = rule;
    }
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("linux_man_under_every_policy", table);
    });
}

/// How many findings of each rule and level the whole flow has.
fn found(mbox: &Path, policy: &Policy) -> BTreeMap<(&'static str, Level), u64> {
    let mut counts = BTreeMap::new();
    let job = Job { threads: None, ..Job::new(policy) };
    flow::check(&[Source::Path(mbox.to_owned())], &job, |event| {
        if let Event::Mail(mail) = event {
            for finding in mail.findings {
                *counts.entry((finding.rule, finding.level)).or_insert(0) += 1;
            }
        }
        Ok(())
    })
    .unwrap();
    counts
}

fn boxes(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut boxes: Vec<PathBuf> =
        entries.filter(|path| path.to_str().is_some_and(|name| name.ends_with(".mbox.gz"))).collect();
    boxes.sort();
    boxes
}

fn unpacked(path: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).unwrap();
    flate2::read::MultiGzDecoder::new(file).read_to_end(&mut bytes).unwrap();
    bytes
}
