//! Finds out how far each patch is on its way: whether its commit is on the branch that is checked out, or its file
//! can be changed. git is asked once, and only where something is to be fixed.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use checkprov::git::Git;
use checkprov::input::Source;
use checkprov::mail_report::{Detail, MailReport};
use checkprov::patch::Identity;
use checkprov::stage::Stage;

/// How many commits of the branch are looked at.
const MOST_COMMITS: &str = "1000";

/// What is known of the branch and of the inputs.
pub(super) struct Stages {
    /// Where the commits of a range are; none where none is checked.
    repository: Option<Option<PathBuf>>,
    /// How many commits come after each of the newest; none before someone asks.
    later: Option<HashMap<String, usize>>,
    /// Who would commit; none before someone asks.
    reader: Option<Option<Identity>>,
    /// Whether reports show any help.
    shown: bool,
}

impl Stages {
    pub(super) fn new(sources: &[Source], detail: Detail) -> Self {
        let of_range = |source: &Source| match source {
            Source::Git { repository, .. } => Some(repository.clone()),
            _ => None,
        };
        let repository = sources.iter().find_map(of_range);
        Self { repository, later: None, reader: None, shown: detail > Detail::None }
    }

    /// Tells a report how far its mail is on its way, and who reads it, where that is one who may sign off.
    pub(super) fn tell(&mut self, mail: &mut MailReport) {
        if !self.shown || mail.findings.iter().all(|finding| finding.fixes.is_empty()) {
            return;
        }
        mail.stage = self.of(mail);
        let mut edits = mail.findings.iter().flat_map(|finding| &finding.fixes).flat_map(|fix| &fix.edit);
        if mail.stage != Stage::Sent && edits.any(|edit| !edit.sign_off.is_empty()) {
            let repository = self.repository.as_ref().and_then(Option::as_deref);
            mail.signer = self.reader.get_or_insert_with(|| committer(&git_in(repository))).clone();
        }
    }

    /// How far a mail is on its way. Mail without the separator of `git format-patch` was sent.
    fn of(&mut self, mail: &MailReport) -> Stage {
        let Some(commit) = mail.facts.commit.as_deref() else { return Stage::Sent };
        let path = Path::new(mail.input.as_ref());
        if self.repository.is_none() && &*mail.input != "-" {
            let is_one_mail = mail.index == 0 && mail.line == 1;
            return if is_one_mail && path.is_file() { Stage::File(path.to_owned()) } else { Stage::Sent };
        }
        let repository = self.repository.clone().flatten();
        let later = self.later.get_or_insert_with(|| branch(repository.as_deref()));
        match later.get(commit) {
            Some(&later) => Stage::Commit { later, repository },
            None => Stage::OtherCommit,
        }
    }
}

/// Who signs off where git does: the committer; none where git knows no name or address.
pub(super) fn committer(git: &Git) -> Option<Identity> {
    // `Name <address> seconds zone`.
    git.line("var", &["GIT_COMMITTER_IDENT"]).ok().map(|ident| Identity::tag(&ident))
}

fn git_in(repository: Option<&Path>) -> Git {
    repository.map_or_else(Git::here, Git::in_folder)
}

/// The newest commits of the branch that is checked out, with how many come after each. A merge ends them: what is
/// below it cannot be changed without changing more, and so does the first commit of all.
fn branch(repository: Option<&Path>) -> HashMap<String, usize> {
    let git = git_in(repository);
    let listed = git.run("rev-list", &["--parents", "--max-count", MOST_COMMITS, "HEAD"]).unwrap_or_default();
    let listed = String::from_utf8_lossy(&listed);
    let commits = listed.lines().map(|line| line.split(' ').collect::<Vec<_>>());
    let changeable = commits.take_while(|commit| commit.len() == 2);
    changeable.enumerate().map(|(later, commit)| (commit[0].to_owned(), later)).collect()
}
