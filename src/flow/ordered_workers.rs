//! Checks blocks on several threads, and hands on what comes of them in the order of the input.
//!
//! A thread reads a block, checks it while it is in its cache, and brings what came of it. Whoever brings what
//! is due hands it on, and all that follows and is there already; the others go back to work.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// How many blocks may be checked ahead of one that takes long. More would only cost memory.
const AHEAD: u64 = 16;

/// Checks all blocks; `take` sees what comes of each, in order. An error of it ends the run.
pub(super) fn check<B: Send, C: Send>(
    mut blocks: impl Iterator<Item = B> + Send,
    threads: usize,
    check: impl Fn(B) -> C + Sync,
    take: &mut (impl FnMut(C) -> io::Result<()> + Send),
) -> io::Result<()> {
    // One mail, or a few, are checked before a thread could be started.
    if let Some(first) = blocks.next() {
        take(check(first))?;
    }
    match blocks.next() {
        Some(second) if threads > 1 => {
            let belt = OrderedWorkers::new(std::iter::once(second).chain(blocks), take);
            thread::scope(|scope| {
                (1..threads).for_each(|_| drop(scope.spawn(|| belt.work(&check))));
                belt.work(&check);
            });
            belt.end()
        }
        second => second.into_iter().chain(blocks).try_for_each(|block| take(check(block))),
    }
}

/// Blocks on their way, in order, and what came of them.
struct OrderedWorkers<B, C, T> {
    /// The blocks to come, numbered.
    blocks: Mutex<B>,
    brought: Mutex<Brought<C, T>>,
    /// Something was handed on, or the run has ended.
    moved: Condvar,
}

/// What came of blocks and is not handed on yet.
struct Brought<C, T> {
    /// The number of the block that is due.
    due: u64,
    early: BTreeMap<u64, C>,
    /// Where it is handed on; none while a thread does so.
    take: Option<T>,
    /// How the run ended, if it did before the input.
    end: Option<io::Result<()>>,
}

impl<I: Iterator, C, T: FnMut(C) -> io::Result<()>>
    OrderedWorkers<std::iter::Zip<std::ops::RangeFrom<u64>, I>, C, T>
{
    fn new(blocks: I, take: T) -> Self {
        let brought = Brought { due: 0, early: BTreeMap::new(), take: Some(take), end: None };
        Self { blocks: Mutex::new((0..).zip(blocks)), brought: Mutex::new(brought), moved: Condvar::new() }
    }

    fn work(&self, check: &impl Fn(I::Item) -> C) {
        let _alarm = Alarm(self);
        loop {
            let Some((number, block)) = lock(&self.blocks).next() else { return };
            if !self.bring(number, check(block)) {
                return;
            }
        }
    }

    /// Brings what came of a block; says whether to go on.
    fn bring(&self, number: u64, result: C) -> bool {
        let too_early = |brought: &mut Brought<C, T>| brought.end.is_none() && number >= brought.due + AHEAD;
        let waited = self.moved.wait_while(lock(&self.brought), too_early);
        let mut brought = waited.unwrap_or_else(PoisonError::into_inner);
        brought.early.insert(number, result);
        let Some(mut take) = brought.take.take() else { return true };
        while brought.end.is_none()
            && let due = brought.due
            && let Some(result) = brought.early.remove(&due)
        {
            drop(brought);
            let taken = take(result);
            brought = lock(&self.brought);
            brought.due += 1;
            brought.end = taken.is_err().then_some(taken);
            self.moved.notify_all();
        }
        brought.take = Some(take);
        brought.end.is_none()
    }

    fn end(self) -> io::Result<()> {
        let brought = self.brought.into_inner().unwrap_or_else(PoisonError::into_inner);
        brought.end.unwrap_or(Ok(()))
    }
}

/// Lets no one wait for a thread that panics.
struct Alarm<'b, B, C, T>(&'b OrderedWorkers<B, C, T>);

impl<B, C, T> Drop for Alarm<'_, B, C, T> {
    fn drop(&mut self) {
        if thread::panicking() {
            lock(&self.0.brought).end.get_or_insert(Ok(()));
            self.0.moved.notify_all();
        }
    }
}

/// What a thread that panics has left is whole: nothing is changed in steps.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;

    /// Checks so many blocks on three threads; gives what was handed on, and how the run ended.
    fn run(blocks: u64, check_one: impl Fn(u64) -> u64 + Sync, most: usize) -> (Vec<u64>, io::Result<()>) {
        let mut told = Vec::new();
        let ended = check(0..blocks, 3, check_one, &mut |number| {
            told.push(number);
            if told.len() < most { Ok(()) } else { Err(io::ErrorKind::BrokenPipe.into()) }
        });
        (told, ended)
    }

    #[test]
    fn what_takes_long_is_waited_for() {
        let slow_at_times = |number: u64| {
            let turns = if number.is_multiple_of(7) { 200_000 } else { 10 };
            number + (0..turns).fold(0, |sum, turn| std::hint::black_box(sum & turn))
        };
        for blocks in [0, 1, 2, 3, 500] {
            let (told, ended) = run(blocks, slow_at_times, usize::MAX);
            assert!(told.into_iter().eq(0..blocks) && ended.is_ok());
        }
    }

    #[test]
    fn an_error_of_whoever_takes_ends_the_run() {
        let checked = AtomicU64::new(0);
        let count = |number: u64| {
            checked.fetch_add(1, Ordering::Relaxed);
            number
        };
        let (told, ended) = run(u64::MAX, count, 100);
        assert!(told.into_iter().eq(0..100) && ended.is_err());
        assert!(checked.into_inner() < 100 + 2 * AHEAD);
    }

    #[test]
    fn nobody_waits_for_a_thread_that_panics() {
        let faulty = |number: u64| if number == 5 { panic!("on purpose") } else { number };
        assert!(catch_unwind(AssertUnwindSafe(|| run(u64::MAX, faulty, usize::MAX))).is_err());
    }
}
