//! The fixtures of every rule: each `bad-*` raises it, no `good-*` does, and what else fires is a snapshot.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use checkprov::finding::{Finding, Level};
use checkprov::flow::{self, Event, Job};
use checkprov::input::Source;
use checkprov::policy::{Grammar, Policy};
use checkprov::rules::{Check, RULES, Rule};

/// The built-in policies. A rule's fixtures are written for the first of them under which it is on.
const POLICIES: [&str; 22] = [
    "qemu",
    "qemu-v2",
    "qemu-llm",
    "qemu-decline",
    "libvirt",
    "linux",
    "linux-7.0",
    "zephyr",
    "gcc",
    "binutils",
    "openinfra",
    "fedora",
    "llvm",
    "mesa",
    "gentoo",
    "systemd",
    "kubernetes",
    "yocto",
    "git",
    "git-rfc",
    "netbsd",
    "man-pages",
];

#[test]
fn bad_fixtures_raise_their_rule_and_good_ones_do_not() {
    let policies = load_policies();
    let mut wrong = Vec::new();
    for rule in rules_of_mail() {
        let policy = &home_of(rule, &policies);
        for fixture in fixtures(rule.id) {
            let name = name_of(&fixture);
            let fires = judge(&fixture, policy).iter().any(|finding| finding.rule == rule.id);
            if fires != name.starts_with("bad-") {
                let verb = if fires { "fires" } else { "is silent" };
                wrong.push(format!("{} {verb} on {name} under {}", rule.id, policy.name));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// A policy's own tag stands for QEMU's in the fixtures that do not fire as they are.
#[test]
fn every_rule_fires_and_stays_silent_under_each_policy_that_has_it() {
    let mut wrong = Vec::new();
    for policy in load_policies() {
        for rule in rules_of_mail().filter(|rule| has(&policy, rule)) {
            let fires = |fixture: &PathBuf| {
                let raised = |file: &Path| judge(file, &policy).iter().any(|finding| finding.rule == rule.id);
                raised(fixture) || translated(fixture, &policy).is_some_and(|file| raised(&file))
            };
            let (bad, good): (Vec<_>, Vec<_>) =
                fixtures(rule.id).into_iter().partition(|fixture| name_of(fixture).starts_with("bad-"));
            if !bad.iter().any(fires) {
                wrong.push(format!("{} never fires under {}", rule.id, policy.name));
            }
            if good.iter().all(fires) {
                wrong.push(format!("{} is never silent under {}", rule.id, policy.name));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Whether a policy has a rule. Two hang on a value of the policy too: on the ban, and on the tag's form.
fn has(policy: &Policy, rule: &Rule) -> bool {
    let is_moot = match rule.id {
        "ai-use-declined" => !policy.forbidden.any_ai,
        "assisted-by-format" => !matches!(policy.tag.grammar, Grammar::Llm | Grammar::AgentModel),
        _ => false,
    };
    rule.level_under(policy) > Level::Off && !is_moot
}

/// The fixture with the policy's tag in the place of QEMU's, in a file of its own; none where it is the same.
fn translated(fixture: &Path, policy: &Policy) -> Option<PathBuf> {
    let tag = policy.tag.name.as_deref().filter(|tag| *tag != "AI-used-for")?;
    let value = match policy.tag.grammar {
        Grammar::Llm => "LLM coccinelle",
        Grammar::AgentModel => "Claude:claude-opus-4.6",
        _ => "ChatGPTv5",
    };
    let mut text = String::from_utf8(fs::read(fixture).ok()?).ok()?;
    for word in ["code, tests", "code", "tests", "docs", "research"] {
        text = text.replace(&format!("AI-used-for: {word}\n"), &format!("{tag}: {value}\n"));
    }
    let text = text.replace("AI-used-for", tag).replace("AI used for", &tag.replace('-', " "));
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{}-{}", policy.name, name_of(fixture)));
    fs::write(&file, text).unwrap();
    Some(file)
}

#[test]
fn fixtures_under_every_policy() {
    let policies = load_policies();
    let mut table = String::new();
    for rule in rules_of_mail() {
        for fixture in fixtures(rule.id) {
            writeln!(table, "{}/{}", rule.id, name_of(&fixture)).unwrap();
            for (findings, names) in by_findings(&fixture, &policies) {
                writeln!(table, "    {findings}\n        {}", names.join(" ")).unwrap();
            }
        }
    }
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("fixtures_under_every_policy", table);
    });
}

/// What fires on a fixture, with the policies under which it does. Nothing fires under those left out.
fn by_findings(fixture: &Path, policies: &[Policy]) -> BTreeMap<String, Vec<String>> {
    let mut table: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for policy in policies {
        let fired: BTreeSet<(Level, &str)> =
            judge(fixture, policy).iter().map(|finding| (finding.level, finding.rule)).collect();
        let fired: Vec<String> =
            fired.iter().rev().map(|(level, rule)| format!("{} {rule}", level.word())).collect();
        if !fired.is_empty() {
            table.entry(fired.join(", ")).or_default().push(policy.name.clone());
        }
    }
    table
}

/// All but the rules that look at the policy alone.
fn rules_of_mail() -> impl Iterator<Item = &'static Rule> {
    RULES.iter().filter(|rule| !matches!(rule.check, Check::Run(_)))
}

fn load_policies() -> Vec<Policy> {
    POLICIES.iter().map(|name| Policy::load(name).unwrap()).collect()
}

/// The first policy under which a rule is on; one that no policy has on is switched on.
fn home_of(rule: &Rule, policies: &[Policy]) -> Policy {
    // This one hangs on a value of the policy's, not on its level.
    let declines = |policy: &Policy| rule.id != "ai-use-declined" || policy.forbidden.any_ai;
    let is_on = |policy: &&Policy| rule.level_under(policy) > Level::Off && declines(policy);
    policies.iter().find(is_on).cloned().unwrap_or_else(|| {
        let mut policy = policies[0].clone();
        policy.set_level(rule.id, Level::Warning);
        policy
    })
}

fn fixtures(rule: &str) -> Vec<PathBuf> {
    let folder = Path::new("fixtures").join(rule);
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    files
}

fn name_of(fixture: &Path) -> &str {
    fixture.file_name().unwrap().to_str().unwrap()
}

/// What the whole flow finds in a fixture.
#[track_caller]
fn judge(fixture: &Path, policy: &Policy) -> Vec<Finding> {
    let mut findings = Vec::new();
    let job = Job::new(policy);
    flow::check(&[Source::Path(fixture.to_owned())], &job, |event| {
        match event {
            Event::Mail(verdict) => findings.extend(verdict.findings),
            Event::Answer(_) | Event::Skipped | Event::Flush => {}
            Event::Unread(why) => panic!("{why}"),
        }
        Ok(())
    })
    .unwrap();
    for finding in &findings {
        let mut texts = finding.fixes.iter().map(|fix| &fix.text).chain(Some(&finding.message));
        assert!(texts.all(|text| !text.contains('\n')), "more than one line: {finding:?}");
    }
    findings
}
