//! Finds the edits that recur: what became what, how often, and how often it did not.

mod calls;
mod phrases;

use super::align::{self, By, Change};
use super::pattern::Pattern;
use super::sheet::{Run, Sheet, Side, place};
use super::study::{Evidence, Verdict};
use super::token::Class;

/// A place that keeps the old form or takes another weighs as much as so many that follow the edit.
const WEIGHT: u32 = 4;
/// Longer changes are not edits.
const LONGEST: usize = 8;
/// Two changes with so many tokens between them may be one.
const NEAR: usize = 4;
/// So many changes are looked at in one round; what is left shows in the next.
const MOST: usize = 1 << 17;

/// The edits that recur in the runs that are not explained yet.
pub(super) fn edits(
    sheet: &Sheet<'_>,
    old: &Side,
    open: &[&Run],
    verdicts: &[Verdict],
    evidence: Evidence,
) -> Vec<Pattern> {
    let mut changes = Changes::of(sheet, old, open, verdicts, evidence.lines);
    // A call says better than the tokens around it what an argument belongs to.
    let (mut found, taken) = calls::learn(&changes);
    changes.drop(&taken);
    found.extend(phrases::learn(&changes));
    found
}

/// What changed in some runs.
struct Changes<'s, 'a> {
    sheet: &'s Sheet<'a>,
    old: &'s Side,
    /// In the order of the patch.
    sights: Vec<Sight>,
    /// The tokens of the old side that are not aligned with themselves.
    touched: Vec<bool>,
    /// The places of the old side where something is added, in order.
    gaps: Vec<usize>,
    /// How many lines must show an edit.
    least: u32,
}

/// One change, and the file it is in.
struct Sight {
    change: Change,
    file: u32,
}

/// How often something was seen.
#[derive(Default, Clone, Copy)]
struct Votes {
    times: u32,
    lines: u32,
    last: u32,
}

impl Votes {
    fn add(&mut self, line: usize) {
        let line = place(line) + 1;
        self.times += 1;
        self.lines += u32::from(self.last != line);
        self.last = line;
    }

    /// Whether it recurs, and next to nothing contradicts it.
    fn carry(self, lines: u32, against: u32) -> bool {
        self.lines >= lines && against.saturating_mul(WEIGHT) <= self.times
    }
}

impl<'s, 'a> Changes<'s, 'a> {
    fn of(sheet: &'s Sheet<'a>, old: &'s Side, open: &[&Run], verdicts: &[Verdict], least: u32) -> Self {
        let touched = vec![false; old.tokens.len()];
        let mut changes = Self { sheet, old, sights: Vec::new(), touched, gaps: Vec::new(), least };
        for run in open {
            if run.old.is_empty() || run.new.is_empty() || changes.sights.len() > MOST {
                changes.touched[old.span(&run.old)].fill(true);
                continue;
            }
            let found = align::lines(old, &run.old, &sheet.new, &run.new, By::Shape(&sheet.words));
            changes.take(found, run.file);
        }
        changes.drop_explained(verdicts);
        changes
    }

    /// Takes the changes of one run.
    fn take(&mut self, found: Vec<Change>, file: u32) {
        let mut found = found.into_iter().peekable();
        while let Some(mut change) = found.next() {
            self.touch(&change);
            while let Some(next) = found.next_if(|next| self.belongs(&change, next)) {
                self.touch(&next);
                change = Change { old: change.old.start..next.old.end, new: change.new.start..next.new.end };
            }
            self.add(change, file);
        }
    }

    /// What is explained already teaches nothing.
    fn drop_explained(&mut self, verdicts: &[Verdict]) {
        let old = self.old;
        self.sights.retain(|sight| {
            let at = &sight.change.old;
            // What is only added stands at the end of one line or at the start of the next.
            let lines = [Some(at.start), at.start.checked_sub(1).filter(|_| at.is_empty())];
            lines.into_iter().flatten().any(|token| {
                let row = old.rows[old.line_of(token)];
                verdicts.get(row as usize) == Some(&Verdict::Open)
            })
        });
    }

    fn touch(&mut self, change: &Change) {
        self.touched[change.old.clone()].fill(true);
        if change.old.is_empty() {
            self.gaps.push(change.old.start);
        }
    }

    /// Whether two changes are one: `s->x` that becomes `x(s)` gains a bracket before what stays and one behind.
    fn belongs(&self, change: &Change, next: &Change) -> bool {
        let between = next.old.start - change.old.end;
        let long = next.old.end - change.old.start > LONGEST || next.new.end - change.new.start > LONGEST;
        between <= NEAR && !long && self.brackets(change) != [0; 3]
    }

    /// How many brackets of each kind a change leaves open.
    fn brackets(&self, change: &Change) -> [i32; 3] {
        let mut open = [0; 3];
        let sides =
            [(-1, &self.old.tokens[change.old.clone()]), (1, &self.sheet.new.tokens[change.new.clone()])];
        for (sign, tokens) in sides {
            for &token in tokens {
                match self.sheet.words.text(token) {
                    b"(" => open[0] += sign,
                    b")" => open[0] -= sign,
                    b"[" => open[1] += sign,
                    b"]" => open[1] -= sign,
                    b"{" => open[2] += sign,
                    b"}" => open[2] -= sign,
                    _ => {}
                }
            }
        }
        open
    }

    fn add(&mut self, change: Change, file: u32) {
        if self.sights.len() > MOST {
            return;
        }
        let (old, new) = (&self.old.tokens[change.old.clone()], &self.sheet.new.tokens[change.new.clone()]);
        let word = |&t: &u32| matches!(self.sheet.words.class(t), Class::Name | Class::Keyword);
        if old.len() == new.len() && old.iter().chain(new).all(word) {
            // Neighbours that were renamed each on their own.
            for (x, y) in change.old.zip(change.new) {
                self.sights.push(Sight { change: Change { old: x..x + 1, new: y..y + 1 }, file });
            }
        } else if old.len() <= LONGEST
            && new.len() <= LONGEST
            && self.brackets(&change) == [0; 3]
            && !self.whole_line(&change)
        {
            self.sights.push(Sight { change, file });
        }
    }

    /// Leaves out some changes, by their places in the list, in order.
    fn drop(&mut self, taken: &[usize]) {
        let mut taken = taken.iter().peekable();
        let mut at = 0;
        self.sights.retain(|_| {
            at += 1;
            taken.next_if(|&&next| next + 1 == at).is_none()
        });
    }

    /// A line that only comes or goes is no edit of what stands on it.
    fn whole_line(&self, change: &Change) -> bool {
        let covers = |side: &Side, from: usize, to: usize| {
            let span = side.span(&(side.line_of(from)..side.line_of(to - 1) + 1));
            from <= span.start && span.end <= to
        };
        match (change.old.is_empty(), change.new.is_empty()) {
            (true, false) => covers(&self.sheet.new, change.new.start, change.new.end),
            (false, true) => covers(self.old, change.old.start, change.old.end),
            _ => false,
        }
    }

    fn line(&self, sight: &Sight) -> usize {
        self.old.line_of(sight.change.old.start)
    }
}
