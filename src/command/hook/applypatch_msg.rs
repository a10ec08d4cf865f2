//! Checks a mail that `git am` is about to apply, with its message as it is now: people may have edited it.
//!
//! Source: git's `builtin/am.c`, `am_run`: the hook runs before the patch is applied, and no commit exists.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, Result};

use super::assembled_mail::AssembledMail;
use super::message::{Cleanup, Message};
use super::{check_assembled, in_repository};
use crate::command::eprint_line;
use checkprov::git::Git;
use checkprov::report::quoted;
use checkprov::stage::Stage;

pub(super) fn run(file: &Path, policy: Option<&str>, strict: bool) -> Result<ExitCode> {
    in_repository(&Git::here(), Path::new("."))?;
    let beside = |name: &str| file.with_file_name(name);
    let text = fs::read(file).with_context(|| file.display().to_string())?;
    // Commits that `git rebase --apply` takes up were checked when they were made.
    if beside("rebasing").exists() {
        return Ok(ExitCode::SUCCESS);
    }
    let mut mail = AssembledMail::new(&file.display().to_string());
    let author_script = beside("author-script");
    let place = mail.place(&author_script.display().to_string());
    let script = fs::read_to_string(&author_script).with_context(|| author_script.display().to_string())?;
    // `git am` has cleaned the message up, and takes what was edited as it is.
    let message = Message::read(&text, Cleanup::Verbatim, "#");
    mail.headers((&author(&script), place), &message, "UTF-8");
    message.body().for_each(|(number, line)| mail.line(line, 0, number));
    let patch = beside("patch");
    let place = mail.place(&patch.display().to_string());
    let diff = fs::read(&patch).with_context(|| patch.display().to_string())?;
    mail.diff(&diff, place);
    let policy = crate::command::policy::chosen(policy)?;
    let failed = check_assembled(&[mail], &policy, strict, |mail| mail.stage = Stage::Applying)?;
    if failed {
        eprint_line(format_args!(
            "checkprov: the patch is not applied. `git am --skip` leaves it out. To apply it, edit {} and type \
             `git am --retry`, or `git am` before git 2.46.",
            quoted(file)
        ));
        eprint_line(
            "checkprov: `git am --abort` ends it all. `git am --retry --no-verify` applies without this check.",
        );
    }
    Ok(ExitCode::from(u8::from(failed)))
}

/// `Name <address>` of the file in which `git am` keeps the author, as a shell would read it.
fn author(script: &str) -> String {
    let value = |name: &str| {
        let quoted = script.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
        let quoted = quoted.unwrap_or_default().trim_matches('\'');
        quoted.replace(r"'\''", "'").replace(r"'\!'", "!")
    };
    format!("{} <{}>", value("GIT_AUTHOR_NAME"), value("GIT_AUTHOR_EMAIL"))
}

#[cfg(test)]
mod tests {
    use super::author;

    #[test]
    fn an_author_is_read_as_a_shell_reads_one() {
        let script =
            "GIT_AUTHOR_NAME='Ann O'\\''Dev'\nGIT_AUTHOR_EMAIL='ann@example.org'\nGIT_AUTHOR_DATE='1'\n";
        assert_eq!(author(script), "Ann O'Dev <ann@example.org>");
    }
}
