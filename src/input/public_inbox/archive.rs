//! The mails of some lists, one repository after another.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};

use super::deletions::Deletions;
use super::mails::Mails;
use super::{Layout, List, layout};
use crate::input::block::{Block, Pool};
use crate::input::{InputError, Meter, Period, Reason};

/// The mails of some lists.
pub(in crate::input) struct Archive {
    lists: std::vec::IntoIter<List>,
    /// What is left of the current list.
    repositories: std::vec::IntoIter<PathBuf>,
    deletions: Deletions,
    current: Option<(String, Mails)>,
    faults: VecDeque<InputError>,
    period: Period,
    pool: Pool,
    meter: Meter,
    index: u64,
}

impl Archive {
    pub(in crate::input) fn new(lists: Vec<List>, period: Period, meter: &Meter) -> Self {
        Self {
            lists: lists.into_iter(),
            repositories: Vec::new().into_iter(),
            deletions: Deletions::default(),
            current: None,
            faults: VecDeque::new(),
            period,
            pool: Pool::default(),
            meter: meter.clone(),
            index: 0,
        }
    }

    /// The next repository, of this list or the next.
    fn repository(&mut self) -> Option<PathBuf> {
        loop {
            if let Some(repository) = self.repositories.next() {
                return Some(repository);
            }
            let list = self.lists.next()?;
            self.deletions = Deletions::of(&list);
            self.repositories = list.into_iter();
        }
    }

    fn open(&self, repository: &Path) -> Result<Option<Mails>, Reason> {
        match layout(repository)? {
            Some(Layout::Empty) => Ok(None),
            Some(layout) => {
                Mails::new(repository, layout, self.period, &self.deletions, &self.meter).map(Some)
            }
            None => Err(Reason::Repository(repository.display().to_string())),
        }
    }

    fn fault(&mut self, input: String, why: Reason) {
        self.faults.push_back(InputError { input, why });
    }
}

impl Iterator for Archive {
    type Item = Result<Block, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(fault) = self.faults.pop_front() {
                return Some(Err(fault));
            }
            let Some((name, mut mails)) = self.current.take() else {
                let repository = self.repository()?;
                let name = repository.display().to_string();
                match self.open(&repository) {
                    Ok(mails) => self.current = mails.map(|mails| (name, mails)),
                    Err(why) => self.fault(name, why),
                }
                continue;
            };
            match mails.block(&name, &self.pool, &mut self.index, &mut self.deletions) {
                Ok(Some(block)) => {
                    self.current = Some((name, mails));
                    return Some(Ok(block));
                }
                Ok(None) => mails.end().into_iter().for_each(|why| self.fault(name.clone(), why)),
                Err(why) => self.fault(name, why),
            }
        }
    }
}
