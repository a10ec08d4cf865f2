//! A generated or binary file changes, and no one says why or from what.

use std::sync::LazyLock;

use regex::Regex;

use super::{Case, Check, Rule, Scope};
use crate::diff::{FileChange, Status};
use crate::finding::{Finding, Level};

pub(super) const RULE: Rule = Rule {
    id: "generated-file-unexplained",
    level: Level::Note,
    page: include_str!("../../docs/rules/generated-file-unexplained.md"),
    check: Check::Mail(Scope::Patch, check),
};

/// Words that say how a file came to be.
static ORIGIN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i-u)\b(?:(?:re-?|auto-?)?generat(?:e|es|ed|ing|ion)|(?:re-?)?import(?:s|ed|ing)?|(?:re-?)?sync(?:ed|s|ing|hroni[sz]ed?)?|(?:re-?)?built|rebuild|refresh(?:ed)?|lock ?file|lcitool|copied from|taken from|cargo update|scripts/[a-z0-9]|script|binar(?:y|ies))",
    )
    .ok()
});

/// The most files that are listed.
const SHOWN: usize = 5;

fn check(case: &Case<'_>) -> Vec<Finding> {
    let files = case.files();
    let mut made = files.filter(|(file, class)| is_made(file, class)).map(|(file, _)| file).peekable();
    let Some(&first) = made.peek() else { return Vec::new() };
    let subject = case.patch.subject.text.as_deref().unwrap_or_default();
    let texts = [subject, &case.patch.message];
    let says_how = || ORIGIN.as_ref().is_some_and(|origin| texts.iter().any(|text| origin.is_match(text)));
    if says_how() {
        return Vec::new();
    }
    let unexplained: Vec<_> = made.filter(|file| !texts.iter().any(|text| is_named(file, text))).collect();
    let what = match unexplained.as_slice() {
        [] => return Vec::new(),
        [file] => format!("{} is {}", file.path, kind(file)),
        files => format!("{} files are generated or binary", files.len()),
    };
    let shown = unexplained.first().copied().unwrap_or(first);
    let mut finding = Finding::new(format!("{what}, and the message does not say how it was made"))
        .at(place(case, shown))
        .rests_on("classes.generated")
        .help("say in the message which program made it, and from what");
    if unexplained.len() > 1 {
        for file in unexplained.iter().take(SHOWN) {
            finding = finding.note(format!("{} is {}", file.path, kind(file)));
        }
    }
    vec![finding]
}

fn is_made(file: &FileChange<'_>, class: &str) -> bool {
    let changes = file.binary || file.added + file.removed > 0;
    file.status != Status::Deleted && changes && (file.binary || class == "generated")
}

fn kind(file: &FileChange<'_>) -> &'static str {
    if file.binary { "binary" } else { "generated" }
}

/// Whether a text names the file, its path, or a folder above it. A folder of one plain word is left out: it
/// is the word before every subject.
fn is_named(file: &FileChange<'_>, text: &str) -> bool {
    let path: &str = &file.path;
    let name = path.rsplit('/').next().unwrap_or(path);
    let mut folders = path.match_indices('/').map(|(slash, _)| &path[..slash]);
    text.contains(name) || folders.any(|folder| folder.contains(['/', '-', '_']) && text.contains(folder))
}

fn place(case: &Case<'_>, file: &FileChange<'_>) -> crate::finding::Location {
    let text = case.patch.mail.patch();
    let line = text[file.at.start..].split(|&b| b == b'\n').next().unwrap_or_default();
    case.patch_location(file.at.start, &String::from_utf8_lossy(line), "changed here")
}

#[cfg(test)]
mod tests {
    use super::super::testing::{change, check};

    #[track_caller]
    fn check_message(subject: &str, message: &str, path: &str, fires: bool) {
        let mail = format!(
            "From: Ann Dev <ann@example.org>\nSubject: [PATCH] {subject}\n\n{message}\n\n\
             Signed-off-by: Ann Dev <ann@example.org>\n---\n{}",
            change(path)
        );
        if fires {
            check(&mail, "qemu", ["generated-file-unexplained"]);
        } else {
            check(&mail, "qemu", []);
        }
    }

    #[test]
    fn nothing_is_said_of_it() {
        check_message("rust: simplify a match", "One is enough.", "rust/Cargo.lock", true);
        check_message("hw/i386: offer a flag", "The guest asks KVM.", "linux-headers/linux/kvm.h", true);
        check_message("hw/i386: offer a flag", "Why.", "hw/i386/kvm.h", false);
    }

    #[test]
    fn its_name_or_origin_is_said() {
        check_message("rust: use either 1.13", "Cargo.lock follows.", "rust/Cargo.lock", false);
        check_message("rust: use either 1.13", "Done by \"cargo update\".", "rust/Cargo.lock", false);
        check_message("linux-headers: update to v6.15", "For KVM.", "linux-headers/linux/kvm.h", false);
        check_message("kvm: a flag", "Headers regenerated.", "linux-headers/linux/kvm.h", false);
    }

    #[test]
    fn a_deleted_or_renamed_file_needs_no_origin() {
        let mail = |diff: &str| {
            format!(
                "From: Ann Dev <ann@example.org>\nSubject: [PATCH] f\n\nWhy.\n\n\
                 Signed-off-by: Ann Dev <ann@example.org>\n---\n{diff}"
            )
        };
        let (old, new) = ("rust/a/Cargo.lock", "rust/b/Cargo.lock");
        let rename = format!("similarity index 100%\nrename from {old}\nrename to {new}\n");
        check(&mail(&format!("diff --git a/{old} b/{new}\n{rename}")), "qemu", []);
        let delete = "deleted file mode 100644\n--- a/rust/Cargo.lock\n+++ /dev/null\n@@ -1 +0,0 @@\n-one\n";
        check(&mail(&format!("diff --git a/rust/Cargo.lock b/rust/Cargo.lock\n{delete}")), "qemu", []);
    }
}
