//! A fix, and no word on how its bug was found or reproduced.

use std::sync::LazyLock;

use regex::Regex;

use super::ai_code_not_a_fix::is_declared_fix;
use super::{Case, Check, Rule, Scope};
use crate::finding::{Finding, Level};
use crate::patch::Tag;
use crate::policy::CODE;

pub(super) const RULE: Rule = Rule {
    id: "fix-evidence-missing",
    level: Level::Off,
    page: include_str!("../../docs/rules/fix-evidence-missing.md"),
    check: Check::Mail(Scope::Patch, check),
};

/// Words of one who met the bug, looked for it with a tool, ran the fix, or says that they could not.
static EVIDENCE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let found = r"(?:found|discovered|detected|spotted|noticed|seen|observ(?:ed|ing)|caught|uncovered|flagged|hit)[ \n](?:[!-~]+[ \n]){0,3}?(?:by|with|using|while|when|via|during|through|on)";
    let reproduced =
        r"reproduc\w+|steps to|bisect\w*|was triggered|triggered (?:by|with|when|on) (?:running|the test)";
    let shown = r"BUG:|call trace|stack trace|backtrace|oops|segfaults?|segmentation fault|sig(?:segv|abrt|bus)|core dumped|kernel panic|runtime error|warning:|error:";
    let tool = r"syzbot|syzkaller|fuzz\w*|valgrind|k[am]san|kcsan|ubsan|asan|\w+sanitizer|lockdep|kmemleak|smatch|coccinelle|coccicheck|coverity|cppcheck|clang-tidy|static (?:code )?anal\w+|code (?:review|inspection|reading)";
    let tested = r"(?:un)?tested|testing (?:on|with|showed|found)|regression test|self-?tests?|test (?:case|suite)|(?:cannot|can't|could not|couldn't|unable to|not able to|did not|no|without)[ \n](?:[!-~]+[ \n]){0,2}?test(?:ing)?";
    let words = format!(r"\b(?:{found}|{reproduced}|{shown}|{tool}|{tested})(?:\b|[ \n]|$)");
    let command = r"(?:^|\n)[ \t]*\$ [!-~]";
    Regex::new(&format!("(?i-u){words}|{command}")).ok()
});

fn check(case: &Case<'_>) -> Vec<Finding> {
    let has = |class| case.classes().contains(&class);
    // Of a backport the one who found the bug was asked.
    let is_asked = is_declared_fix(case) && case.patch.borrowed_lines() == 0;
    if has("tests") || !has(CODE) || !is_asked || says_how(case) {
        return Vec::new();
    }
    let finding = Finding::new("says that it fixes a bug, and not how the bug was found or reproduced")
        .help("say how you found it, as in \"Found by running the test suite under valgrind.\", or how to see it")
        .help("if you could not test the fix, say that: \"Compile-tested only, I do not have the device.\"");
    let fixes = case.patch.tags.iter().find(|tag| tag.is("Fixes"));
    vec![match fixes {
        Some(tag) => finding.at(case.location_of(tag, "declares a fix")),
        None => finding,
    }]
}

/// Whether a tag names who met the bug or where it was reported, or the text speaks of it, below the `---` too.
fn says_how(case: &Case<'_>) -> bool {
    if case.patch.tags.iter().any(is_report) {
        return true;
    }
    let message = case.patch.message_lines().map(|(_, line)| line.to_owned());
    let notes = case.patch.lines_outside().map(|(_, line)| line.into_owned());
    let text = message.chain(notes).collect::<Vec<_>>().join("\n");
    EVIDENCE.as_ref().is_some_and(|evidence| evidence.is_match(&text))
}

fn is_report(tag: &Tag) -> bool {
    let key = tag.key.to_ascii_lowercase();
    let names_tracker = || {
        ["syzkaller", "syzbot", "bugzilla", "/issues/", "/bugs/"].iter().any(|word| tag.value.contains(word))
    };
    key.starts_with("reported-")
        || key.ends_with("tested-by")
        || ["closes", "resolves", "buglink", "bugzilla", "bisected-by"].contains(&key.as_str())
        || names_tracker()
}

#[cfg(test)]
mod tests {
    use super::{EVIDENCE, is_report};
    use crate::patch::TagBlock;

    #[track_caller]
    fn check(text: &str, says_how: bool) {
        assert_eq!(EVIDENCE.as_ref().unwrap().is_match(text), says_how, "{text}");
    }

    #[test]
    fn how_a_bug_was_met() {
        check("This was found using an experimental static analysis tool.", true);
        check("Noticed while reading the code.", true);
        check("Hit this when the guest reboots.", true);
        check("A reproducer is attached.", true);
        check("[   12.3] BUG: KASAN: slab-out-of-bounds in f", true);
        check("Spotted by Coverity.", true);
        check("Before:\n  $ ping -c 3 ::1\n  3 packets lost", true);
        check("I'm observing failures of the self-tests.", true);
        check("Found by code\ninspection.", true);
    }

    #[test]
    fn what_was_tried() {
        check("Tested on a Raspberry Pi.", true);
        check("Compile-tested only.", true);
        check("As I do not have the device, no runtime testing was done.", true);
        check("I could not test this.", true);
    }

    #[test]
    fn what_is_wrong_is_no_evidence() {
        check("The length was not checked, which may overflow the buffer.", false);
        check("A guest can trigger a use-after-free.", false);
        check("Test the return value before it is used.", false);
        check("The foundation of it is unseen.", false);
    }

    #[test]
    fn tags_of_a_report() {
        let is = |line: &str| is_report(&TagBlock::find(line).tags[0]);
        assert!(is("Reported-by: Ann Dev <ann@example.org>\n"));
        assert!(is("Reported-and-tested-by: Ann Dev <ann@example.org>\n"));
        assert!(is("Closes: https://example.org/1\n"));
        assert!(is("Link: https://syzkaller.appspot.com/bug?extid=1\n"));
        assert!(!is("Fixes: 0123456789ab (\"f: add it\")\n"));
        assert!(!is("Link: https://example.org/all/1@example.org/\n"));
    }
}
