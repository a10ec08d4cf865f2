//! What is written to standard output and standard error, and what becomes of a run that cannot write there.

use std::fmt::Display;
use std::io::{self, Write};

/// Standard output, in colour where it shows.
pub(super) fn stdout() -> Named<anstream::AutoStream<io::StdoutLock<'static>>> {
    Named(anstream::stdout().lock())
}

/// A writer to standard output whose errors say so.
pub(super) struct Named<W>(pub(super) W);

impl<W: Write> Write for Named<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes).map_err(named)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush().map_err(named)
    }
}

/// The kind stays, for whoever asks whether a pipe was closed.
fn named(why: io::Error) -> io::Error {
    match why.kind() {
        io::ErrorKind::BrokenPipe | io::ErrorKind::Interrupted => why,
        kind => io::Error::new(
            kind,
            format!("standard output cannot be written to its end: {why}{}", advice(kind)),
        ),
    }
}

/// What helps where something cannot be written, behind what the system says.
pub(super) fn advice(kind: io::ErrorKind) -> &'static str {
    match kind {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "; make room and run it again",
        io::ErrorKind::FileTooLarge => "; raise `ulimit -f` and run it again",
        io::ErrorKind::ReadOnlyFilesystem => "; copy it to where you may write",
        _ => "",
    }
}

/// A line on standard error. Where no one can read it, the exit status still tells.
pub fn eprint_line(line: impl Display) {
    let _ = writeln!(anstream::stderr(), "{line}");
}
