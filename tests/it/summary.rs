//! Summaries of the parts of a mailbox add up to the summary of the whole, wherever it is cut.

use std::fs;
use std::io::{BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

use crate::sample;
use checkprov::patch::Kind;
use checkprov::report::{Levels, Summary, Summed};
use proptest::prelude::{ProptestConfig, any};

/// Every fixture as a piece of an mbox.
static PIECES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let entries = |folder: PathBuf| fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let is_mail = |path: &PathBuf| {
        path.extension().is_some_and(|kind| ["eml", "mbox", "patch"].iter().any(|k| kind == *k))
    };
    let mut files: Vec<PathBuf> =
        entries("fixtures".into()).filter(|path| path.is_dir()).flat_map(entries).filter(is_mail).collect();
    files.sort();
    files.iter().map(|file| piece(file)).collect()
});

static WHOLE: LazyLock<Summed> = LazyLock::new(|| summary_of(&PIECES.concat()));

fn piece(file: &Path) -> Vec<u8> {
    let text = fs::read(file).unwrap();
    let separator: &[u8] =
        if text.starts_with(b"From ") { b"" } else { b"From nobody Mon Sep 17 00:00:00 2001\n" };
    [separator, &text, b"\n"].concat()
}

fn checkprov(words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_checkprov")).args(words).output().unwrap()
}

fn summary_of(mbox: &[u8]) -> Summed {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("part.mbox");
    fs::write(&file, mbox).unwrap();
    let output = checkprov(&["--summary", "-f", "jsonl", file.to_str().unwrap()]);
    Summed::add_lines(None, output.stdout.as_slice()).unwrap()
}

/// What does not depend on where a series is cut.
fn of_single_mails(summed: &Summed) -> Summary {
    let mut summary = summed.summary.clone();
    let series = std::mem::take(&mut summary.series_rules);
    let all = series.values().fold(Levels::default(), |sum, of| Levels {
        errors: sum.errors + of.errors,
        warnings: sum.warnings + of.warnings,
        notes: sum.notes + of.notes,
    });
    summary.tally.errors -= all.errors;
    summary.tally.warnings -= all.warnings;
    summary.tally.notes -= all.notes;
    summary
}

proptest::proptest! {
    #![proptest_config(ProptestConfig { cases: 4, failure_persistence: None, ..Default::default() })]

    #[test]
    fn parts_add_up(cuts in proptest::collection::vec(any::<proptest::sample::Index>(), 0..6), turned in any::<bool>()) {
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(PIECES.len())).collect();
        cuts.extend([0, PIECES.len()]);
        cuts.sort_unstable();
        cuts.dedup();
        let mut parts: Vec<Summary> =
            cuts.windows(2).map(|cut| of_single_mails(&summary_of(&PIECES[cut[0]..cut[1]].concat()))).collect();
        if turned {
            parts.reverse();
        }
        let sum = parts.into_iter().fold(Summary::default(), Summary::plus);
        assert_eq!(sum, of_single_mails(&WHOLE));
    }
}

#[test]
fn the_whole_has_something_of_everything() {
    let summary = &WHOLE.summary;
    assert!(summary.tally.messages > 400 && summary.tally.patches > 300 && summary.declared > 100);
    assert!(summary.rules.len() > 20 && summary.series_rules.len() > 1, "{summary:?}");
    assert!(
        ["code", "docs", "other", "research", "tests"].iter().all(|used| summary.uses.contains_key(*used))
    );
    assert!(summary.classes.contains_key("code") && summary.classes.contains_key("tests"));
    let declared: u64 = summary.classes.values().map(|lines| lines.declared).sum();
    assert!(declared > 100 && summary.tags.contains_key("AI-used-for"), "{summary:?}");
    assert!(summary.parts["hw"].declared > 10 && summary.parts["hw"].patches > summary.parts["hw"].declared);
    assert!(summary.tally.not_judged > 3);
    assert!(summary.months.len() > 1 && summary.months.contains_key("undated"));
    let in_months: u64 = summary.months.values().map(|month| month.over_limit).sum();
    assert_eq!(in_months, summary.over_limit.len() as u64);
    assert!(in_months > 3);
}

