//! Diffs as git mails them by default. Attributes are those of what a change comes after: no branch, and no file beside
//! it, chooses which of its own files are binary, and so are not counted. git before 2.41 takes attributes from the work
//! tree all the same.

use std::ffi::OsStr;

use super::{Git, GitError, PLAIN_DIFF, Running};

impl Git {
    /// Starts `git format-patch`, which writes commits as it mails them.
    pub fn format_patch(&self, range: &[String]) -> Result<Running, GitError> {
        let options = ["--stdout"].into_iter().chain(PLAIN_DIFF).chain(["--end-of-options"]);
        let args: Vec<&str> = options.chain(range.iter().map(String::as_str)).chain(["--"]).collect();
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
    pub fn base_of(&self, range: &[String]) -> Option<String> {
        let first = self.commits_of(range)?.into_iter().next()?;
        self.line("rev-parse", &["--quiet", "--verify", &format!("{first}^")]).ok()
    }

    /// The commits of a range, as `git format-patch` understands it, the oldest first; none where it is no range.
    pub fn commits_of(&self, range: &[String]) -> Option<Vec<String>> {
        let range: Vec<&str> = ["--revs-only"].into_iter().chain(range.iter().map(String::as_str)).collect();
        let mut revisions = self.lines("rev-parse", &range).ok()?;
        if let [from] = &revisions[..] {
            // builtin/log.c: cmd_format_patch: one revision is where the range begins.
            revisions = vec![format!("{from}..HEAD")];
        }
        let order = ["--reverse", "--topo-order"].map(str::to_owned);
        self.lines("rev-list", &[&order[..], &revisions, &["--".to_owned()]].concat()).ok()
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
