//! Shows people who wait how far a run is: on standard error, if that is a terminal, and after a second.

use std::io::{self, IsTerminal as _, Write};
use std::time::{Duration, Instant};

use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressFinish, ProgressStyle};

use checkprov::input::{Meter, Source};

/// How long a run may take before anything is shown of it.
const PATIENCE: Duration = Duration::from_secs(1);

/// What is shown of a run.
pub(super) struct Progress {
    meter: Meter,
    mails: u64,
    begun: Instant,
    /// None where no one watches; hidden as long as no one should.
    bar: Option<ProgressBar>,
}

impl Progress {
    /// The progress of a run over these inputs, whose bytes the meter counts.
    pub(super) fn of(sources: &[Source], meter: Meter, quiet: bool) -> Self {
        let watched = !quiet && io::stderr().is_terminal();
        let bar = watched.then(|| {
            let bytes: Option<u64> = sources.iter().map(Source::size).sum();
            let bar = ProgressBar::with_draw_target(bytes, ProgressDrawTarget::hidden());
            bar.with_style(style(bytes.is_some())).with_finish(ProgressFinish::AndClear)
        });
        Self { meter, mails: 0, begun: Instant::now(), bar }
    }

    /// What counts the bytes that are read.
    pub(super) fn meter(&self) -> Meter {
        self.meter.clone()
    }

    /// A mail was checked.
    pub(super) fn mail(&mut self) {
        self.mails += 1;
    }

    /// Shows how far the run is.
    pub(super) fn show(&self) {
        let Some(bar) = &self.bar else { return };
        let passed = self.begun.elapsed();
        if passed < PATIENCE {
            return;
        }
        if bar.is_hidden() {
            bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        let rate = self.mails as f64 / passed.as_secs_f64();
        bar.set_message(format!(
            "{} {}, {} a second",
            HumanCount(self.mails),
            if self.mails == 1 { "mail" } else { "mails" },
            HumanCount(rate as u64)
        ));
        bar.set_position(self.meter.bytes());
    }

    /// Takes away what is shown.
    pub(super) fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }

    /// Writes without touching what is shown, where both go to one terminal.
    pub(super) fn around<W>(&self, out: W) -> Around<W> {
        Around { out, bar: self.bar.clone() }
    }

    /// Says something without touching what is shown.
    pub(super) fn say(&self, line: &str) {
        let say = || super::eprint_line(line);
        match &self.bar {
            Some(bar) => bar.suspend(say),
            None => say(),
        }
    }
}

/// The time left is shown only where it is known how much there is to read.
fn style(is_known: bool) -> ProgressStyle {
    let template = if is_known {
        "{bar:24} {binary_bytes} of {binary_total_bytes}, {msg}, {eta} left"
    } else {
        "{spinner} {binary_bytes}, {msg}"
    };
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

/// A writer that lets the progress make room.
pub(super) struct Around<W> {
    out: W,
    bar: Option<ProgressBar>,
}

impl<W: Write> Write for Around<W> {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        match &self.bar {
            Some(bar) => bar.suspend(|| self.out.write(text)),
            None => self.out.write(text),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
