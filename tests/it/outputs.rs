//! `--output FORMAT=FILE`: what stands there is what the format alone prints, whole or not at all.

#![allow(clippy::print_stderr, reason = "a test that is skipped says why")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use checkprov::report::Format;
use clap::ValueEnum as _;
use tempfile::TempDir;

const SERIES: &str = "examples/series.mbox";

fn checkprov(words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_checkprov"));
    // The date of an answer.
    command.env("GIT_COMMITTER_DATE", "2026-06-09T08:00:00+0200");
    command.env("NO_COLOR", "1").args(words).output().unwrap()
}

/// Runs with so many outputs into one folder; gives the status and what was said.
fn run(outputs: &[String]) -> (Option<i32>, String) {
    let flags = outputs.iter().flat_map(|output| ["--output", output]);
    let output = checkprov(&["--format", "terse", SERIES].into_iter().chain(flags).collect::<Vec<_>>());
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

fn entries(folder: &Path) -> Vec<String> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn a_file_holds_what_its_format_alone_prints() {
    let folder = TempDir::new().unwrap();
    let words: Vec<String> = Format::value_variants()
        .iter()
        .map(|format| format.to_possible_value().unwrap().get_name().to_owned())
        .collect();
    let file = |word: &str| folder.path().join(word);
    let outputs: Vec<String> = words.iter().map(|word| format!("{word}={}", file(word).display())).collect();
    assert_eq!(run(&outputs), (Some(1), String::new()));
    for word in &words {
        let alone = checkprov(&["--format", word, SERIES]).stdout;
        assert!(fs::read(file(word)).unwrap() == alone, "{word}");
    }
    assert_eq!(entries(folder.path()).len(), words.len());
}

#[test]
fn a_file_is_not_written_for_the_terminal_that_it_is_written_from() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("out");
    for words in [vec![SERIES], vec!["series", SERIES]] {
        let program = env!("CARGO_BIN_EXE_checkprov");
        let run = format!("stty rows 20 cols 40; '{program}' {} > '{}'", words.join(" "), file.display());
        let mut script = Command::new("script");
        script.env("NO_COLOR", "1").env_remove("COLUMNS").args(["-qc", &run, "/dev/null"]);
        if script.output().is_err() {
            eprintln!("skipped: there is no script(1)");
            return;
        }
        assert_eq!(fs::read(&file).unwrap(), checkprov(&words).stdout);
    }
}

#[test]
fn standard_output_is_as_without() {
    let folder = TempDir::new().unwrap();
    let file = format!("jsonl={}", folder.path().join("a").display());
    let beside = checkprov(&["--output", &file, SERIES]);
    let alone = checkprov(&[SERIES]);
    assert_eq!((beside.stdout, beside.status), (alone.stdout, alone.status));
}

#[test]
fn the_summary_goes_to_the_formats_that_have_one() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("a");
    let output =
        checkprov(&["--summary", "-f", "terse", "--output", &format!("jsonl={}", path.display()), SERIES]);
    assert_eq!(output.status.code(), Some(1));
    assert!(fs::read_to_string(path).unwrap().contains("\"over_limit\":["));
}

#[test]
fn a_run_that_cannot_write_leaves_what_was_there() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("a");
    fs::write(&path, "old").unwrap();
    let (status, said) = run(&[format!("jsonl={}", path.display()), "human=/dev/full".to_owned()]);
    assert_eq!(status, Some(2));
    assert!(said.starts_with("checkprov: /dev/full cannot be written to its end: "), "{said}");
    assert_eq!((fs::read_to_string(&path).unwrap().as_str(), entries(folder.path()).len()), ("old", 1));
}

#[test]
fn a_fault_names_the_file() {
    let folder = TempDir::new().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    let cases = [
        (vec![format!("jsonl={}", at("no/a"))], "no/a: No such file or directory"),
        (vec![format!("jsonl={}", at(""))], ": it is a folder"),
        (
            vec![format!("jsonl={}", at("a")), format!("junit={}", at("a"))],
            "a: two formats cannot go to one file",
        ),
    ];
    for (outputs, why) in cases {
        let (status, said) = run(&outputs);
        assert!(status == Some(2) && said.contains(why), "{outputs:?}: {said}");
        assert_eq!(entries(folder.path()), [""; 0]);
    }
    for (output, why) in [
        ("jsonl", "write it as FORMAT=FILE"),
        ("xml=a", "no format `xml`; there are human, terse"),
        ("jsonl=-", "name a file"),
    ] {
        let (status, said) = run(&[output.to_owned()]);
        assert!(status == Some(2) && said.contains(why), "{said}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link() {
    let folder = TempDir::new().unwrap();
    let [file, link] = ["file", "link"].map(|name| folder.path().join(name));
    fs::write(&file, "").unwrap();
    std::os::unix::fs::symlink(&file, &link).unwrap();
    run(&[format!("jsonl={}", link.display())]);
    assert!(link.is_symlink());
    assert!(fs::read_to_string(&file).unwrap().contains("\"summary\""));
}
