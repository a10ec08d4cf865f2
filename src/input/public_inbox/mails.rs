//! The mails of one repository, as one `git cat-file` gives them.

use std::collections::VecDeque;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, ChildStdout};
use std::sync::mpsc::{self, Receiver};
use std::thread::JoinHandle;

use super::Layout;
use super::commits::{Commits, Step, Wanted};
use super::deletions::Deletions;
use crate::git::{Git, GitError, Running};
use crate::input::block::{BLOCK, Block, Buffer, Pool, Span};
use crate::input::meter::Metered;
use crate::input::{LONGEST_MAIL, Meter, Period, Reason};

/// The mails of one repository.
pub(super) struct Mails {
    repository: PathBuf,
    meter: Meter,
    reading: Reading,
    trees: Option<Trees>,
    /// How many mails could not be read, and the commit of the first.
    unread: u64,
    first_unread: String,
}

/// A git that gives objects, and the thread that asks it for them.
struct Reading {
    git: Option<Running>,
    answers: BufReader<Metered<ChildStdout>>,
    steps: Receiver<Step>,
    asking: Option<JoinHandle<Commits>>,
}

/// What git answers where a mail is asked for.
enum Answer {
    /// A mail of so many bytes, which follow.
    Mail(u64, Wanted),
    /// Nothing to check.
    Nothing,
    /// The end of all answers.
    End,
}

impl Mails {
    pub(super) fn new(
        repository: &Path,
        layout: Layout,
        period: Period,
        deletions: &Deletions,
        meter: &Meter,
    ) -> Result<Self, Reason> {
        let commits = Commits::new(repository, layout, period, deletions.by_commit.clone())?;
        let reading = Reading::start(repository, meter, commits, VecDeque::new())?;
        let (repository, meter) = (repository.to_owned(), meter.clone());
        Ok(Self { repository, meter, reading, trees: None, unread: 0, first_unread: String::new() })
    }

    /// The next mails; none at the end.
    pub(super) fn block(
        &mut self,
        name: &str,
        pool: &Pool,
        index: &mut u64,
        deletions: &mut Deletions,
    ) -> Result<Option<Block>, Reason> {
        let (mut buffer, mut filled, mut spans) = (pool.buffer(), 0, Vec::new());
        while filled < BLOCK - (BLOCK >> 3) {
            let (size, wanted) = match self.answer(deletions)? {
                Answer::Mail(size, wanted) => (size, wanted),
                Answer::Nothing => continue,
                Answer::End => break,
            };
            let start = filled;
            match self.reading.mail(&mut buffer, filled, size) {
                Ok(kept) => filled += kept,
                Err(_) => {
                    self.go_on_without(&wanted)?;
                    continue;
                }
            }
            let commit = wanted.commit.get(..12).unwrap_or(&wanted.commit);
            spans.push(Span {
                input: format!("{name}@{commit}").into(),
                bytes: start..filled,
                index: *index,
                line: 1,
                quoted: false,
                cut: filled - start < size as usize,
                bare: false,
                in_file: false,
            });
            *index += 1;
        }
        Ok((!spans.is_empty()).then(|| Block::new(buffer, spans)))
    }

    /// The answer to the next step.
    fn answer(&mut self, deletions: &mut Deletions) -> Result<Answer, Reason> {
        let wanted = match self.reading.steps.recv() {
            Ok(Step::Mail(wanted)) => wanted,
            Ok(Step::Deletion(mail)) => {
                deletions.pass(&mail);
                return Ok(Answer::Nothing);
            }
            Err(_) => return Ok(Answer::End),
        };
        let mut header = String::new();
        if !matches!(self.reading.answers.read_line(&mut header), Ok(1..)) {
            self.go_on_without(&wanted)?;
            return Ok(Answer::Nothing);
        }
        let words: Vec<&str> = header.split_ascii_whitespace().collect();
        let [kind, size, object] = words[..] else {
            // git says only `missing` where a commit holds no mail, and where its mail is not there.
            if self.is_missing(&wanted) {
                self.note_unread(&wanted);
            }
            return Ok(Answer::Nothing);
        };
        let size: u64 = size.parse().map_err(io::Error::other)?;
        if kind == "blob" && size > 0 && !deletions.is_to_come(object) {
            return Ok(Answer::Mail(size, wanted));
        }
        if kind != "blob" {
            self.note_unread(&wanted);
        }
        if self.reading.skip(size + 1).is_err() {
            self.go_on_without(&wanted)?;
        }
        Ok(Answer::Nothing)
    }

