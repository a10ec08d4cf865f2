//! What is checked, how, and how it is written.
//!
//! What is said of these structs is no doc comment: help would show it as what the subcommand does.

use std::io::{self, IsTerminal as _};
use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::Args;

use checkprov::input::Period;
use checkprov::report::{Format, Order, SeriesFormat, archive_link};

use super::words::{Words, day, output, policies, range, rules};

/// What help is grouped by.
const INPUT: &str = "Input";
const POLICY: &str = "Policy";
const OUTPUT: &str = "Output";

// What to check, and how.
#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    /// What is read.
    #[command(flatten)]
    pub(crate) read: ReadArgs,

    /// How findings are written
    #[arg(short, long, value_enum, default_value_t = Format::Human, help_heading = OUTPUT)]
    pub(crate) format: Format,

    /// Write another format to a file as well; can be repeated
    #[arg(long, value_name = "FORMAT=FILE", value_parser = output, help_heading = OUTPUT)]
    pub(crate) output: Vec<(Format, PathBuf)>,

    /// Put the tags of the patch files in order where that is beyond doubt, then check what came of it
    #[arg(long, conflicts_with_all = ["git", "scissors"])]
    pub(crate) fix: bool,

    /// Show the changed lines of every patch by class
    #[arg(long, help_heading = OUTPUT)]
    pub(crate) stat: bool,

    /// End with counts by rule, declared use, class of lines and month (formats human and jsonl)
    #[arg(long, help_heading = OUTPUT)]
    pub(crate) summary: bool,

    /// Show for every patch what a few repeated edits explain, and which lines remain
    #[arg(long, help_heading = OUTPUT)]
    pub(crate) mechanical: bool,

    /// How it runs.
    #[command(flatten)]
    pub(crate) run: RunArgs,

    /// Say on standard error what is read, and under which policy
    #[arg(short, long, action = clap::ArgAction::Count, help_heading = OUTPUT)]
    pub(crate) verbose: u8,
}

// Which series are shown, and how.
#[derive(Debug, Args)]
pub(crate) struct SeriesArgs {
    /// What is read.
    #[command(flatten)]
    pub(crate) read: ReadArgs,

    /// How series are written
    #[arg(short, long, value_enum, default_value_t = SeriesFormat::Human, help_heading = OUTPUT)]
    pub(crate) format: SeriesFormat,

    /// In which order they are shown
    #[arg(long, value_enum, value_name = "ORDER", default_value_t = Order::Input, help_heading = OUTPUT)]
    pub(crate) sort: Order,

    /// Show only series in which something fails and which no one but the author has answered
    #[arg(long, help_heading = OUTPUT)]
    pub(crate) needs_answer: bool,

    /// Link each mail to an archive, such as `https://lore.example.org/list/{message-id}/` (formats markdown and html)
    #[arg(long, value_name = "URL", value_parser = archive_link, help_heading = OUTPUT)]
    pub(crate) link: Option<String>,

    /// How it runs.
    #[command(flatten)]
    pub(crate) run: RunArgs,

    /// List the patches of each series below it
    #[arg(short, long, help_heading = OUTPUT)]
    pub(crate) verbose: bool,
}

// What is read, and under which policy.
#[derive(Debug, Args)]
pub(crate) struct ReadArgs {
    /// An mbox, a mail, a patch or a diff, maybe compressed, a Maildir, a folder of patches, a public-inbox; -
    /// is standard input
    #[arg(value_name = "INPUT")]
    pub(crate) inputs: Vec<String>,

    /// Check these commits as `git format-patch` would mail them
    #[arg(short, long, value_name = "RANGE", allow_hyphen_values = true, value_parser = range, help_heading = INPUT)]
    pub(crate) git: Option<String>,

    /// The repository of --git
    #[arg(long, value_name = "DIR", requires = "git", help_heading = INPUT)]
    pub(crate) repo: Option<PathBuf>,

    /// Leave out mails dated before this day or moment
    #[arg(long, value_name = "DATE", value_parser = Period::start, help_heading = INPUT)]
    pub(crate) since: Option<i64>,

    /// Leave out mails dated after this day or moment
    #[arg(long, value_name = "DATE", value_parser = Period::end, help_heading = INPUT)]
    pub(crate) until: Option<i64>,

    /// The policy: a built-in name or a file [default: the nearest .checkprov.toml, else qemu]
    #[arg(short, long, value_name = "NAME|FILE", value_parser = Words(policies), hide_possible_values = true, help_heading = POLICY)]
    pub(crate) policy: Option<String>,

    /// Check by the policy that the same project had on this day, such as 2026-05-28
    #[arg(long, value_name = "DATE", value_parser = day, help_heading = POLICY)]
    pub(crate) policy_at: Option<jiff::civil::Date>,
}

// How a run goes, and what fails it.
#[derive(Debug, Args)]
pub(crate) struct RunArgs {
    /// Let warnings fail too
    #[arg(long, help_heading = POLICY)]
    pub(crate) strict: bool,

    /// Switch rules off: one, several with commas between, or a pattern such as 'ai-*'
    #[arg(long, value_name = "RULE", alias = "off", value_delimiter = ',', value_parser = Words(rules), hide_possible_values = true, help_heading = POLICY)]
    pub(crate) allow: Vec<String>,

    /// Make rules notes, which never fail a run
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = Words(rules), hide_possible_values = true, help_heading = POLICY)]
    pub(crate) note: Vec<String>,

    /// Make rules warnings
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = Words(rules), hide_possible_values = true, help_heading = POLICY)]
    pub(crate) warn: Vec<String>,

    /// Make rules errors
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = Words(rules), hide_possible_values = true, help_heading = POLICY)]
    pub(crate) deny: Vec<String>,

    /// Drop what is above a scissors line, as `git mailinfo --scissors` does
    #[arg(long, help_heading = INPUT)]
    pub(crate) scissors: bool,

    /// How many threads check mail [default: one a core]
    #[arg(short = 'j', long, value_name = "N")]
    pub(crate) threads: Option<usize>,

    /// When to use colour
    #[arg(long, alias = "colour", value_enum, value_name = "WHEN", default_value_t = clap::ColorChoice::Auto, help_heading = OUTPUT)]
    pub(crate) color: clap::ColorChoice,

    /// Say nothing but findings
    #[arg(short, long, help_heading = OUTPUT)]
    pub(crate) quiet: bool,
}

impl ReadArgs {
    /// Whether there is nothing to read: no input is named, and none is piped in.
    pub(crate) fn is_nothing(&self) -> bool {
        self.inputs.is_empty() && self.git.is_none() && io::stdin().is_terminal()
    }

    /// The mails asked for, by date.
    pub(crate) fn period(&self) -> Result<Period> {
        if let (Some(since), Some(until)) = (self.since, self.until)
            && since > until
        {
            bail!("--since is later than --until, so that no mail is between them");
        }
        Ok(Period { since: self.since, until: self.until })
    }
}
