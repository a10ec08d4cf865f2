//! One set of made-up reports through every format, and what each format's readers rely on.

use crate::home::{Home, lines};
use crate::sample;
use std::io::Write as _;
use std::process::{Command, Stdio};

use crate::sample::{ALL, mail, mails, written};
use checkprov::finding::Level;
use checkprov::mail_report::MailReport;
use checkprov::patch::Kind;
use checkprov::report::{Format, Style};
use checkprov::rules::RULES;
use serde_json::Value;

fn style(format: Format) -> Style {
    Style { format, ..Style::default() }
}

/// The output without colours.
fn plain(style: Style) -> String {
    anstream::adapter::strip_str(&written(style, &mails())).to_string()
}

#[test]
fn a_report_for_people_fits_their_terminal() {
    // Commands and addresses stay whole, and what is quoted of a mail has its own end.
    let is_whole = |line: &str| ["https://", "git ", " | ", "-->"].iter().any(|part| line.contains(part));
    for width in [60, 80, 100] {
        let text = plain(Style { width: Some(width), ..style(Format::Human) });
        for line in text.lines().filter(|line| !is_whole(line)) {
            assert!(line.chars().count() <= width, "{width}: {line}");
        }
    }
}

#[test]
fn human() {
    insta::assert_snapshot!(plain(style(Format::Human)));
}

#[test]
fn human_with_stat() {
    insta::assert_snapshot!(plain(Style { stat: true, ..style(Format::Human) }));
}

#[test]
fn terse() {
    insta::assert_snapshot!(plain(style(Format::Terse)));
}

#[test]
fn jsonl() {
    insta::assert_snapshot!(plain(style(Format::Jsonl)));
}

#[test]
fn b4() {
    insta::assert_snapshot!(plain(style(Format::B4)));
}

#[test]
fn b4_review() {
    insta::assert_snapshot!(plain(style(Format::B4Review)));
}

#[test]
fn junit() {
    insta::assert_snapshot!(plain(style(Format::Junit)));
}

#[test]
fn github() {
    insta::assert_snapshot!(plain(style(Format::Github)));
}

#[test]
fn patchwork() {
    insta::assert_snapshot!(plain(style(Format::Patchwork)));
}

#[test]
fn reply() {
    insta::assert_snapshot!(plain(style(Format::Reply)));
}

#[test]
fn markdown() {
    insta::assert_snapshot!(plain(style(Format::Markdown)));
}

/// Without the rules, whose pages have tests of their own, and whose number grows.
#[test]
fn sarif() {
    let mut log: Value = serde_json::from_str(&plain(style(Format::Sarif))).unwrap();
    let results = &mut log["runs"][0]["results"];
    for result in results.as_array_mut().unwrap() {
        result.as_object_mut().unwrap().remove("ruleIndex").unwrap();
    }
    insta::assert_snapshot!(serde_json::to_string_pretty(results).unwrap());
}

#[test]
fn sarif_lists_every_rule() {
    let log: Value = serde_json::from_str(&plain(style(Format::Sarif))).unwrap();
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), RULES.len());
    for (rule, told) in RULES.iter().zip(rules) {
        assert_eq!(told["id"], rule.id);
        assert_eq!(told["help"]["text"], rule.page);
        assert_eq!(told["shortDescription"]["text"], rule.summary());
        let full = told["fullDescription"]["text"].as_str().unwrap();
        assert!(rule.page.contains(&format!("## What it checks\n\n{full}\n\n## ")), "{}", rule.id);
        assert!(told["helpUri"].as_str().unwrap().starts_with("https://"));
    }
    let driver = &log["runs"][0]["tool"]["driver"];
    assert!(driver["informationUri"].as_str().unwrap().starts_with("https://"));
    for result in log["runs"][0]["results"].as_array().unwrap() {
        let index = result["ruleIndex"].as_u64().unwrap() as usize;
        assert_eq!(result["ruleId"], rules[index]["id"]);
    }
}

fn results(mails: &[MailReport]) -> Vec<Value> {
    let log: Value = serde_json::from_str(&written(style(Format::Sarif), mails)).unwrap();
    log["runs"][0]["results"].as_array().unwrap().clone()
}

/// The hash of a commit is no file that a site could show.
#[test]
fn sarif_names_a_changed_file_where_there_is_no_mail() {
    let mut mails = mails();
    for mail in &mut mails {
        mail.input = "0123456789ab".into();
        mail.in_file = false;
    }
    let results = results(&mails);
    let place = |at: usize| &results[at]["locations"][0];
    assert_eq!(place(0)["physicalLocation"]["artifactLocation"]["uri"], "hw/net/f.c");
    assert_eq!(place(0)["logicalLocations"][0]["fullyQualifiedName"], "1/2 hw/net: fix overflow");
    // This one has a line of its own in a file.
    assert_eq!(place(2)["physicalLocation"]["region"]["startLine"], 120);
    for result in results {
        assert!(result["message"]["text"].as_str().unwrap().contains("\n0123456789ab:"), "{result}");
        assert!(!result["locations"].to_string().contains("0123456789ab"), "{result}");
    }
}

