//! Finds the calls that gained or lost an argument.

use std::collections::{HashMap, HashSet};

use super::changes::{Changes, Sight, Votes};
use crate::mechanical::call::{Callee, Frame, Frames, Slot, arguments};
use crate::mechanical::pattern::{Call, Pattern};
use crate::mechanical::token::Token;

/// A declaration follows its calls: its own two, in a header and at the definition, are enough.
const DECLARATIONS: u32 = 2;

/// The calls that change in the same way wherever they stand, and which of the changes show it.
pub(super) fn learn(changes: &Changes<'_, '_>) -> (Vec<Pattern>, Vec<usize>) {
    let mut ballot = Ballot::default();
    let only = |sight: &Sight| sight.change.old.is_empty() || sight.change.new.is_empty();
    let mut sights = changes.sights.iter().enumerate().filter(|(_, sight)| only(sight)).peekable();
    if sights.peek().is_none() {
        return (Vec::new(), Vec::new());
    }
    let (words, tokens) = (&changes.layout.words, &changes.old.tokens);
    let mut frames = Frames::default();
    for at in 0..tokens.len() {
        while let Some((place, sight)) = sights.next_if(|(_, sight)| sight.change.old.start <= at) {
            if let Some(frame) = frames.top() {
                ballot.vote(changes, (place, sight), frame);
            }
        }
        frames.step(words, tokens, at);
    }
    ballot.count_kept(changes);
    let won = ballot.winners(changes.least);
    let names: HashSet<&Call> = won.iter().collect();
    let taken = ballot.cast.iter().filter(|(_, call)| names.contains(call)).map(|&(place, _)| place);
    let mut taken: Vec<usize> = taken.collect();
    taken.dedup();
    (won.into_iter().map(Pattern::Call).collect(), taken)
}

#[derive(Default)]
struct Ballot {
    votes: HashMap<Call, Votes>,
    /// Which change voted for what.
    cast: Vec<(usize, Call)>,
    /// Where the calls that changed open.
    changed: HashSet<usize>,
    kept: HashMap<Callee, u32>,
}

impl Ballot {
    fn vote(&mut self, changes: &Changes<'_, '_>, (place, sight): (usize, &Sight), frame: &Frame) {
        let Some(callee) = frame.callee else { return };
        let (words, old) = (&changes.layout.words, &changes.old.tokens);
        let change = &sight.change;
        let gained = change.old.is_empty();
        let part: &[Token] =
            if gained { &changes.layout.new.tokens[change.new.clone()] } else { &old[change.old.clone()] };
        for (slot, argument) in arguments(words, old, change.old.start, change.old.len(), part, frame) {
            let call = Call { callee, slot, argument, gained };
            self.cast.push((place, call.clone()));
            self.votes.entry(call).or_default().add(changes.line(sight));
            self.changed.insert(frame.open);
            self.kept.entry(callee).or_default();
        }
    }

    fn count_kept(&mut self, changes: &Changes<'_, '_>) {
        let mut frames = Frames::default();
        for at in 0..changes.old.tokens.len() {
            let closed = frames.step(&changes.layout.words, &changes.old.tokens, at);
            if let Some(Frame { callee: Some(callee), open, .. }) = closed
                && !self.changed.contains(&open)
                && !changes.touched[open]
                && let Some(kept) = self.kept.get_mut(&callee)
            {
                *kept += 1;
            }
        }
    }

    fn winners(&self, least: u32) -> Vec<Call> {
        let mut best: HashMap<Callee, (&Call, Votes)> = HashMap::new();
        for (call, &votes) in &self.votes {
            let entry = best.entry(call.callee).or_insert((call, votes));
            if rank(call, votes) > rank(entry.0, entry.1) {
                *entry = (call, votes);
            }
        }
        let carries = |call: &Call, votes: Votes, lines| {
            let others: u32 = self.kept.get(&call.callee).copied().unwrap_or_default();
            votes.carry(lines, others)
        };
        let mut won: Vec<Call> = best
            .values()
            .filter(|(call, votes)| {
                let caller = Callee { declared: false, ..call.callee };
                let called = best.get(&caller).is_some_and(|&(other, votes)| {
                    call.callee.declared && other.gained == call.gained && carries(other, votes, least)
                });
                carries(call, *votes, if called { DECLARATIONS } else { least })
            })
            .map(|(call, _)| (*call).clone())
            .collect();
        won.sort_by_key(|call| (call.callee.name, call.callee.declared));
        won
    }
}

/// The order among edits of one call: the same patch always gives the same winner.
fn rank(call: &Call, votes: Votes) -> (u32, bool, std::cmp::Reverse<u32>, std::cmp::Reverse<&[Token]>) {
    let (last, at) = match call.slot {
        Slot::Last => (true, 0),
        Slot::At(at) => (false, at),
    };
    (votes.lines, last, std::cmp::Reverse(at), std::cmp::Reverse(&call.argument))
}
