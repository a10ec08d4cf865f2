//! Checks a commit that is about to be made, as the mail that `git format-patch` would make of it.

use std::borrow::Cow;
use std::env;
use std::fs;
use std::path::{self, Path};
use std::process::ExitCode;

use anyhow::{Context as _, Result};

use super::assembled_mail::AssembledMail;
use super::caller::{self, Call};
use super::message::{Cleanup, Message};
use super::{check_assembled, in_repository};
use crate::command::eprint_line;
use crate::command::stages::committer;
use checkprov::git::Git;
use checkprov::mail_report::MailReport;
use checkprov::patch::TagBlock;
use checkprov::policy::Policy;
use checkprov::report::{Style, quoted};
use checkprov::rules::ActiveRules;
use checkprov::stage::Stage;

/// The settings that shape a message.
const SETTINGS: &str = r"^(commit\.cleanup|core\.comment(char|string)|format\.signoff|i18n\.commitencoding)$";

/// What git is set to do with a message.
struct Settings {
    cleanup: String,
    sign: String,
    encoding: String,
    sign_off: bool,
}

pub(super) fn run(file: &Path, policy: Option<&str>, strict: bool) -> Result<ExitCode> {
    let git = Git::here();
    in_repository(&git, Path::new("."))?;
    let text = fs::read(file).with_context(|| file.display().to_string())?;
    let settings = Settings::of(&git);
    let call = caller::find();
    let mode = call.as_ref().and_then(|call| call.cleanup.as_deref()).unwrap_or(&settings.cleanup);
    // git sets this editor for hooks where it starts none.
    let edited = env::var_os("GIT_EDITOR").is_none_or(|editor| editor != ":");
    let message = Message::read(&text, Cleanup::of(mode, edited), &settings.sign);
    let amends = is_amend(&git, call.as_ref());
    if message.is_empty() || is_never_mailed(&git, &message, amends) {
        return Ok(ExitCode::SUCCESS);
    }
    let is_kept = is_kept(&git, file);
    let mut mail =
        AssembledMail::new(&if is_kept { file.display().to_string() } else { "message".to_owned() });
    let place = mail.place("git var GIT_AUTHOR_IDENT");
    let author = git.line("var", &["GIT_AUTHOR_IDENT"])?;
    mail.headers((person(&author), place), &message, &settings.encoding);
    write_message(&mut mail, &git, &message, &settings)?;
    write_diff(&mut mail, &git, amends)?;
    let policy = crate::command::policy::chosen(policy)?;
    let failed = check_assembled(&[mail], &policy, strict, |mail| {
        if !mail.findings.is_empty() {
            mail.stage = stage_of(mail, &policy, strict, || is_kept && !goes_on(&git));
            mail.signer = committer(&git);
        }
    })?;
    if failed && is_kept {
        let verbose = if text.windows(3).any(|word| word == b">8 ") { " -v" } else { "" };
        let all = if call.is_some_and(|call| call.all) { " -a" } else { "" };
        eprint_line(format_args!(
            "checkprov: no commit was made. The message is kept: `git commit{}{all}{verbose} -e -F {}` opens it again{}.",
            if amends { " --amend" } else { "" },
            quoted(&named(file)),
            if takes_files() { ", with the same files after it" } else { "" },
        ));
    } else if failed {
        eprint_line("checkprov: no commit was made. The message is with the program that ran this hook.");
    }
    if failed {
        eprint_line("checkprov: `--no-verify` commits without this check.");
    }
    Ok(ExitCode::from(u8::from(failed)))
}

/// Whether the commit is of files that were named, and of no others: git has an index for it alone
/// (`builtin/commit.c: prepare_index`).
fn takes_files() -> bool {
    let index = env::var_os("GIT_INDEX_FILE");
    let name = index.as_deref().and_then(|index| Path::new(index).file_name());
    name.is_some_and(|name| name.as_encoded_bytes().starts_with(b"next-index-"))
}

/// The message as the user who typed `git commit` names it. git runs hooks at the top of the work tree, from wherever
/// it was called (`GIT_PREFIX` in git's githooks(5)).
fn named(file: &Path) -> Cow<'_, Path> {
    let below = env::var_os("GIT_PREFIX").is_some_and(|prefix| !prefix.is_empty());
    path::absolute(file).ok().filter(|_| below).map_or(Cow::Borrowed(file), Cow::Owned)
}

