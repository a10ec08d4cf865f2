//! git is the judge: every fixture is split, decoded, cut and counted by git and by this library.

use crate::git_oracle;
use std::path::Path;

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
    let told = git_oracle::on_threads(&fixtures, |path| differences(path));
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

/// Everything in which a fixture is read otherwise than git reads it.
fn differences(path: &Path) -> Vec<String> {
    let bytes = std::fs::read(path).unwrap();
    let name = path.file_name().unwrap().to_str().unwrap();
    let dialect = if name.contains("mboxrd") { "--mboxrd" } else { "-b" };
    let blocks = input::split(&bytes);
    let ours: Vec<_> = blocks.iter().flat_map(|block| block.mails()).collect();
    let git = git_oracle::git_split(&bytes, dialect);
    let mut all = Vec::new();
    if git.len() != ours.len() {
        all.push(format!("mails: git {}, us {}", git.len(), ours.len()));
    }
    for (index, (theirs, ours)) in git.iter().zip(&ours).enumerate() {
        if **theirs != *ours.bytes {
            let (git, us) = (git_oracle::text(theirs), git_oracle::text(&ours.bytes));
            all.push(format!("mail {index} split:\n      git {git:?}\n       us {us:?}"));
        }
        for scissors in [false, true] {
            if !scissors || name.starts_with("scissors-") {
                let git = git_oracle::by_git(theirs, scissors);
                let differ = git.differences(&git_oracle::by_us(&ours.bytes, scissors));
                all.extend(differ.into_iter().map(|what| format!("mail {index} {what}")));
            }
        }
    }
    all
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
    let all = git_oracle::on_threads(NAMES, |name| {
        let differs = |byte: &u8| {
            let mail = [
                format!("Subject: x\nContent-Type: text/plain; charset={name}\n\na").as_bytes(),
                &[*byte],
                b"\n",
            ]
            .concat();
            !git_oracle::by_git(&mail, false).differences(&git_oracle::by_us(&mail, false)).is_empty()
        };
        (128..=255u8).step_by(3).filter(differs).map(|byte| format!("{byte:02x}")).collect::<Vec<_>>()
    });
    let told: String = NAMES
        .iter()
        .zip(all)
        .filter(|(_, bytes)| !bytes.is_empty())
        .map(|(name, bytes)| format!("{name}: {}\n", bytes.join(" ")))
        .collect();
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
    assert_eq!(told.lines().collect::<Vec<_>>(), known);
}
