//! Checks a series that is about to be sent, when its last mail is shown.
//!
//! `git send-email` shows a hook one mail after another, and numbers them. What was shown is taken down in
//! the git directory. Nothing has been sent when the last mail is shown, so a series goes out whole or not
//! at all.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use serde::{Deserialize, Serialize};

use super::assembled_mail::AssembledMail;
use super::check_assembled;
use crate::command::eprint_line;
use checkprov::git::Git;
use checkprov::mail::{Message, Options};
use checkprov::patch::Identity;
use checkprov::stage::Stage;

/// The file in the git directory that says which mails were shown.
const SHOWN: &str = "checkprov-series";

/// A mail that was shown, and the headers it will be sent with.
#[derive(Debug, Serialize, Deserialize)]
struct Shown {
    number: u32,
    total: u32,
    mail: PathBuf,
    headers: Option<PathBuf>,
}

pub(super) fn run(
    mail: &Path,
    headers: Option<&Path>,
    policy: Option<&str>,
    strict: bool,
) -> Result<ExitCode> {
    let number = |name| env::var(name).ok().and_then(|number| number.parse::<u32>().ok());
    let numbers = number("GIT_SENDEMAIL_FILE_COUNTER").zip(number("GIT_SENDEMAIL_FILE_TOTAL"));
    let (number, total) = numbers.filter(|(number, total)| (1..=*total).contains(number)).unwrap_or((1, 1));
    let absolute = |path: &Path| std::path::absolute(path).with_context(|| path.display().to_string());
    let shown = Shown { number, total, mail: absolute(mail)?, headers: headers.map(absolute).transpose()? };
    let series = if total == 1 { vec![shown] } else { collect(shown)? };
    if number < total {
        return Ok(ExitCode::SUCCESS);
    }
    let mails = series.iter().map(assemble).collect::<Result<Vec<_>>>()?;
    let policy = crate::command::policy::chosen(policy)?;
    let failed = check_assembled(&mails, &policy, strict, |mail| mail.stage = Stage::Outgoing)?;
    if failed {
        eprint_line("checkprov: nothing is sent. `git send-email --no-validate` sends without this check.");
    }
    Ok(ExitCode::from(u8::from(failed)))
}

/// Takes down a mail; gives all that were shown of its series. The first begins a new one, whatever an
/// earlier run has left. The last leaves nothing behind.
fn collect(shown: Shown) -> Result<Vec<Shown>> {
    let file = Git::here().path("rev-parse", &["--git-path", SHOWN])?;
    let name = file.display().to_string();
    let mut series: Vec<Shown> = Vec::new();
    if shown.number > 1 {
        let text = fs::read(&file).with_context(|| name.clone())?;
        series = serde_json::from_slice(&text).with_context(|| name.clone())?;
    }
    let expected = series.len() as u32 + 1;
    if shown.number != expected || series.iter().any(|other| other.total != shown.total) {
        bail!(
            "mail {} of {} was shown where {expected} was expected; does another git send-email run in this repository?",
            shown.number,
            shown.total
        );
    }
    let is_last = shown.number == shown.total;
    series.push(shown);
    if is_last {
        fs::remove_file(&file).or_else(|why| if file.exists() { Err(why) } else { Ok(()) }).context(name)?;
    } else {
        fs::write(&file, serde_json::to_vec(&series)?).context(name)?;
    }
    Ok(series)
}

/// The mail as it will be sent: where somebody else sends it than wrote it, `git send-email` names the sender
/// in the header and the author in the text.
fn assemble(shown: &Shown) -> Result<AssembledMail> {
    let name = shown_name(&shown.mail);
    let bytes = fs::read(&shown.mail).with_context(|| name.clone())?;
    let headers = shown.headers.as_deref().and_then(|headers| fs::read(headers).ok());
    let sender = headers.as_deref().and_then(from_of);
    let sender = sender.filter(|sender| from_of(&bytes).is_some_and(|author| !same(&author, sender)));
    let mut mail = AssembledMail::new(&name);
    let mut lines =
        bytes.split(|&b| b == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line)).enumerate();
    if let Some(sender) = sender {
        write_headers(&mut mail, &mut lines, &sender);
    }
    lines.for_each(|(number, line)| mail.line(line, 0, number));
    Ok(mail)
}

/// Writes headers with the sender's name in the place of the author's, the empty line, and the author's.
fn write_headers<'m>(
    mail: &mut AssembledMail,
    lines: &mut impl Iterator<Item = (usize, &'m [u8])>,
    sender: &Identity,
) {
    let mut author: Vec<(usize, &[u8])> = Vec::new();
    let mut in_from = false;
    // What may be before the headers does not end them.
    let lines = lines.skip_while(|(_, line)| line.trim_ascii().is_empty());
    for (number, line) in lines {
        let folded = matches!(line.first(), Some(b' ' | b'\t'));
        in_from =
            (in_from && folded) || line.get(..5).is_some_and(|name| name.eq_ignore_ascii_case(b"From:"));
        if in_from {
            author.push((number, line));
        } else {
            mail.line(line, 0, number);
        }
        if in_from && !folded {
            mail.line(format!("From: {} <{}>", sender.name, sender.email).as_bytes(), 0, number);
        }
        if line.is_empty() {
            break;
        }
    }
    let end = author.last().map_or(0, |(number, _)| *number);
    author.push((end, b""));
    author.into_iter().for_each(|(number, line)| mail.line(line, 0, number));
}

fn from_of(mail: &[u8]) -> Option<Identity> {
    Message::read(mail, Options::default()).headers.from.as_deref().map(Identity::author)
}

fn same(one: &Identity, other: &Identity) -> bool {
    one.email.eq_ignore_ascii_case(&other.email)
}

/// A path as people would name it from where they are.
fn shown_name(path: &Path) -> String {
    let here = env::current_dir().unwrap_or_default();
    path.strip_prefix(here).unwrap_or(path).display().to_string()
}
