//! A public-inbox: mails kept in git repositories, a commit a mail.
//!
//! In version 2 every commit of an epoch holds its mail as the file `m`; in version 1 every commit adds a file
//! named by the hash of a Message-ID. `git log` names the commits and one `git cat-file --batch` gives the
//! mails: nothing is checked out, and nothing is kept.
//!
//! Source: <https://public-inbox.org/public-inbox-v2-format.html>.

use std::io::{self, BufRead, BufReader, BufWriter, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, ChildStdout};
use std::thread::JoinHandle;

use super::block::{BLOCK, Block, Buffer, Pool, Span};
use super::meter::Metered;
use super::natural_sort::by_number;
use super::{InputError, LONGEST_MAIL, Meter, Period, Reason};
use crate::git::{Git, GitError, Running};

/// How mails lie in a repository.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// A file `m` in every commit.
    Second,
    /// A file more with every commit.
    First,
    /// No commit, so no mail.
    Empty,
}

/// The repositories of a public-inbox of version 2, in order: `git/0.git`, `git/1.git`, and so on.
pub(super) fn epochs(folder: &Path) -> Vec<PathBuf> {
    let within = |folder: &Path| -> Vec<PathBuf> {
        let entries = folder.read_dir().into_iter().flatten().flatten();
        entries.map(|entry| entry.path()).filter(|path| is_epoch(path)).collect()
    };
    let mut epochs = within(&folder.join("git"));
    if epochs.is_empty() {
        epochs = within(folder);
    }
    epochs.sort_by(|a, b| by_number(a.as_os_str().as_encoded_bytes(), b.as_os_str().as_encoded_bytes()));
    epochs
}

fn is_epoch(path: &Path) -> bool {
    let number = path.file_name().and_then(|name| name.to_str()).and_then(|name| name.strip_suffix(".git"));
    number.is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit())) && is_repository(path)
}

/// Whether a folder is a git repository without work tree.
pub(super) fn is_repository(path: &Path) -> bool {
    path.join("HEAD").is_file() && path.join("objects").is_dir() && path.join("refs").is_dir()
}

/// How mails lie in a repository; none where it holds something else.
pub(super) fn layout(repository: &Path) -> Result<Option<Layout>, Reason> {
    let found = match Git::in_directory(repository).run("ls-tree", &["-z", "--name-only", "HEAD"]) {
        // No word of git's but this tells a repository without commits from one that cannot be read.
        Err(GitError::Failed { said, .. }) if said.contains("valid object name HEAD") => {
            return Ok(Some(Layout::Empty));
        }
        found => found?,
    };
    let names: Vec<&[u8]> = found.split(|&b| b == 0).filter(|name| !name.is_empty()).collect();
    let is_hex = |name: &&[u8]| name.len() == 2 && name.iter().all(u8::is_ascii_hexdigit);
    Ok(match &names[..] {
        [b"m" | b"d"] => Some(Layout::Second),
        [_, ..] if names.iter().all(is_hex) => Some(Layout::First),
        _ => None,
    })
}

/// The mails of some repositories, one after another.
pub(super) struct Archive {
    repositories: std::vec::IntoIter<PathBuf>,
    period: Period,
    pool: Pool,
    meter: Meter,
    current: Option<(String, Stream)>,
    index: u64,
}

impl Archive {
    pub(super) fn new(repositories: Vec<PathBuf>, period: Period, meter: &Meter) -> Self {
        let (repositories, meter) = (repositories.into_iter(), meter.clone());
        Self { repositories, period, pool: Pool::default(), meter, current: None, index: 0 }
    }

    fn open(&self, repository: &Path) -> Result<Option<Stream>, Reason> {
        match layout(repository)? {
            Some(Layout::Empty) => Ok(None),
            Some(layout) => Stream::start(repository, layout, self.period, &self.meter).map(Some),
            None => Err(Reason::Repository(repository.display().to_string())),
        }
    }
}

