//! An AI tool vouches for the patch.

use super::sign_off_not_the_author::is_by;
use super::{Case, Check, MOST, Rule, Scope};
use crate::ai_markers;
use crate::finding::{Edit, Finding, Fix, Level};

pub(super) const RULE: Rule = Rule {
    id: "ai-signed-off",
    level: Level::Error,
    page: include_str!("../../docs/rules/ai-signed-off.md"),
    check: Check::Mail(Scope::Patch, check),
};

/// Less depends on these than on a sign-off.
const VOUCHERS: [&str; 3] = ["Reviewed-by", "Acked-by", "Tested-by"];

fn check(case: &Case<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for tag in case.own_tags() {
        let is_sign_off = tag.is("Signed-off-by");
        if !is_sign_off && !VOUCHERS.iter().any(|key| tag.is(key)) {
            continue;
        }
        let Some(tool) = ai_markers::vouches(tag) else { continue };
        if findings.len() == MOST {
            break;
        }
        let location = case.location_of(tag, "names a tool");
        let removed = Edit { remove: case.lines_of_tag(tag), ..Edit::default() };
        findings.push(if is_sign_off {
            Finding::new(format!("{tool} cannot certify where a patch comes from"))
                .at(location)
                .fix(signing_instead(case, removed))
        } else {
            Finding::new(format!("`{}` is a person's word, and {tool} cannot give it", tag.key))
                .at(location)
                .at_most(case.policy.sign_off.machine_reviews.unwrap_or(Level::Warning))
                .fix(Fix { text: "delete this line".to_owned(), edit: Some(removed) })
        });
    }
    findings
}

/// Lets the author sign off, who may have done so beside the tool.
fn signing_instead(case: &Case<'_>, removed: Edit) -> Fix {
    let author = case.patch.author.as_ref();
    if author.is_some_and(|author| case.sign_offs().any(|tag| is_by(&tag.value, author))) {
        return Fix { text: "delete this line".to_owned(), edit: Some(removed) };
    }
    Fix {
        text: "delete this line, and sign off yourself".to_owned(),
        edit: Some(Edit { sign_off: vec![case.signer()], ..removed }),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check, findings};
    use crate::finding::Level;

    #[test]
    fn a_tool_cannot_sign() {
        let tags = "AI-used-for: code\nSigned-off-by: Ann Dev <ann@example.org>\n\
                    Signed-off-by: Claude <noreply@anthropic.com>";
        check(tags, "qemu", ["ai-signed-off"]);
        assert_eq!(findings(tags, "qemu")[0].level, Level::Error);
        check(
            "Signed-off-by: Claude <noreply@anthropic.com>",
            "qemu-decline",
            ["ai-use-declined", "ai-signed-off", "sign-off-not-the-author"],
        );
    }

    #[test]
    fn a_tool_cannot_review() {
        for key in ["Reviewed-by", "Acked-by", "tested-by"] {
            let tags = format!("{key}: Codex <noreply@openai.com>");
            check(&tags, "qemu", ["ai-signed-off"]);
            assert_eq!(findings(&tags, "qemu")[0].level, Level::Warning);
        }
    }

    #[test]
    fn a_machine_s_review_is_noted_by_the_kernel() {
        let review = "Assisted-by: LLM\nReviewed-by: Sashiko <sashiko-bot@kernel.org>";
        check(review, "linux", ["ai-signed-off"]);
        assert_eq!(findings(review, "linux")[0].level, Level::Note);
        assert_eq!(
            findings(&review.replace("Assisted-by: LLM", "AI-used-for: code"), "qemu")[0].level,
            Level::Warning
        );
    }

    #[test]
    fn a_tool_can_report() {
        check("Reported-by: Claude <noreply@anthropic.com>", "qemu", []);
        check("Suggested-by: Claude <noreply@anthropic.com>", "qemu", []);
    }

    #[test]
    fn people_can_sign() {
        let people = "Signed-off-by: Claude Shannon <claude@example.org>\n\
                      Signed-off-by: Ann Dev <ann@example.org>\n\
                      Reviewed-by: Kim Lee <kim.lee@anthropic.com>";
        check(people, "linux", []);
    }
}
