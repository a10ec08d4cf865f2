//! Puts patches into their series as they come, in bounded memory.

use std::collections::{HashMap, HashSet, VecDeque};

use super::series_patch::{Fingerprint, Key};
use super::{PreviousVersion, Series, SeriesPatch};

/// How many series are remembered; the one begun first is forgotten first.
const MOST_SERIES: usize = 1024;
/// How many patches of one series are remembered.
const MOST_PATCHES: usize = 1024;
/// How many bytes are remembered of patches: some hundred a patch, but one may name a thousand files.
const MOST_BYTES: usize = 64 << 20;
/// How many message ids are remembered to know a mail that comes twice.
const MOST_IDS: usize = 1 << 16;

/// The series that are remembered.
#[derive(Debug, Default)]
pub struct Groups {
    series: HashMap<u64, Series>,
    /// The series that still grow, by what tells them apart.
    open: HashMap<Key, u64>,
    by_sender: HashMap<Fingerprint, Vec<u64>>,
    begun: VecDeque<(u64, Key)>,
    ids: HashSet<Fingerprint>,
    ids_seen: VecDeque<Fingerprint>,
    next: u64,
    /// What is remembered of all members, in bytes.
    weight: usize,
}

impl Groups {
    /// Whether a mail was not seen before. Asking makes it known.
    pub fn is_new(&mut self, member: &SeriesPatch) -> bool {
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
    pub fn earlier(&self, member: &SeriesPatch, only_declared: bool) -> Option<PreviousVersion> {
        if member.is_cover || member.numbering.version <= 1 {
            return None;
        }
        let of_sender = self.by_sender.get(&member.key.sender)?;
        let older = || of_sender.iter().filter_map(|id| self.series.get(id));
        let declares = |series: &Series| series.members.iter().any(|other| !other.declared.is_empty());
        if only_declared && !older().any(declares) {
            return None;
        }
        PreviousVersion::of(member, older())
    }

    /// Adds a patch or cover letter to its series, and gives that with its number, the same for all its members.
    pub fn add(&mut self, member: SeriesPatch) -> (u64, &Series) {
        let id = self.series_of(&member);
        let weight = member.weight();
        self.make_room(weight, id);
        let series = self.series.entry(id).or_default();
        if series.members.len() < MOST_PATCHES && self.weight + weight <= MOST_BYTES {
            self.weight += weight;
            series.members.push(member);
        }
        (id, series)
    }

    fn series_of(&mut self, member: &SeriesPatch) -> u64 {
        if let Some(&id) = self.open.get(&member.key) {
            let taken = self.series.get(&id).is_some_and(|series| {
                let same = |other: &&SeriesPatch| {
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
        self.weight -= members.iter().map(SeriesPatch::weight).sum::<usize>();
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::series::series_patch::tests::member;

    fn large(series: u32, number: u32) -> SeriesPatch {
        let paths = (0..50_000).map(|path| format!("{path:0100}.c")).collect();
        SeriesPatch { paths, ..member(series, number, 99) }
    }

    #[test]
    fn the_oldest_series_is_forgotten_before_memory_grows() {
        let mut groups = Groups::default();
        for series in 0..30 {
            let (_, grown) = groups.add(large(series, 1));
            assert_eq!(grown.members.len(), 1, "the newest is remembered");
            assert!(groups.weight <= MOST_BYTES);
        }
        assert!(!groups.series.contains_key(&0) && groups.series.contains_key(&29));
        assert_eq!(groups.series.len(), groups.begun.len());
        let kept = groups.series.values().flat_map(|series| &series.members);
        assert_eq!(kept.map(SeriesPatch::weight).sum::<usize>(), groups.weight);
    }

    #[test]
    fn one_series_does_not_grow_beyond_the_bound() {
        let mut groups = Groups::default();
        let sizes: Vec<usize> = (1..=30).map(|number| groups.add(large(0, number)).1.members.len()).collect();
        assert_eq!(sizes[..5], [1, 2, 3, 4, 5]);
        assert!(sizes[29] < 20 && groups.weight <= MOST_BYTES);
    }
}
