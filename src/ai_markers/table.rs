//! What each tool is known to leave behind, where that is written, and when it was so.

use super::sign::{Entry, Sign};
use Sign::{
    Account, Address, Footer, Key, KeyAndValue, Link, Maker, Model, NameAndAddress, Namesake, Product,
    Session,
};

/// The day on which the rows without a date of their own were put together.
pub const AS_OF: &str = "2026-11-27";

/// A detector of AI markers in git history that documents what it looks for, and its list of identities.
const AIBLAME: &str = "https://github.com/trinhbentre/aiblame/blob/main/docs/DETECTION.md";
const AIBLAME_IDENTITIES: &str =
    "https://github.com/trinhbentre/aiblame/blob/main/internal/attrib/identities.go";

/// The policy proposed for QEMU, which lists tools by name.
const QEMU: &str = "https://patchew.org/QEMU/20260528073412.551117-1-pbonzini@redhat.com/";

/// The tools that Homebrew looks for in commits.
const HOMEBREW: &str = "https://github.com/Homebrew/actions/blob/main/check-commit-format/main.mts";

/// Another, of the CHAOSS project.
const CHAOSS: &str = "https://github.com/chaoss/disclosure/blob/main/detection/constants.go";

const fn entry(tool: &'static str, signs: &'static [Sign], source: &'static str) -> Entry {
    Entry { tool: Some(tool), signs, source, as_of: AS_OF }
}

const fn unnamed(signs: &'static [Sign], source: &'static str) -> Entry {
    Entry { tool: None, signs, source, as_of: AS_OF }
}

