//! Markers that AI tools are known to leave: an address, a name, a tag, a footer.
//!
//! They are looked for in the author, in tags and at line starts of a message, and nowhere else: not in prose, in
//! quotes, in the diff, nor in what a message repeats of another commit's. A name is a marker only in a tag that
//! credits, without a personal address: people are called Claude, Devin, Jules and Ai.

mod companions;
mod footer;
mod identity;
mod index;
mod message;
mod sign;
mod table;
mod value;
mod words;

use std::fmt;
use std::ops::Range;

pub use message::OwnLines;
pub use sign::{Entry, Sign};
pub use table::{AS_OF, TABLE};
pub use value::{names_person, names_tool, vouches};

use crate::patch::{Identity, Patch, Tag};
use crate::policy::is_negative;
use index::{INDEX, tool, tool_of_pair};

/// A mark, and where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marker {
    /// The tool it is known of.
    pub tool: Tool,
    /// What kind of mark it is.
    pub what: What,
    /// The line of the message, from 0; none for the author, whom a header names.
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

/// A tool by its name, or one whose name the mark does not give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tool(pub Option<&'static str>);

impl fmt::Display for Tool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(name) => write!(f, "the AI tool {name}"),
            None => f.write_str("an AI tool"),
        }
    }
}

/// The tags that say who wrote the text. `Reported-by` and the like do not: to report is not to write.
const WRITTEN_BY: [&str; 6] =
    ["Co-authored-by", "Co-developed-by", "Co-written-by", "Authored-by", "Developed-by", "Written-by"];

/// The tags that credit people and programs alike.
const HELPED: [&str; 6] = ["Assisted-by", "Generated-by", "Generated-with", "Made-with", "Agent", "Model"];

/// Every marker of a patch or a cover letter with these lines, in order.
pub fn of_patch(patch: &Patch<'_>, own: &OwnLines<'_>) -> Vec<Marker> {
    let author = patch.author.as_ref().and_then(of_identity);
    let author = author.map(|tool| Marker { tool, what: What::Author, line: None });
    let footer = |&(line, tool): &_| Marker { tool, what: What::Footer, line: Some(line) };
    let mut markers: Vec<Marker> = own.footers.iter().map(footer).collect();
    // A session's tag is a footer as well: one marker. Footers come in the order of their lines.
    let known = markers.len();
    for marker in own.tags.iter().filter_map(|tag| of_tag(tag)) {
        if markers[..known].binary_search_by_key(&marker.line, |footer| footer.line).is_err() {
            markers.push(marker);
        }
    }
    markers.extend(author);
    markers.sort_by_key(|marker| marker.line);
    markers
}

/// The tool that a name and an address belong to, if they are known to.
///
/// ```
/// use checkprov::{ai_markers::{Tool, of_identity}, patch::Identity};
/// let of = |value| of_identity(&Identity::tag(value));
/// assert_eq!(of("Claude <noreply@anthropic.com>"), Some(Tool(Some("Claude Code"))));
/// assert_eq!(of("Claude Perrin <claude.perrin@example.org>"), None);
/// assert_eq!(of("Kim Lee <kim.lee@anthropic.com>"), None);
/// ```
pub fn of_identity(identity: &Identity) -> Option<Tool> {
    identity::behind(&identity.name, &identity.email)
}

/// The marker that a tag is, if it is one.
pub fn of_tag(tag: &Tag) -> Option<Marker> {
    let marker = |tool, what| Marker { tool, what, line: Some(tag.line) };
    let is_any = |keys: &[&str]| keys.iter().any(|key| tag.is(key));
    if is_any(&WRITTEN_BY) || is_any(&HELPED) {
        return names_tool(tag).map(|tool| marker(tool, What::Credit));
    }
    if tag.is("Signed-off-by") {
        return vouches(tag).map(|tool| marker(tool, What::Credit));
    }
    let is_key = |key: &'static str| tag.is(key);
    if let Some(tool) = tool(&INDEX.sessions, is_key) {
        return Some(marker(tool, What::Footer));
    }
    tool(&INDEX.keys, is_key)
        .filter(|_| !is_negative(&tag.value))
        .or_else(|| tool_of_pair(&INDEX.keys_with_value, |key, value| tag.is(key) && value == tag.value))
        .map(|tool| marker(tool, What::Key))
}

/// Where a text names a tool beyond doubt, among other words or alone: the bytes of the name.
///
/// ```
/// use checkprov::ai_markers::name_in;
/// assert_eq!(name_in("with Claude Code, twice"), Some(5..16));
/// assert_eq!(name_in("the text cursor"), None);
/// ```
pub fn name_in(text: &str) -> Option<Range<usize>> {
    match words::named(text).tool() {
        Some(_) => words::find(text).map(|(at, _)| at).or(Some(0..text.len())),
        None => words::find(text).map(|(at, _)| at),
    }
}

#[cfg(test)]
mod tests;
