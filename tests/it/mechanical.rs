//! A statement that moved, came twice, was lost or changed places is never explained as white space or an edit.
//!
//! `CHECKPROV_CASES=10000 cargo test --test it mechanical:: -- --nocapture` tries so many patches.

use std::fmt::Write as _;

use checkprov::diff::Diff;
use checkprov::mechanical::{Outcome, explain};
use similar::TextDiff;

use crate::git_oracle::random::{Random, cases, first};

#[test]
fn what_one_statement_does_is_never_explained_away() {
    let (mut tried, mut escaped) = (0, Vec::new());
    let wanted = cases(300);
    let mut case = first() as u64;
    while tried < wanted {
        let mut random = Random::new(case);
        case += 1;
        let before = file(&mut random);
        let after = mechanical(&mut random, &before);
        let Some(other) = (0..20).find_map(|_| perturbed(&mut random, &after)) else { continue };
        let plain = outcome(&before, &after);
        // What is shown already shows no less than before: a fault must be seen where nothing else is.
        if plain.explained < plain.changed || plain.moved > 0 {
            continue;
        }
        tried += 1;
        let found = outcome(&before, &other);
        if found.explained == found.changed && found.moved == 0 {
            escaped.push(format!("case {}:\n{}", case - 1, unified(&before, &other)));
        }
    }
    assert!(escaped.is_empty(), "{} of {tried} escaped; the first:\n{}", escaped.len(), escaped[0]);
}

fn outcome(before: &str, after: &str) -> Outcome {
    let patch = unified(before, after);
    let diff = Diff::read(patch.as_bytes());
    assert_eq!(diff.fault, None, "{patch}");
    explain(&diff.files)
}

fn unified(before: &str, after: &str) -> String {
    TextDiff::from_lines(before, after).unified_diff().header("a/f.c", "b/f.c").to_string()
}

/// Some functions with guards, loops and statements, of few names, so that many lines are alike.
fn file(random: &mut Random) -> String {
    let mut text = String::new();
    for function in 0..random.below(4) + 1 {
        writeln!(text, "static int part_{function}(struct state *s, int count)\n{{").unwrap();
        body(random, &mut text, 1, 12);
        text.push_str("\treturn s->result;\n}\n\n");
    }
    text
}

fn body(random: &mut Random, text: &mut String, depth: usize, lines: usize) {
    let indent = "\t".repeat(depth);
    for _ in 0..random.below(lines) + 2 {
        match random.below(8) {
            0 if depth < 4 => {
                writeln!(text, "{indent}if ({}) {{", condition(random)).unwrap();
                body(random, text, depth + 1, 4);
                writeln!(text, "{indent}}}").unwrap();
            }
            1 => {
                write!(text, "{indent}if ({})\n{indent}\t{}\n", condition(random), statement(random)).unwrap()
            }
            2 if depth < 4 => {
                writeln!(text, "{indent}while ({}) {{", condition(random)).unwrap();
                body(random, text, depth + 1, 3);
                writeln!(text, "{indent}}}").unwrap();
            }
            3 => text.push('\n'),
            _ => writeln!(text, "{indent}{}", statement(random)).unwrap(),
        }
    }
}

fn condition(random: &mut Random) -> String {
    format!("{} {} {}", name(random), ["<", "==", "!="][random.below(3)], random.below(4))
}

fn statement(random: &mut Random) -> String {
    match random.below(5) {
        0 => format!("{} = {};", name(random), name(random)),
        1 => format!("goto {};", ["out", "fail"][random.below(2)]),
        2 => format!("old_release(s, {});", name(random)),
        3 => format!("old_lookup_entry(s->table, {}, {});", name(random), name(random)),
        _ => format!("{}({});", ["old_check", "report_failure", "count"][random.below(3)], name(random)),
    }
}

fn name(random: &mut Random) -> &'static str {
    ["count", "s->size", "s->old_user", "offset", "s->result"][random.below(5)]
}

/// The file after one or two mechanical changes.
fn mechanical(random: &mut Random, text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..random.below(2) + 1 {
        text = match random.below(8) {
            0 => text.replace("old_release", "new_release").replace("old_check", "new_check"),
            1 => text.replace("s->old_user", "s->owner"),
            2 => text.replace("old_lookup_entry(s->table, ", "old_lookup_entry(s->table, NULL, "),
            3 => text.replace('\t', "    "),
            4 => text.replace(") {\n", ")\n{\n"),
            5 => each_line(&text, "report_failure(", ");", "report(FAILED(", "));"),
            6 => each_line(&text, "count(", ");", "count(s, ", " + 1);"),
            _ => text
                .lines()
                .map(|line| format!("{}{line}\n", if line.starts_with('\t') { "\t" } else { "" }))
                .collect(),
        };
    }
    text
}

/// What stands between two texts of a line, between two others.
fn each_line(text: &str, before: &str, behind: &str, left: &str, right: &str) -> String {
    let line = |line: &str| match line
        .split_once(before)
        .and_then(|(start, rest)| Some((start, rest.split_once(behind)?)))
    {
        Some((start, (middle, end))) => format!("{start}{left}{middle}{right}{end}\n"),
        None => format!("{line}\n"),
    };
    text.lines().map(line).collect()
}

/// The text with one statement 1 to 8 lines further, twice, lost, or in the place of another; none where that
/// is the same text but for white space.
fn perturbed(random: &mut Random, text: &str) -> Option<String> {
    let mut lines: Vec<&str> = text.lines().collect();
    let is_statement = |line: &str| line.trim_end().ends_with(';');
    let statements: Vec<usize> = (0..lines.len()).filter(|&at| is_statement(lines[at])).collect();
    let &at = statements.get(random.below(statements.len().max(1)))?;
    let far = random.below(8) + 1;
    let to = if random.below(2) == 0 { at.checked_sub(far)? } else { at + far };
    if to >= lines.len() {
        return None;
    }
    match random.below(4) {
        0 => {
            let line = lines.remove(at);
            lines.insert(to, line);
        }
        1 => lines.insert(to, lines[at]),
        2 => {
            lines.remove(at);
        }
        _ if is_statement(lines[to]) => lines.swap(at, to),
        _ => return None,
    }
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<String>();
    let other: String = lines.iter().map(|line| format!("{line}\n")).collect();
    (words(&other) != words(text)).then_some(other)
}
