//! Checks the commits that a push would show to others, each ref under the policy of the commit they begin at.

use std::io::{self, Read as _};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, Result};

use super::{check, in_repository};
use crate::command::stages::Stages;
use crate::command::{base_policy, eprint_line, policy};
use checkprov::git::Git;
use checkprov::input::Source;
use checkprov::mail_report::Detail;

pub(super) fn run(remote: &str, asked: Option<&str>, strict: bool) -> Result<ExitCode> {
    let git = Git::here();
    in_repository(&git, Path::new("."))?;
    let mut text = Vec::new();
    io::stdin().read_to_end(&mut text).context("the refs that are pushed")?;
    let mut known: Vec<String> = Vec::new();
    let mut failed = false;
    for (new, old) in String::from_utf8_lossy(&text).lines().filter_map(refs) {
        let Some(new) = commit(&git, new) else { continue };
        known.extend(commit(&git, old));
        if let Some(range) = unseen(&git, remote, &new, &known) {
            failed |= fails(range, asked, strict)?;
        }
        known.push(new);
    }
    if failed {
        eprint_line("checkprov: nothing is pushed. `git push --no-verify` pushes without this check.");
    }
    Ok(ExitCode::from(u8::from(failed)))
}

/// What a ref is to be and what it is, of a line `LOCAL NEW REMOTE OLD`; the local name may hold blanks. None of notes,
/// whose commits no one signs off or mails.
fn refs(line: &str) -> Option<(&str, &str)> {
    let mut words = line.rsplitn(4, ' ');
    let (old, remote, new) = (words.next()?, words.next()?, words.next()?);
    (!remote.starts_with("refs/notes/")).then_some((new, old))
}

/// The commit of that name; none where the ref is made or deleted, where it is no commit, and where only others have it.
fn commit(git: &Git, name: &str) -> Option<String> {
    git.line("rev-parse", &["--quiet", "--verify", "--end-of-options", &format!("{name}^{{commit}}")]).ok()
}

/// The commits that the remote does not have, as far as its remote-tracking branches tell; none where it has all. Where
/// nothing is known of the remote, those that no remote has.
fn unseen(git: &Git, remote: &str, new: &str, known: &[String]) -> Option<Vec<String>> {
    let listed = |remotes: &str| {
        let mut words = vec!["--boundary", new, "--not", remotes];
        words.extend(known.iter().map(String::as_str));
        git.lines("rev-list", &words).ok()
    };
    let is_boundary = |line: &String| line.starts_with('-');
    let mut commits = listed(&format!("--remotes={remote}"))?;
    if !commits.iter().any(is_boundary) && !commits.is_empty() {
        commits = listed("--remotes")?;
    }
    if commits.iter().all(is_boundary) {
        return None;
    }
    let boundary = commits.iter().filter_map(|line| line.strip_prefix('-')).map(|end| format!("^{end}"));
    // One revision would be where a range begins.
    let end = commits.first().filter(|_| !commits.iter().any(is_boundary)).map(|_| new.to_owned());
    Some([new.to_owned()].into_iter().chain(boundary).chain(end).collect())
}

/// Says what was found in a range, if anything. Whether it fails.
fn fails(range: Vec<String>, asked: Option<&str>, strict: bool) -> Result<bool> {
    let mut policy = policy::chosen(asked)?;
    if asked.is_none() {
        policy = base_policy::instead(policy, &range, None)?;
    }
    let sources = [Source::Git { range, repository: None }];
    let mut stages = Stages::new(&sources, Detail::All);
    check(&sources, &policy, strict, |mut mail| {
        stages.tell(&mut mail);
        vec![mail]
    })
}
