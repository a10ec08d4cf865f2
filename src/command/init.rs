//! Begins a project's policy file: a few values to change, and what the tree says of tests and docs.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};

use super::eprint_line;
use checkprov::git::Git;
use checkprov::policy::{CODE, POLICY_FILE, Policy, checkout_of};

/// What folders of tests are called.
const TESTS: [&str; 6] = ["test", "tests", "testing", "testsuite", "selftests", "t"];

/// What folders of documentation are called.
const DOCS: [&str; 3] = ["doc", "docs", "documentation"];

/// The endings of files that are documentation wherever they lie.
const PROSE: [&str; 4] = ["adoc", "md", "rst", "texi"];

/// Writes the policy file of the project that the current folder is in.
pub(super) fn run(base: &str) -> Result<ExitCode> {
    let here = std::env::current_dir().context("cannot tell the current folder")?;
    let top = checkout_of(&here).unwrap_or(&here);
    let up = here.ancestors().position(|folder| folder == top).unwrap_or(0);
    let shown = "../".repeat(up) + POLICY_FILE;
    let path = top.join(POLICY_FILE);
    if path.symlink_metadata().is_ok() {
        bail!("{shown} is there already; `checkprov policy {shown} --effective` shows what it sets");
    }
    let policy = Policy::load(base)?;
    let guesses = guess(&files(top));
    let name = top.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    write_new(&path, &text(&name, &policy, &guesses)).with_context(|| shown.clone())?;
    eprint_line(format!("wrote {shown}, which extends `{base}`"));
    for (class, patterns) in &guesses {
        match patterns.as_slice() {
            [] => eprint_line(format!("no folder looks like {class}; name yours under [classes]")),
            found => eprint_line(format!("guessed from the tree: {class} are {}", found.join(" "))),
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes a file that was not there. What cannot be written to its end is taken away again.
fn write_new(path: &Path, text: &str) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(text.as_bytes()).inspect_err(|_| drop(fs::remove_file(path)))
}

/// The paths that git tracks; where it tracks none, the folders and files at the top.
fn files(top: &Path) -> Vec<String> {
    let tracked = Git::in_folder(top).run("ls-files", &["-z"]).unwrap_or_default();
    if !tracked.is_empty() {
        return String::from_utf8_lossy(&tracked).split_terminator('\0').map(str::to_owned).collect();
    }
    let entries = fs::read_dir(top).into_iter().flatten().flatten();
    let path = |entry: fs::DirEntry| {
        let slash = if entry.path().is_dir() { "/" } else { "" };
        format!("{}{slash}", entry.file_name().to_string_lossy())
    };
    entries.map(path).collect()
}

/// The patterns of tests and docs.
fn guess(files: &[String]) -> [(&'static str, Vec<String>); 2] {
    let endings =
        files.iter().filter_map(|file| PROSE.into_iter().find(|end| file.ends_with(&format!(".{end}"))));
    let prose = endings.collect::<BTreeSet<_>>().into_iter().map(|ending| format!("**/*.{ending}"));
    [("tests", folders(files, &TESTS)), ("docs", folders(files, &DOCS).into_iter().chain(prose).collect())]
}

/// The patterns of the folders that are called so: at the top where they all lie there, else anywhere.
fn folders(files: &[String], names: &[&str]) -> Vec<String> {
    let mut found: BTreeMap<&str, bool> = BTreeMap::new();
    for (folders, _) in files.iter().filter_map(|file| file.rsplit_once('/')) {
        let is_called = |folder: &str| names.iter().any(|name| name.eq_ignore_ascii_case(folder));
        if let Some((depth, name)) = folders.split('/').enumerate().find(|(_, folder)| is_called(folder)) {
            *found.entry(name).or_default() |= depth > 0;
        }
    }
    found.iter().map(|(name, deep)| format!("{}{name}/**", if *deep { "**/" } else { "" })).collect()
}

/// The policy file of a project.
fn text(project: &str, base: &Policy, guesses: &[(&str, Vec<String>)]) -> String {
    let is_plain = |c: &char| c.is_ascii_alphanumeric() || " -_.".contains(*c);
    let plain: String = project.chars().filter(is_plain).take(64).collect();
    let name = if plain.trim().is_empty() { "project" } else { plain.trim() };
    let lines = base.limit.lines.unwrap_or(20);
    format!(
        r#"# What this project asks of patches that AI helped with. checkprov reads this file wherever it runs in the tree.
#
#   checkprov policy {POLICY_FILE} --effective     every value in effect, and where it comes from
#   checkprov --git HEAD~1..                         your last commit, checked by it
#
# Put the sentence that a value rests on, and its address, into a comment above the value.

name = "{name}"
title = "{name}, AI use"
# "proposed" until the project has adopted it.
status = "in-force"
# date = "2026-10-01"
# source = "https://example.org/contributing.html"

# What this file does not say is as in this policy, which `checkprov policy {base}` prints.
extends = "{base}"

# How many changed lines a patch may have that declares AI-written code.
# [limit]
# lines = {lines}

# How much a rule weighs: off, note, warning or error. `checkprov rules` lists them.
# [levels]
# "sign-off-missing" = "warning"

# Parts of the tree with rules of their own: this one declines every use of AI.
# [[path]]
# match = ["src/core/**"]
# any-ai = true
# reason = "core code: ask the maintainer first"

# Which files are tests and docs, guessed from the tree: correct what is wrong. The first class in `order` that has a
# matching pattern wins; a file that matches nothing is code.
{classes}"#,
        base = base.name,
        classes = classes(base, guesses),
    )
}

/// The section `[classes]`. A class without a guess stays as the base has it.
fn classes(base: &Policy, guesses: &[(&str, Vec<String>)]) -> String {
    let guessed = guesses.iter().filter(|(_, patterns)| !patterns.is_empty());
    let known: Vec<&str> = base.classes.names().filter(|class| *class != CODE).collect();
    let new = guessed.clone().map(|(class, _)| *class).filter(|class| !known.contains(class));
    let order: Vec<&str> = known.iter().copied().chain(new).collect();
    let mut text = "[classes]\n".to_owned();
    if order != known {
        text += &format!("order = {order:?}\n");
    }
    for (class, patterns) in guessed {
        text += &format!("{class} = {patterns:?}\n");
    }
    text
}
