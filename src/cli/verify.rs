//! What is proven, and how.

use clap::{Args, Subcommand};

use super::HumanOrJson;
use super::words::{Words, policies};

/// What is proven.
#[derive(Debug, Subcommand)]
pub(crate) enum Verify {
    /// Show which lines of a commit a command makes, and which were made by hand
    ///
    /// Runs the command on the commit's parent and compares what comes of it with the commit. It is proven if the
    /// command makes some of it, and the lines by hand fit the limit of the policy.
    Script {
        /// The command, run by `sh -c` at the top of the tree; one that the message names is never run
        #[arg(long, value_name = "CMD")]
        run: Option<String>,
        /// The commit
        #[arg(value_name = "REV", default_value = "HEAD")]
        revision: String,
        /// Show what was made by hand as a diff
        #[arg(short, long)]
        verbose: bool,
        /// How it is run and told.
        #[command(flatten)]
        options: VerifyOptions,
    },
    /// Show whether the tests of a range fail without its code and pass with it
    ///
    /// Runs the command on the tests of the range without its code, where it must fail, then on the whole and on the
    /// base alone, where it must pass. Which files are tests is what the policy says. Each state is a work tree of its
    /// own.
    Tests {
        /// The command that runs the tests, run by `sh -c` at the top of the tree; 125 says that they cannot be built
        #[arg(long, value_name = "CMD")]
        run: String,
        /// A command that builds them first; if it fails, no test has failed
        #[arg(long, value_name = "CMD")]
        build: Option<String>,
        /// The commits, as A..B [default: the last commit]
        #[arg(value_name = "RANGE")]
        range: Option<String>,
        /// How it is run and told.
        #[command(flatten)]
        options: VerifyOptions,
    },
}

/// How a command is run to prove something, and how that is told.
#[derive(Debug, Args)]
pub(crate) struct VerifyOptions {
    /// End a command that runs longer than this
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) timeout: Option<u64>,
    /// Keep the temporary work trees, and say where they are
    #[arg(long)]
    pub(crate) keep: bool,
    /// The policy: a built-in name or a file [default: the nearest .checkprov.toml, else qemu]
    #[arg(short, long, value_name = "NAME|FILE", value_parser = Words(policies), hide_possible_values = true)]
    pub(crate) policy: Option<String>,
    /// How the result is written
    #[arg(short, long, value_enum, default_value_t = HumanOrJson::Human)]
    pub(crate) format: HumanOrJson,
}
