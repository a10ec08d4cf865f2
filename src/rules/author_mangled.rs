//! A mailing list stands where the author should.

use super::{Case, Check, Rule, Scope};
use crate::finding::{Finding, Level};
use crate::patch::Identity;

pub(super) const RULE: Rule = Rule {
    id: "author-mangled",
    level: Level::Error,
    page: include_str!("../../docs/rules/author-mangled.md"),
    check: Check::Mail(Scope::Patch, check),
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    let Some(author) = case.patch.author.as_ref().filter(|author| is_mangled(author)) else {
        return Vec::new();
    };
    let finding = Finding::new(format!("git would record the mailing list as the author: {author}"))
        .rests_on("sign-off.match-author")
        .help(
            "as the author, let git write your name into the mail's text as well: git config format.forceInBodyFrom true",
        )
        .help("as a maintainer, set the author after `git am`: git commit --amend --only --no-edit --author='NAME <ADDRESS>'");
    vec![finding]
}

/// Whether a list has put itself in a person's place: `Ann Dev via qemu-devel <qemu-devel@nongnu.org>`.
pub(super) fn is_mangled(identity: &Identity) -> bool {
    let (name, email) = (identity.name.trim_end(), identity.email.as_str());
    let local = email.split('@').next().unwrap_or_default();
    match name.rsplit_once(" via") {
        Some((_, "")) => !email.is_empty(),
        Some((_, list)) => list.strip_prefix(' ').is_some_and(|list| {
            let start = local.get(..list.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(list)) || local.starts_with("devnull")
        }),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{change, check};

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
}
