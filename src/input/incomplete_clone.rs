//! A clone that lacks what a range needs: what git makes of it, and what helps. Nothing is ever fetched.

use std::fs;

use super::Reason;
use crate::git::{Git, GitError};

/// The commit of a range at which a shallow clone's history ends; none in a whole clone, and where git fails. git
/// would mail that commit as if it had added every file.
pub(super) fn cut_off(git: &Git, range: &[String]) -> Option<String> {
    let ends = git.path("rev-parse", &["--git-path", "shallow"]).ok()?;
    let ends = fs::read_to_string(ends).ok()?;
    git.commits_of(range)?.into_iter().find(|commit| ends.lines().any(|end| end == commit))
}

/// Why git could not mail a range: in such a clone, with what helps there.
pub(super) fn not_mailed(git: &Git, range: &str, why: GitError) -> Reason {
    match &why {
        GitError::Failed { said, .. } if said.contains("from promisor remote") => {
            Reason::Partial(range.to_owned())
        }
        GitError::Failed { said, .. } if is_shallow(git) => Reason::Shallow(said.clone()),
        _ => why.into(),
    }
}

fn is_shallow(git: &Git) -> bool {
    git.line("rev-parse", &["--is-shallow-repository"]).is_ok_and(|answer| answer == "true")
}
