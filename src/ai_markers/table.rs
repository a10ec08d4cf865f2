//! What each tool is known to leave behind, where that is written, and when it was so.

use std::sync::LazyLock;

use super::Tool;

/// The day on which the rows without a date of their own were put together.
pub const AS_OF: &str = "2026-11-22";

/// A detector of AI marks in git history that documents what it looks for.
const AIBLAME: &str = "https://github.com/trinhbentre/aiblame/blob/main/docs/DETECTION.md";

/// A tool and its signs, from one source.
#[derive(Debug)]
pub struct Entry {
    /// Its name; none where a sign says AI and no tool.
    pub tool: Option<&'static str>,
    /// What it leaves behind.
    pub signs: &'static [Sign],
    /// Where that is written.
    pub source: &'static str,
    /// When it was so, `YYYY-MM-DD`.
    pub as_of: &'static str,
}

/// Something that a tool leaves behind. Case matters in footers and links only.
#[derive(Debug, Clone, Copy)]
pub enum Sign {
    /// An address, whatever name stands before it.
    Address(&'static str),
    /// An account of GitHub, with any number before it: `ID+ACCOUNT@users.noreply.github.com`.
    Account(&'static str),
    /// The key of a tag that says AI, whatever its value.
    Key(&'static str),
    /// The key of a tag that points to a session.
    Session(&'static str),
    /// What a product is called. By itself it is no mark: it is one in a footer (`Made with Cursor`), and,
    /// having two words, in a tag that credits (`Assisted-by: Claude Code`).
    Product(&'static str),
    /// How a footer begins.
    Footer(&'static str),
    /// How a link to a session begins.
    Link(&'static str),
}

use Sign::{Account, Address, Footer, Key, Link, Product, Session};

/// The signs by kind, each with the entry it stands in: they are looked for in every tag of every mail.
#[derive(Default)]
pub(super) struct Index {
    pub(super) addresses: Signs,
    pub(super) accounts: Signs,
    pub(super) keys: Signs,
    pub(super) sessions: Signs,
    pub(super) products: Signs,
    pub(super) footers: Signs,
    pub(super) links: Signs,
}

type Signs = Vec<(&'static str, &'static Entry)>;

pub(super) static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let mut index = Index::default();
    for entry in TABLE {
        for sign in entry.signs {
            let (kind, text) = match sign {
                Address(text) => (&mut index.addresses, text),
                Account(text) => (&mut index.accounts, text),
                Key(text) => (&mut index.keys, text),
                Session(text) => (&mut index.sessions, text),
                Product(text) => (&mut index.products, text),
                Footer(text) => (&mut index.footers, text),
                Link(text) => (&mut index.links, text),
            };
            kind.push((*text, entry));
        }
    }
    index
});

/// The tool of the first sign that fits.
pub(super) fn tool(signs: &Signs, fits: impl Fn(&'static str) -> bool) -> Option<Tool> {
    signs.iter().find(|(text, _)| fits(text)).map(|(_, entry)| Tool(entry.tool))
}

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
    entry(
        "Claude Code",
        &[Session("Claude-Session"), Link("https://claude.ai/code/session_")],
        "https://github.com/anthropics/claude-code/issues/77830",
    ),
    entry("Claude Code", &[Session("Claude-Session-Path"), Session("Claude-Sessions-Id")], AIBLAME),
    entry(
        "GitHub Copilot",
        &[Account("Copilot"), Product("GitHub Copilot"), Product("Copilot")],
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
    Entry {
        tool: Some("GitHub Copilot"),
        signs: &[Session("Agent-Logs-Url")],
        source: "https://github.blog/changelog/2026-03-20-trace-any-copilot-coding-agent-commit-to-its-session-logs/",
        as_of: "2026-03-20",
    },
    entry("Copilot Autofix", &[Account("github-advanced-security[bot]")], AIBLAME),
    entry(
        "Cursor",
        &[Address("cursoragent@cursor.com"), Product("Cursor Agent")],
        "https://forum.cursor.com/t/115782",
    ),
    entry("Cursor", &[Product("Cursor")], "https://forum.cursor.com/t/154494"),
    entry(
        "aider",
        &[Address("noreply@aider.chat"), Address("aider@aider.chat")],
        "https://aider.chat/docs/git.html",
    ),
    entry("Codex", &[Address("noreply@openai.com")], "https://github.com/openai/codex/pull/11617"),
    entry(
        "Codex",
        &[
            Address("codex@openai.com"),
            Address("codex@example.com"),
            Account("chatgpt-codex-connector[bot]"),
            Product("Codex CLI"),
            Product("OpenAI Codex"),
        ],
        AIBLAME,
    ),
    entry(
        "Gemini",
        &[
            Account("gemini-code-assist[bot]"),
            Account("gemini-cli[bot]"),
            Address("gemini-cli-robot@google.com"),
            Product("Gemini CLI"),
            Product("Gemini Code Assist"),
        ],
        AIBLAME,
    ),
    entry("Jules", &[Account("google-labs-jules[bot]")], "https://jules.google/docs/changelog"),
    entry(
        "Devin",
        &[
            Account("devin-ai-integration[bot]"),
            Footer("Link to Devin run"),
            Link("https://app.devin.ai/sessions/"),
        ],
        "https://docs.devin.ai/integrations/gh",
    ),
    entry(
        "Amp",
        &[
            Address("amp@ampcode.com"),
            Session("Amp-Thread-ID"),
            Link("https://ampcode.com/threads/T-"),
            Product("Amp"),
        ],
        AIBLAME,
    ),
    // The prompt that the project publishes tells the tool to credit itself so.
    entry("OpenHands", &[Address("openhands@all-hands.dev")], "https://github.com/OpenHands/OpenHands"),
    // Seen in the AGENTS.md of several projects; this is the page of the tool.
    entry("Junie", &[Address("junie@jetbrains.com")], "https://www.jetbrains.com/junie/"),
    entry("Droid", &[Address("droid@factory.ai")], AIBLAME),
    entry("Crush", &[Address("crush@charm.land"), Product("Crush")], AIBLAME),
    entry("Codebuff", &[Address("noreply@codebuff.com"), Product("Codebuff")], AIBLAME),
    entry("OpenCode", &[Address("noreply@opencode.ai"), Product("OpenCode")], AIBLAME),
    entry("Grok", &[Address("grok@x.ai")], AIBLAME),
    entry("Antigravity", &[Address("antigravity@gemini.ai")], AIBLAME),
    entry("Amazon Q", &[Account("amazon-q-developer[bot]"), Product("Amazon Q")], AIBLAME),
    entry("Turbocommit", &[Session("Turbocommit-Session")], AIBLAME),
    entry("Entire", &[Session("Entire-Checkpoint")], AIBLAME),
    entry("Replit", &[Session("Replit-Commit-Session-Id")], AIBLAME),
    unnamed(&[Session("Agent-Conversation"), Session("Agent-Transcript"), Footer("[AI-generated]")], AIBLAME),
    unnamed(&[Key("AI-used-for")], "https://patchew.org/QEMU/20260528073412.551117-1-pbonzini@redhat.com/"),
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
