//! Lists the files of `policies/` and the pages of the rules, so that adding a policy is adding a file, and a policy
//! knows the rules by their names alone. A policy goes into the program as its text, which is shown, and as JSON, which
//! is read.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use toml::Table;

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let mut policies = String::from("&[\n");
    for (name, path) in files(&root.join("policies"), ".toml")? {
        let table: Table =
            fs::read_to_string(&path)?.parse().map_err(|why| io::Error::other(format!("{path}: {why}")))?;
        let heading: BTreeMap<_, _> = table.iter().filter(|(_, value)| value.is_str()).collect();
        let (json, heading) = (serde_json::to_string(&table)?, serde_json::to_string(&heading)?);
        let words =
            format!("name: {name:?}, text: include_str!({path:?}), json: {json:?}, heading: {heading:?}");
        writeln!(policies, "    BuiltIn {{ {words} }},").map_err(io::Error::other)?;
    }
    fs::write(out.join("policies.rs"), policies + "]\n")?;
    let rules: Vec<String> =
        files(&root.join("docs/rules"), ".md")?.into_iter().map(|(name, _)| name).collect();
    fs::write(out.join("rule_ids.rs"), format!("&{rules:?}\n"))
}

/// The files of a folder with that end, by name, each with its path.
fn files(folder: &Path, end: &str) -> io::Result<Vec<(String, String)>> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let entries = fs::read_dir(folder)?.filter_map(Result::ok);
    let named = |entry: fs::DirEntry| {
        let name = entry.file_name().into_string().ok()?.strip_suffix(end)?.to_owned();
        Some((name, entry.path().display().to_string()))
    };
    let mut files: Vec<_> = entries.filter_map(named).collect();
    files.sort();
    Ok(files)
}
