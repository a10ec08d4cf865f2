//! What can be wrong with an input, and what helps.

use std::fmt::{self, Write as _};
use std::io;

use crate::git::GitError;

/// An input that could not be read, or not to its end.
#[derive(Debug, thiserror::Error)]
pub struct InputError {
    /// The input, as people would name it.
    pub input: String,
    /// What is wrong with it.
    pub why: Reason,
}

/// Why an input could not be read, or not to its end.
#[derive(Debug, thiserror::Error)]
pub enum Reason {
    /// Nothing has that name.
    #[error("there is no such file or folder")]
    Missing,
    /// Nothing has that name, and it looks like a range of commits.
    #[error("there is no such file or folder; commits are checked with `--git {0}`")]
    MissingRange(String),
    /// It belongs to somebody who keeps it to themselves.
    #[error("permission denied; ask its owner, or whoever runs this for you, to make it readable")]
    Forbidden,
    /// The system does not let it be read, or not to its end.
    #[error(
        "it could not be read to its end: {0}; what could be read was checked. Try again, or check the disk"
    )]
    Io(io::Error),
    /// Compressed data that stops in the middle.
    #[error("its compressed data ends early; what could be read was checked. Fetch it again")]
    EndsEarly,
    /// Compressed data that does not decode.
    #[error("its compressed data is damaged: {0}; what could be read was checked. Fetch it again")]
    Damaged(String),
    /// Compressed data that asks for too much memory.
    #[error("uncompressing it takes more than {0} MiB of memory; uncompress it yourself if you trust it")]
    Window(u32),
    /// Compressed data that grows out of bounds.
    #[error(
        "it grows more than {ratio} times as it is uncompressed, and was checked up to {} MiB; \
         uncompress it yourself if you trust it",
        .read >> 20
    )]
    Bomb {
        /// The bound.
        ratio: u64,
        /// How many bytes came out.
        read: u64,
    },
    /// Compressed in a way that is not read.
    #[error("{0} data is not read; uncompress it and give what comes out")]
    Compressed(&'static str),
    /// Text in another encoding than mail has.
    #[error("it is UTF-16 text; convert it with `iconv -f UTF-16 -t UTF-8`")]
    Utf16,
    /// A patch in Mercurial's form.
    #[error("it is a Mercurial export, not a mail; send it as a mail with `hg email`, or import it into git")]
    Mercurial,
    /// A patch in `StGit`'s form.
    #[error("it is a StGit export, not a mail; write mails with `git format-patch` or `stg email format`")]
    StGit,
    /// Commits as people read them.
    #[error(
        "it is what `git show` or `git log` prints, whose message git am does not read; give what `git format-patch \
         --stdout` writes, or check commits with `--git RANGE`"
    )]
    Log,
    /// A diff that git does not read either.
    #[error(
        "it is a context diff, which git does not apply; make a unified one with `diff -u` or `git diff`"
    )]
    Context,
    /// Anything else.
    #[error(
        "it is neither mail nor a diff; give an mbox, a mail, or what `git format-patch` or `git diff` writes"
    )]
    Neither,
    /// What `git format-patch` prints where it writes files.
    #[error(
        "these are names of patch files, not mails; name the files as arguments, or give `git format-patch --stdout`"
    )]
    Names,
    /// Nothing at all.
    #[error(
        "nothing is in it; give an mbox, a mail, or what `git format-patch --stdout` or `git diff` writes, and see \
         whether the command before it failed"
    )]
    Empty,
    /// A range without commits.
    #[error("no commit is in the range `{0}`; a range is `BASE..`, as `HEAD~3..` for the last three commits")]
    EmptyRange(String),
    /// Nothing has that name but a commit.
    #[error("there is no such file or folder, but a commit; `--git {0}~1..{0}` checks it")]
    Commit(String),
    /// A folder that holds neither mails nor patches.
    #[error(
        "no file in this folder is a mail or a diff; give a Maildir, a folder of patches, or a public-inbox"
    )]
    Folder,
    /// A clone without some of the files that a range changes.
    #[error(
        "this clone is partial: it lacks files of these commits, and checkprov does not fetch; clone without \
         `--filter`, or let git fetch them: `git format-patch --stdout {0} | checkprov`"
    )]
    Partial(String),
    /// A clone without the history that a range needs.
    #[error(
        "this clone is shallow: {0}; get its history with `git fetch --unshallow`, or check what \
         `git format-patch --stdout A..B` writes in a full clone"
    )]
    Shallow(String),
    /// A public-inbox some of whose mails git does not find or cannot read.
    #[error(
        "{number} of its mails could not be read, the first in commit {first}; what could be read was checked. The \
         clone is partial or damaged: clone it again without `--filter`, or ask `git fsck`"
    )]
    MailsMissing {
        /// How many.
        number: u64,
        /// The commit of the first.
        first: String,
    },
    /// A public-inbox without its older mails.
    #[error(
        "it is a shallow clone: mails from before commit {0} are not in it; get them with `git fetch --unshallow`"
    )]
    ShallowArchive(String),
    /// A repository of code.
    #[error("it is a git repository, not a public-inbox; check commits of it with `--git RANGE --repo {0}`")]
    Repository(String),
    /// git, which ranges and public-inboxes are read with.
    #[error(transparent)]
    Git(GitError),
}

impl From<GitError> for Reason {
    fn from(why: GitError) -> Self {
        match why {
            GitError::Io(why) => why.into(),
            why => Self::Git(why),
        }
    }
}

impl From<io::Error> for Reason {
    fn from(why: io::Error) -> Self {
        match why.downcast::<Self>() {
            Ok(reason) => reason,
            Err(why) if why.kind() == io::ErrorKind::NotFound => Self::Missing,
            Err(why) if why.kind() == io::ErrorKind::PermissionDenied => Self::Forbidden,
            Err(why) => Self::Io(why),
        }
    }
}

impl fmt::Display for InputError {
    /// One line, whatever the name or git holds.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in format!("{}: {}", self.input, self.why).chars() {
            if c.is_control() { write!(f, "{}", c.escape_default())? } else { f.write_char(c)? }
        }
        Ok(())
    }
}
