//! The author, or who sends the patch for the author, has not signed it off.

use unicode_normalization::UnicodeNormalization as _;

use super::{Case, Check, Rule, Scope, author_mangled, sign_off_outside_block};
use crate::ai_markers;
use crate::finding::{Edit, Finding, Fix, Level, Signer};
use crate::patch::Identity;
use crate::suggest;

pub(super) const RULE: Rule = Rule {
    id: "sign-off-not-the-author",
    level: Level::Warning,
    page: include_str!("../../docs/rules/sign-off-not-the-author.md"),
    check: Check::Mail(Scope::Patch, check),
};

/// How many characters of names are compared one by one.
const LONGEST_NAME: usize = 100;

fn check(case: &Case<'_>) -> Vec<Finding> {
    let Some(author) = &case.patch.author else { return Vec::new() };
    // One outside the block of tags is in the commit, too.
    let in_block = case.sign_offs().map(|tag| (tag.line, tag.value.as_str()));
    let signed: Vec<(usize, &str)> = in_block.chain(sign_off_outside_block::all(case)).collect();
    let Some(&first) = signed.first() else { return Vec::new() };
    if !case.policy.sign_off.match_author {
        return Vec::new();
    }
    let mut findings = Vec::new();
    if !signed.iter().any(|(_, value)| is_by(value, author))
        && can_sign(author)
        && !author_mangled::is_found(case)
    {
        let near = signed.iter().find(|(_, value)| is_nearly_by(value, author));
        let label = if near.is_some() { "nearly the author's" } else { "not the author's" };
        let (line, value) = *near.unwrap_or(&first);
        let mut finding =
            Finding::new(format!("no sign-off has the name or address of the author, {author}"))
                .at(case.message_location(line, label))
                .rests_on("sign-off.match-author")
                .fix(signing_as(author, near.map(|(line, _)| case.removing([*line]))))
                .help(
                    "if the author is wrong, give the right one to `git commit`: --author='NAME <ADDRESS>'",
                );
        if let Some((one, other)) = alike(Identity::parts(value).0, &author.name) {
            let code = |c: char| format!("`{c}` (U+{:04X})", u32::from(c));
            let note = format!("the names look alike, but {} stands for {}", code(one), code(other));
            finding = finding.note(note);
        }
        findings.push(finding);
    }
    if let Some(sender) = &case.patch.sender
        && sender != author
        && sender.name != sender.email // without a name it may be the author's other address
        && can_sign(sender)
        && !is_same(sender, &author.name, &author.email)
        && !signed.iter().any(|(_, value)| is_by(value, sender))
    {
        let finding = Finding::new(format!("sent for its author by {sender}, who has not signed it off"))
            .at_most(Level::Note)
            .fix(Fix::signing_off(
                "if you pass on somebody else's patch, sign off below them",
                Signer::Person(sender.clone()),
            ));
        findings.push(finding);
    }
    findings
}

/// Lets the author sign off, in the place of what was meant as that.
fn signing_as(author: &Identity, nearly: Option<Edit>) -> Fix {
    let what = if nearly.is_some() { "write the sign-off" } else { "sign off" };
    Fix {
        text: format!("if you are the author, {what} with the name and address of the commit"),
        edit: Some(Edit { sign_off: vec![Signer::Person(author.clone())], ..nearly.unwrap_or_default() }),
    }
}

/// A list and a tool cannot sign; that they sign is a fault of its own.
pub(super) fn can_sign(identity: &Identity) -> bool {
    !author_mangled::is_mangled(identity) && ai_markers::of_identity(identity).is_none()
}

/// Whether what was signed has the name or the address of a person.
pub(super) fn is_by(signed: &str, person: &Identity) -> bool {
    let (name, email) = Identity::parts(signed);
    // Some write the address without brackets.
    let mut words = signed.split([' ', '<', '>', '(', ')', ',']);
    is_same(person, name, email) || words.any(|word| is_equal(word, &person.email))
}

fn is_same(person: &Identity, name: &str, email: &str) -> bool {
    is_equal(email, &person.email)
        || is_equal(name, &person.name)
        || person
            .name
            .split_once(", ")
            .is_some_and(|(last, first)| is_equal(name, &format!("{first} {last}")))
}

fn is_equal(one: &str, other: &str) -> bool {
    if one.is_ascii() && other.is_ascii() {
        return !one.is_empty() && one.eq_ignore_ascii_case(other);
    }
    // `ü` may be one character, or `u` and what puts the dots on it.
    let [small, other_small] = [one, other].map(|text| text.nfc().flat_map(char::to_lowercase));
    !one.is_empty() && (one == other || small.eq(other_small))
}

/// Whether a sign-off looks like the author's, written in another way.
fn is_nearly_by(signed: &str, author: &Identity) -> bool {
    let (name, email) = Identity::parts(signed);
    let local = |email: &str| email.split('@').next().unwrap_or_default().to_lowercase();
    is_equal(&local(email), &local(&author.email))
        || suggest::is_near(&name.to_lowercase(), &author.name.to_lowercase())
        || alike(name, &author.name).is_some()
}