/// Every known sign.
pub const TABLE: &[Entry] = &[
    entry(
        "Claude Code",
        &[Address("noreply@anthropic.com"), Product("Claude Code")],
        "https://github.com/anthropics/claude-code/issues/14241",
    ),
    entry("Claude Code", &[Account("claude[bot]")], AIBLAME),
    entry("Claude Code", &[Account("claude-code-action[bot]"), Account("anthropic-claude[bot]")], CHAOSS),
    entry("Claude Code", &[Address("claude@anthropic.ai")], AIBLAME_IDENTITIES),
    entry(
        "Claude Code",
        &[Session("Claude-Session"), Link("https://claude.ai/code/session_")],
        "https://github.com/anthropics/claude-code/issues/77830",
    ),
    entry("Claude Code", &[Session("Claude-Session-Path"), Session("Claude-Sessions-Id")], AIBLAME),
    entry(
        "Claude",
        &[
            Product("Anthropic"),
            Model("opus"),
            Model("sonnet"),
            Model("haiku"),
            Model("fable"),
            Model("mythos"),
        ],
        AIBLAME,
    ),
    entry("Claude", &[Namesake("Claude")], QEMU),
    entry(
        "GitHub Copilot",
        &[Account("Copilot"), Product("GitHub Copilot"), Product("Copilot"), Maker("GitHub")],
        "https://github.com/orgs/community/discussions/203517",
    ),
    Entry {
        tool: Some("GitHub Copilot"),
        signs: &[Address("copilot@github.com")],
        // For a while the editor added it to commits written by hand.
        source: "https://github.com/orgs/community/discussions/194075",
        as_of: "2026-04-30",
    },
    entry("GitHub Copilot", &[Account("copilot-swe-agent[bot]")], AIBLAME),
    entry("GitHub Copilot", &[Account("copilot[bot]")], CHAOSS),
    Entry {
        tool: Some("GitHub Copilot"),
        signs: &[Session("Agent-Logs-Url")],
        source: "https://github.blog/changelog/2026-03-20-trace-any-copilot-coding-agent-commit-to-its-session-logs/",
        as_of: "2026-03-20",
    },
    entry("Copilot Autofix", &[Account("github-advanced-security[bot]")], AIBLAME),
    entry(
        "Microsoft Copilot",
        &[Product("Microsoft Copilot"), Maker("Microsoft")],
        "https://copilot.microsoft.com/",
    ),
    entry("GitHub Models", &[Product("GitHub Models")], "https://docs.github.com/en/github-models"),
    entry(
        "Cursor",
        &[Address("cursoragent@cursor.com"), Product("Cursor Agent")],
        "https://forum.cursor.com/t/115782",
    ),
    entry("Cursor", &[Namesake("Cursor")], "https://forum.cursor.com/t/154494"),
    entry("Cursor", &[Account("cursor[bot]")], CHAOSS),
    entry("Cursor", &[Address("agent@cursor.com"), Address("cursor@agent")], AIBLAME_IDENTITIES),
    entry(
        "aider",
        &[Address("noreply@aider.chat"), Address("aider@aider.chat"), Product("aider")],
        "https://aider.chat/docs/git.html",
    ),
    entry("Codex", &[Address("noreply@openai.com")], "https://github.com/openai/codex/pull/11617"),
    entry(
        "Codex",
        &[
            Address("codex@openai.com"),
            Address("codex@example.com"),
            Account("chatgpt-codex-connector[bot]"),
            Product("OpenAI Codex"),
            Namesake("Codex"),
        ],
        AIBLAME,
    ),
    entry("Codex", &[Account("openai-codex[bot]")], CHAOSS),
    entry("Codex", &[Address("codex@agent")], AIBLAME_IDENTITIES),
    entry("ChatGPT", &[Product("ChatGPT"), Product("Chat GPT")], QEMU),
    entry("ChatGPT", &[Product("OpenAI"), Model("gpt")], AIBLAME),
    entry(
        "Gemini",
        &[
            Account("gemini-code-assist[bot]"),
            Account("gemini-cli[bot]"),
            Address("gemini-cli-robot@google.com"),
            Address("gemini-cli-agent@google.com"),
            Address("gemini-cli@google.com"),
            Address("noreply@gemini.google.com"),
            Product("Gemini CLI"),
            Product("Gemini Code Assist"),
        ],
        AIBLAME,
    ),
    entry(
        "Gemini",
        &[NameAndAddress("Gemini CLI", "noreply@google.com")],
        "https://github.com/sashiko-dev/sashiko/pull/94",
    ),
    entry("Gemini", &[Namesake("Gemini"), Maker("Google")], HOMEBREW),
    entry(
        "Jules",
        &[Account("google-labs-jules[bot]"), Namesake("Jules")],
        "https://jules.google/docs/changelog",
    ),
    entry(
        "Devin",
        &[
            Account("devin-ai-integration[bot]"),
            Footer("Link to Devin run"),
            Link("https://app.devin.ai/sessions/"),
            Namesake("Devin"),
        ],
        "https://docs.devin.ai/integrations/gh",
    ),
    entry(
        "Amp",
        &[
            Address("amp@ampcode.com"),
            Session("Amp-Thread-ID"),
            Link("https://ampcode.com/threads/T-"),
            Namesake("Amp"),
        ],
        AIBLAME,
    ),
    entry("Amp", &[Address("noreply@ampcode.com")], AIBLAME_IDENTITIES),
    // The prompt that the project publishes has the tool credit itself so.
    entry(
        "OpenHands",
        &[Address("openhands@all-hands.dev"), Product("OpenHands")],
        "https://github.com/OpenHands/OpenHands",
    ),
    // Seen in the AGENTS.md of several projects; this is the page of the tool.
    entry(
        "Junie",
        &[Address("junie@jetbrains.com"), Namesake("Junie"), Maker("JetBrains")],
        "https://www.jetbrains.com/junie/",
    ),
    entry("JetBrains AI", &[Account("jetbrains-ai[bot]")], CHAOSS),
    entry("Droid", &[Address("droid@factory.ai")], AIBLAME),
    entry("Crush", &[Address("crush@charm.land"), Namesake("Crush")], AIBLAME),
    entry("Codebuff", &[Address("noreply@codebuff.com"), Product("Codebuff")], AIBLAME),
    entry("Codebuff", &[Footer("Generated with Codebuff")], CHAOSS),
    entry(
        "Freebuff",
        &[Address("noreply@freebuff.com"), Product("Freebuff"), Footer("Generated with Freebuff")],
        CHAOSS,
    ),
    entry("OpenCode", &[Address("noreply@opencode.ai"), Product("OpenCode")], AIBLAME),
    entry("OpenCode", &[Address("opencode@sst.dev")], AIBLAME_IDENTITIES),
    entry("OpenCode", &[Model("big-pickle")], AIBLAME),
    entry("Grok", &[Address("grok@x.ai"), Product("Grok"), Maker("xAI")], AIBLAME),
    entry("Antigravity", &[Address("antigravity@gemini.ai"), Product("Antigravity")], AIBLAME),
    entry("Antigravity", &[Address("antigravity@google.com")], AIBLAME),
    entry("Amazon Q", &[Account("amazon-q-developer[bot]"), Product("Amazon Q")], AIBLAME),
    entry(
        "Qwen Code",
        &[Address("qwen-coder@alibabacloud.com"), Product("Qwen Coder"), Maker("Alibaba")],
        "https://github.com/QwenLM/qwen-code/issues/2899",
    ),
    entry("Qwen Code", &[Address("noreply@alibaba.com")], AIBLAME),
    entry("Cline", &[Account("cline[bot]"), Namesake("Cline")], CHAOSS),
    entry("Cline", &[Address("noreply@cline.bot")], AIBLAME_IDENTITIES),
    entry("Continue", &[Account("continue[bot]")], CHAOSS),
    entry("Cody", &[Account("sourcegraph-cody[bot]"), Maker("Sourcegraph")], CHAOSS),
    entry("CodeRabbit", &[Account("coderabbitai[bot]"), Product("CodeRabbit")], CHAOSS),
    entry("goose", &[Address("goose@opensource.block.xyz")], AIBLAME_IDENTITIES),
    entry("pi", &[Address("pi@earendil.works")], AIBLAME_IDENTITIES),
    // It reviews; what it says of a patch is not the patch.
    Entry {
        tool: Some("Sashiko"),
        signs: &[Address("sashiko-bot@kernel.org"), Namesake("Sashiko")],
        source: "https://lore.kernel.org/all/20260518214022.5f94f917@foz.lan/",
        as_of: "2026-05-18",
    },
    entry("DeepSeek", &[Product("DeepSeek")], "https://api-docs.deepseek.com/"),
    entry("Windsurf", &[Product("Windsurf")], "https://docs.windsurf.com/"),
    entry("Llama", &[Model("llama"), Model("codellama"), Maker("Meta")], QEMU),
    entry("Ollama", &[Product("Ollama")], "https://ollama.com/"),
    entry(
        "Mistral",
        &[Product("Mistral"), Model("devstral"), Model("codestral")],
        "https://docs.mistral.ai/",
    ),
    entry("Qwen", &[Model("qwen")], "https://github.com/QwenLM"),
    entry("GLM", &[Model("glm"), Maker("Z.ai")], "https://docs.z.ai/"),
    entry("Kimi", &[Namesake("Kimi"), Maker("Moonshot")], "https://platform.moonshot.ai/docs"),
    entry("Turbocommit", &[Session("Turbocommit-Session")], AIBLAME),
    entry("Entire", &[Session("Entire-Checkpoint")], AIBLAME),
    entry(
        "Entire",
        &[
            Session("Entire-Session"),
            Session("Entire-Metadata"),
            Session("Entire-Metadata-Task"),
            Session("Entire-Strategy"),
            Session("Entire-Condensation"),
            Session("Entire-Source-Ref"),
            Session("Entire-Agent"),
        ],
        CHAOSS,
    ),
    entry("Replit", &[Session("Replit-Commit-Session-Id")], AIBLAME),
    entry(
        "Replit",
        &[KeyAndValue("Replit-Commit-Author", "Agent"), KeyAndValue("Replit-Commit-Author", "Assistant")],
        CHAOSS,
    ),
    unnamed(&[Session("Agent-Conversation"), Session("Agent-Transcript"), Footer("[AI-generated]")], AIBLAME),
    unnamed(&[Product("GNU-LLM")], "https://sourceware.org/binutils/wiki/LLM_Generated_Content"),
    unnamed(&[Key("AI-used-for")], QEMU),
    unnamed(
        &[
            Key("AI-assisted-by"),
            Key("AI-assisted"),
            Key("Assisted-by-AI"),
            Key("AI-agent"),
            Key("AI-assistant"),
            Key("AI-generated"),
            Key("AI-generated-by"),
            Key("AI-tool"),
            Key("AI-scope"),
            Key("LLM-assisted-by"),
            Key("Coding-Agent"),
            Key("Co-developed-by-AI"),
            Key("Commit-generated-by"),
        ],
        AIBLAME,
    ),
];
