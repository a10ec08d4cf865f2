//! Puts patches into their series as they come, in bounded memory.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

use super::fingerprint::{Fingerprint, fingerprint};
use super::{PreviousVersion, Series, SeriesPatch};

/// How many series are remembered; the one begun first is forgotten first.
const MOST_SERIES: usize = 1024;
/// How many patches of one series are remembered.
const MOST_PATCHES: usize = 1024;
/// How many bytes are remembered of patches: some hundred a patch, but one may name a thousand files.
const MOST_BYTES: usize = 64 << 20;
/// How many message ids are remembered to know a mail that comes twice.
const MOST_IDS: usize = 1 << 16;
/// How many series that look alike are tried, the newest first.
const MOST_ALIKE: usize = 8;
/// How many seconds may lie between two mails of a series without a thread.
const PAUSE: u64 = 15 * 60;

/// The series that are remembered.
#[derive(Debug, Default)]
pub struct Groups {
    series: HashMap<u64, Begun>,
    /// The series of a mail.
    by_id: HashMap<Fingerprint, u64>,
    /// The series that look alike.
    by_key: HashMap<Key, Vec<u64>>,
    by_sender: HashMap<Fingerprint, Vec<u64>>,
    begun: VecDeque<u64>,
    ids: HashSet<Fingerprint>,
    ids_seen: VecDeque<Fingerprint>,
    next: u64,
    /// What is remembered of all members, in bytes.
    weight: usize,
}

/// A series that was begun, and what decides which mails belong to it.
#[derive(Debug)]
struct Begun {
    series: Series,
    sender: Fingerprint,
    /// None where no other mail can belong to it.
    key: Option<Key>,
    /// Whether a mail of it answers another.
    is_threaded: bool,
    /// The mails that its first mail answers.
    parents: Vec<Fingerprint>,
    /// When the last mail was sent.
    sent: Option<i64>,
}

/// What series that may be the same have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Key {
    /// The sender, the total and the root of the thread.
    Thread(Fingerprint, u32, Option<Fingerprint>),
    /// The sender, the total and the version of mails that answer none.
    Alone(Fingerprint, u32, u32),
}