#[test]
fn a_cut_between_two_series_loses_nothing() {
    let series = ["ai-series-too-large/bad-two-patches.mbox", "ai-tag-dropped/bad-second-version.mbox"];
    let parts = series.map(|file| piece(&Path::new("fixtures").join(file)));
    let whole = summary_of(&parts.concat()).summary;
    assert_eq!(whole.series_rules.len(), 2);
    let [one, other] = parts.map(|part| summary_of(&part).summary);
    assert_eq!(other.plus(one), whole);
}

#[test]
fn merge_summaries_adds_whole_outputs_and_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let part = |name: &str, words: &[&str]| fs::write(path(name), checkprov(words).stdout).unwrap();
    let (one, other) =
        ("fixtures/ai-code-too-large/bad-21-lines.patch", "fixtures/ai-tag-dropped/bad-second-version.mbox");
    part("1.jsonl", &["--summary", "-f", "jsonl", one]);
    part("2.jsonl", &["--summary", "-f", "jsonl", other]);
    part("both.jsonl", &["--summary", "-f", "jsonl", one, other]);
    part("sum.jsonl", &["merge-summaries", &path("2.jsonl"), &path("1.jsonl")]);
    part("again.jsonl", &["merge-summaries", &path("sum.jsonl")]);
    let last = |name: &str| fs::read_to_string(path(name)).unwrap().lines().last().unwrap().to_owned();
    assert_eq!(last("sum.jsonl"), last("both.jsonl"));
    assert_eq!(last("again.jsonl"), last("both.jsonl"));
}

#[test]
fn what_cannot_be_added_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let one = "fixtures/ai-code-too-large/bad-21-lines.patch";
    for (name, words) in [
        ("qemu", vec!["--summary", "-f", "jsonl", one]),
        ("linux", vec!["--summary", "-f", "jsonl", "-p", "linux", one]),
        ("few", vec!["-f", "jsonl", one]),
        ("terse", vec!["-f", "terse", one]),
    ] {
        fs::write(path(name), checkprov(&words).stdout).unwrap();
    }
    fs::write(path("empty"), "").unwrap();
    let check = |names: &[&str], why: &str| {
        let paths: Vec<String> = names.iter().map(|name| path(name)).collect();
        let words: Vec<&str> =
            ["merge-summaries"].into_iter().chain(paths.iter().map(String::as_str)).collect();
        let output = checkprov(&words);
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{names:?}");
        assert!(told.contains(names.last().unwrap()) && told.contains(why), "{told}");
    };
    check(&["qemu", "linux"], "of the policy `linux`, and what came before is of `qemu`");
    check(&["few"], "the run needs `--summary`");
    check(&["qemu", "empty"], "it holds no summary");
    check(&["terse"], "line 1: ");
    check(&["qemu", "missing"], "No such file");
    let output = checkprov(&["--summary", "-f", "terse", one]);
    assert_eq!(output.status.code(), Some(2));
}

/// A line of `merge-summaries` that counts mails by these months, and names so many patches over the limit.
fn line(months: impl Iterator<Item = String>, over: usize) -> String {
    let month = r#"{"messages":18446744073709551615,"patches":1,"declared":1,"over_limit":1}"#;
    let months: Vec<String> = months.map(|name| format!("{name:?}:{month}")).collect();
    let one = r#"{"date":null,"message_id":null,"subject":null,"lines":21,"limit":20}"#;
    format!(
        r#"{{"type":"summary","version":1,"policy":"qemu","messages":1,"patches":1,"errors":0,"warnings":0,"notes":0,"declared":1,"rules":{{}},"series_rules":{{}},"uses":{{}},"classes":{{}},"months":{{{}}},"over_limit":[{}]}}
"#,
        months.join(","),
        vec![one; over].join(","),
    )
}

