//! Runs the git program, as a child that runs nothing else: the only place that starts git.
//!
//! A repository is somebody's data, and its configuration may name programs. Nothing here goes through a shell,
//! and what could start another program is off: hooks, pagers, external diffs, text conversion, signature checks,
//! file system monitors, and fetching what a partial clone lacks.

mod diff;
mod environment;
mod running;

use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

pub use environment::{ELSEWHERE, PLAIN_DIFF};
use environment::{NO_HOOKS, PROGRAMS, SETTINGS};
pub use running::Running;

/// The variable whose empty value takes the place of a setting's.
const EMPTY: &str = "CHECKPROV_EMPTY";

/// Why git did not do what it was asked for.
#[derive(Debug, thiserror::Error)]
pub enum GitError {
    /// It could not be started.
    #[error("git could not be run ({0}); it must be on the PATH")]
    NotRun(io::Error),
    /// It ended with an error.
    #[error("git {command} failed: {said}")]
    Failed {
        /// The subcommand.
        command: &'static str,
        /// What it said, in a line or two.
        said: String,
    },
    /// It runs, but what it writes cannot be read, or what it reads not be written.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// git, in one repository.
#[derive(Debug, Clone)]
pub struct Git {
    place: Place,
    /// The names of the repository's own settings that start programs.
    off: Vec<OsString>,
}

#[derive(Debug, Clone)]
enum Place {
    /// Where the current folder and the environment say.
    Here,
    /// In the repository that this folder is in.
    Folder(PathBuf),
    /// In this git directory.
    Directory(PathBuf),
}

impl Git {
    /// git in the repository that the environment names, as hooks need it, else in that of the current folder.
    pub fn here() -> Self {
        Self { place: Place::Here, off: Vec::new() }
    }

    /// git in the repository that a folder is in, whatever the environment says.
    pub fn in_folder(folder: &Path) -> Self {
        Self { place: Place::Folder(folder.to_owned()), off: Vec::new() }
    }

    /// git in that git directory and no other. Its objects are seen as they are, not as replacements show them.
    pub fn in_directory(directory: &Path) -> Self {
        Self { place: Place::Directory(directory.to_owned()), off: Vec::new() }
    }

    /// The same git with the repository's own filters and configured hooks off, for what writes a work tree: unlike
    /// all other settings these have names that only the repository knows.
    pub fn without_filters(mut self) -> Result<Self, GitError> {
        let pattern = r"^(filter\..*\.(clean|smudge|process|required)|hook\..*\.command)$";
        let found = self.run("config", &["--null", "--name-only", "--get-regexp", pattern]);
        let names = match found {
            // It ends with 1, and says nothing, where no name matches.
            Err(GitError::Failed { .. }) => return Ok(self),
            found => found?,
        };
        for name in names.split(|&b| b == 0).filter(|name| !name.is_empty()) {
            self.off.push(os_string(name.to_vec())?);
        }
        Ok(self)
    }

    /// What it writes; an error if it fails.
    pub fn run(&self, name: &'static str, args: &[impl AsRef<OsStr>]) -> Result<Vec<u8>, GitError> {
        self.start(name, args)?.read_to_end()
    }

    /// The first line that it writes.
    pub fn line(&self, name: &'static str, args: &[impl AsRef<OsStr>]) -> Result<String, GitError> {
        let written = self.run(name, args)?;
        Ok(String::from_utf8_lossy(&written).lines().next().unwrap_or_default().to_owned())
    }

    /// The lines that it writes.
    pub fn lines(&self, name: &'static str, args: &[impl AsRef<OsStr>]) -> Result<Vec<String>, GitError> {
        let written = self.run(name, args)?;
        Ok(String::from_utf8_lossy(&written).lines().map(str::to_owned).collect())
    }

    /// The path that it writes.
    pub fn path(&self, name: &'static str, args: &[impl AsRef<OsStr>]) -> Result<PathBuf, GitError> {
        self.as_path(self.run(name, args)?)
    }

