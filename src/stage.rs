//! How far a patch is on its way, seen from where a report is read: what can still be changed, and how.

use std::path::PathBuf;

/// How far a patch is on its way.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Stage {
    /// Others have it: what is wrong can be put right in a new version only.
    #[default]
    Sent,
    /// A mail that is about to be sent, and whose commit is somewhere in the repository.
    Outgoing,
    /// The message of a commit that is not made, for it fails.
    Message,
    /// A commit that git makes next, for nothing fails it.
    NextCommit {
        /// Whether it will be the last of the branch, and no rebase goes on after it.
        stays_last: bool,
    },
    /// A mail of somebody else that is to become a commit, and does not, for it fails.
    Applying,
    /// A commit of the branch that is checked out.
    Commit {
        /// How many commits come after it.
        later: usize,
        /// The repository; none where it is that of the current folder.
        repository: Option<PathBuf>,
    },
    /// Another commit: of another branch, below a merge, or of a rebase that goes on.
    OtherCommit,
    /// A patch file with one mail, as `git format-patch` writes them.
    File(PathBuf),
}
