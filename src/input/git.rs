//! The git program, as a child that runs nothing else.
//!
//! A repository is somebody's data: its configuration may name programs. Nothing here goes through a shell,
//! and what could start another program is off: hooks, pagers, external diffs, text conversion, signature
//! checks, file system monitors, fetching what a partial clone lacks.

use std::fs;
use std::io::{self, Read as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Output, Stdio};
use std::thread::JoinHandle;

use super::Reason;

/// Settings that start programs, or make output another than it is by default.
const SETTINGS: [&str; 8] = [
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.pager=cat",
    "log.showRoot=true",
    "log.showSignature=false",
    "color.ui=false",
    "protocol.allow=never",
    "format.mboxrd=false",
];

/// What points git at another repository than the one that was named.
const ELSEWHERE: [&str; 9] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_PREFIX",
    "GIT_NAMESPACE",
    "GIT_COMMON_DIR",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_EXTERNAL_DIFF",
];

/// The most that is told of what git says.
const LONGEST_WORD: u64 = 4096;

/// A git command in the repository of that folder, or of the current one.
pub(super) fn command(folder: Option<&Path>, name: &'static str) -> Command {
    match folder {
        Some(folder) => {
            let mut git = prepared();
            forget_others(&mut git).arg("-C").arg(folder).arg(name);
            git
        }
        None => {
            let mut git = prepared();
            git.arg(name);
            git
        }
    }
}

/// A git command in that repository and no other, however it is configured.
pub(super) fn command_in(repository: &Path, name: &'static str) -> Command {
    let mut git = prepared();
    forget_others(&mut git).arg("--git-dir").arg(repository).args(["--no-replace-objects", name]);
    git
}

fn prepared() -> Command {
    let mut git = Command::new("git");
    for setting in SETTINGS {
        git.args(["-c", setting]);
    }
    git.arg("--no-pager").env("LC_ALL", "C");
    git.env("GIT_NO_LAZY_FETCH", "1").env("GIT_OPTIONAL_LOCKS", "0").env("GIT_TERMINAL_PROMPT", "0");
    git.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    git
}

fn forget_others(git: &mut Command) -> &mut Command {
    for name in ELSEWHERE {
        git.env_remove(name);
    }
    git
}

/// Commits as `git format-patch` mails them.
pub(super) fn format_patch(folder: Option<&Path>, range: &str) -> Command {
    let mut git = command(folder, "format-patch");
    git.args(["--stdout", "--no-ext-diff", "--no-textconv", "--no-color", "--submodule=short"]);
    git.args(["--src-prefix=a/", "--dst-prefix=b/", "--end-of-options", range, "--"]);
    git
}

/// The commit of a range at which a shallow clone's history ends; none in a whole clone, and where git fails.
/// git would mail that commit as if it had added every file.
pub(super) fn cut_off(folder: Option<&Path>, range: &str) -> Option<String> {
    let ends = lines(command(folder, "rev-parse").args(["--git-path", "shallow"]))?;
    let ends = Path::new(ends.first()?);
    let ends = fs::read_to_string(folder.unwrap_or(Path::new("")).join(ends)).ok()?;
    let mut revisions = lines(command(folder, "rev-parse").args(["--revs-only", range]))?;
    if let [from] = &revisions[..] {
        // builtin/log.c: cmd_format_patch: one revision is where the range begins.
        revisions = vec![format!("{from}..HEAD")];
    }
    let commits = lines(command(folder, "rev-list").args(revisions))?;
    commits.into_iter().find(|commit| ends.lines().any(|end| end == commit))
}

fn lines(git: &mut Command) -> Option<Vec<String>> {
    let output = git.output().ok().filter(|output| output.status.success())?;
    Some(String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect())
}

/// Why git could not mail a range; in a clone that lacks something, what helps.
pub(super) fn not_mailed(folder: Option<&Path>, range: &str, why: Reason) -> Reason {
    match &why {
        Reason::Git { said, .. } if said.contains("from promisor remote") => {
            Reason::Partial(range.to_owned())
        }
        Reason::Git { said, .. } if is_shallow(folder) => Reason::Shallow(said.clone()),
        _ => why,
    }
}

fn is_shallow(folder: Option<&Path>) -> bool {
    let answer = lines(command(folder, "rev-parse").arg("--is-shallow-repository"));
    answer.is_some_and(|lines| lines == ["true"])
}

/// A git that runs. It is ended when nobody wants its output any more.
pub(super) struct Running {
    name: &'static str,
    child: Child,
    said: Option<JoinHandle<String>>,
}

impl Running {
    /// Starts it.
    pub(super) fn start(git: &mut Command, name: &'static str) -> Result<Self, Reason> {
        let mut child = git.spawn().map_err(Reason::NoGit)?;
        let said = child.stderr.take().map(|mut errors| {
            std::thread::spawn(move || {
                let mut said = Vec::new();
                // What cannot be read here was only an explanation.
                let _ = errors.by_ref().take(LONGEST_WORD).read_to_end(&mut said);
                let _ = io::copy(&mut errors, &mut io::sink());
                String::from_utf8_lossy(&said).into_owned()
            })
        });
        Ok(Self { name, child, said })
    }

    /// Its output, once.
    pub(super) fn output(&mut self) -> Option<ChildStdout> {
        self.child.stdout.take()
    }

    /// Its input, once.
    pub(super) fn input(&mut self) -> Option<ChildStdin> {
        self.child.stdin.take()
    }

    /// Waits for its end, and tells how it failed.
    pub(super) fn end(mut self) -> Result<(), Reason> {
        let status = self.child.wait()?;
        let said = self.said.take().and_then(|said| said.join().ok()).unwrap_or_default();
        if status.success() {
            return Ok(());
        }
        Err(failure(self.name, &said, status))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended long ago: then there is nothing to end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What to say of a git that was run to its end and failed.
pub(super) fn failed(name: &'static str, output: &Output) -> Reason {
    failure(name, &String::from_utf8_lossy(&output.stderr), output.status)
}

fn failure(command: &'static str, said: &str, status: ExitStatus) -> Reason {
    let lines =
        said.lines().map(|line| line.trim_start_matches("fatal: ").trim_start_matches("error: ").trim());
    let mut said = lines.filter(|line| !line.is_empty()).take(2).collect::<Vec<_>>().join("; ");
    if said.is_empty() {
        said = format!("it ended with {status}");
    }
    Reason::Git { command, said }
}
