//! SARIF 2.1.0: one run with every rule, a result a finding. A result points into the input; one whose text
//! has no line of its own points at the input as a whole. Commits, and what comes from a pipe, are in
//! no file: their results point at a file that the patch changes.

use std::io::{self, Write};

use serde::Serialize;
use twox_hash::XxHash3_64;

use super::escape::escaped;
use super::location::{details, own_line, place, quote, title};
use super::{End, Exporter, Run, Style, json};
use crate::finding::{Finding, Level};
use crate::mail_report::{Detail, MailReport};
use crate::policy::Policy;
use crate::rules::{RULES, Rule};

/// Where the pages of the rules are read; empty where the package names no repository.
const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

/// The results, as far as they are written.
#[derive(Debug, Default)]
pub(super) struct Sarif {
    has_items: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver<'a> {
    name: &'static str,
    semantic_version: &'static str,
    information_uri: &'a str,
    rules: Vec<Descriptor<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor<'a> {
    id: &'a str,
    short_description: Text<'a>,
    full_description: Text<'a>,
    help: Help<'a>,
    #[serde(skip_serializing_if = "String::is_empty")]
    help_uri: String,
    default_configuration: Configuration,
}

#[derive(Serialize)]
struct Configuration {
    enabled: bool,
    level: &'static str,
}

#[derive(Serialize)]
struct Text<'a> {
    text: &'a str,
}

#[derive(Serialize)]
struct OwnedText {
    text: String,
}

#[derive(Serialize)]
struct Help<'a> {
    text: &'a str,
    markdown: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome {
    rule_id: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: OwnedText,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    partial_fingerprints: Fingerprints,
}

/// The name is the one that GitHub reads.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fingerprints {
    primary_location_line_hash: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    physical_location: Option<Physical>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<Logical>,
}

/// The patch, where it is in no file.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Logical {
    fully_qualified_name: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Serialize)]
struct Artifact {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    snippet: Option<Snippet>,
}

#[derive(Serialize)]
struct Snippet {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Properties<'a> {
    policy: &'a str,
    policy_file: Option<&'a str>,
}

impl Exporter for Sarif {
    fn detail(&self, _style: &Style) -> Detail {
        Detail::WithFindings
    }

    fn begin(&mut self, out: &mut dyn Write, run: &Run<'_>) -> io::Result<()> {
        let policy = run.policy;
        let driver = Driver {
            name: "checkprov",
            semantic_version: env!("CARGO_PKG_VERSION"),
            information_uri: if REPOSITORY.is_empty() { &policy.source } else { REPOSITORY },
            rules: RULES.iter().map(|rule| descriptor(rule, policy)).collect(),
        };
        out.write_all(
            br#"{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":["#,
        )?;
        out.write_all(br#"{"tool":{"driver":"#)?;
        json::write(out, &driver)?;
        out.write_all(br#"},"results":["#)
    }

    fn mail(&mut self, out: &mut dyn Write, mail: &MailReport, _run: &Run<'_>) -> io::Result<()> {
        let mut seen = Vec::new();
        for finding in &mail.findings {
            out.write_all(if std::mem::replace(&mut self.has_items, true) { b",\n" } else { b"\n" })?;
            let hash = hash(mail, finding);
            seen.push(hash);
            let times = seen.iter().filter(|earlier| **earlier == hash).count();
            json::write(out, &outcome(mail, finding, format!("{hash:016x}:{times}")))?;
        }
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write, _end: End<'_>, run: &Run<'_>) -> io::Result<()> {
        out.write_all(b"\n],\"properties\":")?;
        let policy = run.policy;
        json::write(out, &Properties { policy: &policy.name, policy_file: policy.origin.file() })?;
        out.write_all(b"}]}\n")
    }
}

/// What stays the same when the patch is rebased, moved or changed elsewhere: the rule, the patch, and the line.
fn hash(mail: &MailReport, finding: &Finding) -> u64 {
    let subject = mail.facts.subject.as_deref().unwrap_or_default();
    let quote = finding.location.as_ref().map(|location| location.quote.trim()).unwrap_or_default();
    XxHash3_64::oneshot([finding.rule, subject, quote].join("\0").as_bytes())
}

fn descriptor<'a>(rule: &'a Rule, policy: &Policy) -> Descriptor<'a> {
    let level = rule.level_under(policy);
    Descriptor {
        id: rule.id,
        short_description: Text { text: rule.summary() },
        full_description: Text { text: what_it_checks(rule) },
        help: Help { text: rule.page, markdown: rule.page },
        help_uri: match REPOSITORY {
            "" => policy.source.clone(),
            repository => format!("{repository}/blob/main/docs/rules/{}.md", rule.id),
        },
        default_configuration: Configuration { enabled: level > Level::Off, level: word(level) },
    }
}