/// A site finds the result of an earlier run again by it.
#[test]
fn sarif_has_the_same_fingerprint_after_a_rebase() {
    let prints = |mails: &[MailReport]| -> Vec<String> {
        let print = |result: &Value| result["partialFingerprints"]["primaryLocationLineHash"].to_string();
        results(mails).iter().map(print).collect()
    };
    let mut mails = mails();
    let twice = mails[1].findings[1].clone();
    mails[1].findings.push(twice);
    let before = prints(&mails);
    assert_eq!(before.iter().collect::<std::collections::BTreeSet<_>>().len(), before.len(), "{before:?}");
    for mail in &mut mails {
        mail.input = "elsewhere".into();
        mail.line += 1000;
        let numbering = mail.facts.numbering.as_mut();
        numbering.into_iter().for_each(|numbering| numbering.version += 1);
    }
    assert_eq!(prints(&mails), before);
}

/// Jenkins compares runs by these names.
#[test]
fn junit_tells_the_versions_of_a_patch_apart() {
    let first = mail(0, checkprov::patch::Kind::Patch, 1, 2, "f: fix");
    let mut third = first.clone();
    third.facts.numbering.as_mut().unwrap().version = 3;
    let log = written(style(Format::Junit), &[first, third]);
    for name in ["v2 1/2 f: fix", "v3 1/2 f: fix"] {
        assert!(log.contains(&format!("<testcase classname=\"{name}\" ")), "{log}");
    }
}

/// b4 keeps one result of a tool for a mail: the last one.
#[test]
fn b4_review_says_the_worst_of_a_patch_once() {
    let mails = mails();
    let told: Value = serde_json::from_str(&written(style(Format::B4Review), &mails[1..2])).unwrap();
    assert_eq!(told.as_array().unwrap().len(), 1);
    assert_eq!(told[0]["status"], "fail");
    let details: Value = serde_json::from_str(told[0]["details"].as_str().unwrap()).unwrap();
    let levels: Vec<&str> =
        details.as_array().unwrap().iter().map(|each| each["status"].as_str().unwrap()).collect();
    assert_eq!(levels, ["fail", "warn"]);
}

/// The judge is Python's `jsonschema`, with the schema that OASIS publishes.
#[test]
fn sarif_fits_its_schema() {
    const CHECK: &str = "import json, sys, jsonschema\n\
        schema = json.load(open('tests/data/sarif-2.1.0.schema.json', encoding='utf-8'))\n\
        jsonschema.Draft7Validator(schema).validate(json.load(sys.stdin))\n";
    let has_module = Command::new("python3").args(["-c", "import jsonschema"]).stderr(Stdio::null()).status();
    if !has_module.is_ok_and(|status| status.success()) {
        // Past the capture of tests, so that a gap is seen.
        std::io::stderr().write_all(b"skipped: no python3 with the module jsonschema\n").unwrap();
        return;
    }
    for mails in [mails(), Vec::new()] {
        let log = written(style(Format::Sarif), &mails);
        let mut python =
            Command::new("python3").args(["-X", "utf8", "-c", CHECK]).stdin(Stdio::piped()).spawn().unwrap();
        python.stdin.take().unwrap().write_all(log.as_bytes()).unwrap();
        assert!(python.wait().unwrap().success(), "{log}");
    }
}

#[test]
fn clean_mail_is_silent_where_scripts_need_it() {
    let clean = [mail(0, checkprov::patch::Kind::Patch, 1, 1, "clean")];
    for format in [Format::Terse, Format::B4, Format::Github, Format::Reply] {
        assert_eq!(written(style(format), &clean), "", "{format:?}");
        assert_eq!(written(style(format), &[]), "", "{format:?}");
    }
    assert_eq!(written(Style { quiet: true, ..style(Format::Human) }, &clean), "");
    assert_eq!(written(style(Format::B4Review), &[]), "[]\n");
    let passed: Value = serde_json::from_str(&written(style(Format::B4Review), &clean)).unwrap();
    assert_eq!(passed[0]["status"], "pass");
    assert_eq!(passed.as_array().unwrap().len(), 1);
}