/// The first two characters in which two names differ, if one of each such pair is not ASCII and most are the
/// same: letters of other alphabets look like those of ours.
fn alike(name: &str, other: &str) -> Option<(char, char)> {
    let [name, other]: [Vec<char>; 2] = [name, other].map(|text| text.nfc().take(LONGEST_NAME).collect());
    let pairs = || name.iter().copied().zip(other.iter().copied());
    let differ: Vec<(char, char)> = pairs().filter(|(one, other)| one != other).collect();
    let may_look_alike = differ.iter().all(|(one, other)| !one.is_ascii() || !other.is_ascii());
    let is_alike = name.len() == other.len() && may_look_alike && differ.len() * 2 < name.len();
    differ.first().copied().filter(|_| is_alike)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{change, check, findings};
    use crate::finding::Level;

    const ONE: &str = "sign-off-not-the-author";

    /// A mail of Ann Dev's, with this above the message.
    fn mail(in_body: &str, sign_offs: &str) -> String {
        let head = "From: Ann Dev <ann@example.org>\nSubject: [PATCH] f\n\n";
        format!("{head}{in_body}Why.\n\n{sign_offs}---\n{}", change("f.c"))
    }

    #[test]
    fn name_or_address_is_enough() {
        check("Signed-off-by: Ann Dev <ann@home.example.org>", "qemu", []);
        check("Signed-off-by: ANN DEV", "qemu", []);
        check("Signed-off-by: A. K. Dev <Ann@Example.ORG>", "qemu", []);
        check("Signed-off-by: Ann ann@example.org", "qemu", []);
        check("Signed-off-by: Bo <bo@example.org>\nSigned-off-by: Ann Dev <ann@example.org>", "qemu", []);
    }

    #[test]
    fn somebody_else_is_not() {
        check("Signed-off-by: Bo Sample <bo@example.org>", "qemu", [ONE]);
        check("Signed-off-by: Bo <bo@example.org>\nReviewed-by: Ann Dev <ann@example.org>", "qemu", [ONE]);
        check("Signed-off-by: Bo Sample <bo@example.org>", "llvm", []);
    }

    #[test]
    fn a_letter_may_be_written_as_two_characters() {
        let from = "From: J\u{fc}rgen Dev <ann@work.example.org>\n\n";
        let tags =
            "Signed-off-by: Ju\u{308}rgen Dev <j@example.org>\nSigned-off-by: Ann Dev <ann@example.org>\n";
        check(&mail(from, tags), "qemu", []);
    }

    #[test]
    fn one_outside_the_block_is_the_authors_all_the_same() {
        let bo = "[Bo: wrapped]\nSigned-off-by: Bo <bo@example.org>";
        check(&format!("Signed-off-by: Ann Dev <ann@example.org>\n\n{bo}"), "qemu", []);
    }

    #[test]
    fn names_that_look_alike_are_told_apart() {
        let tags = "Signed-off-by: \u{410}nn Dev <dev@example.org>";
        let found = findings(tags, "qemu").remove(0);
        assert_eq!((found.rule, found.notes.len()), (ONE, 1));
        assert_eq!(found.notes[0], "the names look alike, but `\u{410}` (U+0410) stands for `A` (U+0041)");
    }

    #[test]
    fn what_nearly_matches_is_shown() {
        let tags = "Signed-off-by: Bo Sample <bo@example.org>\nSigned-off-by: Anne Dev <anne@example.org>";
        let location = findings(tags, "qemu").remove(0).location.expect("a place");
        assert_eq!(
            (location.label, location.quote.as_str()),
            ("nearly the author's", tags.lines().last().unwrap())
        );
    }

    #[test]
    fn the_author_may_stand_in_the_body() {
        let from_bo = "From: Bo Sample <bo@example.org>\n\n";
        let bo = "Signed-off-by: Bo Sample <bo@example.org>\n";
        let both = format!("{bo}Signed-off-by: Ann Dev <ann@example.org>\n");
        check(&mail(from_bo, &both), "qemu", []);
        check(&mail(from_bo, "Signed-off-by: Ann Dev <ann@example.org>\n"), "qemu", [ONE]);
        let found = findings(&mail(from_bo, bo), "qemu");
        assert_eq!(found.iter().map(|f| (f.rule, f.level)).collect::<Vec<_>>(), [(ONE, Level::Note)]);
    }

    #[test]
    fn a_sender_without_a_name_may_be_the_author() {
        let mail =
            mail("From: Bo Sample <bo@example.org>\n\n", "Signed-off-by: Bo Sample <bo@example.org>\n");
        check(&mail.replacen("Ann Dev <ann@example.org>", "bo@home.example.org", 1), "qemu", []);
    }

    #[test]
    fn the_order_of_names_does_not_matter() {
        let from = "From: \"Dev, Ann\" <ann@work.example.org>\n\n";
        check(&mail(from, "Signed-off-by: Ann Dev <ann@example.org>\n"), "qemu", []);
    }
}