    /// Whether a commit has a mail that git does not find. In doubt it has.
    fn is_missing(&mut self, wanted: &Wanted) -> bool {
        if !wanted.object.ends_with(":m") {
            return true;
        }
        if self.trees.is_none() {
            self.trees = Trees::start(&self.repository).ok();
        }
        self.trees.as_mut().is_none_or(|trees| trees.holds_mail(&wanted.commit).unwrap_or(true))
    }

    fn note_unread(&mut self, wanted: &Wanted) {
        if self.unread == 0 {
            wanted.commit.clone_into(&mut self.first_unread);
        }
        self.unread += 1;
    }

    /// git ends at an object that it cannot read. Another one goes on after it.
    fn go_on_without(&mut self, wanted: &Wanted) -> Result<(), Reason> {
        self.note_unread(wanted);
        let Some((commits, left)) = self.reading.stop() else {
            return Err(io::Error::from(io::ErrorKind::BrokenPipe).into());
        };
        self.reading = Reading::start(&self.repository, &self.meter, commits, left)?;
        Ok(())
    }

    /// What could not be read, once all was given.
    pub(super) fn end(mut self) -> Vec<Reason> {
        let mut reasons = Vec::new();
        if let Some((Commits { failure: Some(why), .. }, _)) = self.reading.stop() {
            reasons.push(why.into());
        }
        if self.unread > 0 {
            reasons.push(Reason::MailsMissing { number: self.unread, first: self.first_unread });
        }
        if let Ok(ends) = std::fs::read_to_string(self.repository.join("shallow"))
            && let Some(end) = ends.lines().next()
        {
            reasons.push(Reason::ShallowArchive(end.to_owned()));
        }
        reasons
    }
}

impl Reading {
    fn start(
        repository: &Path,
        meter: &Meter,
        mut commits: Commits,
        before: VecDeque<Step>,
    ) -> Result<Self, GitError> {
        let batch = ["--buffer", "--batch=%(objecttype) %(objectsize) %(objectname)"];
        let mut git = Git::in_directory(repository).start_asking("cat-file", &batch)?;
        let (Some(answers), Some(objects)) = (git.output(), git.input()) else {
            return Err(io::Error::from(io::ErrorKind::BrokenPipe).into());
        };
        let (send, steps) = mpsc::channel();
        let asking = std::thread::spawn(move || {
            // Where git has ended, so have its answers.
            if let Err(why) = commits.feed(before, objects, &send)
                && why.kind() != io::ErrorKind::BrokenPipe
            {
                commits.failure = Some(why.into());
            }
            commits
        });
        let answers = BufReader::with_capacity(1 << 16, meter.watch(answers));
        Ok(Self { git: Some(git), answers, steps, asking: Some(asking) })
    }

    /// Ends git, and gives back the commits and the steps that were not done.
    fn stop(&mut self) -> Option<(Commits, VecDeque<Step>)> {
        self.git = None;
        let commits = self.asking.take()?.join().ok()?;
        Some((commits, self.steps.try_iter().collect()))
    }

    /// Reads a mail of that size to that place, or its beginning; says how much.
    fn mail(&mut self, buffer: &mut Buffer, at: usize, size: u64) -> io::Result<usize> {
        let kept = size.min(LONGEST_MAIL as u64) as usize;
        buffer.grow(at + kept);
        self.answers.read_exact(&mut buffer.bytes[at..at + kept])?;
        self.skip(size - kept as u64 + 1)?;
        Ok(kept)
    }

    fn skip(&mut self, bytes: u64) -> io::Result<()> {
        let skipped = io::copy(&mut self.answers.by_ref().take(bytes), &mut io::sink())?;
        if skipped == bytes { Ok(()) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
    }
}

/// A git that gives the trees of commits, one at a time.
struct Trees {
    asking: ChildStdin,
    answers: BufReader<ChildStdout>,
    _git: Running,
}

impl Trees {
    fn start(repository: &Path) -> Result<Self, GitError> {
        let mut git = Git::in_directory(repository).start_asking("cat-file", &["--batch"])?;
        match (git.input(), git.output()) {
            (Some(asking), Some(answers)) => Ok(Self { asking, answers: BufReader::new(answers), _git: git }),
            _ => Err(io::Error::from(io::ErrorKind::BrokenPipe).into()),
        }
    }

    /// Whether a commit has a file `m`.
    fn holds_mail(&mut self, commit: &str) -> io::Result<bool> {
        writeln!(self.asking, "{commit}^{{tree}}")?;
        let (mut header, mut tree) = (String::new(), Vec::new());
        self.answers.read_line(&mut header)?;
        let Some(size) = header.split_ascii_whitespace().nth(2).and_then(|size| size.parse::<u64>().ok())
        else {
            return Ok(true);
        };
        self.answers.by_ref().take(size + 1).read_to_end(&mut tree)?;
        Ok(memchr::memmem::find(&tree, b" m\0").is_some())
    }
}