/// Who applies what a gate passes must see that a diff was passed over.
#[test]
fn a_diff_that_is_not_judged_is_told_to_gates() {
    use checkprov::patch::{Kind, NotChecked};
    let answer = [MailReport { not_checked: Some(NotChecked::Answer), ..mail(0, Kind::Reply, 1, 1, "f") }];
    let told = |format| written(style(format), &answer);
    assert_eq!(told(Format::B4), "a.mbox:1: WARNING: not judged: an answer with a diff\n");
    let review: Value = serde_json::from_str(&told(Format::B4Review)).unwrap();
    assert_eq!((&review[0]["status"], &review[1]), (&Value::from("warn"), &Value::Null));
    assert_eq!(review[0]["summary"], "not judged: an answer with a diff");
    let check: Value = serde_json::from_str(&told(Format::Patchwork)).unwrap();
    assert_eq!((&check["state"], &check["description"]), (&"warning".into(), &review[0]["summary"]));
    let cover = [MailReport { not_checked: Some(NotChecked::Cover), ..mail(0, Kind::Cover, 0, 1, "f") }];
    let check: Value = serde_json::from_str(&written(style(Format::Patchwork), &cover)).unwrap();
    assert_eq!(check["description"], "not judged: a cover letter with a diff");
    let lines = told(Format::Jsonl);
    let message: Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    assert_eq!(message["not_judged"], "an answer with a diff");
}

/// A warning fails the run with `--strict` alone, and so it does in the formats that tell of failures.
#[test]
fn strict_makes_failures_of_warnings() {
    let strict = |format| written(Style { strict: true, ..style(format) }, &mails());
    assert_eq!(plain(style(Format::Junit)).matches("<failure ").count(), 1);
    assert_eq!(strict(Format::Junit).matches("<failure ").count(), 3);
    assert_eq!(plain(style(Format::Patchwork)).matches("\"fail\"").count(), 1);
    assert_eq!(strict(Format::Patchwork).matches("\"fail\"").count(), 2);
    assert_eq!(plain(style(Format::B4Review)).matches("\"fail\"").count(), 1);
    assert_eq!(strict(Format::B4Review).matches("\"fail\"").count(), 2);
}

/// What a format tells does not wait for the end of the input.
#[test]
fn output_starts_before_the_input_ends() {
    let policy = sample::policy();
    // An answer waits for the rest of its series.
    for format in ALL.into_iter().filter(|format| *format != Format::Reply) {
        let mut out = Vec::new();
        let mut report = checkprov::report::Report::new(style(format), &policy, &mut out);
        report.begin().unwrap();
        for mail in mails().iter().take(4) {
            report.mail(mail).unwrap();
        }
        drop(report);
        assert!(!out.is_empty(), "{format:?}");
    }
}

/// The exit status of a run must not hang on its format.
#[test]
fn every_format_counts_alike() {
    let policy = sample::policy();
    let about_policy = [sample::finding(1, Level::Error, "the policy is retired")];
    let tallies: Vec<_> = ALL
        .iter()
        .map(|&format| {
            let mut report = checkprov::report::Report::new(style(format), &policy, std::io::sink());
            mails().iter().try_for_each(|mail| report.mail(mail)).unwrap();
            report.finish(&about_policy).unwrap()
        })
        .collect();
    assert!(tallies.iter().all(|tally| *tally == tallies[0]), "{tallies:?}");
    assert_eq!((tallies[0].errors, tallies[0].warnings, tallies[0].notes), (2, 2, 1));
}

/// A list that changes every sender is no news in every mail.
#[test]
fn people_read_once_what_many_mails_share() {
    let mangled = |index, list: &str| {
        let finding = sample::finding(0, Level::Error, "the list is the author").once_for(list);
        MailReport { findings: vec![finding], ..mail(index, Kind::Patch, 1, 1, "f") }
    };
    let mails = [mangled(0, "a@example.org"), mangled(1, "b@example.org"), mangled(2, "a@example.org")];
    let human = sample::written(style(Format::Human), &mails);
    assert_eq!(human.matches("the list is the author").count(), 2, "{human}");
    assert!(human.contains(": the same in 1 more mail of a@example.org"), "{human}");
    assert!(human.contains("3 errors"), "{human}");
    let jsonl = sample::written(style(Format::Jsonl), &mails);
    assert_eq!(jsonl.matches("the list is the author").count(), 3, "{jsonl}");
}

#[test]
fn a_quiet_summary_is_the_tables_alone() {
    let style = Style { summary: true, quiet: true, ..style(Format::Human) };
    let said = sample::written(style, &mails());
    assert!(!said.contains("error[") && said.contains("findings by rule"), "{said}");
}

#[test]
fn people_read_the_head_of_a_long_residue_and_all_of_it_on_demand() {
    let home = Home::new();
    home.stage("f.c", &lines(40));
    let signed = "Signed-off-by: Ann Dev <ann@example.org>";
    home.commits(&format!("f: tidy up\n\nAI-used-for: code (refactoring)\n{signed}\n"), &[]);
    let said = home.checkprov(&["--git", "HEAD~1.."], 0);
    assert!(said.contains("\n    and 16 more; --mechanical lists them all\n"), "{said}");
    let said = home.checkprov(&["--git", "HEAD~1..", "--mechanical"], 0);
    assert!(!said.contains("\n    and ") && said.contains(":40: int f39(void);\n"), "{said}");
}
