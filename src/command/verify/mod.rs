//! Proves what a message claims, by running the user's own command on other states of the tree.
//!
//! Nothing of a mail or a commit is run but what the command itself runs. Each state is a temporary work tree.

mod comparison;
mod interrupt;
mod json;
mod print;
mod script;
mod script_outcome;
mod shell;
mod suggestion;
mod tests_of_range;
mod tests_outcome;
mod worktree;

use std::io::IsTerminal as _;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Result, bail};

use super::eprint_line;
use crate::cli::{Verify, VerifyOptions};
use checkprov::escape::escaped;
use checkprov::git::Git;
use checkprov::policy::Policy;
use interrupt::Interrupt;
use shell::{Ended, Shell};
use worktree::Worktree;

/// The length of the hashes that people are shown.
const SHORT: usize = 12;

/// The statuses by which a shell says that it could not run a command at all.
const NOT_RUN: [i32; 2] = [126, 127];

/// Does what `checkprov verify` is asked for.
pub(super) fn run(verify: &Verify) -> Result<ExitCode> {
    match verify {
        Verify::Script { run, revision, verbose, options } => {
            script::run(run.as_deref(), revision, *verbose, options)
        }
        Verify::Tests { run, build, range, options } => {
            tests_of_range::run(run, build.as_deref(), range.as_deref(), options)
        }
    }
}

/// What both ways to verify need: the repository, the policy, and a way to run commands.
struct Bench {
    git: Git,
    policy: Policy,
    interrupt: Interrupt,
    timeout: Option<Duration>,
    keep: bool,
}

impl Bench {
    fn new(options: &VerifyOptions) -> Result<Self> {
        let interrupt = Interrupt::watch()?;
        let here = Git::here().without_filters()?;
        // From here on the index that a hook's environment names is not touched.
        let git = Git::in_directory(&here.path("rev-parse", &["--absolute-git-dir"])?).without_filters()?;
        let policy = super::policy::chosen(options.policy.as_deref())?;
        let bench = Self {
            git,
            policy,
            interrupt,
            timeout: options.timeout.map(Duration::from_secs),
            keep: options.keep,
        };
        if is_dirty(&here) {
            eprint_line(
                "checkprov: the work tree has changes that are not committed; they take no part in this",
            );
        }
        Ok(bench)
    }

    /// The full hash of a commit.
    fn commit(&self, revision: &str) -> Result<String> {
        let wanted = format!("{revision}^{{commit}}");
        let found = self.git.line("rev-parse", &["--quiet", "--verify", "--end-of-options", &wanted]);
        found.or_else(|_| bail!("{}: there is no such commit", escaped(revision)))
    }

    /// A temporary work tree of a commit, by a name that says what it holds.
    fn worktree(&self, commit: &str, name: &'static str) -> Result<Worktree> {
        self.interrupt.check()?;
        Worktree::add(&self.git, commit, self.keep.then_some(name))
    }

    /// Runs a command in a work tree. An error if there is no such command.
    fn run(&self, command: &str, worktree: &Worktree) -> Result<Ended> {
        let shell = Shell { folder: worktree.folder(), timeout: self.timeout, interrupt: &self.interrupt };
        let ended = shell.run(command)?;
        if ended.code.is_some_and(|code| NOT_RUN.contains(&code)) {
            bail!("`{}` cannot be run: {}", escaped(command), ended.last_line());
        }
        Ok(ended)
    }
}

/// Whether tracked files differ from what is committed; a bare repository has none.
fn is_dirty(here: &Git) -> bool {
    let changes = here.run("status", &["--porcelain", "--untracked-files=no"]);
    changes.is_ok_and(|changes| !changes.is_empty())
}

/// Tells somebody who waits at a terminal what takes the time.
fn progress(what: &str) {
    if std::io::stderr().is_terminal() {
        eprint_line(format_args!("checkprov: {what}"));
    }
}

fn short(commit: &str) -> &str {
    commit.get(..SHORT).unwrap_or(commit)
}

/// 0 where it is proven, 1 where not; what could not be run is an error, and 2.
fn status(proven: bool) -> ExitCode {
    ExitCode::from(u8::from(!proven))
}
