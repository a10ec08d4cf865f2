//! Asks git, without a shell.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use anyhow::{Context as _, Result, bail};

/// What points git at another repository than the one a folder is in.
const ELSEWHERE: [&str; 6] =
    ["GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX"];

/// git, in one repository.
#[derive(Debug, Default)]
pub(super) struct Git {
    /// Where it runs; without one, where a hook runs: in the current folder, as the environment says.
    folder: Option<PathBuf>,
}

impl Git {
    /// git in the repository of a folder, whatever the environment says.
    pub(super) fn in_folder(folder: PathBuf) -> Self {
        Self { folder: Some(folder) }
    }

    /// What it says; an error if it fails.
    pub(super) fn ask(&self, args: &[&str]) -> Result<Vec<u8>> {
        let output = self.run(args)?;
        if !output.status.success() {
            bail!("{}", reason(args, &output));
        }
        Ok(output.stdout)
    }

    /// What it says, if it does not fail.
    pub(super) fn try_line(&self, args: &[&str]) -> Option<String> {
        let output = self.run(args).ok().filter(|output| output.status.success())?;
        Some(first_line(&output.stdout))
    }

    /// The line it says.
    pub(super) fn line(&self, args: &[&str]) -> Result<String> {
        Ok(first_line(&self.ask(args)?))
    }

    /// The path it says.
    pub(super) fn path(&self, args: &[&str]) -> Result<PathBuf> {
        let mut said = self.ask(args)?;
        if said.last() == Some(&b'\n') {
            said.pop();
        }
        Ok(self.folder.as_deref().unwrap_or(Path::new("")).join(path_from(said)?))
    }

    /// Settings whose names match, in the order in which they were made: names in lower case.
    pub(super) fn settings(&self, names: &str) -> Vec<(String, String)> {
        let output = self.run(&["config", "--null", "--get-regexp", names]);
        let said = output.map(|output| output.stdout).unwrap_or_default();
        let settings = said.split(|&b| b == 0).filter(|setting| !setting.is_empty());
        let setting = |setting: &[u8]| {
            let text = String::from_utf8_lossy(setting);
            let (name, value) = text.split_once('\n').unwrap_or((&text, "true"));
            (name.to_lowercase(), value.to_owned())
        };
        settings.map(setting).collect()
    }

    fn run(&self, args: &[&str]) -> Result<Output> {
        let mut git = Command::new("git");
        if let Some(folder) = &self.folder {
            ELSEWHERE.iter().for_each(|name| {
                git.env_remove(name);
            });
            git.arg("-C").arg(folder);
        }
        git.args(args).env("LC_ALL", "C").env("GIT_OPTIONAL_LOCKS", "0").stdin(Stdio::null());
        git.output().context("git cannot be run")
    }
}

/// The first line of what git says of its failure.
fn reason(args: &[&str], output: &Output) -> String {
    let said = first_line(&output.stderr);
    let said = said.trim_start_matches("fatal: ").trim_start_matches("error: ");
    let command = args.first().copied().unwrap_or_default();
    if said.is_empty() { format!("git {command} failed with {}", output.status) } else { said.to_owned() }
}

fn first_line(said: &[u8]) -> String {
    String::from_utf8_lossy(said).lines().next().unwrap_or_default().to_owned()
}

#[cfg(unix)]
fn path_from(said: Vec<u8>) -> Result<PathBuf> {
    Ok(PathBuf::from(<OsString as std::os::unix::ffi::OsStringExt>::from_vec(said)))
}

#[cfg(not(unix))]
fn path_from(said: Vec<u8>) -> Result<PathBuf> {
    Ok(PathBuf::from(OsString::from(String::from_utf8(said)?)))
}
