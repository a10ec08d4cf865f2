//! Reads inputs and does nothing with them: what reading alone costs.
//!
//! ```sh
//! cargo build --release --example read && time target/release/examples/read list.mboxrd
//! ```

#![allow(clippy::print_stdout, reason = "the figures are what it is for")]

use std::time::Instant;

use checkprov::input::{Meter, Period, Source};

fn main() {
    for argument in std::env::args().skip(1) {
        let (start, mut mails, mut bytes, mut faults) = (Instant::now(), 0u64, 0, 0);
        for block in Source::of(&argument).blocks(Period::default(), &Meter::default()) {
            match block {
                Ok(block) => {
                    mails += block.mails().count() as u64;
                    bytes += block.size();
                }
                Err(_) => faults += 1,
            }
        }
        let seconds = start.elapsed().as_secs_f64();
        let rate = bytes as f64 / seconds / 1e6;
        println!("{argument}: {mails} mails, {bytes} bytes, {faults} faults: {seconds:.3} s, {rate:.0} MB/s");
    }
}
