//! The note that a text is a draft by AI, left in the finished text.

use super::{Case, Check, Rule, Scope};
use crate::finding::{Finding, Level};

pub(super) const RULE: Rule = Rule {
    id: "ai-draft-marker",
    level: Level::Warning,
    page: include_str!("../../docs/rules/ai-draft-marker.md"),
    check: Check::Mail(Scope::Submission, check),
};

/// What such notes say, in small letters, with a byte of theirs that is rare in prose, and where it is.
const NOTES: [(u8, usize, &[&str]); 2] =
    [(b'q', 2, &["requires rewrite by a human", "requiring rewrite by a human"]), (b'(', 6, &["draft (ai)"])];

fn check(case: &Case<'_>) -> Vec<Finding> {
    // The subject as it was sent: git takes words in brackets away.
    let headers = [&case.patch.mail.headers.subject, &case.patch.mail.in_body.subject];
    let in_subject = headers.into_iter().flatten().any(|subject| find(subject).is_some());
    let location = match find(case.patch.message.as_bytes()) {
        _ if in_subject => None,
        Some(at) => {
            let line = memchr::memchr_iter(b'\n', &case.patch.message.as_bytes()[..at]).count();
            Some(case.message_location(line, "the note"))
        }
        None => return Vec::new(),
    };
    let finding = Finding::new("a note says that the text is an AI draft, which a person must rewrite");
    vec![finding.at(location).help("write the message in your own words, and delete the note")]
}

/// Where the first note begins that is not quoted.
fn find(text: &[u8]) -> Option<usize> {
    let notes = NOTES.iter().filter_map(|(rare, before, notes)| {
        memchr::memchr2_iter(*rare, rare.to_ascii_uppercase(), text).find_map(|at| {
            let start = at.checked_sub(*before)?;
            let begins = |note: &&str| {
                text[start..]
                    .get(..note.len())
                    .is_some_and(|found| found.eq_ignore_ascii_case(note.as_bytes()))
            };
            let is_quoted = || {
                let line = memchr::memrchr(b'\n', &text[..start]).map_or(0, |newline| newline + 1);
                text[line] == b'>'
            };
            (notes.iter().any(begins) && !is_quoted()).then_some(start)
        })
    });
    notes.min()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{change, check};

    #[track_caller]
    fn check_message(subject: &str, message: &str, fires: bool) {
        let mail = format!(
            "From: Ann Dev <ann@example.org>\nSubject: {subject}\n\n{message}\n\n\
             Signed-off-by: Ann Dev <ann@example.org>\n---\n{}",
            change("f.c")
        );
        if fires {
            check(&mail, "qemu", ["ai-draft-marker"]);
        } else {
            check(&mail, "qemu", []);
        }
    }

    #[test]
    fn the_note_is_found_in_any_case_of_letters() {
        check_message("[PATCH] f", "Note: requires rewrite by a human before publication.", true);
        check_message("[PATCH] f", "REQUIRES REWRITE BY A HUMAN", true);
        check_message("[PATCH] f", "Draft (AI)", true);
        check_message("[PATCH] DRAFT (AI): f", "Why.", true);
        check_message("[PATCH] [DRAFT (AI)] f", "Why.", true);
    }

    #[test]
    fn a_cover_letter_may_have_it() {
        let cover = "From: Ann Dev <ann@example.org>\nSubject: [PATCH 0/2] f\n\nDRAFT (AI)\n\nWhat.\n";
        check(cover, "qemu", ["ai-draft-marker"]);
    }

    #[test]
    fn other_drafts_and_quotes_are_none() {
        check_message("[PATCH] f", "So says the draft (revision 2) of the data sheet.", false);
        check_message("[PATCH] f", "> requires rewrite by a human\n\nIt was.", false);
        check_message("[PATCH] f", "This requires a rewrite. (AI) q", false);
    }
}
