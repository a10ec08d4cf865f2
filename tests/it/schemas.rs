//! The schemas of `docs/schema/` say what the program reads and writes, no more and no less.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use checkprov::policy::{BUILT_IN, BuiltIn, Policy};
use checkprov::rules::RULES;
use serde_json::{Map, Value, json};
use tempfile::TempDir;

use crate::git_oracle;

/// A policy with every key, the ones that no built-in policy has too.
const WHOLE: &str = r#"
name = "whole"
status = "retired"
until = "2027-01-01"
ignore-authors = ["*\\[bot\\] <*"]
extends = "qemu-llm"
tag.pattern = { regex = ".", message = "say it" }
tag.older = { grammar = "free", note = "once" }
sign-off.machine-reviews = "note"
reply.template = "Hello {name},\n{findings}\n"
reply.rule-pages = "https://example.org/{rule}"
[[path]]
match = ["hw/**"]
lines = 5
any-ai = false
reason = "drivers"
[[path]]
maintainers = "VIRTIO"
any-ai = true
[[agreed]]
rule = "ai-code-too-large"
author = "ada@example.org"
subject = "*"
by = "Ann Dev"
until = "2027-01-01"
reason = "it was asked for"
"#;

/// Policies that are none, each with what the program says of it.
const BROKEN: [(&str, &str); 19] = [
    ("title = \"x\"", "it has no `name`"),
    ("name = \"q\u{435}mu\"", "a name is 1 to 64 ASCII letters"),
    ("name = \"x\"\nlimits = {}", "there is no key `limits`; did you mean `limit`?"),
    ("name = \"x\"\nstatus = \"draft\"", "unknown variant `draft`, expected one of `in-force`"),
    ("name = \"x\"\ndate = \"28 May 2026\"", "is not a day; write it as 2026-05-28"),
    ("name = \"x\"\ndate = 2026-05-28", "a day is written in quotes, as \"2026-05-28\""),
    ("name = \"x\"\nuntil = \"2027-01-01\"", "`until` is the day a policy was retired"),
    ("name = \"x\"\nlimit.lines = \"many\"", "expected a whole number"),
    ("name = \"x\"\nlimit.lines = -1", "expected a whole number"),
    ("name = \"x\"\nlimit.ignore = [\"spaces\"]", "unknown variant `spaces`, expected `blank` or `comments`"),
    ("name = \"x\"\ntag.grammar = \"lists\"", "unknown variant `lists`, expected one of `list`"),
    ("name = \"x\"\nlevels.sign-of-missing = \"off\"", "did you mean `sign-off-missing`?"),
    ("name = \"x\"\nlevels.sign-off-missing = \"fatal\"", "unknown variant `fatal`"),
    ("name = \"x\"\n[[path]]\nlines = 5", "a `[[path]]` needs `match` or `maintainers`"),
    ("name = \"x\"\n[[path]]\nmatch = [\"a\"]", "sets neither `any-ai` nor `lines`"),
    ("name = \"x\"\nreply.template = \"Hello\"", "`{findings}` must occur once, on a line of its own"),
    ("name = \"x\"\nreply.template = 1", "invalid type: integer `1`, expected a string"),
    (
        "name = \"x\"\nreply.rule-pages = \"rules/{rule}\"",
        "write it as https://example.org/rules/{rule}.html",
    ),
    (
        "name = \"x\"\n[[agreed]]\nrule = \"ai-author\"\nuntil = \"2027-01-01\"\nreason = \"r\"",
        "missing field `by`",
    ),
];

fn schema(name: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(format!("docs/schema/{name}.schema.json")).unwrap()).unwrap()
}

fn toml(text: &str) -> Value {
    serde_json::to_value(text.parse::<toml::Table>().unwrap()).unwrap()
}

/// What the program writes, a line each.
fn written(before: &[&str], args: &[&str], inputs: &[PathBuf]) -> Vec<Value> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_checkprov"));
    command.args(before).args(["--format", "jsonl"]).args(args).args(inputs);
    let output = String::from_utf8(command.output().unwrap().stdout).unwrap();
    output.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// What it writes of all fixtures.
