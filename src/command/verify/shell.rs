//! Runs the user's own command, as `git bisect run` does: by `sh -c`, in a work tree, with nothing to read.

use std::io::{self, PipeReader, Read as _};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};

use super::interrupt::Interrupt;
use checkprov::escape::escaped;
use checkprov::git::forget_repository;

/// How often a command that runs is looked at.
const GLANCE: Duration = Duration::from_millis(20);

/// How long the end of its output is waited for after it has ended: a process that left its group may hold it open.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// How much of the end of its output is kept, in bytes and in lines.
const TAIL: usize = 8 << 10;
const LINES: usize = 10;

/// Where and how long commands run.
pub(super) struct Shell<'a> {
    pub(super) folder: &'a Path,
    pub(super) timeout: Option<Duration>,
    pub(super) interrupt: &'a Interrupt,
}

/// How a command ended.
#[derive(Debug)]
pub(super) struct Ended {
    /// Its exit status, as a shell counts: 128 and the signal for one that a signal ended. None where it took too
    /// long.
    pub(super) code: Option<i32>,
    /// The last lines of what it wrote, escaped.
    pub(super) tail: Vec<String>,
}

impl Ended {
    pub(super) fn passed(&self) -> bool {
        self.code == Some(0)
    }

    /// What it said last; how it ended where it said nothing.
    pub(super) fn last_line(&self) -> String {
        self.tail.last().cloned().unwrap_or_else(|| self.how())
    }

    /// How it ended, and what it said last.
    pub(super) fn in_full(&self) -> String {
        self.tail.last().map_or_else(|| self.how(), |last| format!("{}: {last}", self.how()))
    }

    /// How it ended, in words.
    pub(super) fn how(&self) -> String {
        match self.code {
            None => "it took too long".to_owned(),
            Some(code) => format!("exit status {code}"),
        }
    }
}

impl Shell<'_> {
    /// Runs a command to its end; an error if the run was asked to end.
    pub(super) fn run(&self, command: &str) -> Result<Ended> {
        let (reader, writer) = io::pipe()?;
        let mut shell = Command::new("sh");
        shell.arg("-c").arg(command).current_dir(self.folder).stdin(Stdio::null());
        shell.stdout(writer.try_clone()?).stderr(writer);
        forget_repository(&mut shell);
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut shell, 0);
        let child = shell.spawn().context("sh cannot be run")?;
        // Ours are the only other ends of the pipe.
        drop(shell);
        let mut group = Group(child);
        let tail = tail_of(reader);
        let code = self.wait(&mut group)?;
        drop(group);
        Ok(Ended { code, tail: lines(&tail.recv_timeout(LAST_WORDS).unwrap_or_default()) })
    }

    fn wait(&self, group: &mut Group) -> Result<Option<i32>> {
        let started = Instant::now();
        loop {
            if let Some(status) = group.0.try_wait()? {
                return Ok(Some(code(status)));
            }
            self.interrupt.check()?;
            if self.timeout.is_some_and(|timeout| started.elapsed() >= timeout) {
                return Ok(None);
            }
            std::thread::sleep(GLANCE);
        }
    }
}

/// A command and all that it started in its process group; ended when it is dropped.
struct Group(Child);

impl Drop for Group {
    fn drop(&mut self) {
        #[cfg(unix)]
        if let Some(group) = rustix::process::Pid::from_raw(self.0.id() as i32) {
            // Nothing is left of most.
            let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
        }
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[cfg(unix)]
fn code(status: ExitStatus) -> i32 {
    use std::os::unix::process::ExitStatusExt as _;
    status.code().or_else(|| status.signal().map(|signal| 128 + signal)).unwrap_or(1)
}

#[cfg(not(unix))]
fn code(status: ExitStatus) -> i32 {
    status.code().unwrap_or(1)
}

/// Reads all that is written, and gives the end of it.
fn tail_of(mut reader: PipeReader) -> Receiver<Vec<u8>> {
    let (send, tail) = mpsc::channel();
    std::thread::spawn(move || {
        let (mut kept, mut buffer) = (Vec::new(), [0; TAIL]);
        while let Ok(read @ 1..) = reader.read(&mut buffer) {
            kept.extend_from_slice(&buffer[..read]);
            let surplus = kept.len().saturating_sub(TAIL);
            kept.drain(..surplus);
        }
        let _ = send.send(kept);
    });
    tail
}

/// The last lines that are not blank.
fn lines(tail: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(tail);
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    lines[lines.len().saturating_sub(LINES)..]
        .iter()
        .map(|line| escaped(line.trim_end()).into_owned())
        .collect()
}
