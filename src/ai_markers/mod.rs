//! Marks that AI tools are known to leave: an address, a tag, a footer.
//!
//! They are looked for in the author, in the tags git finds and at line starts of a message, and nowhere
//! else: not in prose, in quotes, in the diff, nor in a message that is somebody else's (a
//! cherry-pick, a backport). A name alone is never a mark, for people are called Claude, Devin, Jules and Ai.

mod footer;
mod table;
mod value;

use std::fmt;

pub use table::{AS_OF, Entry, Sign, TABLE};
pub use value::{names_person, names_tool};

use crate::patch::{Identity, Patch, Tag};
use crate::policy::is_negative;
use table::{INDEX, tool};

/// A mark, and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marker {
    /// The tool it is known of.
    pub tool: Tool,
    /// What kind of mark it is.
    pub what: What,
    /// The line of the message, from 0; none of the author, who stands in a header.
    pub line: Option<usize>,
}

/// What kind of mark it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// The author whom git would record.
    Author,
    /// A tag that credits a tool with writing: `Co-authored-by: Claude <noreply@anthropic.com>`.
    Credit,
    /// A tag whose key says AI: `AI-assisted-by`.
    Key,
    /// A line that a tool leaves, a link to its session among them.
    Footer,
}

/// A tool by its name, or one whose name the mark does not tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tool(pub Option<&'static str>);

impl fmt::Display for Tool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(name) => write!(f, "the AI tool {name}"),
            None => f.write_str("an AI tool"),
        }
    }
}

/// The tags that say who wrote or vouches for the text. `Reported-by` and the like do not: to report is not
/// to write.
const WRITTEN_BY: [&str; 7] = [
    "Signed-off-by",
    "Co-authored-by",
    "Co-developed-by",
    "Co-written-by",
    "Authored-by",
    "Developed-by",
    "Written-by",
];

/// The tags that credit people and programs alike: only the form of the value tells.
const BY_VALUE: [&str; 6] = ["Assisted-by", "Generated-by", "Generated-with", "Made-with", "Agent", "Model"];

/// Every mark of a patch or a cover letter, in order.
pub fn of_patch(patch: &Patch<'_>) -> Vec<Marker> {
    let author = patch.author.as_ref().and_then(of_identity);
    let author = author.map(|tool| Marker { tool, what: What::Author, line: None });
    let mut marks: Vec<Marker> = footers(patch);
    // A session's tag is a footer as well: one mark. Footers come in the order of their lines.
    let known = marks.len();
    for mark in tags(patch) {
        if marks[..known].binary_search_by_key(&mark.line, |footer| footer.line).is_err() {
            marks.push(mark);
        }
    }
    marks.extend(author);
    marks.sort_by_key(|mark| mark.line);
    marks
}

/// The tool behind a name and an address, if it is known to be one.
///
/// ```
/// use checkprov::{ai_markers::{Tool, of_identity}, patch::Identity};
/// let of = |value| of_identity(&Identity::tag(value));
/// assert_eq!(of("Claude <noreply@anthropic.com>"), Some(Tool(Some("Claude Code"))));
/// assert_eq!(of("Claude Perrin <claude.perrin@example.org>"), None);
/// assert_eq!(of("Kim Lee <kim.lee@anthropic.com>"), None);
/// ```
pub fn of_identity(identity: &Identity) -> Option<Tool> {
    behind(&identity.name, &identity.email)
}

/// The mark that a tag is, if it is one. [`of_patch`] also asks whose message it stands in.
pub fn of_tag(tag: &Tag) -> Option<Marker> {
    let mark = |tool, what| Marker { tool, what, line: Some(tag.line) };
    if WRITTEN_BY.iter().any(|key| tag.is(key)) {
        return credited(tag).map(|tool| mark(tool, What::Credit));
    }
    if BY_VALUE.iter().any(|key| tag.is(key)) {
        return names_tool(tag).map(|tool| mark(tool, What::Credit));
    }
    let is_key = |key: &'static str| tag.is(key);
    if let Some(tool) = tool(&INDEX.sessions, is_key) {
        return Some(mark(tool, What::Footer));
    }
    tool(&INDEX.keys, is_key).filter(|_| !is_negative(&tag.value)).map(|tool| mark(tool, What::Key))
}

/// The tool whose address or account a tag's value is.
pub fn credited(tag: &Tag) -> Option<Tool> {
    let (name, email) = Identity::parts(&tag.value);
    behind(name, email)
}

/// The lines that tools leave in a message or a cover letter.
pub fn footers(patch: &Patch<'_>) -> Vec<Marker> {
    let lines = patch.message_lines().take_while(|(_, line)| *line != "-- ");
    let marks = lines.filter_map(|(index, line)| {
        let tool = footer::tool_of(line)?;
        Some(Marker { tool, what: What::Footer, line: Some(index) })
    });
    own(patch, marks)
}

/// The tags that are marks.
fn tags(patch: &Patch<'_>) -> Vec<Marker> {
    own(patch, patch.tags.iter().filter_map(of_tag))
}

/// None where the message is not the submitter's own. That is asked last, for most messages have no mark.
fn own(patch: &Patch<'_>, marks: impl Iterator<Item = Marker>) -> Vec<Marker> {
    let mut marks = marks.peekable();
    if marks.peek().is_none() || patch.is_borrowed() { Vec::new() } else { marks.collect() }
}

/// Who a name and an address belong to: the address decides; a name counts only where it is an account's.
fn behind(name: &str, email: &str) -> Option<Tool> {
    let account = account_of(email);
    let names_ai = || name.split([' ', '-']).any(|word| matches!(word, "AI" | "LLM"));
    let is_nobody = email.is_empty() || is_no_reply(email) || account.is_some();
    let is_account = |login: &str| {
        account.is_some_and(|account| login.eq_ignore_ascii_case(account))
            || (is_nobody && login.ends_with("[bot]") && login.eq_ignore_ascii_case(name))
    };
    tool(&INDEX.addresses, |address| address.eq_ignore_ascii_case(email))
        .or_else(|| tool(&INDEX.accounts, is_account))
        // No one is called "AI" in capitals at an address that no one reads.
        .or_else(|| (is_no_reply(email) && names_ai()).then_some(Tool(None)))
}

/// The account in `ID+ACCOUNT@users.noreply.github.com`.
fn account_of(email: &str) -> Option<&str> {
    const HOST: &str = "@users.noreply.github.com";
    let start = email.len().checked_sub(HOST.len())?;
    let (local, host) = email.split_at_checked(start)?;
    let digits = local.bytes().take_while(u8::is_ascii_digit).count();
    let account = local[digits..].strip_prefix('+').unwrap_or(local);
    host.eq_ignore_ascii_case(HOST).then_some(account)
}

fn is_no_reply(email: &str) -> bool {
    let starts = |word: &&str| {
        let (local, rest) = email.as_bytes().split_at_checked(word.len()).unwrap_or_default();
        matches!(rest, [] | [b'@', ..]) && local.eq_ignore_ascii_case(word.as_bytes())
    };
    ["noreply", "no-reply"].iter().any(starts)
}

#[cfg(test)]
mod tests;
