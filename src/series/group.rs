//! Puts patches into their series as they come, in bounded memory.

use std::collections::{HashMap, HashSet, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher as _};

use super::{Earlier, Member, Series};

/// How many series are remembered; the one begun first is forgotten first.
const MOST_SERIES: usize = 1024;
/// How many patches of one series are remembered.
const MOST_MEMBERS: usize = 1024;
/// How many bytes are remembered of patches: some hundred a patch, but one may name a thousand files.
const MOST_BYTES: usize = 64 << 20;
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
    /// What is remembered of all members, in bytes.
    weight: usize,
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
        let weight = member.weight();
        self.make_room(weight, id);
        let series = self.series.entry(id).or_default();
        if series.members.len() < MOST_MEMBERS && self.weight + weight <= MOST_BYTES {
            self.weight += weight;
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

    /// Forgets the oldest series until so many bytes more can be remembered, but not the one they are for.
    fn make_room(&mut self, weight: usize, id: u64) {
        while self.weight + weight > MOST_BYTES
            && let Some(at) = self.begun.iter().position(|(old, _)| *old != id)
            && let Some((old, key)) = self.begun.remove(at)
        {
            self.forget(old, &key);
        }
    }

    fn forget(&mut self, id: u64, key: &Key) {
        let members = self.series.remove(&id).map(|series| series.members).unwrap_or_default();
        self.weight -= members.iter().map(Member::weight).sum::<usize>();
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::patch::Numbering;

    fn member(series: u32, number: u32, paths: usize) -> Member {
        let name = format!("<{series}.{number}@example.org>");
        Member {
            is_cover: false,
            message_id: Some(name.clone()),
            root: Some(format!("<{series}@example.org>")),
            sender: "ada@example.org".to_owned(),
            numbering: Numbering { version: 1, number, total: 99 },
            subject: name,
            declared: Vec::new(),
            place: None,
            limited: None,
            code: (1, 1),
            paths: (0..paths).map(|path| format!("{path:0100}.c")).collect(),
            changed: Vec::new(),
        }
    }

    #[test]
    fn the_oldest_series_is_forgotten_before_memory_grows() {
        let mut groups = Groups::default();
        for series in 0..30 {
            let grown = groups.add(member(series, 1, 50_000)).unwrap();
            assert_eq!(grown.series.members.len(), 1, "the newest is remembered");
            assert!(groups.weight <= MOST_BYTES);
        }
        assert!(groups.get(0).is_none() && groups.get(29).is_some());
        assert_eq!(groups.series.len(), groups.begun.len());
        let kept = groups.series.values().flat_map(|series| &series.members);
        assert_eq!(kept.map(Member::weight).sum::<usize>(), groups.weight);
    }

    #[test]
    fn one_series_does_not_grow_beyond_the_bound() {
        let mut groups = Groups::default();
        let sizes: Vec<usize> = (1..=30)
            .map(|number| groups.add(member(0, number, 50_000)).unwrap().series.members.len())
            .collect();
        assert_eq!(sizes[..5], [1, 2, 3, 4, 5]);
        assert!(sizes[29] < 20 && groups.weight <= MOST_BYTES);
    }
}