#[test]
fn what_a_sum_counts_by_is_bounded() {
    let months = |first: usize, many: usize| (first..first + many).map(|n| format!("{n:04}-01"));
    let sum = |lines: &[String]| {
        let sum = Summed::add_lines(None, lines.concat().as_bytes());
        sum.map(|sum| sum.summary.months.len()).map_err(|why| why.to_string())
    };
    let halves = [line(months(0, 5000), 0), line(months(5000, 5000), 0)];
    assert_eq!(sum(&halves), Ok(10_000));
    let more = [&halves[..], &[line(months(9_999, 2), 0)]].concat();
    let told = "line 3: more than 10000 rules, uses, tags, classes, parts and months together";
    assert_eq!(sum(&more), Err(told.to_owned()));
    let long = |length| line(std::iter::once("m".repeat(length)), 0);
    assert_eq!(sum(&[long(1024)]), Ok(1));
    assert_eq!(sum(&[long(1025)]), Err("line 1: a name of more than 1024 bytes".to_owned()));
}

#[test]
fn a_line_longer_than_a_summary_is_refused() {
    const MOST: u64 = 64 << 20;
    let told = |length| {
        let line = BufReader::new(std::io::repeat(b' ').take(length));
        Summed::add_lines(None, line).unwrap_err().to_string()
    };
    assert!(told(MOST).starts_with("it holds no summary"));
    assert_eq!(told(MOST + 1), "line 1: longer than 64 MiB, so no summary of one run");
}

#[test]
fn a_sum_stops_at_the_greatest_number_and_names_the_first_patches_over_the_limit() {
    let one = line(std::iter::once("2026-05".to_owned()), 3000);
    let sum = Summed::add_lines(None, one.repeat(3).as_bytes()).unwrap().summary;
    assert_eq!(sum.months["2026-05"].messages, u64::MAX);
    assert_eq!((sum.months["2026-05"].over_limit, sum.over_limit.len()), (3, 4096));
    let longer = line(std::iter::once("2026-05".to_owned()), 5000);
    assert_eq!(Summed::add_lines(None, longer.as_bytes()).unwrap().summary.over_limit.len(), 4096);
}

/// The text names a hundred, and says how many more there are.
#[test]
fn patches_over_the_limit_that_are_not_named_are_counted() {
    let mut mail = sample::mail(0, Kind::Patch, 1, 1, "hw: fix");
    (mail.facts.counted, mail.facts.limit) = (Some(21), Some(20));
    let mut summary = Summary::default();
    let policy = sample::policy();
    (0..8300).for_each(|_| summary.count(&mail, &policy));
    assert!(summary.over_limit.len() <= 8192);
    let summary = summary.sorted();
    assert_eq!(summary.over_limit.len(), 4096);
    let mut text = Vec::new();
    summary.write_text(&mut text).unwrap();
    let told = "  and 8200 more; `--format jsonl` names the first 4096\n";
    assert!(String::from_utf8(text).unwrap().ends_with(told));
}

#[test]
fn nothing_is_added_where_nobody_asks() {
    let output = checkprov(&["-f", "jsonl", "fixtures/ai-code-too-large/bad-21-lines.patch"]).stdout;
    let last = String::from_utf8(output).unwrap().lines().last().unwrap().to_owned();
    assert!(
        last.starts_with(r#"{"type":"summary","version":1,"policy":"qemu","policy_file":null,"messages":1,"#)
    );
    assert!(last.contains(r#""notes":"#) && !last.contains("months"), "{last}");
}

/// What a summary keeps of a mail does not go with the length of its headers.
#[test]
fn long_headers_are_kept_short() {
    let mail = std::fs::read_to_string("fixtures/ai-code-too-large/bad-21-lines.patch").unwrap();
    let long = "s".repeat(60_000);
    let body = mail.split_once("\n\n").unwrap().1;
    let mail = format!("From: A <a@example.org>\nSubject: [PATCH] {long}\nMessage-ID: <{long}>\n\n{body}");
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("long.patch");
    std::fs::write(&file, mail).unwrap();
    let run = |words: &[&str]| {
        let output =
            std::process::Command::new(env!("CARGO_BIN_EXE_checkprov")).args(words).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let said = run(&["--policy", "qemu", "--summary", "--format", "jsonl", file.to_str().unwrap()]);
    let summary = said.lines().last().unwrap();
    assert!(summary.contains(r#""message_id":null,"subject":"sss"#) && summary.len() < 2000, "{summary}");
}