impl Key {
    /// Those under which the series of a mail may be known, and at the end the one under which it becomes known.
    fn all(member: &SeriesPatch) -> Vec<Self> {
        if !member.has_place && !member.is_cover {
            return Vec::new();
        }
        let thread = Self::Thread(member.sender, member.numbering.total, member.thread.root);
        let alone = Self::Alone(member.sender, member.numbering.total, member.numbering.version);
        if member.thread.parents.is_empty() { vec![thread, alone] } else { vec![thread] }
    }
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
        let own = self.find(member).and_then(|id| self.get(id));
        let version = own.map_or(member.numbering.version, |series| series.version);
        if member.is_cover || version <= 1 {
            return None;
        }
        let newest_first = self.by_sender.get(&member.sender)?.iter().rev().filter_map(|id| self.get(*id));
        let is_older = |series: &&Series| series.version < version && (series.declares || !only_declared);
        PreviousVersion::of(member, newest_first.filter(is_older))
    }

    /// The series of that number, as [`Groups::add`] gave it; none where it was forgotten.
    pub fn get(&self, number: u64) -> Option<&Series> {
        self.series.get(&number).map(|begun| &begun.series)
    }

    /// The id of the series of the mail with that `Message-ID`; none where that is not remembered.
    pub fn id_of(&self, message_id: &str) -> Option<&Arc<str>> {
        let number = self.by_id.get(&fingerprint(message_id))?;
        self.get(*number).map(|series| &series.id)
    }

    /// Adds a patch or cover letter to its series, and gives that with its number, the same for all its members.
    pub fn add(&mut self, mut member: SeriesPatch) -> (u64, &Series) {
        if member.declared.is_empty() {
            // No later version will ask which files this one changed.
            member.paths = Vec::new();
        }
        let number = self.find(&member).unwrap_or(self.next);
        self.make_room(member.weight(), number);
        if self.weight + member.weight() > MOST_BYTES {
            member.forget_diff();
        }
        self.weight += member.weight();
        if let Some(id) = member.id {
            self.by_id.insert(id, number);
        }
        if number == self.next {
            self.begin(member);
        } else if let Some(begun) = self.series.get_mut(&number) {
            begun.is_threaded |= !member.thread.parents.is_empty();
            begun.sent = member.thread.sent.or(begun.sent);
            begun.series.push(member);
        }
        (number, &self.series[&number].series)
    }

    /// The series that a mail belongs to, if it was begun.
    fn find(&self, member: &SeriesPatch) -> Option<u64> {
        let (keys, parents) = (Key::all(member), &member.thread.parents);
        if keys.is_empty() {
            return None;
        }
        let numbering = member.numbering;
        let fits = |number: &u64| {
            self.series.get(number).filter(|begun| {
                let series = &begun.series;
                begun.sender == member.sender
                    && series.total() == numbering.total
                    && !series.numbers.contains(&numbering.number)
                    && series.len() < MOST_PATCHES
            })
        };
        let is_version = |begun: &Begun| begun.series.version == numbering.version;
        // A patch whose version was forgotten belongs to the cover letter that it answers.
        let is_answered =
            |begun: &Begun| is_version(begun) || (numbering.version == 1 && begun.series.cover().is_some());
        let mut answered = parents.iter().filter(|_| !member.is_cover).filter_map(|id| self.by_id.get(id));
        if let Some(number) = answered.find(|number| fits(number).is_some_and(is_answered)) {
            return Some(*number);
        }
        let is_alike = |begun: &Begun| {
            let pause = begun.sent.zip(member.thread.sent).map(|(one, other)| one.abs_diff(other));
            let answers_this = member.id.is_some_and(|id| begun.parents.contains(&id));
            match parents.is_empty() {
                _ if answers_this => true,
                true => !begun.is_threaded && pause.is_some_and(|pause| pause <= PAUSE),
                false => !member.is_cover,
            }
        };
        let alike = keys.iter().filter_map(|key| self.by_key.get(key)).flat_map(|alike| alike.iter().rev());
        let mut alike =
            alike.filter(|number| fits(number).is_some_and(|begun| is_version(begun) && is_alike(begun)));
        alike.next().copied()
    }

    fn begin(&mut self, first: SeriesPatch) {
        let number = self.next;
        self.next += 1;
        let key = Key::all(&first).pop();
        if let Some(key) = key {
            let alike = self.by_key.entry(key).or_default();
            alike.push(number);
            if alike.len() > MOST_ALIKE {
                alike.remove(0);
            }
        }
        self.by_sender.entry(first.sender).or_default().push(number);
        self.begun.push_back(number);
        let begun = Begun {
            sender: first.sender,
            key,
            is_threaded: !first.thread.parents.is_empty(),
            parents: first.thread.parents.clone(),
            sent: first.thread.sent,
            series: Series::new(first),
        };
        self.series.insert(number, begun);
        if self.begun.len() > MOST_SERIES
            && let Some(old) = self.begun.pop_front()
        {
            self.forget(old);
        }
    }

    /// Forgets the oldest series until so many bytes more can be remembered, but not the one they are for.
    fn make_room(&mut self, weight: usize, number: u64) {
        while self.weight + weight > MOST_BYTES
            && let Some(at) = self.begun.iter().position(|old| *old != number)
            && let Some(old) = self.begun.remove(at)
        {
            self.forget(old);
        }
    }

    fn forget(&mut self, number: u64) {
        let Some(begun) = self.series.remove(&number) else { return };
        for member in &begun.series.members {
            self.weight -= member.weight();
            if let Some(id) = member.id.filter(|id| self.by_id.get(id) == Some(&number)) {
                self.by_id.remove(&id);
            }
        }
        if let Some(key) = begun.key {
            take_out(&mut self.by_key, &key, number);
        }
        take_out(&mut self.by_sender, &begun.sender, number);
    }
}

/// Takes a series out of a list of them, and the list out of its map once it is empty.
fn take_out<K: Eq + std::hash::Hash>(lists: &mut HashMap<K, Vec<u64>>, key: &K, number: u64) {
    if let Some(list) = lists.get_mut(key) {
        list.retain(|other| *other != number);
        if list.is_empty() {
            lists.remove(key);
        }
    }
}

#[cfg(test)]
mod tests;