/// Whether git makes the commit, and whether it can be amended then.
fn stage_of(mail: &MailReport, policy: &Policy, strict: bool, stays_last: impl Fn() -> bool) -> Stage {
    let about_policy = ActiveRules::under(policy).check_policy();
    let style = Style { strict, ..Style::default() };
    if mail.findings.iter().chain(&about_policy).any(|finding| style.fails(finding.level)) {
        return Stage::Message;
    }
    Stage::NextCommit { stays_last: stays_last() }
}

/// Whether a rebase, or another series of commits, goes on after this one.
fn goes_on(git: &Git) -> bool {
    let exists = |state: &&str| git.path("rev-parse", &["--git-path", state]).is_ok_and(|path| path.exists());
    ["rebase-merge", "rebase-apply", "sequencer"].iter().any(exists)
}

/// Whether the message stays where it is if no commit is made. That of `git commit` does; other programs, as `stg edit`,
/// name a file that goes with them.
fn is_kept(git: &Git, file: &Path) -> bool {
    let kept = git.path("rev-parse", &["--git-path", "COMMIT_EDITMSG"]);
    kept.is_ok_and(|kept| {
        fs::canonicalize(kept).ok().is_some_and(|kept| fs::canonicalize(file).ok() == Some(kept))
    })
}

impl Settings {
    fn of(git: &Git) -> Self {
        let mut settings = Self {
            cleanup: "default".to_owned(),
            sign: "#".to_owned(),
            encoding: "UTF-8".to_owned(),
            sign_off: false,
        };
        for (name, value) in git.settings(SETTINGS) {
            match name.as_str() {
                "commit.cleanup" => settings.cleanup = value,
                "i18n.commitencoding" => settings.encoding = value,
                "format.signoff" => {
                    settings.sign_off = matches!(&*value.to_lowercase(), "true" | "yes" | "on" | "1")
                }
                _ => settings.sign = value,
            }
        }
        settings
    }
}

/// Whether the commit takes the place of HEAD: the command line says so, else the author, whom git takes over
/// to the second.
fn is_amend(git: &Git, call: Option<&Call>) -> bool {
    if let Some(call) = call {
        return call.amend;
    }
    let last = git.line("log", &["-1", "--date=raw", "--format=%an <%ae> %ad"]).ok();
    env::var_os("GIT_AUTHOR_DATE").is_some()
        && last.is_some_and(|last| git.line("var", &["GIT_AUTHOR_IDENT"]).is_ok_and(|author| author == last))
}

/// A merge is not mailed, and what is to be folded into another commit is mailed with that.
fn is_never_mailed(git: &Git, message: &Message<'_>, amends: bool) -> bool {
    let (_, title) = message.title();
    let folds = [&b"fixup! "[..], b"squash! ", b"amend! "].iter().any(|mark| title.starts_with(mark));
    let merges = git.path("rev-parse", &["--git-path", "MERGE_HEAD"]).is_ok_and(|head| head.exists());
    folds || merges || (amends && git.line("rev-parse", &["--quiet", "--verify", "HEAD^2"]).is_ok())
}

fn write_message(
    mail: &mut AssembledMail,
    git: &Git,
    message: &Message<'_>,
    settings: &Settings,
) -> Result<()> {
    let mut text = Vec::new();
    for (number, line) in message.body() {
        mail.line(line, 0, number);
        text.extend_from_slice(line);
        text.push(b'\n');
    }
    if settings.sign_off {
        let sign_off = format!("Signed-off-by: {}", person(&git.line("var", &["GIT_COMMITTER_IDENT"])?));
        let text = String::from_utf8_lossy(&text);
        let block = TagBlock::find(&text);
        let place = mail.place("format.signOff");
        if block.tags.is_empty() {
            mail.line(b"", place, 0);
        }
        if !text.ends_with(&format!("{sign_off}\n")) {
            mail.line(sign_off.as_bytes(), place, 0);
        }
    }
    Ok(())
}

fn write_diff(mail: &mut AssembledMail, git: &Git, amends: bool) -> Result<()> {
    let (before, command) =
        if amends { ("HEAD^", "git diff --cached HEAD^") } else { ("HEAD", "git diff --cached") };
    let place = mail.place(command);
    mail.diff(&git.staged(before)?, place);
    Ok(())
}

/// `Name <address>` of `Name <address> seconds zone`.
fn person(ident: &str) -> &str {
    ident.rfind('>').map_or(ident, |end| &ident[..=end])
}
