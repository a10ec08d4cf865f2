//! What the tests at the foot of each rule's file share: a mail around a few tags, checked by every rule.

use super::{self as rules, Case};
use crate::finding::Finding;
use crate::mail::{Message, Options};
use crate::patch::Patch;
use crate::policy::Policy;

/// Checks some lines of tags, or a whole mail (it begins with `From:`), and compares the ids of the
/// rules that fire, each once, in the order of the table. The tags are in the patch of [`mail`].
#[track_caller]
pub(super) fn check<const N: usize>(tags_or_mail: &str, policy: &str, expected: [&str; N]) {
    let mut fired: Vec<&str> =
        findings(tags_or_mail, policy).into_iter().map(|finding| finding.rule).collect();
    fired.dedup();
    assert_eq!(fired, expected, "under {policy}:\n{tags_or_mail}");
}

/// The findings of every rule, where a test looks at more than ids.
pub(super) fn findings(tags_or_mail: &str, policy: &str) -> Vec<Finding> {
    let text = if tags_or_mail.starts_with("From:") { tags_or_mail.to_owned() } else { mail(tags_or_mail) };
    let message = Message::read(text.as_bytes(), Options::default());
    let patch = Patch::read(&message);
    let policy = Policy::load(policy).expect("a built-in policy");
    rules::check(&Case::new(&patch, &policy))
}

/// A small bug fix by Ann Dev that changes a line of code, of tests and of docs, with these lines above
/// her sign-off. Where one of them is a sign-off, hers is left out.
pub(super) fn mail(tags: &str) -> String {
    let sign_off =
        if tags.contains("Signed-off-by:") { "" } else { "Signed-off-by: Ann Dev <ann@example.org>\n" };
    let newline = if tags.is_empty() || tags.ends_with('\n') { "" } else { "\n" };
    let mut mail = format!(
        "From: Ann Dev <ann@example.org>\nSubject: [PATCH] hw/net: fix an overflow\n\n\
         The length was not checked. The test fails without the fix.\n\n{tags}{newline}{sign_off}---\n"
    );
    for path in ["hw/net/f.c", "tests/qtest/f.c", "docs/f.rst"] {
        mail.push_str(&change(path));
    }
    mail
}

/// A diff that changes one line of a file.
pub(super) fn change(path: &str) -> String {
    format!("diff --git a/{path} b/{path}\n--- a/{path}\n+++ b/{path}\n@@ -1 +1 @@\n-one\n+two\n")
}

impl Finding {
    /// The texts of its fixes, a line each, and below them what their edits take away and add.
    pub(super) fn help_text(&self) -> String {
        let mut lines = Vec::new();
        for fix in &self.fixes {
            lines.push(fix.text.clone());
            let edits = fix.edit.iter();
            lines.extend(edits.clone().flat_map(|edit| &edit.remove).map(|line| format!("-{line}")));
            lines.extend(edits.flat_map(|edit| &edit.add).map(|line| format!("+{line}")));
        }
        lines.join("\n")
    }
}

mod table {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use super::super::RULES;

    #[test]
    fn every_rule_is_documented() {
        let mut seen = BTreeSet::new();
        for rule in RULES {
            assert!(seen.insert(rule.id), "{} twice", rule.id);
            assert!(rule.page.starts_with(&format!("# {}\n\n", rule.id)), "{}: title", rule.id);
            let mut rest = rule.page;
            for part in ["What it checks", "Why", "Example", "How to fix", "Known limits"] {
                let heading = format!("\n## {part}\n");
                let at = rest.find(&heading).unwrap_or_else(|| panic!("{}: {part}", rule.id));
                rest = &rest[at + heading.len()..];
            }
            assert!(rule.summary().ends_with('.'), "{}: the summary is a sentence on one line", rule.id);
        }
    }

    #[test]
    fn every_page_is_that_of_a_rule() {
        for page in names("docs/rules", ".md") {
            assert!(RULES.iter().any(|rule| rule.id == page), "{page}");
        }
    }

    #[test]
    fn every_rule_has_its_file_and_its_fixtures() {
        for rule in RULES {
            let file = format!("{}.rs", rule.id.replace('-', "_"));
            let text = fs::read_to_string(root().join("src/rules").join(&file)).expect(&file);
            assert!(text.contains(&format!("\"{}\"", rule.id)), "{file} is not that of {}", rule.id);
            let fixtures: Vec<String> = names(&format!("fixtures/{}", rule.id), "");
            for kind in ["bad-", "good-"] {
                assert!(fixtures.iter().any(|name| name.starts_with(kind)), "{}: {kind}*", rule.id);
            }
        }
    }

    fn root() -> &'static Path {
        Path::new(env!("CARGO_MANIFEST_DIR"))
    }

    /// The files of a folder that end so, without that ending.
    fn names(folder: &str, ending: &str) -> Vec<String> {
        let files = fs::read_dir(root().join(folder)).expect(folder);
        let name = |entry: fs::DirEntry| entry.file_name().into_string().unwrap();
        files.filter_map(|entry| name(entry.unwrap()).strip_suffix(ending).map(str::to_owned)).collect()
    }
}
