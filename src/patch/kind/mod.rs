//! What kind of mail it is, and so whether it submits anything.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::{Identity, Patch, Subject, sign_off};
use crate::diff::State;
use crate::lines;
use crate::mail::{Headers, Message, trim};

/// What a mail is. Only patches, covers and what calls itself a patch are checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It carries a patch, readable or not, and says so.
    Patch,
    /// The cover letter of a series, with a range-diff or an interdiff or without.
    Cover,
    /// An answer, or a mail that is passed on: what it quotes or proposes is no submission.
    Reply,
    /// A request to pull from a repository, or a patch of one.
    Pull,
    /// A program reports a commit or a patch.
    Notice,
    /// Anything else: talk, with a diff in it or without.
    Other,
}

/// Why a diff that git would apply is not checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotChecked {
    /// It is in an answer.
    Answer,
    /// It is in a cover letter.
    Cover,
    /// It is what somebody asks to pull.
    Pull,
    /// A program reports it.
    Notice,
    /// Nothing says that it is a patch.
    Talk,
}

impl Kind {
    /// Tells the kind of a mail.
    pub(super) fn of(
        mail: &Message<'_>,
        subject: &Subject,
        diff: State,
        message: &str,
        people: [Option<&Identity>; 2],
    ) -> Self {
        let number = subject.numbering.map(|numbering| numbering.number);
        let is_whole = || diff != State::None && is_signed_above_dashes(mail, message, people);
        if subject.is_reply {
            // As format-patch made it, it is a new version, sent as an answer.
            return if is_whole() && !repeats_a_mail(message, subject) { Self::Patch } else { Self::Reply };
        }
        if is_notice(mail, subject, message) {
            return Self::Notice;
        }
        if subject.is_patch && number == Some(0) {
            return if is_whole() && !compares_versions(mail) { Self::Patch } else { Self::Cover };
        }
        if subject.is_patch && diff != State::None {
            return Self::Patch;
        }
        if subject.is_pull || asks_to_pull(message) {
            return Self::Pull;
        }
        match diff {
            State::None if number == Some(0) => Self::Cover,
            State::None => Self::Other,
            _ if is_by_git(&mail.headers) => Self::Patch,
            _ if is_whole() && has_diffstat(mail.patch()) => Self::Patch,
            _ => Self::Other,
        }
    }
}

impl Patch<'_> {
    /// Whether it submits a patch or introduces a series. Nothing else is checked.
    pub fn submits(&self) -> bool {
        let calls_itself_a_patch = self.kind == Kind::Other && self.subject.is_patch;
        matches!(self.kind, Kind::Patch | Kind::Cover) || calls_itself_a_patch
    }

    /// Whether its notes list the files that a diff changes.
    pub fn has_diffstat(&self) -> bool {
        has_diffstat(self.mail.patch())
    }

    /// Why its diff is not checked; none where it is, or git would apply none.
    pub fn not_checked(&self) -> Option<NotChecked> {
        let reason = match self.kind {
            Kind::Patch => return None,
            Kind::Cover => NotChecked::Cover,
            Kind::Reply => NotChecked::Answer,
            Kind::Pull => NotChecked::Pull,
            Kind::Notice => NotChecked::Notice,
            Kind::Other => NotChecked::Talk,
        };
        (self.diff.state() == State::Ok).then_some(reason)
    }
}

impl NotChecked {
    /// The reason in a few words, after "not judged: ".
    pub fn words(self) -> &'static str {
        match self {
            Self::Answer => "an answer with a diff",
            Self::Cover => "a cover letter with a diff",
            Self::Pull => "a request to pull with a diff",
            Self::Notice => "a notice of a program with a diff",
            Self::Talk => "a diff in a mail that does not say it is a patch",
        }
    }
}

/// Whether the mail is by a program that sends patches and little else.
fn is_by_git(headers: &Headers<'_>) -> bool {
    let known = [&b"git-send-email"[..], b"b4 ", b"StGit", b"quilt", b"Mercurial-patchbomb"];
    headers.mailer.as_deref().is_some_and(|mailer| known.iter().any(|name| mailer.starts_with(name)))
}

