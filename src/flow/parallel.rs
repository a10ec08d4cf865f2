//! Reads the next blocks while the last ones are checked, and hands on results in the order of the input.

use std::io;

use rayon::prelude::*;

use super::{Checked, Job, check_block};
use crate::input::{Block, InputError, Source};

/// How many blocks a thread gets at a time. More would only cost memory.
const BLOCKS_A_THREAD: usize = 2;

type Read = Result<Block, InputError>;

/// Checks all inputs; `take` sees what comes of them in order.
pub(super) fn check(
    sources: &[Source],
    job: &Job<'_>,
    take: &mut (impl FnMut(Checked) -> io::Result<()> + Send),
) -> io::Result<()> {
    let mut blocks = sources.iter().flat_map(|source| source.blocks(job.period));
    let batch = job.threads.max(1) * BLOCKS_A_THREAD;
    let first: Vec<Read> = blocks.by_ref().take(batch).collect();
    // One mail, or a few, are checked before a thread could be started.
    if job.threads <= 1 || first.len() < batch {
        let rest = first.into_iter().chain(blocks);
        return rest.flat_map(|read| check_read(read, job)).try_for_each(take);
    }
    let pool = rayon::ThreadPoolBuilder::new().num_threads(job.threads).build().map_err(io::Error::other)?;
    pool.install(|| {
        let (mut reads, mut done) = (first, Vec::new());
        while !reads.is_empty() || !done.is_empty() {
            let current = std::mem::take(&mut reads);
            let finished: Vec<Vec<Checked>> = std::mem::take(&mut done);
            let ((next, written), checked) = rayon::join(
                || {
                    let written = finished.into_iter().flatten().try_for_each(&mut *take);
                    (blocks.by_ref().take(batch).collect(), written)
                },
                || current.into_par_iter().map(|read| check_read(read, job)).collect(),
            );
            written?;
            (reads, done) = (next, checked);
        }
        Ok(())
    })
}

fn check_read(read: Read, job: &Job<'_>) -> Vec<Checked> {
    match read {
        Ok(block) => check_block(&block, job),
        Err(why) => vec![Checked::Unread(why)],
    }
}
