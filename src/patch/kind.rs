//! What kind of mail it is.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::Subject;
use crate::diff::State;

/// What a mail is. Only patches and covers are judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It carries a patch, readable or not.
    Patch,
    /// The letter in front of a series.
    Cover,
    /// An answer: what it quotes or proposes is no submission.
    Reply,
    /// A request to pull from a repository.
    Pull,
    /// Anything else.
    Other,
}

impl Kind {
    /// Tells the kind of a mail. `Re: [PATCH v2]` with a whole patch that quotes nothing is a patch.
    pub fn of(subject: &Subject, diff: State, message: &str) -> Self {
        if subject.is_reply && (diff != State::Ok || quotes(message)) {
            return Self::Reply;
        }
        if diff != State::None {
            return Self::Patch;
        }
        if asks_to_pull(message) {
            return Self::Pull;
        }
        match subject.numbering {
            Some(numbering) if numbering.number == 0 => Self::Cover,
            _ => Self::Other,
        }
    }
}

fn quotes(message: &str) -> bool {
    message.starts_with('>') || memchr::memmem::find(message.as_bytes(), b"\n>").is_some()
}

/// The words of `git request-pull`.
fn asks_to_pull(message: &str) -> bool {
    static CHANGES: LazyLock<Finder<'static>> =
        LazyLock::new(|| Finder::new("The following changes since commit "));
    CHANGES.find(message.as_bytes()).is_some() && message.to_lowercase().contains("git repository at:")
}
