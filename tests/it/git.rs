//! git is the judge: every fixture is split, decoded, cut and counted by git and by this library.

use crate::git_oracle;
use std::path::{Path, PathBuf};
use std::process::Command;

use checkprov::input;
use checkprov::patch::Date;

/// Where another reading than git's is wanted, and why.
const WANTED: &[(&str, &str)] = &[
    ("mail/bare-byte-order-mark.eml", "git takes the mark for text, and the headers for the message"),
    (
        "mail/encoding-iso-2022-jp-with-an-escape-that-it-has-not.eml",
        "git keeps the escape as text; the Encoding Standard has no such text",
    ),
    ("mail/encoding-base64-header-over-plain-text.eml", "git finds no patch where b4 decoded the body"),
    (
        "mail/encoding-qp-header-over-plain-diff-that-it-tears.eml",
        "git refuses the patch where b4 decoded the body",
    ),
    ("unreadable-mail/bad-plain-diff-called-base64.patch", "git finds no patch where b4 decoded the body"),
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
        "iso-8859-6",
        "iso-8859-8",
        "iso-8859-11",
        "windows-1255",
        "windows-1256",
        "windows-1258",
        "ibm866",
        "cp932",
        "cp936",
        "cp949",
        "cp950",
        "utf-7",
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
        "tis-620: 80 92 95",
        "gb2312: 80",
        "gb18030: 80",
        "big5: 80",
        "euc-jp: 80 83 86 89 8c 92 95 98 9b 9e",
        "euc-kr: 80 83 86 89 8c 8f 92 95 98 9b 9e",
        "shift_jis: 80",
        "windows-1258: ec f2",
        "cp932: 80",
        "cp950: 80",
    ];
    assert_eq!(told, known);
}

/// Every name that this program takes for a charset, and those of the web that iconv does not know, in a subject.
#[cfg(target_env = "gnu")]
#[test]
fn names_of_charsets_are_those_that_git_takes() {
    const OF_THE_WEB_ALONE: &str = "chinese csbig5 csiso58gb231280 csiso88596e csiso88596i csiso88598e csiso88598i csisolatin9 \
        csksc56011987 dos-874 gb_2312 gb_2312-80 hz-gb-2312 iso-10646-ucs-2 iso-8859-6-e iso-8859-6-i \
        iso-8859-8-e iso-8859-8-i iso-ir-149 iso-ir-58 koi koi8_r korean ks_c_5601-1987 ks_c_5601-1989 \
        ksc5601 ksc_5601 l9 logical replacement sun_eu_greek unicode-1-1-utf-8 unicode11utf8 unicode20utf8 \
        visual windows-949 x-cp1250 x-cp1251 x-cp1252 x-cp1253 x-cp1254 x-cp1255 x-cp1256 x-cp1257 x-cp1258 \
        x-euc-jp x-gbk x-mac-cyrillic x-mac-roman x-mac-ukrainian x-sjis x-unicode20utf8 x-user-defined \
        x-x-big5";
    let known = include_str!("../../src/mail/charsets.txt").lines().filter(|line| !line.starts_with('#'));
    let known = known.flat_map(|line| line.split(' ').skip(1));
    let names: Vec<&str> = known.chain(OF_THE_WEB_ALONE.split(' ')).collect();
    let mails: Vec<String> = names.iter().map(|name| format!("Subject: =?{name}?q??=\n\nx\n")).collect();
    let git = git_oracle::by_git(&mails, false);
    let wrong = names
        .iter()
        .zip(&mails)
        .zip(git)
        .filter(|((_, mail), git)| git_oracle::by_us(mail.as_bytes(), false).state != git.state);
    assert_eq!(wrong.map(|((name, _), _)| *name).collect::<Vec<_>>(), <[&str; 0]>::default());
}

/// A mail in a charset, with a line for each of the bytes.
fn lines_in(charset: &str, bytes: &[u8]) -> Vec<u8> {
    let head = format!("Subject: x\nContent-Type: text/plain; charset={charset}\n\n");
    head.into_bytes().into_iter().chain(bytes.iter().flat_map(|byte| [b'a', *byte, b'\n'])).collect()
}

/// What mail writes for a date, and what only spoiled mail does. git takes the date of an author as `git am` hands it
/// over.
#[test]
fn dates_are_read_as_git_reads_them() {
    const DATES: &[&str] = &[
        "Thu, 28 May 2026 09:34:12 +0200",
        "Thu, 28 May 2026 09:34:12 +0200 (CEST)",
        "28 May 2026 09:34 +0200",
        "Thu,28 May 2026 09:34:12 -0730",
        "Thu May 28 09:34:12 2026 +0200",
        "Thu May 28 09:34:12 2026",
        "May 28 2026 09:34:12 GMT",
        "28 may 26 09:34:12 +0200",
        "28 May 06 09:34:12 +0200",
        "28 May 98 09:34:12 +0200",
        "28-May-2026 09:34:12 +0200",
        "2026-05-28 09:34:12 +02:00",
        "2026/05/28 09:34:12 +02",
        "2026-05-28T09:34:12Z",
        "31 Jun 2026 09:34:12 +0200",
        "28 Mayor 2026 09:34:12 +0200",
        "28 Ma 2026 09:34:12 +0200",
        "28 May 2026 24:00:60 +0200",
        "28 May 2026 25:00 +0200",
        "28 May 2026 9:34:1 +0200",
        "28 May 2026 09:34:12 EDT",
        "28 May 2026 09:34:12 CEST +0100",
        "28 May 2026 09:34:12 0200",
        "28 May 2026 09:34:12 +0000 +1\u{e9}2",
        "28 May 2026 09:34:12 +0000 +0300",
        "28 May 2026 09:34:12 +2500",
        "28 May 2026 09:34:12 +02:0",
        "28 May 2026 09:34:12 +0200\u{a0}x",
        "1 Jan 1970 00:30:00 +0100",
        "28 May 2100 09:34:12 +0200",
        "Wed, Jul 28, 2021 at 6:26 PM",
        "Thu, Feb 3, 2022 at 12:27 AM +0100",
        "28 May 2026",
        "soon",
        "",
    ];
    let by_git = |date: &&str| {
        let mut git = Command::new("git");
        git.args(["var", "GIT_AUTHOR_IDENT"]).env("GIT_AUTHOR_NAME", "x").env("GIT_AUTHOR_EMAIL", "x");
        let told = git.env("GIT_AUTHOR_DATE", date).env("TZ", "UTC").output().unwrap();
        // With no date at all git takes the time of the clock.
        let words = git_oracle::text(&told.stdout);
        let words: Vec<&str> = words.split_whitespace().skip(2).collect();
        (told.status.success() && !date.is_empty()).then(|| words[0].parse::<i64>().unwrap())
    };
    let git = git_oracle::on_threads(DATES, by_git);
    for (date, git) in DATES.iter().zip(git) {
        assert_eq!(Date::read(date.as_bytes()).map(Date::seconds), git, "{date}");
    }
}
