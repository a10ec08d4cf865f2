//! What changed: the stretches that differ, each of which may show an edit.

use std::ops::Range;

use super::site::{self, Site};
use crate::mechanical::align::{self, Change};
use crate::mechanical::call::{Frames, Slot};
use crate::mechanical::layout::{Layout, Run, Side, place};
use crate::mechanical::status::Status;
use crate::mechanical::token::{
    CLOSE, CLOSE_BLOCK, CLOSE_INDEX, COMMA, Class, OPEN, OPEN_BLOCK, OPEN_INDEX, Token,
};

/// A place that keeps the old form or takes another weighs as much as so many that follow the edit.
const WEIGHT: u32 = 4;
/// Longer changes are not edits.
pub(super) const LONGEST: usize = 8;
/// So many changes are looked at in one round; what is left shows in the next.
const MOST: usize = 1 << 16;

/// What changed in some runs.
pub(super) struct Changes<'s, 'a> {
    pub(super) layout: &'s Layout<'a>,
    pub(super) old: &'s Side,
    /// In the order of the patch.
    pub(super) sights: Vec<Sight>,
    /// The same, line by line.
    pub(super) sites: Vec<Site>,
    /// The tokens of the old side that are not aligned with themselves.
    pub(super) touched: Vec<bool>,
    /// The places of the old side where something is added, in order.
    pub(super) gaps: Vec<usize>,
    /// How many lines must show an edit.
    pub(super) least: u32,
}

/// Which argument of a call something is, counted from the first and from the last.
pub(super) type Slots = [Option<Slot>; 2];

/// One change, and where it is.
pub(super) struct Sight {
    pub(super) change: Change,
    pub(super) file: u32,
    pub(super) slots: Slots,
}

/// How often something was seen.
#[derive(Default, Clone, Copy)]
pub(super) struct Votes {
    pub(super) times: u32,
    pub(super) lines: u32,
    pub(super) last: u32,
}

impl Votes {
    pub(super) fn add(&mut self, line: usize) {
        let line = place(line) + 1;
        self.times += 1;
        self.lines += u32::from(self.last != line);
        self.last = line;
    }

    /// Whether it recurs, and next to nothing contradicts it.
    pub(super) fn carry(self, lines: u32, against: u32) -> bool {
        self.lines >= lines && against.saturating_mul(WEIGHT) <= self.times
    }
}

impl<'s, 'a> Changes<'s, 'a> {
    pub(super) fn of(
        layout: &'s Layout<'a>,
        old: &'s Side,
        open: &[&Run],
        statuses: &[Status],
        least: u32,
    ) -> Self {
        let touched = vec![false; old.tokens.len()];
        let mut changes =
            Self { layout, old, sights: Vec::new(), sites: Vec::new(), touched, gaps: Vec::new(), least };
        for run in open {
            if run.old.is_empty() || run.new.is_empty() || changes.sights.len() > MOST {
                changes.touched[old.span(&run.old)].fill(true);
                continue;
            }
            let found =
                align::names(&layout.words, old, old.span(&run.old), &layout.new, layout.new.span(&run.new));
            changes.take(found, run);
        }
        changes.drop_explained(statuses);
        changes.find_slots();
        changes
    }

    fn find_slots(&mut self) {
        let tokens = &self.old.tokens;
        let mut frames = Frames::default();
        let mut at = 0;
        for sight in &mut self.sights {
            let old = &sight.change.old;
            while at < old.start {
                frames.step(&self.layout.words, tokens, at);
                at += 1;
            }
            let (one_sided, new) =
                (sight.change.is_one_sided(), &self.layout.new.tokens[sight.change.new.clone()]);
            let part = if old.is_empty() { new } else { &tokens[old.clone()] };
            if !one_sided || is_argument(tokens, old, part) {
                // What a function calls its parameters says nothing of its name.
                let keep = |slot: &Slot| one_sided || !slot.callee.declared;
                sight.slots = frames.slots(tokens, at, old.len()).map(|slot| slot.filter(keep));
            }
        }
    }

    /// Takes a stretch that only comes or goes to where it is an argument, if it can stand there, too: of `f(a, b)` that
    /// becomes `f(a, a, b)`, the last such place. It may go as far as from `from` to `to` of the old side.
    fn slide(&self, change: &mut Change, from: usize, to: usize) {
        let old = &self.old.tokens;
        let (tokens, part) = match (change.old.is_empty(), change.new.is_empty()) {
            (true, false) => (&self.layout.new.tokens, change.new.clone()),
            (false, true) => (old, change.old.clone()),
            _ => return,
        };
        let same = |a: usize, b: usize| tokens[a] == tokens[b];
        let back =
            (1..=change.old.start - from).take_while(|by| same(part.start - by, part.end - by)).count();
        let ahead = (0..to - change.old.end).take_while(|by| same(part.start + by, part.end + by)).count();
        let by = (0..=back + ahead).rev().find(|by| {
            let at = change.old.start - back + by..change.old.end - back + by;
            is_argument(old, &at, &tokens[part.start - back + by..part.end - back + by])
        });
        let by = by.unwrap_or(back);
        change.old = change.old.start - back + by..change.old.end - back + by;
        change.new = change.new.start - back + by..change.new.end - back + by;
    }

