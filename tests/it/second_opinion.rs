//! Second opinions beside git's: `unidiff` on the counts of diffs, `mailparse` on transfer encodings, encoded
//! words and addresses. Both are asked only about what is well formed; what they do not know is named.

use crate::git_oracle;
use checkprov::diff::{Diff, FileChange, State};
use checkprov::input::{self, Block};
use checkprov::mail::{Message, Options};
use checkprov::patch::{Identity, Patch};
use mailparse::MailHeaderMap as _;
use unidiff::PatchSet;

/// Every mail of every fixture, by its name.
fn mails() -> Vec<(String, Vec<u8>)> {
    let read = |path: &std::path::PathBuf| {
        let bytes = std::fs::read(path).unwrap();
        let name = path.strip_prefix(git_oracle::root()).unwrap().to_string_lossy().into_owned();
        let blocks = input::split(&bytes);
        blocks
            .iter()
            .flat_map(Block::mails)
            .map(|mail| (name.clone(), mail.bytes.into_owned()))
            .collect::<Vec<_>>()
    };
    git_oracle::fixtures().iter().flat_map(read).collect()
}

#[test]
fn unidiff_counts_the_same_lines() {
    let mut asked = 0;
    for (name, mail) in mails() {
        let message = Message::read(&mail, Options::default());
        let diff = Diff::read(message.patch());
        if diff.state() != State::Ok || !diff.files.iter().all(|file| is_known(file, message.patch())) {
            continue;
        }
        let text: Vec<u8> =
            diff.files.iter().flat_map(|file| &message.patch()[file.at.clone()]).copied().collect();
        let mut theirs = PatchSet::new();
        let Ok(text) = std::str::from_utf8(&text) else { continue };
        theirs.parse(text).unwrap_or_else(|why| panic!("{name}: {why}"));
        let theirs: Vec<(usize, usize)> =
            theirs.files().iter().map(|file| (file.added(), file.removed())).collect();
        let ours: Vec<(usize, usize)> =
            diff.files.iter().map(|file| (file.added as usize, file.removed as usize)).collect();
        assert_eq!(theirs, ours, "{name}");
        asked += 1;
    }
    assert!(asked > 300, "only {asked} diffs were asked about");
}

/// What unidiff does not know: large numbers, files without hunks, empty context lines that lost their blank, a CR, and
/// lines within a hunk that look like a header.
fn is_known(file: &FileChange<'_>, text: &[u8]) -> bool {
    let odd = |line: &[u8]| {
        matches!(line, [] | [.., b'\r']) || line.starts_with(b"--- ") || line.starts_with(b"+++ ")
    };
    let body = |hunk: checkprov::diff::Hunk<'_>| hunk.body.strip_suffix(b"\n").unwrap_or(hunk.body).to_vec();
    let header = &text[file.at.start..file.hunks.iter().next().map_or(file.at.start, |hunk| hunk.at)];
    const LARGEST: u64 = 1 << 31;
    !file.hunks.is_empty()
        && file.hunks.iter().all(|hunk| hunk.old_start.max(hunk.new_start) < LARGEST)
        && memchr::memmem::find(header, b"\n+++ ").is_some()
        && !file.hunks.iter().any(|hunk| body(hunk).split(|&b| b == b'\n').any(odd))
}

#[test]
fn mailparse_decodes_the_same_text() {
    let mut asked = 0;
    for (name, mail) in mails() {
        let message = Message::read(&mail, Options::default());
        let Ok(parsed) = mailparse::parse_mail(&mail) else { continue };
        let alone = parsed.subparts.is_empty() && !name.contains("flowed");
        let charset = parsed.ctype.charset.to_ascii_lowercase();
        let encoding = parsed.headers.get_first_value("Content-Transfer-Encoding").unwrap_or_default();
        // It stops where git passes over garbage, and converts no line of a diff.
        let odd = [
            "bad",
            "garbage",
            "over-plain-text",
            "plain-footer",
            "not-of-whole-groups",
            "padded",
            "crlf",
            "newlines-as-escapes",
            "first-line-of-the-diff",
            "before-the-diff",
            "in-the-last-header",
        ];
        if !alone
            || encoding.is_empty()
            || odd.iter().any(|word| name.contains(word))
            || !message.problems.is_empty()
        {
            continue;
        }
        let Ok(theirs) = parsed.get_body_raw() else { continue };
        // Blanks at the end of a line are no one's to keep: RFC 2045 takes them off, git does not.
        let same = |text: &[u8]| {
            git_oracle::text(text).lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim().to_owned()
        };
        assert_eq!(same(&theirs), same(&message.body.text), "{name}, {encoding}, {charset}");
        asked += 1;
    }
    assert!(asked > 20, "only {asked} mails were asked about");
}

#[test]
fn mailparse_decodes_the_same_subjects_and_addresses() {
    let (mut subjects, mut addresses) = (0, 0);
    let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    for (name, mail) in mails() {
        let message = Message::read(&mail, Options::default());
        let Ok((headers, _)) = mailparse::parse_headers(&mail) else { continue };
        if !message.problems.is_empty() || name.contains("duplicate") || name.starts_with("mail/header-") {
            continue;
        }
        if let (Some(ours), Some(theirs)) = (&message.headers.subject, headers.get_first_value("Subject"))
            && std::str::from_utf8(ours).is_ok()
            && !name.contains("not-one")
            && !name.contains("split-within")
        {
            assert_eq!(squeezed(&git_oracle::text(ours)), squeezed(&theirs), "{name}");
            subjects += 1;
        }
        let theirs = headers.get_first_header("From").and_then(|from| mailparse::addrparse_header(from).ok());
        let ours = Patch::read(&message).sender;
        if let (Some(ours), Some(theirs)) = (ours, theirs.and_then(|list| list.extract_single_info()))
            // A comment is a part of the name for git alone.
            && !message.headers.from.as_deref().unwrap_or_default().contains(&b'(')
            && !name.contains("author-")
            && !name.contains("quoted-in-from")
        {
            let theirs =
                Identity { name: theirs.display_name.unwrap_or(theirs.addr.clone()), email: theirs.addr };
            assert_eq!(ours, theirs, "{name}");
            addresses += 1;
        }
    }
    assert!(subjects > 300 && addresses > 300, "only {subjects} subjects, {addresses} addresses");
}
