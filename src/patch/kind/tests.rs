use super::*;
use crate::mail::Options;

const DIFF: &str = "diff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1 +1 @@\n-one\n+two\n";
const STAT: &str = " f | 2 +-\n 1 file changed, 1 insertion(+), 1 deletion(-)\n\n";
const SIGNED: &str = "Why.\n\nSigned-off-by: Ann Dev <ann@example.org>\n---\n";

/// The kind of a mail of that subject and body.
#[track_caller]
fn check(subject: &str, body: &str, kind: Kind, not_checked: Option<NotChecked>) {
    let mail = format!("From: Ann Dev <ann@example.org>\nSubject: {subject}\n\n{body}");
    let message = Message::read(mail.as_bytes(), Options::default());
    let patch = Patch::read(&message);
    assert_eq!((patch.kind, patch.not_checked()), (kind, not_checked), "{mail}");
}

#[test]
fn what_says_patch_and_has_a_diff_is_one() {
    check("[PATCH] f", DIFF, Kind::Patch, None);
    check("[RFC] f", DIFF, Kind::Patch, None);
    check("[list] [net-next PATCH 1/2] f", DIFF, Kind::Patch, None);
    check("[PATCH] f", &format!("> why\n{DIFF}"), Kind::Patch, None);
    check("[PATCH] f", &format!("The patch titled f is wrong.\n{DIFF}"), Kind::Patch, None);
}

#[test]
fn without_a_bracket_git_or_its_form_tells() {
    check("f", &format!("{SIGNED}{STAT}{DIFF}"), Kind::Patch, None);
    check("f", &format!("{SIGNED}{DIFF}"), Kind::Other, Some(NotChecked::Talk));
    check("f\nX-Mailer: git-send-email 2.47.3", DIFF, Kind::Patch, None);
    check("f\nUser-Agent: StGit/1.5", DIFF, Kind::Patch, None);
    check("f\nUser-Agent: Mutt", DIFF, Kind::Other, Some(NotChecked::Talk));
    check("f", "Crash with this?\n", Kind::Other, None);
}

#[test]
fn an_answer_with_a_diff_is_an_answer() {
    check("Re: [PATCH] f", &format!("How about\n{DIFF}"), Kind::Reply, Some(NotChecked::Answer));
    check("AW: [PATCH] f", &format!("---\n{DIFF}"), Kind::Reply, Some(NotChecked::Answer));
    check("Re: [syzbot] f", &format!("#syz test\n\n{DIFF}"), Kind::Reply, Some(NotChecked::Answer));
    check("Re: [PATCH] f", "Thanks.\n", Kind::Reply, None);
}

#[test]
fn an_answer_as_format_patch_made_it_is_a_patch() {
    check("Re: [PATCH v2] f", &format!("{SIGNED}{STAT}{DIFF}"), Kind::Patch, None);
    let by_bo = SIGNED.replace("Ann Dev <ann", "Bo <bo");
    check("Re: [PATCH] f", &format!("{by_bo}{STAT}{DIFF}"), Kind::Reply, Some(NotChecked::Answer));
    check("f", &format!("{by_bo}{STAT}{DIFF}"), Kind::Other, Some(NotChecked::Talk));
    check("Re: [PATCH v2] f", &format!("From: Bo <bo@example.org>\n\n{by_bo}{DIFF}"), Kind::Patch, None);
    check("Re: [PATCH v2] f", &format!("As asked:\n> why\n\n{SIGNED}{DIFF}"), Kind::Patch, None);
}

#[test]
fn the_mail_that_an_answer_repeats_is_no_patch_of_its_own() {
    for above in [
        "Fine.\n\n-----Original Message-----\nFrom: Ann\n\n",
        "Gut.\n\n-----Ursprüngliche Nachricht-----\n",
        "Fine.\n\nFrom: Ann\nSent: Monday\nSubject: [PATCH] f g\n\n",
        "好\n\n发件人: Ann\n主题: Re: [PATCH] f g\n\n",
        "---------- Forwarded message ---------\n",
    ] {
        let body = format!("{above}{SIGNED}{STAT}{DIFF}");
        check("RE: [PATCH] f g", &body, Kind::Reply, Some(NotChecked::Answer));
    }
}

#[test]
fn a_cover_letter_may_compare_versions() {
    let interdiff = format!("Two fixes.\n\nInterdiff against v1:\n{DIFF}");
    check("[PATCH v2 0/2] f", &interdiff, Kind::Cover, Some(NotChecked::Cover));
    check("[PATCH 0 of 2] f", "Two fixes.\n", Kind::Cover, None);
    check("[PATCH v2 0/2] f", &format!("{SIGNED}{STAT}{DIFF}"), Kind::Patch, None);
    let signed = format!("{SIGNED}Interdiff against v1:\n{DIFF}");
    check("[PATCH v2 0/2] f", &signed, Kind::Cover, Some(NotChecked::Cover));
}

#[test]
fn a_request_to_pull_may_have_its_diff() {
    let words = "The following changes since commit 7d1a0c3b5e9f:\n\n  f (2026)\n\nare available in the Git repository at:\n\n  https://git.example.org/f.git\n\n";
    check("[GIT PULL] f", &format!("{words}{DIFF}"), Kind::Pull, Some(NotChecked::Pull));
    check("f", words, Kind::Pull, None);
    let wrapped =
        words.replace("since commit ", "since\ncommit ").replace("Git repository", "git\nrepository");
    check("f", &wrapped, Kind::Pull, None);
    check("[PULL 3/9] f", &format!("{SIGNED}{DIFF}"), Kind::Pull, Some(NotChecked::Pull));
    check("[PATCH 0/2] f", words, Kind::Cover, None);
    check("[PATCH] f", &format!("{words}{DIFF}"), Kind::Patch, None);
}

#[test]
fn a_notice_of_a_program_submits_nothing() {
    let patch = format!("{SIGNED}{STAT}{DIFF}");
    for (subject, words) in [
        ("[tip: net/core] f", "The following commit has been merged into the net/core branch of tip:\n\n"),
        (
            "Patch \"f\" has been added to the 6.1-stable tree",
            "\nThis is a note to let you know that I've just added the patch titled\n\n    f\n\n",
        ),
        (
            "FAILED: patch \"[PATCH] f\" failed to apply to 6.1-stable tree",
            "\nThe patch below does not apply to the 6.1-stable tree.\n",
        ),
        ("+ f.patch added to mm-unstable branch", "\nThe patch titled\n     Subject: f\n"),
    ] {
        check(subject, &format!("{words}{patch}"), Kind::Notice, Some(NotChecked::Notice));
    }
}
