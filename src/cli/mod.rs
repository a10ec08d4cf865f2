//! The command line, declared: what it means is told in `command`.

mod check;
mod hook;
mod verify;
mod words;

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Parser, Subcommand};

pub(crate) use check::{CheckArgs, ReadArgs, RunArgs, SeriesArgs};
pub(crate) use hook::{Hook, HookName};
pub(crate) use verify::{Verify, VerifyOptions};
use words::{Words, policies, rules};

/// What people type most.
pub(crate) const EXAMPLES: &str = "\
Examples:
  git format-patch --stdout origin/master | checkprov   what is about to be sent
  checkprov --git origin/master..                       the same, without making mails
  checkprov thread.mbox.gz ~/Mail/qemu-devel            a saved thread, a Maildir
  b4 am -o- MESSAGE-ID | checkprov                      a series from the list
  checkprov --policy linux --format terse list.mbox     another policy, a line a finding
  checkprov explain ai-code-too-large                   what a finding means
  checkprov hook install                                check every commit and every mail before others see it";

/// Check patch mail against a project's rules on AI use and provenance
///
/// Reads mail the way git does and says which AI use each patch declares, whether it fits the project's
/// policy, and whether a person signed it off. It reads only what is declared or marked; it never guesses
/// who or what wrote a patch.
///
/// Exit status: 0 nothing failed, 1 at least one finding that fails, 2 it could not run or an input could
/// not be read.
#[derive(Debug, Parser)]
#[command(
    version,
    args_conflicts_with_subcommands = true,
    max_term_width = 100,
    after_help = "Try `checkprov --git HEAD~1..` for your last commit, `checkprov explain RULE` for what a finding means.",
    after_long_help = EXAMPLES
)]
pub(crate) struct Cli {
    /// What to do; without one, check.
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    /// What to check, and how.
    #[command(flatten)]
    pub(crate) check: CheckArgs,
}

/// Everything but checking.
#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(crate) enum Command {
    /// Explain a rule: what it checks, why, an example, how to fix it
    Explain {
        /// The rule's id, as findings show it
        #[arg(value_parser = Words(rules), hide_possible_values = true)]
        rule: String,
    },
    /// List the rules
    Rules {
        /// The policy whose levels are shown
        #[arg(short, long, value_name = "NAME|FILE", value_parser = Words(policies), hide_possible_values = true)]
        policy: Option<String>,
        /// How the list is written
        #[arg(short, long, value_enum, default_value_t = HumanOrJson::Human)]
        format: HumanOrJson,
    },
    /// Print a policy, or list the built-in ones
    Policy {
        /// A built-in policy or a file
        #[arg(value_name = "NAME|FILE", value_parser = Words(policies), hide_possible_values = true)]
        policy: Option<String>,
        /// Print the values in effect, each with where it comes from
        #[arg(long, requires = "policy")]
        effective: bool,
    },
    /// Write a policy file for this project, to be edited
    ///
    /// Writes `.checkprov.toml` at the top of the checkout, or into the current folder outside of one, and guesses
    /// from the tree which folders hold tests and docs. A file that is there already is left alone.
    Init {
        /// The built-in policy that it extends
        #[arg(short, long, value_name = "NAME", default_value = "qemu", value_parser = PossibleValuesParser::new(policies()), hide_possible_values = true)]
        policy: String,
    },
    /// Add the summaries of the parts of an archive
    ///
    /// Reads what `checkprov --summary --format jsonl` wrote of each part: the last line, or all of it.
    MergeSummaries {
        /// JSON Lines with summaries; - is standard input
        #[arg(value_name = "FILE", required = true)]
        files: Vec<String>,
        /// How the sum is written
        #[arg(short, long, value_enum, default_value_t = HumanOrJson::Jsonl)]
        format: HumanOrJson,
    },
    /// Show one line per series: what it declares, how large it is, what was found, who answered
    ///
    /// A series is what a thread holds of one version. They come in the order of their first mails, and the exit
    /// status is that of a check.
    Series(SeriesArgs),
    /// Check as a git hook, or install the hooks
    #[command(subcommand)]
    Hook(Hook),
    /// Pass one mail on, with what was found in headers of its own
    ///
    /// Reads one mail on standard input and writes it to standard output, byte for byte, with these headers
    /// added at the end of its own: X-Checkprov-Status (error, warning, note, clean, no-patch or failed),
    /// X-Checkprov-Rules (the rules that found something) and X-Checkprov-Lines (changed lines by class).
    /// Headers of these names that the mail came with are taken out.
    ///
    /// The exit status is 0 whenever the mail was passed on, whatever was found in it.
    Filter {
        /// The policy: a built-in name or a file [default: the nearest .checkprov.toml, else qemu]
        #[arg(short, long, value_name = "NAME|FILE", value_parser = Words(policies), hide_possible_values = true)]
        policy: Option<String>,
    },
    /// Prove what a message claims, by running a command of your own in temporary work trees
    ///
    /// Exit status: 0 proven, 1 not proven, 2 it could not run.
    #[command(subcommand)]
    Verify(Verify),
    /// Print the completions of a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print a page of the manual
    Man {
        /// The subcommand whose page is wanted, as in `checkprov man hook install`
        #[arg(value_name = "SUBCOMMAND")]
        page: Vec<String>,
        /// Write every page to this folder instead, which is made if it is not there
        #[arg(long, value_name = "DIR", conflicts_with = "page")]
        dir: Option<PathBuf>,
    },
}

/// How a result is written that is no list of findings.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub(crate) enum HumanOrJson {
    /// For people
    Human,
    /// JSON Lines, one object on each line
    #[value(alias = "json")]
    Jsonl,
}
