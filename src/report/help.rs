//! How to fix what was found, from where the reader is: with a commit not made yet, the last one or an earlier one,
//! a patch file, or a mail that others have.
//!
//! A command leaves files and the index alone, stands on a line of its own, and does all or nothing when pasted.

use std::path::Path;

use crate::escape::escaped;
use crate::finding::{Edit, Finding, Fix};
use crate::mail_report::MailReport;
use crate::stage::Stage;

/// The most lines of a block of tags that are shown.
const MOST_TAGS: usize = 12;

/// The sign-off of whoever pastes it, below the others.
const SIGN_OFF: &str =
    " --where end --trailer \"Signed-off-by: $(git config user.name) <$(git config user.email)>\"";

/// What to do, and the command that does it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) text: String,
    pub(super) command: Option<String>,
}

/// The steps that fix one finding by itself.
pub(super) fn steps(mail: &MailReport, finding: &Finding) -> Vec<Step> {
    let step = |fix: &Fix| Step {
        text: fix.text.clone(),
        command: fix.edit.as_ref().and_then(|edit| command(&mail.stage, edit)),
    };
    finding.fixes.iter().map(step).collect()
}

/// The steps in plain text, as it is: each on a line, its command below it.
pub(super) fn text(mail: &MailReport, finding: &Finding) -> String {
    lines(mail, finding).collect::<Vec<_>>().join("\n")
}

/// The steps and their commands, as they are.
pub(super) fn lines(mail: &MailReport, finding: &Finding) -> impl Iterator<Item = String> {
    steps(mail, finding).into_iter().flat_map(|step| {
        let command = step.command.map(|command| format!("  {command}"));
        std::iter::once(step.text).chain(command)
    })
}

/// The one edit that fixes every finding of a mail whose fix is known to the letter.
pub(super) struct Correction {
    /// The tags as they stand then; empty where none of them changes.
    pub(super) tags: Vec<String>,
    /// Where the edit is made, in words.
    pub(super) place: String,
    pub(super) command: Option<String>,
}

impl Correction {
    /// None where no fix of the mail is known to the letter.
    pub(super) fn of(mail: &MailReport) -> Option<Self> {
        let mut edit = Edit::default();
        let edits = mail.findings.iter().filter_map(|finding| finding.fixes.first()?.edit.as_ref());
        edits.for_each(|each| edit.merge(each));
        (edit != Edit::default()).then(|| Self {
            tags: tags(mail, &edit),
            place: place(mail),
            command: command(&mail.stage, &edit),
        })
    }
}

fn place(mail: &MailReport) -> String {
    match &mail.stage {
        Stage::Message => "change the message so".to_owned(),
        Stage::Commit { later: 0, .. } => "in the last commit".to_owned(),
        Stage::Commit { later, .. } => format!("in the commit {later} before the last"),
        Stage::File(_) => "in the patch file".to_owned(),
        Stage::Outgoing => "change the commit, and make the mails again with git format-patch".to_owned(),
        Stage::Sent => {
            let version = mail.facts.numbering.map_or(1, |numbering| numbering.version);
            format!(
                "change the commit, and send a new version: git format-patch -v{}",
                version.saturating_add(1)
            )
        }
    }
}

/// The block of tags as an edit leaves it.
fn tags(mail: &MailReport, edit: &Edit) -> Vec<String> {
    let stays = |line: &&String| !edit.remove.contains(line);
    let sign_off = edit.sign_off.then(|| {
        let author = mail.facts.author.as_ref().filter(|_| !edit.reset_author);
        format!("Signed-off-by: {}", author.map_or("Your Name <you@example.org>".into(), ToString::to_string))
    });
    let kept = mail.facts.block.iter().filter(stays).filter(|line| !edit.add.contains(line));
    let mut tags: Vec<String> = edit.add.iter().chain(kept).cloned().chain(sign_off).collect();
    if tags.len() > MOST_TAGS {
        let left_out = tags.len() - MOST_TAGS;
        tags.truncate(MOST_TAGS);
        tags.push(format!("… and {left_out} more"));
    }
    tags
}

/// The command that makes an edit; none where there is nothing yet, or nothing any more, to make it in.
fn command(stage: &Stage, edit: &Edit) -> Option<String> {
    // What is shown escaped cannot be pasted.
    written(stage, edit).filter(|command| escaped(command) == *command && !command.contains('\u{fffd}'))
}

fn written(stage: &Stage, edit: &Edit) -> Option<String> {
    match stage {
        Stage::Sent | Stage::Outgoing | Stage::Message => None,
        Stage::File(path) => in_file(path, edit),
        Stage::Commit { later, repository } => {
            let git = repository.as_ref().map_or("git".to_owned(), |path| format!("git -C {}", quoted(path)));
            let amend = amend(&git, edit);
            // Positions stay as they are when an earlier commit changes; hashes do not.
            Some(match later {
                0 => amend,
                later => format!(
                    "GIT_SEQUENCE_EDITOR='sed -i.bak \"1s/^[a-z]*/edit/\"' {git} rebase -i HEAD~{} && {amend} && {git} rebase --continue",
                    later + 1
                ),
            })
        }
    }
}

/// Amends the commit that is checked out. `--only` leaves what is in the index out of it.
fn amend(git: &str, edit: &Edit) -> String {
    let author = if edit.reset_author { " --reset-author" } else { "" };
    let sign_off = if edit.sign_off { " --signoff" } else { "" };
    let start = if edit.add.is_empty() { "" } else { " -c trailer.where=start" };
    if edit.remove.is_empty() {
        return format!("{git}{start} commit --amend --only --no-edit{author}{sign_off}{}", trailers(edit));
    }
    let add = match edit.add.is_empty() {
        true => String::new(),
        false => format!(" | {git}{start} interpret-trailers --no-divider{}", trailers(edit)),
    };
    format!(
        "{git} log -1 --format=%B | grep -vxF{}{add} | {git} commit --amend --only{author}{sign_off} -F -",
        patterns(edit)
    )
}

fn in_file(path: &Path, edit: &Edit) -> Option<String> {
    if edit.reset_author {
        return None;
    }
    let file = quoted(path);
    let add = if edit.add.is_empty() { String::new() } else { format!(" --where start{}", trailers(edit)) };
    let sign_off = if edit.sign_off { SIGN_OFF } else { "" };
    let trailers = format!("{add}{sign_off}");
    Some(match (edit.remove.is_empty(), trailers.is_empty()) {
        (true, _) => format!("git interpret-trailers --in-place{trailers} {file}"),
        (false, true) => format!("grep -vxF{} {file} > {file}.new && mv {file}.new {file}", patterns(edit)),
        (false, false) => format!(
            "grep -vxF{} {file} | git interpret-trailers{trailers} > {file}.new && mv {file}.new {file}",
            patterns(edit)
        ),
    })
}

fn trailers(edit: &Edit) -> String {
    edit.add.iter().map(|tag| format!(" --trailer {}", word(tag))).collect()
}

fn patterns(edit: &Edit) -> String {
    edit.remove.iter().map(|line| format!(" -e {}", word(line))).collect()
}

/// A word of a shell, whatever it holds.
fn word(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// A path as a word of a shell.
pub fn quoted(path: &Path) -> String {
    let text = path.to_string_lossy();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '_' | '-' | '+');
    if text.chars().all(is_plain) && !text.starts_with('-') { text.into_owned() } else { word(&text) }
}
