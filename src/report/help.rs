//! How to fix what was found, from where the reader is: with a commit not made yet, the last one or an earlier one,
//! a patch file, or a mail that others have.
//!
//! A command leaves files and the index alone, has a line of its own, and does all or nothing when pasted.

use std::path::Path;

use crate::escape::escaped;
use crate::finding::{Edit, Finding, Fix, Signer};
use crate::mail_report::MailReport;
use crate::patch::Identity;
use crate::stage::Stage;

/// The most lines of a block of tags that are shown.
const MOST_TAGS: usize = 12;

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
        command: fix.edit.as_ref().and_then(|edit| command(mail, edit)),
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
            place: place(mail) + &other_signer(mail, &edit).unwrap_or_default(),
            command: command(mail, &edit),
        })
    }

    /// The same for somebody who has sent the mail, wherever it is read.
    pub(super) fn of_sent(mail: &MailReport) -> Option<Self> {
        Self::of(&MailReport { stage: Stage::Sent, signer: None, ..mail.clone() })
    }
}

fn place(mail: &MailReport) -> String {
    match &mail.stage {
        Stage::Message => "change the message so".to_owned(),
        Stage::NextCommit { .. } => "git makes the commit all the same; change it afterwards".to_owned(),
        Stage::Applying => "ask the author for that, or change the message so if you may".to_owned(),
        Stage::Commit { later: 0, .. } => "in the last commit".to_owned(),
        Stage::Commit { later: 1, .. } => "in the commit before the last".to_owned(),
        Stage::Commit { later, .. } => format!("in the commit {later} before the last"),
        Stage::OtherCommit => {
            "change that commit; it is not on the branch that is checked out, or is below a merge".to_owned()
        }
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
    let kept = mail.facts.block.iter().filter(stays).filter(|line| !edit.add.contains(line));
    let mut tags: Vec<String> = edit.add.iter().chain(kept).cloned().collect();
    for signer in &edit.sign_off {
        let sign_off = sign_off(mail, signer);
        // git signs no one off twice in a row.
        if tags.last() != Some(&sign_off) {
            tags.push(sign_off);
        }
    }
    if tags.len() > MOST_TAGS {
        let left_out = tags.len() - MOST_TAGS;
        tags.truncate(MOST_TAGS);
        tags.push(format!("… and {left_out} more"));
    }
    tags
}

/// Whose sign-off it takes that the reader cannot give, where the reader could make the rest of an edit.
fn other_signer(mail: &MailReport, edit: &Edit) -> Option<String> {
    if !matches!(mail.stage, Stage::NextCommit { .. } | Stage::Commit { .. } | Stage::File(_)) {
        return None;
    }
    let is_reader =
        |person: &&Identity| mail.signer.as_ref().is_some_and(|reader| person.is_probably(reader));
    let mut persons = edit.sign_off.iter().filter_map(|signer| match signer {
        Signer::Person(person) => Some(person),
        Signer::Reader => None,
    });
    let other = persons.find(|person| !is_reader(person))?;
    Some(format!("; the sign-off is for {} to give", escaped(&other.name)))
}

/// The sign-off that comes: the reader's where they are who is to sign.
fn sign_off(mail: &MailReport, signer: &Signer) -> String {
    let by = match (signer, &mail.signer) {
        (Signer::Person(person), Some(reader)) if person.is_probably(reader) => reader.to_string(),
        (Signer::Person(person), _) => person.to_string(),
        (Signer::Reader, Some(reader)) => reader.to_string(),
        (Signer::Reader, None) => "Your Name <you@example.org>".to_owned(),
    };
    format!("Signed-off-by: {by}")
}

/// The command that makes an edit; none where there is nothing yet, or nothing any more, to make it in, and where
/// somebody else than the reader would have to sign off.
fn command(mail: &MailReport, edit: &Edit) -> Option<String> {
    let reader = mail.signer.as_ref().map(|_| sign_off(mail, &Signer::Reader));
    if edit.sign_off.iter().any(|signer| Some(sign_off(mail, signer)) != reader) {
        return None;
    }
    // What is shown escaped cannot be pasted.
    written(mail, edit, reader.as_deref())
        .filter(|command| escaped(command) == *command && !command.contains('\u{fffd}'))
}

fn written(mail: &MailReport, edit: &Edit, sign_off: Option<&str>) -> Option<String> {
    let amend = |git: &str| {
        if mail.facts.divided { amend_divided(git, edit, sign_off) } else { amend(git, edit) }
    };
    match &mail.stage {
        Stage::Sent | Stage::Outgoing | Stage::Message | Stage::Applying | Stage::OtherCommit => None,
        Stage::File(path) => in_file(path, edit, sign_off),
        Stage::NextCommit { stays_last } => stays_last.then(|| amend("git")),
        Stage::Commit { later, repository } => {
            let git = repository.as_ref().map_or("git".to_owned(), |path| format!("git -C {}", quoted(path)));
            let amend = amend(&git);
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
    let sign_off = if edit.sign_off.is_empty() { "" } else { " --signoff" };
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

/// The same where the message goes on below a `---`: `git commit` would put tags below that.
fn amend_divided(git: &str, edit: &Edit, sign_off: Option<&str>) -> String {
    let author = if edit.reset_author { " --reset-author" } else { "" };
    let remove = match edit.remove.is_empty() {
        true => String::new(),
        false => format!(" | grep -vxF{}", patterns(edit)),
    };
    let tags = tags_added(edit, sign_off);
    format!(
        "{git} log -1 --format=%B{remove} | {git} interpret-trailers{tags} | {git} commit --amend --only{author} -F -"
    )
}

fn in_file(path: &Path, edit: &Edit, sign_off: Option<&str>) -> Option<String> {
    if edit.reset_author {
        return None;
    }
    let file = quoted(path);
    let trailers = tags_added(edit, sign_off);
    Some(match (edit.remove.is_empty(), trailers.is_empty()) {
        (true, _) => format!("git interpret-trailers --in-place{trailers} {file}"),
        (false, true) => format!("grep -vxF{} {file} > {file}.new && mv {file}.new {file}", patterns(edit)),
        (false, false) => format!(
            "grep -vxF{} {file} | git interpret-trailers{trailers} > {file}.new && mv {file}.new {file}",
            patterns(edit)
        ),
    })
}

/// Tags as options of `git interpret-trailers`, the sign-off of who pastes it below the others.
fn tags_added(edit: &Edit, sign_off: Option<&str>) -> String {
    let add = if edit.add.is_empty() { String::new() } else { format!(" --where start{}", trailers(edit)) };
    let sign_off = sign_off.filter(|_| !edit.sign_off.is_empty());
    add + &sign_off.map(|tag| format!(" --where end --trailer {}", word(tag))).unwrap_or_default()
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
