//! The author is no person: a mailing list, or no one.

use super::{Case, Check, Rule, Scope};
use crate::finding::{Finding, Level};
use crate::patch::{Date, Identity, LONGEST_NAME};

pub(super) const RULE: Rule = Rule {
    id: "author-mangled",
    level: Level::Error,
    page: include_str!("../../docs/rules/author-mangled.md"),
    check: Check::Mail(Scope::Patch, check),
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    let Some(fault) = Fault::of(case) else { return Vec::new() };
    let mut finding = Finding::new(fault.message(case)).rests_on("sign-off.match-author");
    if let (Fault::List, Some(author)) = (fault, &case.patch.author) {
        finding = finding.once_for(list_of(author));
    }
    if let Fault::Eaten(name) = fault {
        finding = finding
            .note(format!("git takes a first line of the message that begins with `{name}:` for a header"))
            .help("begin the message with another word");
    }
    let finding = finding
        .help(
            "as the author, let git write your name into the mail's text as well: git config format.forceInBodyFrom true",
        )
        .help("as a maintainer, set the author after `git am`: git commit --amend --only --no-edit --author='NAME <ADDRESS>'");
    vec![finding]
}

/// Why git would record no one, or no person.
#[derive(Clone, Copy)]
enum Fault {
    /// The mail names no author.
    NoOne,
    /// A header that git took out of the message names none, or no date.
    Eaten(&'static str),
    /// The list has put itself in a person's place.
    List,
    /// The name is longer than git takes.
    LongName,
}

impl Fault {
    fn of(case: &Case<'_>) -> Option<Self> {
        let patch = case.patch;
        let (in_body, written) = (&patch.mail.in_body, patch.author_as_written().unwrap_or_default());
        if written.name.is_empty() && written.email.is_empty() {
            return Some(if in_body.from.is_some() { Self::Eaten("From") } else { Self::NoOne });
        }
        if in_body.date.as_deref().is_some_and(|date| Date::read(date).is_none()) {
            return Some(Self::Eaten("Date"));
        }
        if is_mangled(&written) {
            return Some(Self::List);
        }
        (written.name.len() > LONGEST_NAME).then_some(Self::LongName)
    }