/// Whether who wrote or sent the mail signed off in the message, and `---` ends that. Whoever shows a patch of
/// others in an answer or a report has not.
fn is_signed_above_dashes(mail: &Message<'_>, message: &str, people: [Option<&Identity>; 2]) -> bool {
    let is_own = |name: &str, email: &str| {
        let same = |one: &str, other: &str| !one.is_empty() && one.to_lowercase() == other.to_lowercase();
        people.iter().flatten().any(|own| same(&own.email, email) || same(&own.name, name))
    };
    let is_sign_off = |line: &str| {
        let (name, email) = sign_off(line).map(Identity::parts).unwrap_or_default();
        email.contains('@') && is_own(name, email)
    };
    let ends = lines::line_at(mail.patch(), 0);
    trim(ends) == b"---" && lines::of(message).any(is_sign_off)
}

/// Whether the notes end in the summary of a diffstat: ` 1 file changed, 1 insertion(+)`.
fn has_diffstat(patch: &[u8]) -> bool {
    let notes = lines::of_bytes(patch).take_while(|line| !line.starts_with(b"diff -"));
    notes.map(trim).any(|line| {
        let words = line.iter().position(|b| !b.is_ascii_digit()).map_or(&[][..], |end| &line[end..]);
        words.len() < line.len()
            && (words.starts_with(b" file changed") || words.starts_with(b" files changed"))
    })
}

/// Whether a mail without quotes repeats the one it answers below a line that programs put there:
/// `-----Original Message-----`, in any language, or its headers.
fn repeats_a_mail(message: &str, subject: &Subject) -> bool {
    let title = subject.text.as_deref().filter(|title| !title.is_empty());
    lines::of(message).any(|line| {
        let line = line.trim();
        let name = line.trim_matches('-');
        let is_rule = line.starts_with("-----") && line.ends_with("-----") && !name.trim().is_empty();
        let is_subject = || {
            let (name, value) = line.split_once([':', '：']).unwrap_or_default();
            title.is_some_and(|title| value.trim_end().ends_with(title))
                && !name.is_empty()
                && name.chars().all(char::is_alphabetic)
        };
        is_rule || is_subject()
    })
}

/// Whether the diff is one between versions, as `git format-patch --interdiff` and `--range-diff` append it.
fn compares_versions(mail: &Message<'_>) -> bool {
    let before = mail.message.split(|&b| b == b'\n');
    let notes = lines::of_bytes(mail.patch()).take_while(|line| !line.starts_with(b"diff -"));
    before.chain(notes).any(|line| line.starts_with(b"Interdiff") || line.starts_with(b"Range-diff"))
}

/// Whether a program reports a commit or a patch, by the words it begins with. What is below them may
/// be a whole patch; a subject that begins with `[PATCH]` still says that this is one.
fn is_notice(mail: &Message<'_>, subject: &Subject, message: &str) -> bool {
    const WORDS: [&str; 4] = [
        "The following commit has been merged into the ",
        "This is a note to let you know that I've just added the patch titled",
        "The patch below does not apply to the ",
        "The patch titled",
    ];
    let begins = mail.headers.subject.as_deref().is_some_and(|subject| trim(subject).starts_with(b"["));
    let first = lines::of(message).map(str::trim).find(|line| !line.is_empty());
    let is_told = first.is_some_and(|line| WORDS.iter().any(|words| line.starts_with(words)));
    is_told && !(subject.is_patch && begins)
}

/// The words of `git request-pull`, however a mailer wrapped them.
fn asks_to_pull(message: &str) -> bool {
    static FOLLOWING: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("ollowing"));
    if FOLLOWING.find(message.as_bytes()).is_none() {
        return false;
    }
    let lower = message.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    lower.contains("the following changes since commit ") && lower.contains("git repository at:")
}

#[cfg(test)]
mod tests;
