//! Checks blocks on several threads while others are read, and hands on what comes of them in the order of
//! the input.
//!
//! Whatever is read is promised at once, in order, and checked whenever a thread is free. So the one who
//! hands on waits for the oldest promise only, and a slow pipe holds back nothing that was read before.

use std::io;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

/// How many blocks a thread may be ahead of what is handed on. More would only cost memory.
const BLOCKS_A_THREAD: usize = 2;

/// Checks all blocks; `take` sees what comes of each, in order.
pub(super) fn check<B: Send, C: Send>(
    mut blocks: impl Iterator<Item = B> + Send,
    threads: usize,
    check: impl Fn(B) -> C + Sync,
    take: &mut impl FnMut(C) -> io::Result<()>,
) -> io::Result<()> {
    // One mail, or a few, are checked before a thread could be started.
    if let Some(first) = blocks.next() {
        take(check(first))?;
    }
    match blocks.next() {
        Some(second) if threads > 1 => {
            check_on_threads(std::iter::once(second).chain(blocks), threads, &check, take)
        }
        second => second.into_iter().chain(blocks).try_for_each(|block| take(check(block))),
    }
}

fn check_on_threads<B: Send, C: Send>(
    blocks: impl Iterator<Item = B> + Send,
    threads: usize,
    check: &(impl Fn(B) -> C + Sync),
    take: &mut impl FnMut(C) -> io::Result<()>,
) -> io::Result<()> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().map_err(io::Error::other)?;
    let (promise, promised) = sync_channel::<Receiver<C>>(threads * BLOCKS_A_THREAD);
    pool.in_place_scope(|checks| {
        thread::scope(|reading| {
            reading.spawn(move || {
                for block in blocks {
                    let (tell, told) = sync_channel(1);
                    // Neither fails but where the run has ended early, by an error or a panic.
                    if promise.send(told).is_err() {
                        return;
                    }
                    checks.spawn(move |_| drop(tell.send(check(block))));
                }
            });
            promised.into_iter().map_while(|told| told.recv().ok()).try_for_each(take)
        })
    })
}