    fn message(self, case: &Case<'_>) -> String {
        let author = case.patch.author.as_ref().map(ToString::to_string).unwrap_or_default();
        match self {
            Self::NoOne => {
                "the mail names no author, and git refuses it: empty ident name not allowed".to_owned()
            }
            Self::Eaten("Date") => {
                "git takes the first line of the message for a header without a date, and refuses the mail"
                    .to_owned()
            }
            Self::Eaten(_) => {
                "git takes the first line of the message for a header without an author, and refuses the mail"
                    .to_owned()
            }
            Self::List => format!("git would record the mailing list as the author: {author}"),
            Self::LongName => {
                format!(
                    "the author's name is longer than {LONGEST_NAME} bytes, and git would record the address in its place: {author}"
                )
            }
        }
    }
}

/// The list that put itself in a person's place: its address, or its domain where the address names the person.
fn list_of(author: &Identity) -> String {
    let email = author.email.to_lowercase();
    match email.split_once('@') {
        Some((local, domain)) if local.contains(['=', '+']) => domain.to_owned(),
        _ => email,
    }
}

/// Whether the author git would record is none.
pub(super) fn is_found(case: &Case<'_>) -> bool {
    Fault::of(case).is_some()
}

/// Whether a list has put itself in a person's place: `Ann Dev via qemu-devel <qemu-devel@nongnu.org>`,
/// `Ann Dev via groups.io <ann=example.org@groups.io>`.
pub(super) fn is_mangled(identity: &Identity) -> bool {
    let name = identity.name.trim_end_matches([' ', ')']);
    let list = name.rsplit_once(" via").or_else(|| name.rsplit_once("(via"));
    // Most are shown at a glance to be persons.
    if list.is_none() && !identity.email.contains(['=', '-']) {
        return false;
    }
    let list = list.map(|(_, list)| list.to_lowercase());
    let email = identity.email.to_lowercase();
    let (local, domain) = email.split_once('@').unwrap_or((&email, ""));
    // The address of the person, with another sign for its `@`.
    let is_rewritten = local.split_once('=').is_some_and(|(_, host)| host.contains('.'));
    let is_of_list = |list: &str| {
        let by_domain = domain == list || domain.strip_suffix(list).is_some_and(|rest| rest.ends_with('.'));
        list.is_empty() && !email.is_empty()
            || local.starts_with(list)
            || local.starts_with("devnull")
            || by_domain
    };
    match list {
        Some(list) if list.is_empty() || list.starts_with(' ') => is_rewritten || is_of_list(list.trim()),
        _ => is_rewritten || local.ends_with("-bounces"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{change, check, findings};

    /// A mail of this sender, with this above the message.
    fn mail(from: &str, in_body: &str) -> String {
        let message = "Why.\n\nSigned-off-by: Ann Dev <ann@example.org>\n";
        format!("From: {from}\nSubject: [PATCH] f\n\n{in_body}{message}---\n{}", change("f.c"))
    }

    #[test]
    fn the_list_is_no_author() {
        for from in [
            "Ann Dev via qemu-devel <qemu-devel@nongnu.org>",
            "\"'Ann Dev' via Qemu-devel\" <qemu-devel@nongnu.org>",
            "Ann Dev via qemu-devel <qemu-devel-bounces@nongnu.org>",
            "ann--- via <qemu-devel@nongnu.org>",
            "Ann Dev via B4 Relay <devnull+ann.example.org@kernel.org>",
            "\"Ann Dev via groups.io\" <ann=example.org@groups.io>",
            "\"Ann Dev via Lists.Example.Org\" <ann=example.org@lists.example.org>",
            "Ann Dev (via qemu-devel) <qemu-devel@nongnu.org>",
            "Ann Dev <ann=40example.org@dmarc.example.org>",
            "Ann Dev of the Department of Very Long Names and Titles via qemu-devel <qemu-devel@nongnu.org>",
        ] {
            check(&mail(from, ""), "qemu", ["author-mangled"]);
        }
    }

    #[test]
    fn a_from_line_in_the_body_names_the_author() {
        let from = "Ann Dev via qemu-devel <qemu-devel@nongnu.org>";
        check(&mail(from, "From: Ann Dev <ann@example.org>\n\n"), "qemu", []);
        check(&mail(from, &format!("From: {from}\n\n")), "qemu", ["author-mangled"]);
        check(&mail(from, "Hello,\n\nFrom: Ann Dev <ann@example.org>\n\n"), "qemu", ["author-mangled"]);
    }

    #[test]
    fn via_may_be_part_of_a_name() {
        check(&mail("Octavia Via <ann@example.org>", ""), "qemu", []);
        check(&mail("Ines via Nova <ann@example.org>", ""), "qemu", []);
    }
    #[test]
    fn a_long_name_gives_way_to_the_address() {
        check(&mail(&format!("{} <ann@example.org>", "Ann".repeat(20)), ""), "qemu", []);
        check(&mail(&format!("{} <ann@example.org>", "Ann".repeat(21)), ""), "qemu", ["author-mangled"]);
    }

    #[test]
    fn no_one_is_no_author() {
        check(&mail("Ann Dev", ""), "qemu", ["author-mangled"]);
        check(&mail("Ann Dev\nSubject: x", "From: now on it works.\n\n"), "qemu", ["author-mangled"]);
    }

    #[test]
    fn a_first_line_may_be_eaten() {
        check(
            &mail("Ann Dev <ann@example.org>", "Date: handle negative years.\n\n"),
            "qemu",
            ["author-mangled"],
        );
        check(&mail("Ann Dev <ann@example.org>", "Date: 8 Jun 2026 10:12:00 +0200\n\n"), "qemu", []);
        let found = findings(&mail("Ann Dev <ann@example.org>", "From: now on it works.\n\n"), "qemu");
        assert!(found[0].notes[0].contains("begins with `From:`"), "{found:?}");
    }
}
