//! The hooks of git, and their installation.

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};

use super::words::{Words, policies};

/// A hook of git that can be installed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum HookName {
    /// Checks every commit before it is made
    CommitMsg,
    /// Checks every series before `git send-email` sends it
    SendemailValidate,
    /// Checks every mail before `git am` applies it
    ApplypatchMsg,
    /// Checks what is pushed before others see it
    PrePush,
}

/// The hooks of git.
#[derive(Debug, Subcommand)]
pub(crate) enum Hook {
    /// Install hooks in a repository
    ///
    /// A hook that is there already is kept as HOOK.before-checkprov, and is run first.
    Install {
        /// The hooks to install
        #[arg(value_name = "HOOK", value_enum, default_values_t = [HookName::CommitMsg, HookName::SendemailValidate])]
        hooks: Vec<HookName>,
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
    /// Remove every hook that was installed, and restore what was there before
    Uninstall {
        /// The repository [default: that of the current folder]
        #[arg(long, value_name = "DIR")]
        repo: Option<PathBuf>,
    },
    /// Check the commit that is about to be made
    ///
    /// Checks the mail that `git format-patch` would make of the message in FILE and of what is staged.
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
    /// Check a mail that `git am` is about to apply
    ///
    /// Checks the message in FILE, which `git am` has made of the mail and which may have been edited since, with the
    /// author and the patch beside it. If it fails, the patch is not applied.
    ApplypatchMsg {
        /// The file with the message, as git names it to the hook
        file: PathBuf,
        /// The policy: a built-in name or a file [default: the nearest .checkprov.toml, else qemu]
        #[arg(short, long, value_name = "NAME|FILE", value_parser = Words(policies), hide_possible_values = true)]
        policy: Option<String>,
        /// Let warnings fail too
        #[arg(long)]
        strict: bool,
    },
    /// Check the commits that are about to be pushed
    ///
    /// Reads on standard input which refs are pushed, and checks the commits that the remote does not have. The policy
    /// is that of the commit they begin at, where they change the policy file. If one fails, nothing is pushed.
    PrePush {
        /// The remote, as git names it to the hook
        remote: String,
        /// Its address
        url: Option<String>,
        /// The policy: a built-in name or a file [default: the nearest .checkprov.toml, else qemu]
        #[arg(short, long, value_name = "NAME|FILE", value_parser = Words(policies), hide_possible_values = true)]
        policy: Option<String>,
        /// Let warnings fail too
        #[arg(long)]
        strict: bool,
    },
}
