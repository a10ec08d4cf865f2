//! Persons and other texts that are no marks.

use super::*;

#[test]
fn people_are_people() {
    for name in [
        "Claude Perrin",
        "Devin Moss",
        "Jules Verne",
        "Ai Chen",
        "Gemini Rivers",
        "Gemini Cline",
        "Jules Cody",
        "HACKE-RC",
        "Kimi Salonen",
        "Amp Chai",
        "Abdurrahman Hussain",
    ] {
        check_person(name, "someone@example.org");
        check_person(name, "");
        check_person(name, "noreply@example.org");
    }
    check_person("Copilot", "pilot@example.org");
    check_person("Jo Martin", "1234567+jomartin@users.noreply.github.com");
    check_person("Claude", "claude@users.noreply.github.com");
    check_person("Claude Opus 4.8", "claude@example.org");
    check_person("HACKE-RC", "rc@rexion.ai");
    check_person("Kyle Zeng", "kylebot@openai.com");
}

#[test]
fn a_first_name_is_a_product_where_help_is_credited_and_a_person_where_people_vouch() {
    for name in ["Claude", "Devin", "Jules", "Gemini"] {
        check_tag(&format!("Assisted-by: {name}"), true);
        check_tag(&format!("Co-authored-by: {name}"), true);
        check_tag(&format!("Signed-off-by: {name}"), false);
        check_tag(&format!("Assisted-by: {name} <{name}@example.org>"), false);
    }
    check_tag("Signed-off-by: ChatGPT", true);
    check_tag("Signed-off-by: Claude Opus 4.8", true);
}

#[test]
fn people_of_vendors_are_people() {
    for host in ["anthropic.com", "openai.com", "google.com", "github.com", "cursor.com", "jetbrains.com"] {
        check_person("Kim Lee", &format!("kim.lee@{host}"));
    }
}

#[test]
fn bots_without_ai_are_no_marks() {
    check_tag("Co-authored-by: dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>", false);
    check_tag("Co-authored-by: Weblate <noreply@weblate.org>", false);
    check_tag("Signed-off-by: github-actions[bot] <actions@github.com>", false);
}

#[test]
fn who_reports_has_not_written() {
    for key in ["Reported-by", "Suggested-by", "Reviewed-by", "Tested-by", "Acked-by", "Cc", "Link"] {
        check_tag(&format!("{key}: Claude <noreply@anthropic.com>"), false);
    }
    check_tag("Link: https://claude.ai/share/0123", false);
}

#[test]
fn other_values_are_left_alone() {
    for value in [
        "gkh_clanker_2000",
        "gregkh_clanker_t1000",
        "Ben Keeper (Red Hat)",
        "Ben Keeper, Ai Chen",
        "Ben Keeper and Claude",
        "Claude Perrin (Inria) <claude@example.org>",
        "Claude Perrin claude.perrin@example.org",
        "https://example.org/x86",
        "coccinelle:1.1.1",
        "coccinelle",
        "update-linux-headers.sh",
        "Google",
        "LLM Systems Group",
        "the text cursor",
        "love",
        "...",
        "AGENT:MODEL",
        "AGENT_NAME:MODEL_VERSION [TOOL1]",
        "TOOL",
        "<tool>",
        "<name of code assistant>",
    ] {
        check_tag(&format!("Assisted-by: {value}"), false);
    }
    for line in [
        "Generated-by: scripts/gen.py",
        "Generated-by: OpenAPI Generator:7.2.0",
        "Generated-by: openapi-generator:v7",
        "Made-with: love",
        "Model: Gemini 335",
        "Model: ThinkPad X1",
        "Agent: qemu-ga 9.2",
        "AI-generated: no",
        "AI-assisted-by: none",
        "Replit-Commit-Author: Ann Dev",
    ] {
        check_tag(line, false);
    }
}

#[test]
fn prose_and_the_diff_are_not_searched() {
    check("Some tools add\nCo-authored-by: Claude <noreply@anthropic.com> to the tags.\n", &[]);
    check("See Claude-Session: https://claude.ai/code/session_1.\n", &[]);
}

#[test]
fn what_is_another_commit_s_is_not_searched() {
    let tag = "Co-authored-by: Claude <noreply@anthropic.com>\n";
    const HASH: &str = "7d1a0c3b5e9f7d1a0c3b5e9f7d1a0c3b5e9f7d1a";
    check(&format!("Why.\n\n{tag}"), &[(What::Credit, 2)]);
    for head in [
        format!("commit {HASH} upstream."),
        format!("[ Upstream commit {HASH} ]"),
        format!("[Upstream commit {HASH}]"),
    ] {
        check(&format!("{head}\n\nMade with Cursor\n\n{tag}"), &[]);
        check(&format!("Why.\n\n{head}\n\n{tag}"), &[(What::Credit, 4)]);
    }
    check(&format!("Why.\n\n{tag}(cherry picked from commit {HASH})\n"), &[]);
    check(&format!("Why.\n\n(cherry picked from commit {HASH})\n{tag}"), &[(What::Credit, 3)]);
    check(&format!("As (cherry picked from commit {HASH}) says.\n\n{tag}"), &[(What::Credit, 2)]);
    check(&format!("This reverts commit {HASH}.\n\n{tag}"), &[(What::Credit, 2)]);
    check(&format!("It came in\ncommit {HASH} (\"upstream\").\n\n{tag}"), &[(What::Credit, 3)]);
}
