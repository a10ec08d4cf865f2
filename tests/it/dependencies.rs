//! `docs/dependencies.md` names every crate that `Cargo.toml` names, in the version that it asks for.

use std::collections::BTreeMap;
use std::fs;

use toml::Table;

/// The sections of a manifest that name crates; those of `[target.*]` stand below it.
const SECTIONS: [&str; 3] = ["dependencies", "dev-dependencies", "build-dependencies"];

fn read(path: &str) -> Table {
    toml::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// The crates that a manifest names, each with its version but for the last of three numbers. One may be called
/// otherwise here than where it comes from.
fn named(manifest: &Table) -> BTreeMap<String, String> {
    let targets = manifest.get("target").and_then(|targets| targets.as_table());
    let tables = targets.into_iter().flat_map(Table::values).filter_map(|target| target.as_table());
    let sections = tables.chain([manifest]).flat_map(|table| SECTIONS.map(|name| table.get(name)));
    let entries = sections.flatten().filter_map(|section| section.as_table()).flatten();
    let entry = |(name, what): (&String, &toml::Value)| {
        let text = |key| what.get(key).and_then(|value| value.as_str());
        let version = what.as_str().or_else(|| text("version")).unwrap_or_default();
        let version = version.splitn(3, '.').take(2).collect::<Vec<_>>().join(".");
        (text("package").unwrap_or(name).to_owned(), version)
    };
    entries.map(entry).collect()
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
fn every_crate_has_one_row_with_the_version_that_is_asked_for() {
    let mut rows = rows();
    rows.sort();
    assert_eq!(rows, named(&read("Cargo.toml")).into_iter().collect::<Vec<_>>());
}

#[test]
fn crates_are_found_in_every_section_of_a_manifest() {
    let manifest = "[dependencies]\na = \"1\"\nb = { package = \"c\", version = \"1.2\" }\n\
        [dev-dependencies]\nd = \"1.2.3\"\n[build-dependencies]\ne = \"0.1.2\"\n\
        [target.'cfg(unix)'.dependencies]\nf = { version = \"10.20.30\" }\n";
    let found = named(&toml::from_str(manifest).unwrap());
    let found: Vec<String> = found.iter().map(|(name, version)| format!("{name} {version}")).collect();
    assert_eq!(found, ["a 1", "c 1.2", "d 1.2", "e 0.1", "f 10.20"]);
}
