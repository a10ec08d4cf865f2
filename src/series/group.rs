//! Puts patches into their series as they come, in bounded memory.

use std::collections::{HashMap, HashSet, VecDeque};

use super::member::{Key, Sign};
use super::{Earlier, Member, Series};

/// How many series are remembered; the one begun first is forgotten first.
const MOST_SERIES: usize = 1024;
/// How many patches of one series are remembered.
const MOST_MEMBERS: usize = 1024;
/// How many message ids are remembered to know a mail that comes twice.
const MOST_IDS: usize = 1 << 16;

/// The series that are remembered.
#[derive(Debug, Default)]
pub struct Groups {
    series: HashMap<u64, Series>,
    /// The series that still grow, by what tells them apart.
    open: HashMap<Key, u64>,
    by_sender: HashMap<Sign, Vec<u64>>,
    begun: VecDeque<(u64, Key)>,
    ids: HashSet<Sign>,
    ids_seen: VecDeque<Sign>,
    next: u64,
}

impl Groups {
    /// Whether a mail was not seen before. Asking makes it known.
    pub fn is_new(&mut self, member: &Member) -> bool {
        let Some(id) = member.id else { return true };
        if !self.ids.insert(id) {
            return false;
        }
        self.ids_seen.push_back(id);
        if self.ids_seen.len() > MOST_IDS
            && let Some(old) = self.ids_seen.pop_front()
        {
            self.ids.remove(&old);
        }
        true
    }

    /// The earlier version of a patch that is yet to be added. Where only declarations matter, none is looked
    /// for among series that declare nothing.
    pub fn earlier(&self, member: &Member, only_declared: bool) -> Option<Earlier> {
        if member.is_cover || member.numbering.version <= 1 {
            return None;
        }
        let of_sender = self.by_sender.get(&member.key.sender)?;
        let older = || of_sender.iter().filter_map(|id| self.series.get(id));
        let declares = |series: &Series| series.members.iter().any(|other| !other.declared.is_empty());
        if only_declared && !older().any(declares) {
            return None;
        }
        Earlier::of(member, older())
    }

    /// Adds a patch or cover letter to its series, and gives that with its number, the same for all its members.
    pub fn add(&mut self, member: Member) -> (u64, &Series) {
        let id = self.series_of(&member);
        let series = self.series.entry(id).or_default();
        if series.members.len() < MOST_MEMBERS {
            series.members.push(member);
        }
        (id, series)
    }

    fn series_of(&mut self, member: &Member) -> u64 {
        if let Some(&id) = self.open.get(&member.key) {
            let taken = self.series.get(&id).is_some_and(|series| {
                let same = |other: &&Member| {
                    other.numbering.number == member.numbering.number && other.is_cover == member.is_cover
                };
                series.members.iter().any(|other| same(&other))
            });
            if !taken {
                return id;
            }
        }
        self.begin(member.key)
    }

    fn begin(&mut self, key: Key) -> u64 {
        let id = self.next;
        self.next += 1;
        self.by_sender.entry(key.sender).or_default().push(id);
        self.open.insert(key, id);
        self.begun.push_back((id, key));
        if self.begun.len() > MOST_SERIES
            && let Some((old, key)) = self.begun.pop_front()
        {
            self.forget(old, &key);
        }
        id
    }

    fn forget(&mut self, id: u64, key: &Key) {
        self.series.remove(&id);
        if self.open.get(key) == Some(&id) {
            self.open.remove(key);
        }
        if let Some(ids) = self.by_sender.get_mut(&key.sender) {
            ids.retain(|other| *other != id);
            if ids.is_empty() {
                self.by_sender.remove(&key.sender);
            }
        }
    }
}
