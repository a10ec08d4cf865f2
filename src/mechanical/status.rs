//! What may become of a line, and how much must be seen for it.

/// Letters and digits without which a block of lines means nothing, as in git's `--color-moved`.
pub(super) const LEAST_LETTERS: usize = 20;

/// How much must be seen before it is believed to be no chance.
#[derive(Debug, Clone, Copy)]
pub(super) struct Evidence {
    /// How many lines an edit must explain.
    pub(super) lines: u32,
    /// How many lines, blank ones aside, a moved block must have.
    pub(super) block: usize,
    /// How many imports of a hunk must stand in another order.
    pub(super) imports: usize,
}

/// What became of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    /// Nothing: it is context.
    Context,
    /// Nothing explains it.
    Open,
    Moved,
    Reformatted,
    Substituted,
}
