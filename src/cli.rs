//! The command line, declared: what it means is told in `command`.

use std::ffi::OsStr;
use std::io::{self, IsTerminal as _};
use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, StringValueParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum as _};

use checkprov::escape::escaped;
use checkprov::input::Period;
use checkprov::report::{Format, Order, SeriesFormat, archive_link};

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
    /// Show a line a series: what it declares, how large it is, what was found, who answered
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
        /// Write every page to this folder instead
        #[arg(long, value_name = "DIR", conflicts_with = "page")]
        dir: Option<PathBuf>,
    },
}

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
    /// Take the hooks away again, and put back what was there before
    Uninstall {
        /// The repository [default: that of the current folder]
        #[arg(long, value_name = "DIR")]
        repo: Option<PathBuf>,
    },
}

/// What is proven.
#[derive(Debug, Subcommand)]
pub(crate) enum Verify {
    /// What of a commit a command makes, and what a hand made
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
        /// How it is run and told.
        #[command(flatten)]
        options: VerifyOptions,
    },
    /// Whether the tests of a range fail without its code and pass with it
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
    /// Show what was made by hand as a diff
    #[arg(short, long)]
    pub(crate) verbose: bool,
}

/// How a result is written that is no list of findings.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub(crate) enum HumanOrJson {
    /// For people
    Human,
    /// JSON, an object a line
    #[value(alias = "json")]
    Jsonl,
}

/// What to check, and how.
#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    /// What is read.
    #[command(flatten)]
    pub(crate) read: ReadArgs,

    /// How findings are written
    #[arg(short, long, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,

    /// Write another format into a file, beside what goes to standard output; may be given again
    #[arg(long, value_name = "FORMAT=FILE", value_parser = output)]
    pub(crate) output: Vec<(Format, PathBuf)>,

    /// Put the tags of the patch files in order where that is beyond doubt, then check what came of it
    #[arg(long, conflicts_with_all = ["git", "scissors"])]
    pub(crate) fix: bool,

    /// Show the changed lines of every patch by class
    #[arg(long)]
    pub(crate) stat: bool,

    /// End with counts by rule, declared use, class of lines and month (formats human and jsonl)
    #[arg(long)]
    pub(crate) summary: bool,

    /// Show of every patch what a few repeated edits explain, and which lines they leave
    #[arg(long)]
    pub(crate) mechanical: bool,

    /// How it runs.
    #[command(flatten)]
    pub(crate) run: RunArgs,

    /// Say on standard error what is read, and under which policy
    #[arg(short, long, action = clap::ArgAction::Count)]
    pub(crate) verbose: u8,
}

/// Which series are shown, and how.
#[derive(Debug, Args)]
pub(crate) struct SeriesArgs {
    /// What is read.
    #[command(flatten)]
    pub(crate) read: ReadArgs,

    /// How series are written
    #[arg(short, long, value_enum, default_value_t = SeriesFormat::Human)]
    pub(crate) format: SeriesFormat,

    /// In which order they are shown
    #[arg(long, value_enum, value_name = "ORDER", default_value_t = Order::Input)]
    pub(crate) sort: Order,

    /// Show those alone in which something fails and which no one but the author has answered
    #[arg(long)]
    pub(crate) needs_answer: bool,

    /// Link each mail to an archive, such as `https://lore.example.org/list/{message-id}/` (formats markdown and html)
    #[arg(long, value_name = "URL", value_parser = archive_link)]
    pub(crate) link: Option<String>,

    /// How it runs.
    #[command(flatten)]
    pub(crate) run: RunArgs,

    /// List the patches of each series below it
    #[arg(short, long)]
    pub(crate) verbose: bool,
}

/// What is read, and under which policy.
#[derive(Debug, Args)]
pub(crate) struct ReadArgs {
    /// An mbox, a mail, a patch or a diff, maybe compressed, a Maildir, a folder of patches, a public-inbox; -
    /// is standard input
    #[arg(value_name = "INPUT")]
    pub(crate) inputs: Vec<String>,

    /// The policy: a built-in name or a file [default: the nearest .checkprov.toml, else qemu]
    #[arg(short, long, value_name = "NAME|FILE", value_parser = Words(policies), hide_possible_values = true)]
    pub(crate) policy: Option<String>,

