//! Reads the text of a patch the way `git apply` does: changed files, their hunks and line counts.
//!
//! The `@@` line of a hunk says how many lines follow, and those counts are followed: within them `-- x`
//! is a removed line, after them it is a mail's signature. The text is borrowed, nothing is copied but the
//! names git writes quoted, and no input makes it panic or fail: what cannot be read is a [`Fault`] beside
//! the files read before it.
//!
//! Source: git's `apply.c` (<https://git-scm.com/docs/git-apply>), run as `git apply --numstat`.

mod binary;
mod change;
mod fault;
mod header;
mod hunk;
mod name;
mod timestamp;

pub use change::{FileChange, Status};
pub use fault::{Fault, Wrong};
pub use hunk::{Hunk, Hunks, Kind, Line};

/// What `git apply --numstat` would make of the text of a patch.
#[derive(Debug, Default, Clone)]
pub struct Diff<'a> {
    /// The changed files, in the order of the text. After a fault: those read whole before it.
    pub files: Vec<FileChange<'a>>,
    /// Why git would refuse the text, where it would.
    pub fault: Option<Fault>,
    /// Whether there are more files than [`MOST_FILES`], and only the first are here.
    pub cut: bool,
}

/// Whether git finds a patch in a text, and whether it can read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// There is no patch.
    None,
    /// Every file of the patch could be read.
    Ok,
    /// There is a patch, and git refuses it.
    Malformed,
}

/// The most files of a patch that are read.
pub const MOST_FILES: usize = 100_000;

impl<'a> Diff<'a> {
    /// Reads a patch from the text that `git mailinfo` would write to its patch file.
    ///
    /// ```
    /// use checkprov::diff::{Diff, State};
    /// let diff = Diff::read(b"--- a/f.c\n+++ b/f.c\n@@ -1,2 +1,2 @@\n one\n-two\n+2\n-- \n2.47.3\n");
    /// assert_eq!(diff.state(), State::Ok);
    /// assert_eq!((diff.files[0].added, diff.files[0].removed), (1, 1));
    /// ```
    pub fn read(text: &'a [u8]) -> Self {
        let mut diff = Diff::default();
        let mut strip = name::Strip::default();
        let mut at = 0;
        loop {
            match header::next(text, at, &mut strip) {
                Ok(Some(_)) if diff.files.len() == MOST_FILES => {
                    diff.cut = true;
                    break;
                }
                Ok(Some(header)) => match header.into_change(text) {
                    Ok((change, end)) => {
                        diff.files.push(change);
                        at = end;
                    }
                    Err(fault) => {
                        diff.fault = Some(fault);
                        break;
                    }
                },
                Ok(None) => break,
                Err(fault) => {
                    diff.fault = Some(fault);
                    break;
                }
            }
        }
        diff
    }

    /// What git would say of the text as a whole.
    pub fn state(&self) -> State {
        let refused = self.fault.filter(|fault| fault.what != Wrong::Binary);
        match (refused, self.files.is_empty()) {
            (Some(_), _) => State::Malformed,
            (None, true) => State::None,
            (None, false) => State::Ok,
        }
    }
}