    /// Takes the changes of one run.
    fn take(&mut self, mut found: Vec<Change>, run: &Run) {
        let span = self.old.span(&run.old);
        for at in 0..found.len() {
            let from = at.checked_sub(1).map_or(span.start, |before| found[before].old.end);
            let to = found.get(at + 1).map_or(span.end, |next| next.old.start);
            self.slide(&mut found[at], from, to);
        }
        self.sites.extend(site::by_line(self.layout, self.old, &found));
        for change in found {
            self.touch(&change);
            self.add(change, run.file);
        }
    }

    /// What is explained already teaches nothing.
    fn drop_explained(&mut self, statuses: &[Status]) {
        let old = self.old;
        self.sites.retain(|site| {
            let row = old.rows[old.line_of(site.line.start)];
            statuses.get(row as usize) == Some(&Status::Open)
        });
        self.sights.retain(|sight| {
            let at = &sight.change.old;
            // What is only added stands at the end of one line or at the start of the next.
            let lines = [Some(at.start), at.start.checked_sub(1).filter(|_| at.is_empty())];
            lines.into_iter().flatten().any(|token| {
                let row = old.rows[old.line_of(token)];
                statuses.get(row as usize) == Some(&Status::Open)
            })
        });
    }

    fn touch(&mut self, change: &Change) {
        self.touched[change.old.clone()].fill(true);
        if change.old.is_empty() {
            self.gaps.push(change.old.start);
        }
    }

    fn add(&mut self, change: Change, file: u32) {
        if self.sights.len() > MOST {
            return;
        }
        let (old, new) = (&self.old.tokens[change.old.clone()], &self.layout.new.tokens[change.new.clone()]);
        let word = |&t: &u32| matches!(self.layout.words.class(t), Class::Name | Class::Keyword);
        if old.len() == new.len() && old.iter().chain(new).all(word) {
            // Neighbours that were renamed each on their own.
            for (x, y) in change.old.zip(change.new) {
                let change = Change { old: x..x + 1, new: y..y + 1 };
                self.sights.push(Sight { change, file, slots: [None; 2] });
            }
        } else if old.len() <= LONGEST
            && new.len() <= LONGEST
            && open_brackets(old, new) == [0; 3]
            && !self.whole_line(&change)
        {
            self.sights.push(Sight { change, file, slots: [None; 2] });
        }
    }

    /// A line that only comes or goes is no edit of what stands on it.
    fn whole_line(&self, change: &Change) -> bool {
        let covers = |side: &Side, from: usize, to: usize| {
            let span = side.span(&(side.line_of(from)..side.line_of(to - 1) + 1));
            from <= span.start && span.end <= to
        };
        match (change.old.is_empty(), change.new.is_empty()) {
            (true, false) => covers(&self.layout.new, change.new.start, change.new.end),
            (false, true) => covers(self.old, change.old.start, change.old.end),
            _ => false,
        }
    }

    pub(super) fn line(&self, sight: &Sight) -> usize {
        self.old.line_of(sight.change.old.start)
    }
}

/// Whether what comes or goes at a place is an argument, with the comma that parts it from others.
fn is_argument(tokens: &[Token], at: &Range<usize>, part: &[Token]) -> bool {
    let starts = at.start > 0 && matches!(tokens[at.start - 1], OPEN | COMMA);
    let ends = matches!(tokens.get(at.end), Some(&(CLOSE | COMMA)));
    match part {
        [COMMA, ..] => ends,
        [.., COMMA] => starts,
        _ => at.start > 0 && tokens[at.start - 1] == OPEN && tokens.get(at.end) == Some(&CLOSE),
    }
}

/// How many more brackets of each kind some tokens leave open than others.
pub(super) fn open_brackets(old: &[Token], new: &[Token]) -> [i32; 3] {
    let mut open = [0; 3];
    for (sign, tokens) in [(-1, old), (1, new)] {
        for &token in tokens {
            match token {
                OPEN => open[0] += sign,
                CLOSE => open[0] -= sign,
                OPEN_INDEX => open[1] += sign,
                CLOSE_INDEX => open[1] -= sign,
                OPEN_BLOCK => open[2] += sign,
                CLOSE_BLOCK => open[2] -= sign,
                _ => {}
            }
        }
    }
    open
}
