//! Puts patches into their series as they come, in bounded memory.

use std::collections::{HashMap, HashSet, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher as _};

use super::{Earlier, Member, Series};

/// How many series are remembered; the one begun first is forgotten first.
const MOST_SERIES: usize = 1024;
/// How many patches of one series are remembered.
const MOST_MEMBERS: usize = 1024;
/// How many message ids are remembered to know a mail that comes twice.
const MOST_IDS: usize = 1 << 16;

/// A hash that stands for what was hashed: names are compared millions of times, and need not be kept.
type Sign = u64;

/// What tells one series from another, and whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Key {
    sender: Sign,
    series: Sign,
}

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
        let key = Key::of(&member);
        let of_sender = self.by_sender.get(&key.sender);
        let older = of_sender.into_iter().flatten().filter_map(|id| self.series.get(id));
        let is_later = !member.is_cover && member.numbering.version > 1;
        let earlier = if is_later { Earlier::of(&member, older) } else { None };
        let id = self.series_of(key, &member);
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

    fn series_of(&mut self, key: Key, member: &Member) -> u64 {
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

    fn is_known(&mut self, id: Option<&str>) -> bool {
        let Some(id) = id.map(sign) else { return false };
        if !self.ids.insert(id) {
            return true;
        }
        self.ids_seen.push_back(id);
        if self.ids_seen.len() > MOST_IDS
            && let Some(old) = self.ids_seen.pop_front()
        {
            self.ids.remove(&old);
        }
        false
    }
}

impl Key {
    fn of(member: &Member) -> Self {
        let numbering = member.numbering;
        // One mail alone is its own thread; in a series the thread's first mail may be the cover.
        let root = member.root.as_deref().filter(|_| numbering.total > 1 || member.is_cover);
        let sender = sign(&member.sender);
        Self { sender, series: sign((numbering.version, numbering.total, root)) }
    }
}

fn sign(what: impl Hash) -> Sign {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
}
