//! Puts a file in the place of another, at once: whoever looks sees the old one or the new one, whole, even
//! where the run is killed or the disk is full.
//!
//! The new one is written beside the old and renamed. What a kill leaves is at most that file beside it.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process;

/// A file that is written and not in its place yet. Dropped before, it is taken away.
pub(super) struct AtomicFile {
    path: PathBuf,
    file: File,
    placed: bool,
}

impl AtomicFile {
    /// Writes a file to the folder of `path`, so that it can be renamed. `own` gives it its permissions while
    /// it is still empty: no one reads in it what they may not read.
    pub(super) fn write(
        path: &Path,
        bytes: &[u8],
        own: impl FnOnce(&File) -> io::Result<()>,
    ) -> io::Result<Self> {
        let mut new = Self::beside(path)?;
        own(&new.file)?;
        new.file.write_all(bytes)?;
        new.file.sync_all()?;
        Ok(new)
    }

    /// Another handle to it, for whoever writes it.
    pub(super) fn handle(&self) -> io::Result<File> {
        self.file.try_clone()
    }

    /// Puts it in the place of `path`, once every byte of it is on the disk.
    pub(super) fn put_whole(self, path: &Path) -> io::Result<()> {
        self.file.sync_all()?;
        self.put(path)
    }

    /// Puts it in the place of `path`.
    pub(super) fn put(mut self, path: &Path) -> io::Result<()> {
        fs::rename(&self.path, path)?;
        self.placed = true;
        Ok(())
    }

    /// A file beside `path` that is still empty.
    pub(super) fn beside(path: &Path) -> io::Result<Self> {
        let name = path.file_name().unwrap_or_default();
        for number in 0..100 {
            // The dot keeps it out of every folder of patches that is read.
            let mut new = OsString::from(".");
            new.push(name);
            new.push(format!(".{}-{number}.new", process::id()));
            let path = path.with_file_name(new);
            match File::create_new(&path) {
                Err(why) if why.kind() == io::ErrorKind::AlreadyExists => {}
                file => return Ok(Self { path, file: file?, placed: false }),
            }
        }
        Err(io::Error::other("no name is free beside it"))
    }
}

impl Drop for AtomicFile {
    fn drop(&mut self) {
        if !self.placed {
            // The first fault is the one to tell.
            let _ = fs::remove_file(&self.path);
        }
    }
}
