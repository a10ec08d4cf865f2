//! Faults that an edit of the message, or of the author, fixes.

/// A fault that an edit of the message, or of the author, fixes: the rule, the policy, the message, the file that the
/// commit changes, and its author where that is not the committer.
pub(super) struct Fault(
    pub(super) &'static str,
    pub(super) &'static str,
    pub(super) &'static str,
    pub(super) &'static str,
    pub(super) Option<&'static str>,
);

pub(super) const ME: &str = "Signed-off-by: Ann Dev <ann@example.org>";

pub(super) fn faults() -> Vec<Fault> {
    let claude = "Claude <noreply@anthropic.com>";
    let message = |tags: &str| -> &'static str { format!("hw: fix it\n\nWhy it's so.\n\n{tags}\n").leak() };
    let with = |tag: &str| message(&format!("{tag}\n{ME}"));
    vec![
        Fault("ai-tag-missing", "qemu", with(&format!("Co-authored-by: {claude}")), "f.c", None),
        Fault("ai-tag-missing", "qemu", with(&format!("Co-authored-by: {claude}")), "tests/f.c", None),
        Fault("ai-tag-missing", "linux", with(&format!("Co-developed-by: {claude}")), "f.c", None),
        Fault("ai-coauthor", "qemu", with(&format!("Co-authored-by: {claude}")), "f.c", None),
        Fault("ai-forbidden-tag", "qemu", with("Assisted-by: Claude:claude-opus-4"), "f.c", None),
        Fault(
            "ai-signed-off",
            "qemu",
            message(&format!("AI-used-for: code\nSigned-off-by: {claude}")),
            "f.c",
            None,
        ),
        Fault(
            "ai-signed-off",
            "qemu",
            with(&format!("AI-used-for: code\nReviewed-by: {claude}")),
            "f.c",
            None,
        ),
        Fault("ai-author", "qemu", message("AI-used-for: code"), "f.c", Some(claude)),
        Fault(
            "ai-tool-footer",
            "qemu",
            "hw: fix it\n\nWhy.\n\nGenerated with [Claude Code](https://claude.com/claude-code)\n\nAI-used-for: code\nSigned-off-by: Ann Dev <ann@example.org>\n",
            "f.c",
            None,
        ),
        Fault("ai-tag-unknown-value", "qemu", with("AI-used-for: test"), "tests/f.c", None),
        Fault("ai-tag-unknown-value", "qemu", with("AI-used-for: test"), "f.c", None),
        Fault("ai-tag-unknown-value", "qemu", with("AI-used-for: review"), "f.c", None),
        Fault("ai-tag-malformed", "qemu", with("AI-used-for: code tests"), "f.c", None),
        Fault("ai-tag-misspelled", "qemu", with("AI-use-for: test"), "f.c", None),
        Fault("ai-tag-malformed", "qemu", with("AI-used-for: tests docs"), "tests/f.c", None),
        Fault("ai-tag-malformed", "qemu", with("AI-used-for: tests (generated\n cases)"), "tests/f.c", None),
        Fault("ai-tag-negative", "qemu", with("AI-used-for: none"), "f.c", None),
        Fault("ai-tag-misspelled", "qemu", with("AI-use-for: code"), "f.c", None),
        Fault("ai-tag-duplicate", "qemu", with("AI-used-for: code\nAI-used-for: code"), "f.c", None),
        Fault("ai-tag-after-sign-off", "qemu-v2", message(&format!("{ME}\nAI-used-for: code")), "f.c", None),
        Fault("ai-tag-outside-block", "qemu", message(&format!("AI-used-for: code\n\n{ME}")), "f.c", None),
        Fault(
            "ai-tag-below-separator",
            "qemu",
            message(&format!("{ME}\n---\nAI-used-for: code")),
            "f.c",
            None,
        ),
        Fault(
            "ai-tag-misspelled",
            "qemu",
            message(&format!("AI-use-for: code\n{ME}\n---\nv2: again")),
            "f.c",
            None,
        ),
        Fault("sign-off-below-separator", "qemu", message(&format!("Why not.\n---\n{ME}")), "f.c", None),
        Fault("sign-off-missing", "qemu", message("AI-used-for: code\n---\nv2: again"), "f.c", None),
        Fault("ai-tag-scope-mismatch", "qemu", with("AI-used-for: tests"), "f.c", None),
        Fault("assisted-by-format", "linux-7.0", with("Assisted-by: Claude"), "f.c", None),
        Fault("sign-off-missing", "qemu", message("Fixes: 3f1c2a9be07d (\"hw: add it\")"), "f.c", None),
        Fault("sign-off-missing", "qemu", "hw: fix it\n\nWhy.\n", "f.c", None),
        Fault("sign-off-missing", "qemu", message("Signed off by: Ann Dev <ann@example.org>"), "f.c", None),
        Fault(
            "sign-off-outside-block",
            "qemu",
            message(&format!("{ME}\n\n[1]: https://example.org/1")),
            "f.c",
            None,
        ),
        Fault(
            "sign-off-not-the-author",
            "qemu",
            message("Signed-off-by: Ben Woods <ben@example.net>"),
            "f.c",
            None,
        ),
        Fault(
            "sign-off-not-the-author",
            "qemu",
            message("AI-used-for: code\nSigned-off-by: Anne Dev <ann@example.net>"),
            "f.c",
            None,
        ),
    ]
}
