//! What is written to standard output and standard error, and what becomes of a run that cannot write there.

use std::fmt::Display;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use checkprov::escape::{escaped, escaped_lines};
use checkprov::policy::LoadError;

/// Standard output, in colour where it shows.
pub(super) fn stdout() -> Named<anstream::AutoStream<io::StdoutLock<'static>>> {
    Named::stdout(anstream::stdout().lock())
}

/// The columns that people have on a stream: `COLUMNS`, else those of the terminal; none where it goes elsewhere, so that
/// a file holds the same text whatever terminal it is written from.
pub(super) fn columns(stream: &impl IsTerminal) -> Option<usize> {
    let asked = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let terminal = || stream.is_terminal().then(terminal_size::terminal_size).flatten();
    asked.or_else(|| terminal().map(|(width, _)| usize::from(width.0)))
}

/// A writer whose errors say what cannot be written.
pub(super) struct Named<W> {
    out: W,
    name: String,
}

impl<W> Named<W> {
    /// A writer to standard output.
    pub(super) fn stdout(out: W) -> Self {
        Self { out, name: "standard output".to_owned() }
    }

    /// A writer to that file.
    pub(super) fn file(out: W, path: &Path) -> Self {
        Self { out, name: escaped(&path.to_string_lossy()).into_owned() }
    }
}

impl<W: Write> Write for Named<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes).map_err(|why| named(&self.name, why))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush().map_err(|why| named(&self.name, why))
    }
}

/// The kind stays, for whoever asks whether a pipe was closed.
fn named(name: &str, why: io::Error) -> io::Error {
    match why.kind() {
        io::ErrorKind::BrokenPipe | io::ErrorKind::Interrupted => why,
        kind => io::Error::new(kind, format!("{name} cannot be written to its end: {why}{}", advice(kind))),
    }
}

/// Whether whoever started the program closed standard output. The standard library then opens the null device in its
/// place, for reading too, which no shell does to throw output away.
#[cfg(unix)]
pub(super) fn is_closed() -> bool {
    use std::fs::{File, metadata};
    use std::io::Read as _;
    use std::os::fd::AsFd as _;
    use std::os::unix::fs::MetadataExt as _;
    let Ok(copy) = io::stdout().as_fd().try_clone_to_owned() else { return true };
    let mut file = File::from(copy);
    let devices = file.metadata().ok().zip(metadata("/dev/null").ok());
    devices.is_some_and(|(here, null)| here.rdev() == null.rdev()) && file.read(&mut [0]).is_ok()
}

/// Other systems do not tell.
#[cfg(not(unix))]
pub(super) fn is_closed() -> bool {
    false
}

/// What helps where something cannot be written, after what the system says.
pub(super) fn advice(kind: io::ErrorKind) -> &'static str {
    match kind {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "; make room and run it again",
        io::ErrorKind::FileTooLarge => "; raise `ulimit -f` and run it again",
        io::ErrorKind::ReadOnlyFilesystem => "; copy it to where you may write",
        _ => "",
    }
}

/// A line on standard error, escaped: it may quote names, arguments and what git says. Where no one can read it, the
/// exit status still says so.
pub(crate) fn eprint_line(line: impl Display) {
    let _ = writeln!(anstream::stderr(), "{}", escaped(&line.to_string()));
}

/// What went wrong, on standard error, after words of its own: one line, but what is wrong with a policy is shown in
/// its lines.
pub(crate) fn eprint_error(what: &str, why: &anyhow::Error) {
    let said = format!("checkprov: {what}{why:#}");
    if why.chain().any(|cause| cause.is::<LoadError>()) {
        escaped_lines(&said).for_each(eprint_line);
    } else {
        eprint_line(said);
    }
}