fn lines() -> Vec<Value> {
    let folder = TempDir::new().unwrap();
    let policy = folder.path().join("policy.toml");
    fs::write(&policy, WHOLE).unwrap();
    let maintainers = "VIRTIO\nM:\tAnn Dev <ann@example.org>\nF:\thw/virtio/\n";
    fs::write(folder.path().join("MAINTAINERS"), maintainers).unwrap();
    let whole: &[&str] = &["--policy", policy.to_str().unwrap()];
    let runs = [(&[][..], whole), (&[], &["--mechanical", "--summary"]), (&["series"], &[])];
    let fixtures = git_oracle::fixtures();
    runs.into_iter().flat_map(|(before, args)| written(before, args, &fixtures)).collect()
}

/// Every key of a value that its schema does not know, by its path.
fn unknown(root: &Value, schema: &Value, value: &Value, path: &str, found: &mut BTreeSet<String>) {
    let schemas = reached(root, schema);
    let under = |key: &str| {
        schemas.iter().find_map(|schema| {
            let additional = schema.get("additionalProperties").filter(|schema| schema.is_object());
            schema["properties"].get(key).or(additional)
        })
    };
    for (key, value) in value.as_object().into_iter().flatten() {
        match under(key) {
            Some(schema) => unknown(root, schema, value, &format!("{path}.{key}"), found),
            None => drop(found.insert(format!("{path}.{key}"))),
        }
    }
    let items = schemas.iter().find_map(|schema| schema.get("items"));
    for item in value.as_array().into_iter().flatten().filter(|item| item.is_object()) {
        unknown(root, items.unwrap_or(&Value::Null), item, path, found);
    }
}

/// A schema, and those that it refers to or chooses from.
fn reached<'a>(root: &'a Value, schema: &'a Value) -> Vec<&'a Value> {
    let named = schema["$ref"].as_str().and_then(|name| root.pointer(name.trim_start_matches('#')));
    let chosen = schema["anyOf"].as_array().into_iter().flatten();
    [schema]
        .into_iter()
        .chain(named.into_iter().chain(chosen).flat_map(|schema| reached(root, schema)))
        .collect()
}

fn unknown_keys(schema: &Value, definition: &Value, values: &[Value]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    values.iter().for_each(|value| unknown(schema, definition, value, "", &mut found));
    found
}

