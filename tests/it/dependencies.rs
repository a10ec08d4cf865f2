//! `docs/dependencies.md` names every crate that `Cargo.toml` names, in the version that is built.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use toml::Table;

/// The sections of a manifest that name crates; those of `[target.*]` stand below it.
const SECTIONS: [&str; 3] = ["dependencies", "dev-dependencies", "build-dependencies"];

fn read(path: &str) -> Table {
    toml::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// The crates that a manifest names. One may be called otherwise here than where it comes from.
fn named(manifest: &Table) -> BTreeSet<String> {
    let targets = manifest.get("target").and_then(|targets| targets.as_table());
    let tables = targets.into_iter().flat_map(Table::values).filter_map(|target| target.as_table());
    let sections = tables.chain([manifest]).flat_map(|table| SECTIONS.map(|name| table.get(name)));
    let entries = sections.flatten().filter_map(|section| section.as_table()).flatten();
    let name = |(name, what): (&String, &toml::Value)| {
        what.get("package").and_then(|package| package.as_str()).unwrap_or(name).to_owned()
    };
    entries.map(name).collect()
}

/// The version of each crate that checkprov itself needs.
fn locked() -> BTreeMap<String, String> {
    let lock = read("Cargo.lock");
    let packages = lock["package"].as_array().unwrap();
    let of = |name: &str| packages.iter().find(|each| each["name"].as_str() == Some(name)).unwrap();
    let needs = of("checkprov")["dependencies"].as_array().unwrap();
    let needs = needs.iter().map(|need| need.as_str().unwrap());
    // A crate that is there twice is named with its version: `similar 3.2.1`.
    let version = |need: &str| match need.split_once(' ') {
        Some((name, version)) => (name.to_owned(), version.to_owned()),
        None => (need.to_owned(), of(need)["version"].as_str().unwrap().to_owned()),
    };
    needs.map(version).collect()
}

/// The first two cells of each row of the tables of crates.
fn rows() -> Vec<(String, String)> {
    let page = fs::read_to_string("docs/dependencies.md").unwrap();
    let mut rows = Vec::new();
    let mut lines = page.lines();
    while lines.any(|line| line.starts_with("| crate | version |")) {
        let cells = lines.by_ref().skip(1).map_while(|line| {
            let mut cells = line.strip_prefix('|')?.split('|').map(|cell| cell.trim().to_owned());
            Some((cells.next()?, cells.next()?))
        });
        rows.extend(cells);
    }
    rows
}

#[test]
fn every_crate_that_is_named_has_one_row() {
    let rows: Vec<String> = rows().into_iter().map(|(name, _)| name).collect();
    let once: BTreeSet<String> = rows.iter().cloned().collect();
    assert_eq!(rows.len(), once.len(), "docs/dependencies.md has a crate twice: {rows:?}");
    let missing: Vec<_> = named(&read("Cargo.toml")).difference(&once).cloned().collect();
    assert!(missing.is_empty(), "docs/dependencies.md has no row for {missing:?}");
}

#[test]
fn every_row_is_of_a_crate_that_is_named() {
    let named = named(&read("Cargo.toml"));
    let unknown: Vec<_> =
        rows().into_iter().map(|(name, _)| name).filter(|name| !named.contains(name)).collect();
    assert!(unknown.is_empty(), "Cargo.toml does not name {unknown:?}");
}

#[test]
fn every_row_has_the_version_that_is_built() {
    let locked = locked();
    for (name, version) in rows() {
        assert_eq!(Some(&version), locked.get(&name), "{name}: docs/dependencies.md and Cargo.lock differ");
    }
}

#[test]
fn crates_are_found_in_every_section_of_a_manifest() {
    let manifest = "[dependencies]\na = \"1\"\nb = { package = \"c\", version = \"1\" }\n\
        [dev-dependencies]\nd = \"1\"\n[build-dependencies]\ne = \"1\"\n\
        [target.'cfg(unix)'.dependencies]\nf = \"1\"\n";
    let found = named(&toml::from_str(manifest).unwrap());
    assert_eq!(found.into_iter().collect::<Vec<_>>(), ["a", "c", "d", "e", "f"]);
}
