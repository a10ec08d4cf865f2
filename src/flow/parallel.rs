//! Checks blocks on several threads while others are read, and hands on what comes of them in the order of
//! the input.
//!
//! Whatever is read is promised at once, in order, and checked whenever a thread is free. So the one who
//! hands on waits for the oldest promise only, and a slow pipe holds back nothing that was read before.

use std::io;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use super::{Checked, Job, check_block};
use crate::input::{Block, InputError, Source};

/// How many blocks a thread may be ahead of what is handed on. More would only cost memory.
const BLOCKS_A_THREAD: usize = 2;

type Read = Result<Block, InputError>;

/// Checks all inputs; `take` sees what comes of each block, in order.
pub(super) fn check(
    sources: &[Source],
    job: &Job<'_>,
    take: &mut impl FnMut(Vec<Checked>) -> io::Result<()>,
) -> io::Result<()> {
    let mut blocks = sources.iter().flat_map(|source| source.blocks(job.period));
    // One mail, or a few, are checked before a thread could be started.
    if let Some(first) = blocks.next() {
        take(check_read(first, job))?;
    }
    match blocks.next() {
        Some(second) if job.threads > 1 => check_on_threads(std::iter::once(second).chain(blocks), job, take),
        second => second.into_iter().chain(blocks).try_for_each(|read| take(check_read(read, job))),
    }
}

fn check_on_threads(
    blocks: impl Iterator<Item = Read> + Send,
    job: &Job<'_>,
    take: &mut impl FnMut(Vec<Checked>) -> io::Result<()>,
) -> io::Result<()> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(job.threads).build().map_err(io::Error::other)?;
    let (promise, promised) = sync_channel::<Receiver<Vec<Checked>>>(job.threads * BLOCKS_A_THREAD);
    pool.in_place_scope(|checks| {
        thread::scope(|threads| {
            threads.spawn(move || {
                for read in blocks {
                    let (tell, told) = sync_channel(1);
                    // Neither fails but where the run has ended early, by an error or a panic.
                    if promise.send(told).is_err() {
                        return;
                    }
                    checks.spawn(move |_| drop(tell.send(check_read(read, job))));
                }
            });
            promised.into_iter().map_while(|told| told.recv().ok()).try_for_each(take)
        })
    })
}

fn check_read(read: Read, job: &Job<'_>) -> Vec<Checked> {
    match read {
        Ok(block) => check_block(&block, job),
        Err(why) => vec![Checked::Unread(why)],
    }
}
