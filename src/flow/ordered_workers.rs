//! Checks blocks on several threads, and hands on what comes of them in the order of the input.
//!
//! A thread reads a block, checks it while it is in its cache, and stores the result. The thread that stores the block
//! that is due hands it on, with all that follow and are there already; the others go on reading.

use std::collections::BTreeMap;
use std::io;
use std::num::NonZeroUsize;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// How many blocks may be checked ahead of one that takes long. More would only cost memory.
const AHEAD: u64 = 16;

/// Checks all blocks on so many threads, or on one a core; `take` sees what comes of each, in order. An error of it
/// ends the run.
pub(super) fn check<B: Send, C: Send>(
    mut blocks: impl Iterator<Item = B> + Send,
    threads: Option<usize>,
    check: impl Fn(B) -> C + Sync,
    take: &mut (impl FnMut(C) -> io::Result<()> + Send),
) -> io::Result<()> {
    // One mail, or a few, are checked before a thread could be started.
    if let Some(first) = blocks.next() {
        take(check(first))?;
    }
    let Some(second) = blocks.next() else { return Ok(()) };
    // To ask how many cores there are takes as long as to check a mail.
    let cores = || thread::available_parallelism().map_or(1, NonZeroUsize::get);
    match threads.unwrap_or_else(cores) {
        threads if threads > 1 => {
            let workers = OrderedWorkers::new(std::iter::once(second).chain(blocks), take);
            thread::scope(|scope| {
                (1..threads).for_each(|_| drop(scope.spawn(|| workers.work(&check))));
                workers.work(&check);
            });
            workers.end()
        }
        _ => std::iter::once(second).chain(blocks).try_for_each(|block| take(check(block))),
    }
}

/// Blocks to check, in order, and their results.
struct OrderedWorkers<B, C, T> {
    /// The blocks to come, numbered.
    blocks: Mutex<B>,
    results: Mutex<Results<C, T>>,
    /// Something was handed on, or the run has ended.
    moved: Condvar,
}

/// The results that are not handed on yet.
struct Results<C, T> {
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
        let results = Results { due: 0, early: BTreeMap::new(), take: Some(take), end: None };
        Self { blocks: Mutex::new((0..).zip(blocks)), results: Mutex::new(results), moved: Condvar::new() }
    }

    fn work(&self, check: &impl Fn(I::Item) -> C) {
        let _alarm = Alarm(self);
        loop {
            let Some((number, block)) = lock(&self.blocks).next() else { return };
            if !self.store(number, check(block)) {
                return;
            }
        }
    }

    /// Stores the result of a block, and hands on what is due; says whether to go on.
    fn store(&self, number: u64, result: C) -> bool {
        let too_early = |results: &mut Results<C, T>| results.end.is_none() && number >= results.due + AHEAD;
        let waited = self.moved.wait_while(lock(&self.results), too_early);
        let mut results = waited.unwrap_or_else(PoisonError::into_inner);
        results.early.insert(number, result);
        let Some(mut take) = results.take.take() else { return true };
        while results.end.is_none()
            && let due = results.due
            && let Some(result) = results.early.remove(&due)
        {
            drop(results);
            let taken = take(result);
            results = lock(&self.results);
            results.due += 1;
            results.end = taken.is_err().then_some(taken);
            self.moved.notify_all();
        }
        results.take = Some(take);
        results.end.is_none()
    }

    fn end(self) -> io::Result<()> {
        let results = self.results.into_inner().unwrap_or_else(PoisonError::into_inner);
        results.end.unwrap_or(Ok(()))
    }
}

/// Lets no one wait for a thread that panics.
struct Alarm<'b, B, C, T>(&'b OrderedWorkers<B, C, T>);

impl<B, C, T> Drop for Alarm<'_, B, C, T> {
    fn drop(&mut self) {
        if thread::panicking() {
            lock(&self.0.results).end.get_or_insert(Ok(()));
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
        let mut taken = Vec::new();
        let ended = check(0..blocks, Some(3), check_one, &mut |number| {
            taken.push(number);
            if taken.len() < most { Ok(()) } else { Err(io::ErrorKind::BrokenPipe.into()) }
        });
        (taken, ended)
    }

    #[test]
    fn what_takes_long_is_waited_for() {
        let slow_at_times = |number: u64| {
            let turns = if number.is_multiple_of(7) { 200_000 } else { 10 };
            number + (0..turns).fold(0, |sum, turn| std::hint::black_box(sum & turn))
        };
        for blocks in [0, 1, 2, 3, 500] {
            let (taken, ended) = run(blocks, slow_at_times, usize::MAX);
            assert!(taken.into_iter().eq(0..blocks) && ended.is_ok());
        }
    }

    #[test]
    fn an_error_of_whoever_takes_ends_the_run() {
        let checked = AtomicU64::new(0);
        let count = |number: u64| {
            checked.fetch_add(1, Ordering::Relaxed);
            number
        };
        let (taken, ended) = run(u64::MAX, count, 100);
        assert!(taken.into_iter().eq(0..100) && ended.is_err());
        assert!(checked.into_inner() < 100 + 2 * AHEAD);
    }

    #[test]
    fn nobody_waits_for_a_thread_that_panics() {
        let faulty = |number: u64| if number == 5 { panic!("on purpose") } else { number };
        assert!(catch_unwind(AssertUnwindSafe(|| run(u64::MAX, faulty, usize::MAX))).is_err());
    }
}
