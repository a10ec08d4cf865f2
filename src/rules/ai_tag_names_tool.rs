//! An AI-use tag that names a tool or a model.

use std::sync::LazyLock;

use regex::Regex;

use super::{Case, Check, MOST, Rule, Scope};
use crate::finding::{Finding, Level};
use crate::policy::{Grammar, Use};

pub(super) const RULE: Rule = Rule {
    id: "ai-tag-names-tool",
    level: Level::Note,
    page: include_str!("../../docs/rules/ai-tag-names-tool.md"),
    check: Check::Mail(Scope::Patch, check),
};

/// Names in a form that leaves little doubt: a word that is also a plain word needs its product or model.
static TOOL: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(?ix-u)\b(?:
        claude[\ :-](?:code|opus|sonnet|haiku|fable|desktop|[0-9])[\w.-]*(?:\ [0-9][\w.]*)?
        | claude:[\w.-]+
        | chatgpt[\w.-]*
        | gpt[\ -]?[0-9][\w.-]*
        | (?:github|microsoft)\ copilot | copilot[\ -](?:chat|cli|agent|workspace)
        | (?:openai|via|with|by|using)\ codex | codex[\ -](?:cli|cloud)
        | gemini[\ -](?:cli|pro|flash|code|[0-9])[\w.-]* | google\ gemini
        | (?:qwen|llama|deepseek|mistral|grok|glm|kimi)[\ -]?v?[0-9][\w.-]* | deepseek | codellama | ollama
        | cursor\ (?:agent|ide|composer) | devin\ ai | github\ models
        | chat-?gpt | openai | anthropic
    )";
    Regex::new(pattern).expect("the pattern is sound")
});

fn check(case: &Case<'_>) -> Vec<Finding> {
    if case.policy.tag.grammar != Grammar::List {
        return Vec::new();
    }
    // A tag that holds nothing but the policy's values names nothing, and no pattern need be compiled for it.
    let is_plain = |each: &Use| case.policy.tag.knows(&each.value) && each.explanation.is_none();
    let says_more = case.declarations.iter().filter(|(_, read)| !read.uses.iter().all(is_plain));
    let named = says_more.filter_map(|(tag, _)| Some((tag, TOOL.find(&tag.value)?.as_str())));
    named
        .take(MOST)
        .map(|(tag, tool)| {
            Finding::new(format!("`{}` names the tool or model `{tool}`", tag.key))
                .at(case.value_location(tag, tool, "named here"))
                .rests_on("tag.values")
                .help(format!(
                    "say what the tool was used for, and leave its name out, as in `{}`",
                    case.tag_line("code (bounds check)")
                ))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::TOOL;
    use crate::rules::testing::check;

    const ID: &str = "ai-tag-names-tool";

    #[test]
    fn names_without_doubt() {
        for value in [
            "code (Claude Code)",
            "tests (claude-opus-4.6)",
            "ChatGPT",
            "code (GitHub Copilot)",
            "GPT-5.6 Sol via Codex",
            "Claude:claude-opus-4.6",
            "docs (Gemini 3 Pro)",
            "code (llama3)",
            "Claude Opus 4.8",
        ] {
            assert!(TOOL.is_match(value), "{value}");
        }
    }

    #[test]
    fn words_and_people() {
        for value in [
            "code (text cursor)",
            "tests (Devin asked)",
            "code (Claude)",
            "code (Codex Sinaiticus)",
            "docs (gpt partition)",
        ] {
            assert!(!TOOL.is_match(value), "{value}");
        }
    }

    #[test]
    fn the_tag_alone_is_read() {
        check("AI-used-for: tests (with ChatGPT)", "qemu", [ID]);
        check("AI-used-for: tests\nTested-by: Claude Perrin <c@example.org>", "qemu", []);
    }
}