impl Iterator for Archive {
    type Item = Result<Block, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (input, why) = match self.current.take() {
                Some((name, mut stream)) => match stream.block(&name, &self.pool, &mut self.index) {
                    Ok(Some(block)) => {
                        self.current = Some((name, stream));
                        return Some(Ok(block));
                    }
                    Ok(None) => match stream.end() {
                        Ok(()) => continue,
                        Err(why) => (name, why),
                    },
                    Err(why) => (name, stream.end().err().unwrap_or_else(|| why.into())),
                },
                None => {
                    let repository = self.repositories.next()?;
                    let name = repository.display().to_string();
                    match self.open(&repository) {
                        Ok(stream) => {
                            self.current = stream.map(|stream| (name, stream));
                            continue;
                        }
                        Err(why) => (name, why),
                    }
                }
            };
            return Some(Err(InputError { input, why }));
        }
    }
}

/// The mails of one repository.
struct Stream {
    mails: BufReader<Metered<ChildStdout>>,
    git: Running,
    feeder: JoinHandle<Result<(), Reason>>,
}

impl Stream {
    fn start(repository: &Path, layout: Layout, period: Period, meter: &Meter) -> Result<Self, Reason> {
        let in_repository = Git::in_directory(repository);
        let mut args = vec!["--reverse", "--format=%H %at"];
        if layout == Layout::First {
            args.extend(["--raw", "--no-abbrev", "--no-renames", "--diff-filter=AM"]);
        }
        args.extend(["HEAD", "--"]);
        let mut log = in_repository.start("log", &args)?;
        let batch = ["--buffer", "--batch=%(objecttype) %(objectsize) %(rest)"];
        let mut git = in_repository.start_asking("cat-file", &batch)?;
        let (commits, objects) = (log.output(), git.input());
        let feeder = std::thread::spawn(move || {
            if let (Some(commits), Some(objects)) = (commits, objects) {
                feed(BufReader::new(commits), objects, layout, period)?;
            }
            Ok(log.end()?)
        });
        let mails = git.output().ok_or_else(|| io::Error::from(io::ErrorKind::BrokenPipe))?;
        Ok(Self { mails: BufReader::with_capacity(1 << 16, meter.watch(mails)), git, feeder })
    }

    /// The next mails; none at the end.
    fn block(&mut self, name: &str, pool: &Pool, index: &mut u64) -> io::Result<Option<Block>> {
        let (mut buffer, mut filled, mut spans) = (pool.buffer(), 0, Vec::new());
        let mut header = String::new();
        while filled < BLOCK - (BLOCK >> 3) {
            header.clear();
            if self.mails.read_line(&mut header)? == 0 {
                break;
            }
            // Where a commit holds no mail, git says `missing`.
            let mut words = header.split_ascii_whitespace();
            let ("blob", Some(size), Some(commit)) =
                (words.next().unwrap_or_default(), words.next(), words.next())
            else {
                continue;
            };
            let size: u64 = size.parse().map_err(io::Error::other)?;
            let start = filled;
            filled += self.mail(&mut buffer, filled, size)?;
            let commit = commit.get(..12).unwrap_or(commit);
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

    /// Reads a mail of that size to that place, or its beginning; says how much.
    fn mail(&mut self, buffer: &mut Buffer, at: usize, size: u64) -> io::Result<usize> {
        let kept = size.min(LONGEST_MAIL as u64) as usize;
        buffer.grow(at + kept);
        self.mails.read_exact(&mut buffer.bytes[at..at + kept])?;
        let rest = size - kept as u64 + 1;
        io::copy(&mut self.mails.by_ref().take(rest), &mut io::sink())?;
        Ok(kept)
    }

    fn end(self) -> Result<(), Reason> {
        drop(self.mails);
        let ended = self.git.end();
        match self.feeder.join() {
            Ok(fed) => fed.and(Ok(ended?)),
            Err(_) => Ok(ended?),
        }
    }
}

/// Asks for the mail of every commit of the period.
fn feed(commits: impl BufRead, objects: ChildStdin, layout: Layout, period: Period) -> io::Result<()> {
    let mut objects = BufWriter::new(objects);
    let (mut commit, mut wanted) = (String::new(), false);
    for line in commits.lines() {
        let line = line?;
        if let Some(change) = line.strip_prefix(':') {
            if let Some(blob) = change.split(' ').nth(3).filter(|_| wanted) {
                writeln!(objects, "{blob} {commit}")?;
            }
        } else if let Some((name, seconds)) = line.split_once(' ') {
            wanted = period.holds(seconds.parse().ok());
            name.clone_into(&mut commit);
            if wanted && layout == Layout::Second {
                writeln!(objects, "{commit}:m {commit}")?;
            }
        }
    }
    objects.flush()
}
