//! A temporary work tree of one commit, gone however the run ends.

use std::ffi::OsStr;
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, Result};
use tempfile::TempDir;

use crate::command::eprint_line;
use checkprov::git::{Git, PLAIN_DIFF};

/// A work tree in a temporary folder. It is removed when it is dropped, unless it is to be kept.
pub(super) struct Worktree {
    /// git in the repository that it belongs to.
    repository: Git,
    /// git in it.
    git: Git,
    /// None once it is removed or given away.
    folder: Option<TempDir>,
    /// What it holds, where it is to be kept.
    keep: Option<&'static str>,
}

impl Worktree {
    /// A work tree of that commit. `keep` names what is kept.
    pub(super) fn add(repository: &Git, commit: &str, keep: Option<&'static str>) -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("checkprov-verify-").tempdir();
        let folder = folder.context("there is no place for a temporary work tree")?;
        let path = folder.path().to_owned();
        let git = Git::in_folder(&path);
        // It is there before it is added, so that one that is added only in part goes away too.
        let mut worktree = Self { repository: repository.clone(), git, folder: Some(folder), keep };
        let args: [&OsStr; 5] =
            ["add".as_ref(), "--quiet".as_ref(), "--detach".as_ref(), path.as_ref(), commit.as_ref()];
        repository.run("worktree", &args)?;
        worktree.git = Git::in_folder(&path).without_filters()?;
        Ok(worktree)
    }

    /// Where it is.
    pub(super) fn folder(&self) -> &Path {
        self.folder.as_ref().map_or(Path::new(""), TempDir::path)
    }

    /// Gives these files, which git names from the top, the content they have in a commit; those that it does not
    /// have go away.
    pub(super) fn take_from(&self, commit: &str, files: &[Vec<u8>]) -> Result<()> {
        let source = format!("--source={commit}");
        let args = [&*source, "--staged", "--worktree", "--pathspec-from-file=-", "--pathspec-file-nul"];
        let mut git = self.git.start_asking("restore", &args)?;
        if let Some(mut names) = git.input() {
            names.write_all(&files.join(&0))?;
        }
        Ok(git.end()?)
    }

    /// The tree of what is in it now, as git would commit all of it.
    pub(super) fn tree(&self) -> Result<String> {
        self.git.run("add", &["--all"])?;
        Ok(self.git.line("write-tree", &[""; 0])?)
    }

    /// What changes from one tree or commit to another, as text.
    pub(super) fn diff(&self, from: &str, to: &str) -> Result<Vec<u8>> {
        let args = [&["--find-renames"][..], &PLAIN_DIFF, &[from, to, "--"]].concat();
        Ok(self.git.run("diff", &args)?)
    }
}

impl Drop for Worktree {
    fn drop(&mut self) {
        let Some(folder) = self.folder.take() else { return };
        if let Some(name) = self.keep {
            let path = folder.keep();
            eprint_line(format_args!(
                "checkprov: {name}: kept; `git worktree remove --force {}` removes it",
                path.display()
            ));
            return;
        }
        let args: [&OsStr; 4] =
            ["remove".as_ref(), "--force".as_ref(), "--force".as_ref(), folder.path().as_ref()];
        let removed = self.repository.run("worktree", &args);
        if let (Err(why), true) = (removed, folder.path().exists()) {
            eprint_line(format_args!("checkprov: {} is not removed: {why}", folder.path().display()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_leaves_no_work_tree() {
        let repository = TempDir::new().unwrap();
        let git = Git::in_folder(repository.path());
        git.run("init", &["--quiet"]).unwrap();
        let tree = git.line("write-tree", &[""; 0]).unwrap();
        let identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"];
        let commit = std::process::Command::new("git")
            .current_dir(repository.path())
            .args(identity)
            .args(["commit-tree", "-m", "Begin", &tree])
            .output()
            .unwrap();
        let commit = String::from_utf8(commit.stdout).unwrap();
        let mut folder = None;
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let worktree = Worktree::add(&git, commit.trim(), None).unwrap();
            folder = Some(worktree.folder().to_owned());
            panic!("while it is there");
        }));
        assert!(panicked.is_err());
        assert!(!folder.unwrap().exists());
        let left = git.run("worktree", &["list"]).unwrap();
        assert_eq!(String::from_utf8(left).unwrap().lines().count(), 1);
    }
}
