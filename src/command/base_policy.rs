//! The policy of a range's base, where none was named: a branch does not choose the policy that it is checked under.

use std::path::Path;

use anyhow::Result;

use checkprov::git::Git;
use checkprov::policy::{LoadError, POLICY_FILE, Policy};

use super::policy::{DEFAULT, of_today};

/// The policy that a range is checked under where this one is found: that of the policy file at the range's base, which
/// is said, where they differ.
pub(super) fn instead(found: Policy, range: &[String], repository: Option<&Path>) -> Result<Policy> {
    let own = found.origin.file().map(|_| &found);
    let Some(base) = of(range, repository, own)? else { return Ok(found) };
    super::eprint_line(format_args!(
        "checkprov: the policy file of the range's base counts, not that of the branch: checked under {}",
        base.label()
    ));
    Ok(of_today(base))
}

/// The policy of the nearest policy file at the base of a range; the default where the range adds the one that was
/// found. None where they are the same.
fn of(range: &[String], repository: Option<&Path>, found: Option<&Policy>) -> Result<Option<Policy>> {
    let git = repository.map_or_else(Git::here, Git::in_folder);
    let Some(base) = git.base_of(range) else { return Ok(None) };
    let own = found.and_then(|found| found.texts().next()).map(|(_, text)| text);
    let paths = paths(&git.line("rev-parse", &["--show-prefix"]).unwrap_or_default());
    let nearest = |commit: &str| paths.iter().find_map(|path| Some((path, at(&git, commit, path)?)));
    let Some((path, text)) = nearest(&base) else {
        let tip = git.commits_of(range).unwrap_or_default().pop();
        let added = tip.and_then(|tip| nearest(&tip)).filter(|(_, text)| own == Some(text));
        return added.map(|(path, _)| Ok(Policy::load(DEFAULT)?.instead_of(path))).transpose();
    };
    if own == Some(&text) {
        return Ok(None);
    }
    let name = format!("{path} of {}", base.get(..12).unwrap_or(&base));
    let folder = path.strip_suffix(POLICY_FILE).unwrap_or_default();
    let read = |relative: &str| {
        at(&git, &base, &format!("{folder}{relative}")).ok_or_else(|| LoadError::Unreadable {
            file: format!("{folder}{relative} of {base}"),
            why: std::io::ErrorKind::NotFound.into(),
        })
    };
    Ok(Some(Policy::parse_with(&name, text, &read)?))
}

/// Where a policy file may lie: in that folder of the repository, then in those above it.
fn paths(folder: &str) -> Vec<String> {
    let folders = std::iter::successors(Some(folder.trim_end_matches('/')), |folder| {
        (!folder.is_empty()).then(|| folder.rsplit_once('/').map_or("", |(above, _)| above))
    });
    let path = |folder: &str| {
        if folder.is_empty() { POLICY_FILE.to_owned() } else { format!("{folder}/{POLICY_FILE}") }
    };
    folders.map(path).collect()
}

/// The text of a file as it is in a commit.
fn at(git: &Git, commit: &str, path: &str) -> Option<String> {
    let text = git.run("show", &["--end-of-options", &format!("{commit}:{path}")]).ok()?;
    String::from_utf8(text).ok()
}
