//! What an argument names, and how it is opened.

use std::fs::{File, Metadata};
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::block::{Block, Pool};
use super::files::Files;
use super::mbox::{Blocks, Naming};
use super::public_inbox::{self, Archive};
use super::{InputError, Meter, Period, Reason, compressed, folder, incomplete_clone, maildir};
use crate::git::Git;

/// One input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// Standard input.
    Stdin,
    /// A file or a folder. What it holds is found when it is opened.
    Path(PathBuf),
    /// Commits, as `git format-patch` would mail them.
    Git {
        /// The commits: a range, or revisions that are one together.
        range: Vec<String>,
        /// The repository; without one, that of the current folder.
        repository: Option<PathBuf>,
    },
    /// One mail that is in memory, whatever it holds.
    Memory {
        /// How people would name it.
        name: String,
        /// Its bytes.
        mail: Arc<[u8]>,
    },
}

/// The blocks of an input, in order, and what is wrong with it.
pub type Blocked = Box<dyn Iterator<Item = Result<Block, InputError>> + Send>;

impl Source {
    /// The input an argument names; `-` is standard input.
    pub fn of(argument: &str) -> Self {
        if argument == "-" { Self::Stdin } else { Self::Path(PathBuf::from(argument)) }
    }

    /// How people would name it.
    pub fn name(&self) -> String {
        match self {
            Self::Stdin => "-".to_owned(),
            Self::Path(path) => path.display().to_string(),
            Self::Git { range, .. } => range.join(" "),
            Self::Memory { name, .. } => name.clone(),
        }
    }

    /// Its blocks, in order. What can be read before a fault comes before it.
    ///
    /// An archive that knows the dates of its mails gives only those of the period; the others give all. The
    /// meter counts what is read.
    pub fn blocks(&self, period: Period, meter: &Meter) -> Blocked {
        let opened = match self {
            Self::Stdin => {
                let mail = compressed::open(meter.watch(io::stdin()));
                mail.map_err(Reason::from).map(|mail| self.stream(mail))
            }
            Self::Path(path) => self.open(path, period, meter),
            Self::Git { range, repository } => self.format_patch(range, repository.as_deref(), meter),
            Self::Memory { mail, .. } => {
                let blocks = self.blocks_of(Cursor::new(Arc::clone(mail))).into_one_mail();
                let source = self.clone();
                Ok(Box::new(blocks.map(move |block| block.map_err(|why| source.error(why)))) as Blocked)
            }
        };
        opened.unwrap_or_else(|why| Box::new(std::iter::once(Err(self.error(why)))))
    }

    /// How many bytes there are to read; none where that is not known before.
    pub fn size(&self) -> Option<u64> {
        match self {
            Self::Path(path) => path.metadata().ok().filter(Metadata::is_file).map(|file| file.len()),
            Self::Memory { mail, .. } => Some(mail.len() as u64),
            Self::Stdin | Self::Git { .. } => None,
        }
    }

    fn open(&self, path: &Path, period: Period, meter: &Meter) -> Result<Blocked, Reason> {
        match path.metadata() {
            Ok(found) if found.is_dir() => self.open_folder(path, period, meter),
            Ok(_) => Ok(self.stream(compressed::open(meter.watch(File::open(path)?))?)),
            Err(why) if why.kind() == io::ErrorKind::NotFound => Err(self.missing()),
            Err(why) => Err(why.into()),
        }
    }

    /// What was probably meant by a name that no file has.
    fn missing(&self) -> Reason {
        let name = self.name();
        if name.contains("..") {
            return Reason::MissingRange(name);
        }
        let revision = format!("{name}^{{commit}}");
        match Git::here().line("rev-parse", &["--verify", "--quiet", "--end-of-options", &revision]) {
            Ok(_) => Reason::Commit(name),
            Err(_) => Reason::Missing,
        }
    }

    fn open_folder(&self, path: &Path, period: Period, meter: &Meter) -> Result<Blocked, Reason> {
        if maildir::is_maildir(path) {
            return Ok(Box::new(Files::new(maildir::files(path)?, meter)));
        }
        let lists = public_inbox::lists(path);
        if !lists.is_empty() {
            return Ok(Box::new(Archive::new(lists, period, meter)));
        }
        let work_tree = path.join(".git");
        if work_tree.is_dir() && public_inbox::layout(&work_tree).is_ok_and(|layout| layout.is_some()) {
            return Ok(Box::new(Archive::new(vec![vec![work_tree]], period, meter)));
        }
        let files = folder::files(path)?;
        let why = if work_tree.exists() { Reason::Repository(self.name()) } else { Reason::Folder };
        if files.is_empty() && path.read_dir()?.next().is_some() {
            return Err(why);
        }
        Ok(Box::new(Files::among(files, self.error(why), meter)))
    }

    fn format_patch(
        &self,
        range: &[String],
        repository: Option<&Path>,
        meter: &Meter,
    ) -> Result<Blocked, Reason> {
        let git = repository.map_or_else(Git::here, Git::in_folder);
        if let Some(commit) = incomplete_clone::cut_off(&git, range) {
            return Err(Reason::Shallow(format!("its history ends at {commit}, which is in the range")));
        }
        let mut running = git.format_patch(range)?;
        let mails = running.output().ok_or_else(|| io::Error::from(io::ErrorKind::BrokenPipe))?;
        let (source, range) = (self.clone(), self.name());
        let mut blocks = Blocks::new(meter.watch(mails), Naming::Commit, Pool::default(), 0);
        let mut running = Some(running);
        let empty = self.error(Reason::EmptyRange(range.clone()));
        let blocks = std::iter::from_fn(move || {
            let failure = |why| Err(incomplete_clone::not_mailed(&git, &range, why));
            let next = blocks.next().or_else(|| running.take()?.end().err().map(failure))?;
            Some(next.map_err(|why| source.error(why)))
        });
        Ok(Box::new(or_error(blocks, empty)))
    }

    fn stream(&self, reader: impl Read + Send + 'static) -> Blocked {
        self.boxed(self.blocks_of(reader))
    }

    fn blocks_of<R: Read>(&self, reader: R) -> Blocks<R> {
        Blocks::new(reader, Naming::Input(self.name().into()), Pool::default(), 0)
    }

    fn boxed(&self, blocks: Blocks<impl Read + Send + 'static>) -> Blocked {
        let source = self.clone();
        let blocks = blocks.map(move |block| block.map_err(|why| source.error(why)));
        Box::new(or_error(blocks, self.error(Reason::Empty)))
    }

    fn error(&self, why: Reason) -> InputError {
        InputError { input: self.name(), why }
    }
}

/// The blocks, or an error where there are none.
fn or_error(
    blocks: impl Iterator<Item = Result<Block, InputError>> + Send,
    empty: InputError,
) -> impl Iterator<Item = Result<Block, InputError>> + Send {
    let mut blocks = blocks.peekable();
    let mut empty = Some(empty);
    std::iter::from_fn(move || {
        let nothing = blocks.peek().is_none();
        empty.take().filter(|_| nothing).map(Err).or_else(|| blocks.next())
    })
}