/// Which of the values are valid; none where nothing here can say so.
fn valid(name: &str, values: &[Value]) -> Option<Vec<bool>> {
    const CHECK: &str = "import json, sys, jsonschema\n\
        schema = json.load(open(sys.argv[1], encoding='utf-8'))\n\
        jsonschema.Draft202012Validator.check_schema(schema)\n\
        validator = jsonschema.Draft202012Validator(schema)\n\
        print(json.dumps([validator.is_valid(value) for value in json.load(sys.stdin)]))\n";
    let module = Command::new("python3")
        .args(["-c", "from jsonschema import Draft202012Validator"])
        .stderr(Stdio::null())
        .status();
    if !module.is_ok_and(|status| status.success()) {
        // Past the capture of tests, so that a gap is seen.
        std::io::stderr().write_all(b"skipped: no python3 with the module jsonschema\n").unwrap();
        return None;
    }
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("values.json");
    fs::write(&file, json!(values).to_string()).unwrap();
    let mut python = Command::new("python3");
    python.args(["-X", "utf8", "-c", CHECK, &format!("docs/schema/{name}.schema.json")]);
    let output = python.stdin(fs::File::open(&file).unwrap()).stderr(Stdio::inherit()).output().unwrap();
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

#[track_caller]
fn are_valid(name: &str, values: &[Value], expected: bool) {
    for (value, valid) in values.iter().zip(valid(name, values).unwrap_or_default()) {
        assert_eq!(valid, expected, "{value:#}");
    }
}

fn policies() -> Vec<Value> {
    BUILT_IN.iter().map(|policy| policy.text).chain([WHOLE]).map(toml).collect()
}

#[test]
fn every_policy_fits_the_schema() {
    let schema = schema("policy");
    assert_eq!(unknown_keys(&schema, &schema, &policies()), BTreeSet::new());
    are_valid("policy", &policies(), true);
    let effective = |policy: &BuiltIn| toml(&Policy::load(policy.name).unwrap().effective().unwrap());
    are_valid("policy", &BUILT_IN.iter().map(effective).collect::<Vec<_>>(), true);
}

#[test]
fn the_schema_knows_the_rules() {
    let rules: BTreeSet<&str> = RULES.iter().map(|rule| rule.id).collect();
    let schema = schema("policy");
    let known = schema["$defs"]["rule"]["enum"].as_array().unwrap();
    assert_eq!(known.iter().map(|id| id.as_str().unwrap()).collect::<BTreeSet<_>>(), rules);
}

/// The program says which keys there are: it names them where it refuses another.
#[test]
fn the_schema_refuses_the_keys_that_the_program_refuses() {
    fn tables(path: &str, schema: &Value, found: &mut Vec<(String, bool)>) {
        let Some(properties) = schema.get("properties").and_then(Value::as_object) else { return };
        found.push((path.to_owned(), schema["additionalProperties"] == false));
        for (key, inner) in properties {
            tables(&format!("{path}{key}."), inner, found);
            inner.get("items").into_iter().for_each(|item| tables(&format!("[[{key}]]\n"), item, found));
        }
    }
    let mut found = Vec::new();
    tables("", &schema("policy"), &mut found);
    assert!(found.len() > 9);
    for (path, refuses) in found {
        let text = format!("name = \"x\"\n{path}no-such-key = []\n");
        let why = Policy::parse("x.toml", text).unwrap_err().to_string();
        assert_eq!(why.contains("there is no key `no-such-key`"), refuses, "{path}: {why}");
    }
}

#[test]
fn broken_policies_are_refused_by_the_schema_and_by_the_program() {
    are_valid("policy", &BROKEN.map(|(text, _)| toml(text)), false);
    for (text, expected) in BROKEN {
        let why = Policy::parse("x.toml", text.to_owned()).unwrap_err().to_string();
        assert!(why.contains(expected), "{why}");
    }
}

#[test]
fn every_line_of_every_fixture_fits_the_schema() {
    let (schema, lines) = (schema("jsonl"), lines());
    assert!(lines.len() > 2 * git_oracle::fixtures().len(), "{}", lines.len());
    for kind in ["message", "series", "summary"] {
        let of_kind: Vec<Value> = lines.iter().filter(|line| line["type"] == kind).cloned().collect();
        assert_eq!(unknown_keys(&schema, &schema["$defs"][kind], &of_kind), BTreeSet::new(), "{kind}");
        let seen: BTreeSet<&String> =
            of_kind.iter().filter_map(Value::as_object).flat_map(Map::keys).collect();
        let known: BTreeSet<&String> =
            schema["$defs"][kind]["properties"].as_object().unwrap().keys().collect();
        assert_eq!(seen, known, "{kind}");
    }
    are_valid("jsonl", &lines, true);
}

#[test]
fn broken_lines_do_not_fit_the_schema() {
    let lines = lines();
    let line =
        lines.iter().find(|line| line["findings"][0].is_object() && line["author"].is_object()).unwrap();
    let broken = [
        ("/type", json!("mail")),
        ("/version", json!(2)),
        ("/index", json!(-1)),
        ("/line", json!(0)),
        ("/kind", json!("talk")),
        ("/author", json!("Ann Dev")),
        ("/tags", Value::Null),
        ("/diff/state", json!("fine")),
        ("/diff/added", json!("3")),
        ("/disclosure", json!({ "declared": true })),
        ("/findings/0/level", json!("off")),
        ("/findings/0/rule", Value::Null),
    ];
    let broken = broken.map(|(at, value)| {
        let mut line = line.clone();
        *line.pointer_mut(at).unwrap() = value;
        line
    });
    are_valid("jsonl", &broken, false);
}