    /// Check by the policy that the same project had on this day, such as 2026-05-28
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) policy_at: Option<jiff::civil::Date>,

    /// Check these commits as `git format-patch` would mail them
    #[arg(short, long, value_name = "RANGE", allow_hyphen_values = true, value_parser = range)]
    pub(crate) git: Option<String>,

    /// The repository of --git
    #[arg(long, value_name = "DIR", requires = "git")]
    pub(crate) repo: Option<PathBuf>,

    /// Leave out mails dated before this day or moment
    #[arg(long, value_name = "DATE", value_parser = Period::start)]
    pub(crate) since: Option<i64>,

    /// Leave out mails dated after this day or moment
    #[arg(long, value_name = "DATE", value_parser = Period::end)]
    pub(crate) until: Option<i64>,
}

/// How a run goes, and what fails it.
#[derive(Debug, Args)]
pub(crate) struct RunArgs {
    /// Let warnings fail too
    #[arg(long)]
    pub(crate) strict: bool,

    /// Switch rules off: one, several with commas between, or a pattern such as 'ai-*'
    #[arg(long, value_name = "RULE", alias = "off", value_delimiter = ',', value_parser = Words(rules), hide_possible_values = true)]
    pub(crate) allow: Vec<String>,

    /// Make rules notes, which never fail a run
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = Words(rules), hide_possible_values = true)]
    pub(crate) note: Vec<String>,

    /// Make rules warnings
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = Words(rules), hide_possible_values = true)]
    pub(crate) warn: Vec<String>,

    /// Make rules errors
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = Words(rules), hide_possible_values = true)]
    pub(crate) deny: Vec<String>,

    /// Drop what stands above a scissors line, as `git mailinfo --scissors` does
    #[arg(long)]
    pub(crate) scissors: bool,

    /// How many threads check mail [default: one a core]
    #[arg(short = 'j', long, value_name = "N")]
    pub(crate) threads: Option<usize>,

    /// When to colour
    #[arg(long, alias = "colour", value_enum, value_name = "WHEN", default_value_t = clap::ColorChoice::Auto)]
    pub(crate) color: clap::ColorChoice,

    /// Say nothing but findings
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

impl ReadArgs {
    /// Whether there is nothing to read: no input is named, and none is piped in.
    pub(crate) fn is_nothing(&self) -> bool {
        self.inputs.is_empty() && self.git.is_none() && io::stdin().is_terminal()
    }

    /// The mails asked for, by date.
    pub(crate) fn period(&self) -> Period {
        Period { since: self.since, until: self.until }
    }
}

/// A format and the file it goes to.
fn output(text: &str) -> Result<(Format, PathBuf), String> {
    match text.split_once('=') {
        Some((_, "")) | None => Err("write it as FORMAT=FILE, such as junit=report.xml".to_owned()),
        Some((format, file)) => match Format::from_str(format, false) {
            Ok(format) => Ok((format, PathBuf::from(file))),
            Err(_) => {
                let words = Format::value_variants().iter().filter_map(|known| known.to_possible_value());
                let known: Vec<String> = words.map(|word| word.get_name().to_owned()).collect();
                Err(format!("no format `{}`; there are {}", escaped(format), known.join(", ")))
            }
        },
    }
}

/// Any word. Those that are known are what a shell completes.
#[derive(Clone)]
struct Words(fn() -> Vec<&'static str>);

fn rules() -> Vec<&'static str> {
    checkprov::rules::RULES.iter().map(|rule| rule.id).collect()
}

fn policies() -> Vec<&'static str> {
    checkprov::policy::BUILT_IN.iter().map(|(name, _)| *name).collect()
}

impl TypedValueParser for Words {
    type Value = String;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        word: &OsStr,
    ) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(command, argument, word)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new((self.0)().into_iter().map(PossibleValue::new)))
    }
}

/// A range of commits. A number, as `git format-patch -1` takes it, is none.
fn range(text: &str) -> Result<String, String> {
    match text.strip_prefix('-') {
        Some(count) if count.parse::<u32>().is_ok() => {
            Err(format!("it is no range; the last {count} are `HEAD~{count}..`"))
        }
        Some(_) => Err("it is no range; a range is `BASE..`".to_owned()),
        None => Ok(text.to_owned()),
    }
}

/// Reads a day written as 2026-05-28.
fn day(text: &str) -> Result<jiff::civil::Date, String> {
    match text.parse::<jiff::civil::Date>() {
        Ok(day) if day.to_string() == text => Ok(day),
        _ => Err("not a day; write it as 2026-05-28".to_owned()),
    }
}
