//! The built-in policies hold together, and every key they use is documented.

use std::fs;
use std::process::Command;

use checkprov::policy::{BUILT_IN, Policy};
use checkprov::rules;

/// The keys of a policy's text, as `section.key`; those of `[levels]` are ids of rules.
fn keys(text: &str) -> Vec<String> {
    let mut section = String::new();
    let mut keys = Vec::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            section = format!("{name}.");
        } else if let Some((key, _)) = line.split_once(" = ")
            && !line.starts_with(['#', ' '])
        {
            keys.push(format!("{section}{key}"));
        }
    }
    keys
}

#[test]
fn every_policy_loads_under_its_own_name() {
    for (name, _) in BUILT_IN {
        let policy = Policy::load(name).unwrap();
        assert_eq!(policy.name, *name);
        assert!(!policy.title.is_empty() && !policy.source.is_empty() && !policy.date.is_empty(), "{name}");
    }
}

#[test]
fn every_key_is_documented() {
    let page = fs::read_to_string("docs/policy.md").unwrap();
    for (name, text) in BUILT_IN {
        for key in keys(text).iter().filter(|key| !key.starts_with("levels.")) {
            assert!(page.contains(&format!("`{key}`")), "{name}: docs/policy.md has no `{key}`");
        }
    }
}

#[test]
fn every_level_is_that_of_a_rule() {
    for (name, _) in BUILT_IN {
        for id in Policy::load(name).unwrap().rules_named() {
            assert!(rules::find(id).is_ok(), "{name}: {id}");
        }
    }
}

#[test]
fn every_policy_is_in_the_list_of_the_page() {
    let page = fs::read_to_string("docs/policy.md").unwrap();
    for (name, _) in BUILT_IN {
        let policy = Policy::load(name).unwrap();
        let row = format!("| `{name}` | {} | {}", policy.status.word(), policy.date);
        assert!(page.contains(&row), "{row}");
    }
}

#[test]
fn the_ban_sorts_files_as_the_proposal_does() {
    let table = |name: &str| {
        let (_, text) = BUILT_IN.iter().find(|(known, _)| *known == name).unwrap();
        toml::from_str::<toml::Table>(text).unwrap().remove("classes")
    };
    assert_eq!(table("qemu-decline"), table("qemu"));
}

#[test]
fn what_is_printed_is_a_policy_again() {
    for (name, text) in BUILT_IN {
        let printed =
            Command::new(env!("CARGO_BIN_EXE_checkprov")).args(["policy", name]).output().unwrap().stdout;
        let printed = String::from_utf8(printed).unwrap();
        assert!(printed.starts_with(text), "{name}");
        let read = |text: &str| toml::from_str::<toml::Table>(text).unwrap();
        assert_eq!(read(&printed), read(text), "{name}");
    }
}

#[test]
fn a_day_that_is_none_is_told_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("policy.toml");
    fs::write(&file, "name = \"x\"\ndate = \"2026-02-30\"\n").unwrap();
    let why = Policy::load_file(&file).unwrap_err().to_string();
    assert!(why.contains("line 2") && why.contains("`2026-02-30` is not a day"), "{why}");
}
