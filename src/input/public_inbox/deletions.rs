//! Mails that the keeper of a list has taken out of it: they are still in its history, and are not checked.
//!
//! `public-inbox-learn rm` adds a commit: in version 2 one whose file `d` is the mail, in version 1 one that removes
//! the mail's file. `public-inbox-purge` rewrites the history, with an empty file in the mail's place.

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::sync::Arc;

use super::{Layout, layout};
use crate::git::{Git, GitError};

/// The deletions of a list.
#[derive(Debug, Default)]
pub(super) struct Deletions {
    /// In version 2, the mail that each commit deletes: its object.
    pub(super) by_commit: Arc<HashMap<String, String>>,
    /// How often each mail is still to be deleted. One that comes back after that is checked.
    to_come: HashMap<String, u32>,
}

impl Deletions {
    /// Those of all repositories of a list: a mail may be taken out epochs after it came. What cannot be read here is
    /// said where the mails are read.
    pub(super) fn of(repositories: &[impl AsRef<Path>]) -> Self {
        let (mut deletions, mut by_commit) = (Self::default(), HashMap::new());
        for repository in repositories {
            let repository = repository.as_ref();
            if let Ok(Some(layout)) = layout(repository) {
                let _ = deletions.add(repository, layout, &mut by_commit);
            }
        }
        deletions.by_commit = Arc::new(by_commit);
        deletions
    }

    fn add(
        &mut self,
        repository: &Path,
        layout: Layout,
        by_commit: &mut HashMap<String, String>,
    ) -> Result<(), GitError> {
        let args = match layout {
            Layout::Second => ["--diff-filter=AM", "HEAD", "--", "d"].as_slice(),
            Layout::First => ["--diff-filter=D", "HEAD", "--"].as_slice(),
            Layout::Empty => return Ok(()),
        };
        let args = [&["--format=%H", "--raw", "--no-abbrev", "--no-renames"][..], args].concat();
        let mut log = Git::in_directory(repository).start("log", &args)?;
        let mut commit = String::new();
        for line in log.output().into_iter().flat_map(|changes| BufReader::new(changes).lines()) {
            let line = line?;
            match (Change::read(&line), layout) {
                (Some(change), Layout::Second) => {
                    *self.to_come.entry(change.new.to_owned()).or_default() += 1;
                    by_commit.insert(commit.clone(), change.new.to_owned());
                }
                (Some(change), _) => *self.to_come.entry(change.old.to_owned()).or_default() += 1,
                (None, _) if !line.is_empty() => commit = line,
                (None, _) => {}
            }
        }
        log.end()
    }

    /// Whether a mail that comes now is taken out later.
    pub(super) fn is_to_come(&self, mail: &str) -> bool {
        self.to_come.contains_key(mail)
    }

    /// Passes a deletion.
    pub(super) fn pass(&mut self, mail: &str) {
        if let Some(left) = self.to_come.get_mut(mail) {
            *left -= 1;
            if *left == 0 {
                self.to_come.remove(mail);
            }
        }
    }
}

/// A line of `git log --raw`: the objects that a file was before a commit and is after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Change<'a> {
    pub(super) old: &'a str,
    pub(super) new: &'a str,
    pub(super) is_deletion: bool,
}

impl<'a> Change<'a> {
    /// Reads `:100644 000000 OLD NEW D<TAB>path`.
    pub(super) fn read(line: &'a str) -> Option<Self> {
        let mut words = line.strip_prefix(':')?.split([' ', '\t']).skip(2);
        Some(Self { old: words.next()?, new: words.next()?, is_deletion: words.next()? == "D" })
    }
}
