//! A Maildir: `cur` and `new`, a file a mail. It is only read; no mail moves from `new` to `cur`.

use std::io;
use std::path::{Path, PathBuf};

use super::folder;

/// Whether a folder is a Maildir. One of the two is enough where no files lie beside it.
pub(super) fn is_maildir(folder: &Path) -> bool {
    let has = ["cur", "new"].map(|part| folder.join(part).is_dir());
    has == [true, true]
        || (has != [false, false] && folder::files(folder).is_ok_and(|files| files.is_empty()))
}

/// Its mails, in git's order: `cur` before `new`, numbers in names as numbers.
pub(super) fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for part in ["cur", "new"].map(|part| folder.join(part)) {
        if part.is_dir() {
            files.extend(folder::files(&part)?);
        }
    }
    Ok(files)
}
