//! A line that looks like the policy's AI-use tag, but is spelled so that no one will find it.

use super::suggestions::brief;
use super::{Case, Check, MOST, Rule, Scope};
use crate::escape::visible;
use crate::finding::{Edit, Finding, Fix, Level};
use crate::policy::Grammar;

pub(super) const RULE: Rule = Rule {
    id: "ai-tag-misspelled",
    level: Level::Warning,
    page: include_str!("../../docs/rules/ai-tag-misspelled.md"),
    check: Check::Mail(Scope::Patch, check),
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    if case.policy.tag.name.is_none() {
        return Vec::new();
    }
    let meant = suspects(case).into_iter().filter(|(_, key, _)| case.policy.tag.is_spelled(key));
    meant.take(MOST).map(|(line, key, value)| finding_of(case, line, key, value)).collect()
}

fn finding_of(case: &Case<'_>, line: usize, key: &str, value: &str) -> Finding {
    let read = case.policy.tag.read(value);
    let sound = case.policy.tag.grammar == Grammar::List && read.fault.is_none() && !read.uses.is_empty();
    let proposal = case.proposal(&read.uses).filter(|_| sound);
    let (text, tag) = proposal.unwrap_or_else(|| {
        let line = case.tag_line(value);
        (format!("write `{}`", brief(&line)), line)
    });
    let message = if visible(key) != key {
        format!("`{}` holds invisible characters, so git finds no tag", brief(key.trim()))
    } else if key.trim().eq_ignore_ascii_case(case.policy.tag.name.as_deref().unwrap_or_default()) {
        format!("the character after `{}` is not a colon, so git finds no tag", key.trim())
    } else {
        format!("`{}` is not the policy's tag, but looks like it", brief(key.trim()))
    };
    Finding::new(message)
        .at(case.message_location(line, "not read as a declaration"))
        .rests_on("tag.name")
        .fix(Fix { text, edit: Some(Edit { add: vec![tag], ..case.removing([line]) }) })
}

/// The lines at the place of tags with a key that shares most letters with the policy's: the line of the
/// message, the key, the value.
fn suspects<'a>(case: &'a Case<'_>) -> Vec<(usize, &'a str, &'a str)> {
    let name = letters(case.policy.tag.name.as_deref().unwrap_or_default());
    let is_near = |key: &str| (letters(key) ^ name).count_ones() <= 5;
    let tags = &case.patch.tags;
    let found = tags.iter().filter(|tag| is_near(&tag.key) && !case.policy.declares(&tag.key));
    let mut suspects: Vec<_> = found.map(|tag| (tag.line, tag.key.as_str(), tag.value.as_str())).collect();
    let location = place_of_tags(case);
    if tags.iter().map(|tag| tag.lines).sum::<usize>() < location.len() {
        let lines = case.patch.message_lines().skip(location.start).take(location.len());
        let is_other = |index| tags.binary_search_by_key(&index, |tag| tag.line).is_err();
        let others = lines.filter(|(index, line)| is_other(*index) && case.declared_by(line).is_none());
        suspects.extend(others.filter_map(|(index, line)| {
            let (key, value) = split(line).filter(|(key, _)| is_near(key))?;
            Some((index, key, value))
        }));
    }
    suspects
}

/// The block in which git finds tags, else the last paragraph.
fn place_of_tags(case: &Case<'_>) -> std::ops::Range<usize> {
    let patch = case.patch;
    if !patch.block.is_empty() {
        return patch.block.clone();
    }
    let text = patch.message.trim_end();
    let start = text.rfind("\n\n").map_or(0, |at| text[..at].matches('\n').count() + 2);
    start..text.lines().count()
}

/// Key and value of a line that is no tag for git. Quoted and indented lines are somebody else's, and one that is
/// commented out is no one's.
fn split(line: &str) -> Option<(&str, &str)> {
    if line.starts_with([' ', '\t', '>', '#', ';', '/', '%']) {
        return None;
    }
    let colon = line.find([':', '：']).filter(|at| *at <= 40)?;
    let (key, rest) = line.split_at(colon);
    Some((key, rest.trim_start_matches([':', '：']).trim()))
}

/// The letters of a key, each once.
fn letters(key: &str) -> u32 {
    let bits = key.bytes().map(|b| b.to_ascii_lowercase()).filter(u8::is_ascii_lowercase);
    bits.fold(0, |seen, b| seen | 1 << (b - b'a'))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::check;

    const ID: &str = "ai-tag-misspelled";

    #[test]
    fn spellings_that_were_meant() {
        for key in [
            "AI-use-for",
            "AI-Used-By",
            "Used-AI-for",
            "AI used for",
            "AI_used_for",
            "AI-uesd-for",
            "AIused-for",
        ] {
            check(&format!("{key}: tests"), "qemu", [ID]);
        }
        check("AI-used-for： tests", "qemu", [ID]);
        check("AI-used-for\u{a0}: tests", "qemu", [ID]);
        check("AI-us\u{200b}ed-for: tests", "qemu", [ID]);
        check("Asisted-by: LLM", "linux", [ID]);
    }

    #[test]
    fn spellings_that_are_right() {
        check("ai-used-for: tests", "qemu", []);
        check("AI-used-for : tests", "qemu", []);
    }

    #[test]
    fn prose_and_quotes_were_not_meant() {
        check("AI used for: tests\n\n", "qemu", []);
        check("> AI-use-for: tests\n\n", "qemu", []);
        check("#AI-used-for: tests", "qemu", []);
        check("# AI-used-for: code, tests, docs", "qemu", []);
        check("// AI-used-for: tests", "qemu", []);
    }
}
