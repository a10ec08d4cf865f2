//! The policy file of a range's base: a branch does not choose its judge.

use std::path::Path;

use anyhow::Result;

use checkprov::git::Git;
use checkprov::policy::{LoadError, POLICY_FILE, Policy};

/// The policy that a range is checked under where the policy file is found: the one at its base, which is said, where
/// the range changes it.
pub(super) fn instead(found: Policy, range: &[String], repository: Option<&Path>) -> Result<Policy> {
    let own = found.origin.file().map(|_| &found);
    let Some(base) = of(range, repository, own)? else { return Ok(found) };
    let label = base.label().to_string();
    super::eprint_line(format_args!(
        "checkprov: the range changes the policy file; it is checked under {label}"
    ));
    Ok(base)
}

/// The policy of the nearest policy file at the base of a range, as it was there, where the range changes it; none
/// where it does not, or the base has none.
fn of(range: &[String], repository: Option<&Path>, found: Option<&Policy>) -> Result<Option<Policy>> {
    let git = repository.map_or_else(Git::here, Git::in_folder);
    let Some(base) = git.base_of(range) else { return Ok(None) };
    let prefix = git.line("rev-parse", &["--show-prefix"]).unwrap_or_default();
    let at_base = |path: &str| {
        let text = git.run("show", &["--end-of-options", &format!("{base}:{path}")]).ok()?;
        String::from_utf8(text).ok()
    };
    let folders = std::iter::successors(Some(prefix.trim_end_matches('/')), |folder| {
        (!folder.is_empty()).then(|| folder.rsplit_once('/').map_or("", |(above, _)| above))
    });
    let paths = folders.map(|folder| {
        if folder.is_empty() { POLICY_FILE.to_owned() } else { format!("{folder}/{POLICY_FILE}") }
    });
    let Some((path, text)) = paths.into_iter().find_map(|path| Some((path.clone(), at_base(&path)?))) else {
        return Ok(None);
    };
    if found.and_then(|found| found.texts().next()).is_some_and(|(_, own)| own == text) {
        return Ok(None);
    }
    let name = format!("{path} of {}", base.get(..12).unwrap_or(&base));
    let folder = path.strip_suffix(POLICY_FILE).unwrap_or_default().to_owned();
    let beside = |relative: &str| {
        at_base(&format!("{folder}{relative}")).ok_or_else(|| LoadError::Unreadable {
            file: format!("{folder}{relative} of {base}"),
            why: std::io::ErrorKind::NotFound.into(),
        })
    };
    Ok(Some(Policy::parse_beside(&name, text, &beside)?))
}
