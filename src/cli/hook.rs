//! The hooks of git, and their installation.

use std::path::PathBuf;

use clap::Subcommand;

use super::words::{Words, policies};

/// The hooks of git.
#[derive(Debug, Subcommand)]
pub(crate) enum Hook {
    /// Check the commit that is about to be made
    ///
    /// Judges the mail that `git format-patch` would make of the message in FILE and of what is staged.
    CommitMsg {
        /// The file with the message, as git names it to the hook
        file: PathBuf,
        /// The policy: a built-in name or a file [default: the nearest .checkprov.toml, else qemu]
        #[arg(short, long, value_name = "NAME|FILE", value_parser = Words(policies), hide_possible_values = true)]
        policy: Option<String>,
        /// Let warnings fail too
        #[arg(long)]
        strict: bool,
    },
    /// Check a series that is about to be sent
    ///
    /// Does nothing until `git send-email` shows the last mail of the series, and checks all of them then.
    /// If one fails, nothing is sent.
    SendemailValidate {
        /// The file with the mail, as git names it to the hook
        mail: PathBuf,
        /// The file with the headers it will be sent with; git before 2.41 names none
        headers: Option<PathBuf>,
        /// The policy: a built-in name or a file [default: the nearest .checkprov.toml, else qemu]
        #[arg(short, long, value_name = "NAME|FILE", value_parser = Words(policies), hide_possible_values = true)]
        policy: Option<String>,
        /// Let warnings fail too
        #[arg(long)]
        strict: bool,
    },
    /// Install both hooks in a repository
    ///
    /// A hook that is there already is kept as HOOK.before-checkprov, and is run first.
    Install {
        /// The repository [default: that of the current folder]
        #[arg(long, value_name = "DIR")]
        repo: Option<PathBuf>,
        /// The policy the hooks check under: a built-in name or a file
        #[arg(short, long, value_name = "NAME|FILE", value_parser = Words(policies), hide_possible_values = true, conflicts_with = "uninstall")]
        policy: Option<String>,
        /// Let warnings fail too
        #[arg(long, conflicts_with = "uninstall")]
        strict: bool,
        /// The same as `hook uninstall`
        #[arg(long)]
        uninstall: bool,
    },
    /// Remove the hooks, and restore what was there before
    Uninstall {
        /// The repository [default: that of the current folder]
        #[arg(long, value_name = "DIR")]
        repo: Option<PathBuf>,
    },
}