    /// The folder that git runs hooks from. This alone is asked with the `core.hooksPath` of the repository;
    /// `rev-parse` runs no hook.
    pub fn hooks_folder(&self) -> Result<PathBuf, GitError> {
        let settings = SETTINGS.iter().filter(|setting| **setting != NO_HOOKS);
        let mut git = self.prepare(settings);
        git.args(["rev-parse", "--git-path", "hooks"]);
        self.as_path(Running::start(&mut git, "rev-parse")?.read_to_end()?)
    }

    /// Settings whose names match, in the order in which they were made: names in lower case.
    pub fn settings(&self, names: &str) -> Vec<(String, String)> {
        let said = self.run("config", &["--null", "--get-regexp", names]).unwrap_or_default();
        let settings = said.split(|&b| b == 0).filter(|setting| !setting.is_empty());
        let setting = |setting: &[u8]| {
            let text = String::from_utf8_lossy(setting);
            let (name, value) = text.split_once('\n').unwrap_or((&text, "true"));
            (name.to_lowercase(), value.to_owned())
        };
        settings.map(setting).collect()
    }

    /// Starts it. It reads nothing.
    pub fn start(&self, name: &'static str, args: &[impl AsRef<OsStr>]) -> Result<Running, GitError> {
        Running::start(self.command(name, args).stdin(Stdio::null()), name)
    }

    /// Starts it, to be asked on its standard input.
    pub fn start_asking(&self, name: &'static str, args: &[impl AsRef<OsStr>]) -> Result<Running, GitError> {
        Running::start(self.command(name, args).stdin(Stdio::piped()), name)
    }

    fn command(&self, name: &'static str, args: &[impl AsRef<OsStr>]) -> Command {
        let mut git = self.prepare(&SETTINGS);
        git.arg(name).args(args);
        git
    }

    fn prepare<'s>(&self, settings: impl IntoIterator<Item = &'s &'s str>) -> Command {
        let mut git = Command::new("git");
        git.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        for variable in PROGRAMS {
            git.env_remove(variable);
        }
        git.env("LC_ALL", "C").env("GIT_OPTIONAL_LOCKS", "0").env("GIT_TERMINAL_PROMPT", "0");
        // No protocol goes by this name: settings of single protocols would win over `protocol.allow`.
        git.env("GIT_NO_LAZY_FETCH", "1").env("GIT_ALLOW_PROTOCOL", "none");
        git.env("GIT_LITERAL_PATHSPECS", "1");
        for setting in settings {
            git.arg("-c").arg(setting);
        }
        for name in &self.off {
            // Unlike `-c`, this takes names with a `=` in them.
            let mut setting = OsString::from("--config-env=");
            setting.push(name);
            setting.push("=");
            setting.push(EMPTY);
            git.arg(setting).env(EMPTY, "");
        }
        git.arg("--no-pager");
        if !matches!(self.place, Place::Here) {
            forget_repository(&mut git);
        }
        match &self.place {
            Place::Here => {}
            Place::Folder(folder) => {
                git.arg("-C").arg(folder);
            }
            Place::Directory(directory) => {
                git.arg("--git-dir").arg(directory).arg("--no-replace-objects");
            }
        }
        git
    }

    /// A path as git writes it, from where git runs.
    fn as_path(&self, mut written: Vec<u8>) -> Result<PathBuf, GitError> {
        if written.last() == Some(&b'\n') {
            written.pop();
        }
        let path = PathBuf::from(os_string(written)?);
        Ok(match &self.place {
            Place::Folder(folder) => folder.join(path),
            Place::Here | Place::Directory(_) => path,
        })
    }
}

/// Takes from a command what points git at a repository.
pub fn forget_repository(command: &mut Command) {
    for variable in ELSEWHERE {
        command.env_remove(variable);
    }
}

#[cfg(unix)]
fn os_string(bytes: Vec<u8>) -> io::Result<OsString> {
    Ok(<OsString as std::os::unix::ffi::OsStringExt>::from_vec(bytes))
}

#[cfg(not(unix))]
fn os_string(bytes: Vec<u8>) -> io::Result<OsString> {
    String::from_utf8(bytes).map(OsString::from).map_err(io::Error::other)
}
