//! Diffs as git mails them by default. Attributes are those of what a change comes after: no branch, and no file beside
//! it, chooses which of its own files are binary, and so are not counted. git before 2.41 takes attributes from the work
//! tree all the same.

use std::ffi::OsStr;

use super::{Git, GitError, PLAIN_DIFF, Running};

impl Git {
    /// Starts `git format-patch`, which writes commits as it mails them.
    pub fn format_patch(&self, range: &str) -> Result<Running, GitError> {
        let args = [&["--stdout"][..], &PLAIN_DIFF, &["--end-of-options", range, "--"]].concat();
        let base = self.base_of(range).map_or_else(|| self.empty_tree(), Ok)?;
        self.start_with_attributes_of(&base, "format-patch", &args)
    }

    /// What the index changes of a commit, which may not be there: then of nothing.
    pub fn staged(&self, commit: &str) -> Result<Vec<u8>, GitError> {
        let before = self.line("rev-parse", &["--quiet", "--verify", commit]);
        let before = before.or_else(|_| self.empty_tree())?;
        let args = [&["--cached", "--full-index"][..], &PLAIN_DIFF, &[&before, "--"]].concat();
        self.start_with_attributes_of(&before, "diff", &args)?.read_to_end()
    }

    /// The commit that a range starts from; none where it starts from the first, or is no range.
    pub fn base_of(&self, range: &str) -> Option<String> {
        // builtin/log.c: cmd_format_patch: one revision is where the range begins.
        let range = if range.contains("..") { range.to_owned() } else { format!("{range}..HEAD") };
        let commits = self.run("rev-list", &["--reverse", "--topo-order", "--end-of-options", &range, "--"]);
        let first = String::from_utf8(commits.ok()?).ok()?.lines().next()?.to_owned();
        self.line("rev-parse", &["--quiet", "--verify", &format!("{first}^")]).ok()
    }

    fn start_with_attributes_of(
        &self,
        tree: &str,
        name: &'static str,
        args: &[impl AsRef<OsStr>],
    ) -> Result<Running, GitError> {
        Running::start(self.command(name, args).env("GIT_ATTR_SOURCE", tree), name)
    }

    /// The name of the tree without files, which every repository has.
    fn empty_tree(&self) -> Result<String, GitError> {
        self.line("hash-object", &["-t", "tree", "--stdin"])
    }
}
