//! What a tool may leave behind, and what its name may look like: the kinds of rows of the table.

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

/// Something that a tool leaves behind, or one of the words in which tools are named. Case matters in footers
/// and links only.
#[derive(Debug, Clone, Copy)]
pub enum Sign {
    /// An address, whatever name is before it.
    Address(&'static str),
    /// An address that says AI only with this name before it.
    NameAndAddress(&'static str, &'static str),
    /// An account of GitHub, with any number before it: `ID+ACCOUNT@users.noreply.github.com`.
    Account(&'static str),
    /// The key of a tag that says AI, whatever its value.
    Key(&'static str),
    /// The key of a tag that points to a session.
    Session(&'static str),
    /// A key that is a marker with this value only.
    KeyAndValue(&'static str, &'static str),
    /// What a product is called. In a tag that credits without a personal address, that is enough.
    Product(&'static str),
    /// A product whose name people or things bear as well: Claude, Devin, cursor. It is one alone, or beside
    /// other words of the trade: `Claude`, `Claude Opus 4.8`; `Claude Perrin` is a person.
    Namesake(&'static str),
    /// Who makes tools and other things, too: Google.
    Maker(&'static str),
    /// A family of models: `opus`, `gpt`.
    Model(&'static str),
    /// How a footer begins.
    Footer(&'static str),
    /// How a link to a session begins.
    Link(&'static str),
}
