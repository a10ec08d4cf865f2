//! A git that runs, and how it ends.

use std::io::{self, Read as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus};
use std::thread::JoinHandle;

use super::GitError;
use crate::escape::escaped;

/// The most bytes that are kept of what git says on standard error.
const LONGEST_ERROR: u64 = 4096;

/// A git that runs. It is ended when its output is no longer wanted.
#[derive(Debug)]
pub struct Running {
    name: &'static str,
    child: Child,
    errors: Option<JoinHandle<String>>,
}

impl Running {
    pub(super) fn start(git: &mut Command, name: &'static str) -> Result<Self, GitError> {
        let mut child = git.spawn().map_err(GitError::NotRun)?;
        let errors = child.stderr.take().map(|mut errors| {
            std::thread::spawn(move || {
                let mut said = Vec::new();
                // What cannot be read here was only an explanation.
                let _ = errors.by_ref().take(LONGEST_ERROR).read_to_end(&mut said);
                let _ = io::copy(&mut errors, &mut io::sink());
                String::from_utf8_lossy(&said).into_owned()
            })
        });
        Ok(Self { name, child, errors })
    }

    /// Its output, once.
    pub fn output(&mut self) -> Option<ChildStdout> {
        self.child.stdout.take()
    }

    /// Its input, once.
    pub fn input(&mut self) -> Option<ChildStdin> {
        self.child.stdin.take()
    }

    /// All that it writes; an error if it fails.
    pub fn read_to_end(mut self) -> Result<Vec<u8>, GitError> {
        let mut written = Vec::new();
        if let Some(mut output) = self.output() {
            output.read_to_end(&mut written)?;
        }
        self.end()?;
        Ok(written)
    }

    /// Waits for its end, and says how it failed.
    pub fn end(mut self) -> Result<(), GitError> {
        let status = self.child.wait()?;
        let said = self.errors.take().and_then(|errors| errors.join().ok()).unwrap_or_default();
        if status.success() { Ok(()) } else { Err(failure(self.name, &said, status)) }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended long ago: then there is nothing to end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn failure(command: &'static str, said: &str, status: ExitStatus) -> GitError {
    let lines =
        said.lines().map(|line| line.trim_start_matches("fatal: ").trim_start_matches("error: ").trim());
    let mut said = lines.filter(|line| !line.is_empty()).take(2).collect::<Vec<_>>().join("; ");
    if said.is_empty() {
        said = format!("it ended with {status}");
    }
    // It may quote names of the repository.
    GitError::Failed { command, said: escaped(&said).into_owned() }
}
