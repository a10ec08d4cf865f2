//! git is the judge: every fixture is split, decoded, cut and counted by git and by this library.

use crate::git_oracle;
use std::path::{Path, PathBuf};

use checkprov::input;

/// Where another reading than git's is wanted, and why.
const WANTED: &[(&str, &str)] = &[
    ("mail/bare-byte-order-mark.eml", "git takes the mark for text, and the headers for the message"),
    ("mail/encoding-base64-header-over-plain-text.eml", "b4 decodes the body and leaves the header"),
    ("mail/encoding-qp-header-over-plain-text.eml", "b4 decodes the body and leaves the header"),
    ("mail/split-two-from-lines-in-a-row.mbox", "git takes the last line of a mail without a body for text"),
];

#[test]
fn every_fixture_is_read_as_git_reads_it() {
    let fixtures = git_oracle::fixtures();
    let told = differences(&fixtures);
    let mut wrong = String::new();
    let mut deviations = Vec::new();
    for (path, differences) in fixtures.iter().zip(told) {
        let name = path.strip_prefix(git_oracle::root()).unwrap().to_str().unwrap();
        if WANTED.iter().any(|(wanted, _)| *wanted == name) {
            deviations.push(name);
            assert!(!differences.is_empty(), "{name} is read as git reads it: take it from the table");
        } else if !differences.is_empty() {
            wrong += &format!("{name}\n    {}\n", differences.join("\n    "));
        }
    }
    assert!(wrong.is_empty(), "git reads these otherwise:\n{wrong}");
    assert_eq!(deviations.len(), WANTED.len(), "a file of the table is missing");
}

/// Everything in which each of the fixtures is read otherwise than git reads it.
fn differences(fixtures: &[PathBuf]) -> Vec<Vec<String>> {
    let mut all = vec![Vec::new(); fixtures.len()];
    let mut mails = Vec::new();
    for dialect in ["-b", "--mboxrd"] {
        let is_rd = |at: &usize| name_of(&fixtures[*at]).contains("mboxrd");
        let of: Vec<usize> = (0..fixtures.len()).filter(|at| is_rd(at) == (dialect == "--mboxrd")).collect();
        let boxes: Vec<Vec<u8>> = of.iter().map(|&at| std::fs::read(&fixtures[at]).unwrap()).collect();
        for ((at, bytes), git) in of.into_iter().zip(&boxes).zip(git_oracle::git_split(&boxes, dialect)) {
            let blocks = input::split(bytes);
            let ours: Vec<_> =
                blocks.iter().flat_map(|block| block.mails()).map(|mail| mail.bytes.into_owned()).collect();
            if git != ours {
                let text =
                    |mails: &[Vec<u8>]| mails.iter().map(|mail| git_oracle::text(mail)).collect::<Vec<_>>();
                all[at].push(format!("split:\n      git {:?}\n       us {:?}", text(&git), text(&ours)));
            }
            mails.extend(git.into_iter().enumerate().map(|(index, mail)| (at, index, mail)));
        }
    }
    for scissors in [false, true] {
        let asked =
            mails.iter().filter(|(at, ..)| !scissors || name_of(&fixtures[*at]).starts_with("scissors-"));
        let asked: Vec<_> = asked.collect();
        let texts: Vec<&[u8]> = asked.iter().map(|(.., mail)| &mail[..]).collect();
        for ((at, index, _), differ) in asked.into_iter().zip(git_oracle::differences(&texts, scissors)) {
            all[*at].extend(differ.into_iter().map(|what| format!("mail {index} {what}")));
        }
    }
    all
}

fn name_of(path: &Path) -> &str {
    path.file_name().unwrap().to_str().unwrap()
}

/// Charsets that patch mail names, and some that it could, a byte above ascii in each. The web's tables,
/// which are used here, give some lone bytes a meaning that glibc's, which git uses, refuse.
#[cfg(target_env = "gnu")]
#[test]
fn charsets_are_converted_as_git_converts_them() {
    const NAMES: &[&str] = &[
        "utf-8",
        "UTF8",
        "us-ascii",
        "ascii",
        "iso-8859-1",
        "latin1",
        "latin-1",
        "iso-8859-2",
        "iso-8859-3",
        "iso-8859-4",
        "iso-8859-5",
        "iso-8859-7",
        "iso-8859-9",
        "iso-8859-10",
        "iso-8859-13",
        "iso-8859-14",
        "iso-8859-15",
        "iso-8859-16",
        "windows-1250",
        "windows-1251",
        "windows-1252",
        "cp1252",
        "windows-1253",
        "windows-1254",
        "windows-1257",
        "koi8-r",
        "koi8-u",
        "y",
        "8bit",
        "x-unknown",
        "unknown-8bit",
        "macintosh",
        "windows-874",
        "tis-620",
        "gb2312",
        "gbk",
        "gb18030",
        "big5",
        "euc-jp",
        "euc-kr",
        "shift_jis",
        "iso-2022-jp",
    ];
    let bytes: Vec<u8> = (128..=255).step_by(3).collect();
    // All bytes of a charset are asked about at once. Each is, where git refuses one of them or one differs.
    let whole: Vec<Vec<u8>> = NAMES.iter().map(|name| lines_in(name, &bytes)).collect();
    let doubtful =
        NAMES.iter().zip(&whole).zip(git_oracle::by_git(&whole, false)).filter(|((_, mail), git)| {
            git.state == "unreadable" || !git.differences(&git_oracle::by_us(mail, false)).is_empty()
        });
    let each = doubtful.flat_map(|((name, _), _)| bytes.iter().map(move |byte| (*name, *byte)));
    let each: Vec<(&str, u8)> = each.collect();
    let mails: Vec<Vec<u8>> = each.iter().map(|(name, byte)| lines_in(name, &[*byte])).collect();
    let mut told: Vec<String> = Vec::new();
    for ((name, byte), differ) in each.into_iter().zip(git_oracle::differences(&mails, false)) {
        if !differ.is_empty() {
            match told.last_mut().filter(|line| line.starts_with(&format!("{name}:"))) {
                Some(line) => *line += &format!(" {byte:02x}"),
                None => told.push(format!("{name}: {byte:02x}")),
            }
        }
    }
    let known = [
        "iso-8859-9: 80 83 86 89 8c 8f 92 95 98 9b 9e",
        "tis-620: 80 92 95",
        "gb2312: 80",
        "gb18030: 80",
        "big5: 80",
        "euc-jp: 80 83 86 89 8c 92 95 98 9b 9e",
        "euc-kr: 80 83 86 89 8c 8f 92 95 98 9b 9e",
        "shift_jis: 80",
    ];
    assert_eq!(told, known);
}

/// A mail in a charset, with a line for each of the bytes.
fn lines_in(charset: &str, bytes: &[u8]) -> Vec<u8> {
    let head = format!("Subject: x\nContent-Type: text/plain; charset={charset}\n\n");
    head.into_bytes().into_iter().chain(bytes.iter().flat_map(|byte| [b'a', *byte, b'\n'])).collect()
}
