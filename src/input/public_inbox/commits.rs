//! The commits of one repository, oldest first, and what each asks for.

use std::collections::{HashMap, VecDeque};
use std::io::{self, BufRead, BufReader, BufWriter, Cursor, Write as _};
use std::path::{Path, PathBuf};
use std::process::ChildStdin;
use std::sync::Arc;
use std::sync::mpsc::Sender;

use super::Layout;
use super::deletions::Change;
use crate::git::{Git, GitError, Running};
use crate::input::Period;

/// What a commit asks for.
#[derive(Debug)]
pub(super) enum Step {
    /// To give a mail.
    Mail(Wanted),
    /// To pass the deletion of that object.
    Deletion(String),
}

/// A mail to be read.
#[derive(Debug)]
pub(super) struct Wanted {
    pub(super) commit: String,
    /// Its object, as git finds it.
    pub(super) object: String,
}

/// The steps of a repository. It lives on a thread of its own while `git cat-file` answers.
pub(super) struct Commits {
    repository: PathBuf,
    layout: Layout,
    period: Period,
    /// In version 2, the object that each of these commits deletes.
    deletions: Arc<HashMap<String, String>>,
    /// None once it has ended.
    log: Option<Running>,
    lines: Box<dyn BufRead + Send>,
    /// The commit whose changes are read, and whether its mails are wanted. None before the first.
    commit: Option<(String, bool)>,
    /// Why the history could not be read to its end.
    pub(super) failure: Option<GitError>,
}

impl Commits {
    pub(super) fn new(
        repository: &Path,
        layout: Layout,
        period: Period,
        deletions: Arc<HashMap<String, String>>,
    ) -> Result<Self, GitError> {
        let (log, lines) = log(repository, layout, &["--reverse"])?;
        let (repository, log) = (repository.to_owned(), Some(log));
        Ok(Self { repository, layout, period, deletions, log, lines, commit: None, failure: None })
    }

    /// Sends every step, those first that were sent before and are not done, and writes the objects that they want. An
    /// error where no one reads these any more; it can be called again then.
    pub(super) fn feed(
        &mut self,
        before: VecDeque<Step>,
        objects: ChildStdin,
        steps: &Sender<Step>,
    ) -> io::Result<()> {
        let mut objects = BufWriter::new(objects);
        let mut send = |step: Step| -> io::Result<()> {
            let line = match &step {
                Step::Mail(wanted) => format!("{}\n", wanted.object),
                Step::Deletion(_) => String::new(),
            };
            // It is known to be wanted before it can be answered.
            steps.send(step).map_err(|_| io::ErrorKind::BrokenPipe)?;
            objects.write_all(line.as_bytes())
        };
        before.into_iter().try_for_each(&mut send)?;
        let mut line = String::new();
        loop {
            line.clear();
            if self.lines.read_line(&mut line)? > 0 {
                self.step(line.trim_end()).map_or(Ok(()), &mut send)?;
            } else if self.is_over()? {
                return objects.flush();
            }
        }
    }

    /// What a line of the log asks for: one of a commit with its time, or one of a change in it.
    fn step(&mut self, line: &str) -> Option<Step> {
        if let Some(change) = Change::read(line) {
            let (commit, wanted) = self.commit.clone()?;
            if change.is_deletion {
                return Some(Step::Deletion(change.old.to_owned()));
            }
            return wanted.then(|| Step::Mail(Wanted { commit, object: change.new.to_owned() }));
        }
        let (commit, seconds) = line.split_once(' ')?;
        let wanted = self.period.holds(seconds.parse().ok());
        self.commit = Some((commit.to_owned(), wanted));
        if self.layout == Layout::First {
            return None;
        }
        if let Some(mail) = self.deletions.get(commit) {
            return Some(Step::Deletion(mail.clone()));
        }
        wanted.then(|| Step::Mail(Wanted { commit: commit.to_owned(), object: format!("{commit}:m") }))
    }

    /// Whether there are no more lines. Where git cannot read all of a history it gives none of it from its beginning:
    /// then what it can read is read from the other end.
    fn is_over(&mut self) -> io::Result<bool> {
        let Some(log) = self.log.take() else { return Ok(true) };
        let Err(why) = log.end() else { return Ok(true) };
        self.failure = Some(why);
        if self.commit.is_some() {
            return Ok(true);
        }
        let Ok((_ends, lines)) = self::log(&self.repository, self.layout, &[]) else { return Ok(true) };
        let mut commits: Vec<String> = Vec::new();
        for line in lines.lines() {
            let line = line? + "\n";
            match commits.last_mut() {
                Some(commit) if !line.contains(' ') || line.starts_with(':') => *commit += &line,
                _ => commits.push(line),
            }
        }
        commits.reverse();
        self.lines = Box::new(Cursor::new(commits.concat()));
        Ok(false)
    }
}

/// Each commit with its time; in version 1 followed by the files that it changes.
fn log(
    repository: &Path,
    layout: Layout,
    order: &[&str],
) -> Result<(Running, Box<dyn BufRead + Send>), GitError> {
    let mut args = [order, &["--format=%H %at"]].concat();
    if layout == Layout::First {
        args.extend(["--raw", "--no-abbrev", "--no-renames", "--diff-filter=AMD"]);
    }
    args.extend(["HEAD", "--"]);
    let mut log = Git::in_directory(repository).start("log", &args)?;
    let output = log.output().ok_or(io::ErrorKind::BrokenPipe).map_err(io::Error::from)?;
    Ok((log, Box::new(BufReader::new(output))))
}
