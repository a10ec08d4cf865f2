//! The classes of lines.

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineClass {
    /// Code, or anything that is none of the others.
    Code,
    /// Nothing but a comment.
    Comment,
    /// Documentation within a file of code.
    Docs,
    /// Nothing but white space.
    Blank,
    /// It may be a comment or documentation, but the hunk does not show where that would begin or end.
    Undecided,
}
