//! A clone that lacks what a range needs: what git makes of it, and what helps. Nothing is ever fetched.

use std::fs;

use super::Reason;
use crate::git::{Git, GitError};

/// The commit of a range at which a shallow clone's history ends; none in a whole clone, and where git fails. git
/// would mail that commit as if it had added every file.
pub(super) fn cut_off(git: &Git, range: &str) -> Option<String> {
    let ends = git.path("rev-parse", &["--git-path", "shallow"]).ok()?;
    let ends = fs::read_to_string(ends).ok()?;
    let mut revisions = lines(git, "rev-parse", &["--revs-only", range])?;
    if let [from] = &revisions[..] {
        // builtin/log.c: cmd_format_patch: one revision is where the range begins.
        revisions = vec![format!("{from}..HEAD")];
    }
    let revisions: Vec<&str> = revisions.iter().map(String::as_str).collect();
    let commits = lines(git, "rev-list", &revisions)?;
    commits.into_iter().find(|commit| ends.lines().any(|end| end == commit))
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

fn lines(git: &Git, name: &'static str, args: &[&str]) -> Option<Vec<String>> {
    let written = git.run(name, args).ok()?;
    Some(String::from_utf8_lossy(&written).lines().map(str::to_owned).collect())
}
