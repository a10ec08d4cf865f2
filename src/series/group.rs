//! Puts patches into their series as they come, in bounded memory.

use std::collections::{HashMap, HashSet, VecDeque};

use super::{Earlier, Member, Series};

/// How many series are remembered; the one begun first is forgotten first.
const MOST_SERIES: usize = 1024;
/// How many patches of one series are remembered.
const MOST_MEMBERS: usize = 1024;
/// How many message ids are remembered to know a mail that comes twice.
const MOST_IDS: usize = 1 << 16;

/// What tells one series from another.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    sender: String,
    version: u32,
    total: u32,
    root: Option<String>,
}

/// The series that are remembered.
#[derive(Debug, Default)]
pub struct Groups {
    series: HashMap<u64, Series>,
    /// The series that still grow, by what tells them apart.
    open: HashMap<Key, u64>,
    by_sender: HashMap<String, Vec<u64>>,
    begun: VecDeque<(u64, Key)>,
    ids: HashSet<String>,
    ids_seen: VecDeque<String>,
    next: u64,
}

/// What a new member makes of its series.
#[derive(Debug)]
pub struct Grown<'a> {
    /// The number of the series, the same for all its members.
    pub id: u64,
    /// The series with the new member.
    pub series: &'a Series,
    /// The earlier version of the new member, if it is a patch and has one.
    pub earlier: Option<Earlier>,
}

impl Groups {
    /// Adds a patch or cover letter to its series. None for a mail that was seen before.
    pub fn add(&mut self, member: Member) -> Option<Grown<'_>> {
        if self.is_known(member.message_id.as_deref()) {
            return None;
        }
        let of_sender = self.by_sender.get(&member.sender);
        let older = of_sender.into_iter().flatten().filter_map(|id| self.series.get(id));
        let earlier = if member.is_cover { None } else { Earlier::of(&member, older) };
        let id = self.series_of(&member);
        let series = self.series.entry(id).or_default();
        if series.members.len() < MOST_MEMBERS {
            series.members.push(member);
        }
        Some(Grown { id, series, earlier })
    }

    /// The series of that number, if it is still remembered.
    pub fn get(&self, id: u64) -> Option<&Series> {
        self.series.get(&id)
    }

    fn series_of(&mut self, member: &Member) -> u64 {
        let key = Key {
            sender: member.sender.clone(),
            version: member.numbering.version,
            total: member.numbering.total,
            // One mail alone is its own thread; in a series the thread's first mail may be the cover.
            root: member.root.clone().filter(|_| member.numbering.total > 1 || member.is_cover),
        };
        if let Some(&id) = self.open.get(&key) {
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
        self.begin(key)
    }

    fn begin(&mut self, key: Key) -> u64 {
        let id = self.next;
        self.next += 1;
        self.by_sender.entry(key.sender.clone()).or_default().push(id);
        self.open.insert(key.clone(), id);
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

    fn is_known(&mut self, id: Option<&str>) -> bool {
        let Some(id) = id else { return false };
        if !self.ids.insert(id.to_owned()) {
            return true;
        }
        self.ids_seen.push_back(id.to_owned());
        if self.ids_seen.len() > MOST_IDS
            && let Some(old) = self.ids_seen.pop_front()
        {
            self.ids.remove(&old);
        }
        false
    }
}