/// The first section of a rule's page.
fn what_it_checks(rule: &Rule) -> &str {
    let section = rule.page.split_once("## What it checks\n").map_or(rule.summary(), |(_, section)| section);
    section.split("\n## ").next().unwrap_or_default().trim()
}

fn outcome(mail: &MailReport, finding: &Finding, fingerprint: String) -> Outcome {
    let line = own_line(mail, finding).filter(|_| mail.in_file);
    let mut lines = vec![escaped(&finding.message).into_owned(), format!("patch: {}", title(mail))];
    if !mail.in_file {
        lines.push(place(mail, finding));
    }
    if line.is_none() {
        lines.extend(finding.location.as_ref().map(|location| quote(location).0));
    }
    lines.extend(details(mail, finding));
    let region = line.map(|start_line| Region {
        start_line,
        snippet: finding.location.as_ref().map(|location| Snippet { text: quote(location).0 }),
    });
    let in_file = finding.file.as_ref().map(|(path, line)| {
        in_file(path, (*line > 0).then_some(Region { start_line: *line, snippet: None }))
    });
    let (primary, related) = match in_file {
        Some(in_file) if !mail.in_file => (in_file, None),
        None if !mail.in_file => (in_no_file(mail), None),
        related => (self::in_file(&mail.input, region), related),
    };
    Outcome {
        rule_id: finding.rule,
        rule_index: RULES.iter().position(|rule| rule.id == finding.rule),
        level: word(finding.level),
        message: OwnedText { text: as_message(&lines.join("\n")) },
        locations: [primary],
        related_locations: related.into_iter().collect(),
        partial_fingerprints: Fingerprints { primary_location_line_hash: fingerprint },
    }
}

/// A place in a file.
fn in_file(path: &str, region: Option<Region>) -> Location {
    let physical = Physical { artifact_location: Artifact { uri: uri(path) }, region };
    Location { physical_location: Some(physical), logical_locations: Vec::new() }
}

/// A message that is in no file: the first file that its patch changes stands for it, for GitHub and GitLab drop a
/// result without a file.
fn in_no_file(mail: &MailReport) -> Location {
    let file = mail.facts.files.first().map(|file| Physical {
        artifact_location: Artifact { uri: uri(&file.path) },
        region: Some(Region { start_line: 1, snippet: None }),
    });
    Location {
        physical_location: file,
        logical_locations: vec![Logical { fully_qualified_name: title(mail) }],
    }
}

fn word(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
        Level::Off => "none",
    }
}

/// Text as a message says it: a viewer makes a link of `[text](target)` even in what is no Markdown, whatever backslashes
/// are there, and looks for an argument where `{0}` is (SARIF 2.1.0, 3.11.6 and 3.11.5). What a mail says is not to
/// lead anywhere.
fn as_message(text: &str) -> String {
    text.replace("](", "] (").replace('{', "{{").replace('}', "}}")
}

/// A path as a URI: relative to the folder of the run, or from the root.
fn uri(path: &str) -> String {
    let mut uri = String::from(if path.starts_with('/') { "file://" } else { "" });
    for byte in path.bytes() {
        match byte {
            b'/' | b'-' | b'_' | b'.' | b'~' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => {
                uri.push(char::from(byte));
            }
            b'\\' if cfg!(windows) => uri.push('/'),
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests;
