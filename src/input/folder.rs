//! A folder of patches or mails, a file each, in the order of their names.

use std::io;
use std::path::{Path, PathBuf};

use super::natural_sort::by_number;

/// The files of a folder in order. Files that begin with a dot, and folders in it, are passed over, and so are
/// pipes and sockets, at which a run would wait for ever. A link to nowhere is kept, to be reported.
pub(super) fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in folder.read_dir()? {
        let path = entry?.path();
        if !name(&path).starts_with(b".") && path.metadata().map_or(true, |about| about.is_file()) {
            files.push(path);
        }
    }
    files.sort_by(|a, b| by_number(name(a), name(b)));
    Ok(files)
}

fn name(path: &Path) -> &[u8] {
    path.file_name().unwrap_or_default().as_encoded_bytes()
}
