//! What is too long, cut or made to grow: checked as far as it goes, and told.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use checkprov::input::{Block, LONGEST_MAIL, Meter, Period, Source};
use tempfile::TempDir;

use super::run::{checkprov, mails, mbox, program};

const SEPARATOR: &str = "From ada@example.org Mon Jun  1 10:12:00 2026\n";

/// A line of sixteen bytes.
const LINE: &str = "a line of 15 by\n";

/// The index, the line, the size and the cut of every mail of a file.
fn read(path: &Path) -> Vec<(u64, u64, usize, bool)> {
    let blocks: Vec<_> = Source::Path(path.to_owned())
        .blocks(Period::default(), &Meter::default())
        .map(Result::unwrap)
        .collect();
    let mails = blocks.iter().flat_map(|block| block.mails());
    mails.map(|mail| (mail.index, mail.line, mail.bytes.len(), mail.cut)).collect()
}

#[test]
fn a_long_mail_is_cut_and_the_next_are_right() {
    let folder = TempDir::new().unwrap();
    let long = format!("{}{}", mails()[3], LINE.repeat(LONGEST_MAIL / LINE.len() + 1));
    let text = mbox(&[mails()[1].clone(), long, mails()[2].clone(), mails()[3].clone()]);
    fs::write(folder.path().join("box"), &text).unwrap();
    let packed = program(folder.path(), &["gzip", "-1c"], text.as_bytes());
    fs::write(folder.path().join("packed"), packed).unwrap();
    for name in ["box", "packed"] {
        let found = read(&folder.path().join(name));
        assert_eq!(found.iter().map(|mail| mail.0).collect::<Vec<_>>(), [0, 1, 2, 3]);
        assert_eq!(found.iter().map(|mail| mail.1).collect::<Vec<_>>(), lines(&text));
        assert_eq!(found.iter().map(|mail| mail.3).collect::<Vec<_>>(), [false, true, false, false]);
        assert_eq!(found[1].2, LONGEST_MAIL);
    }
    let said = checkprov(folder.path(), "box", b"");
    assert!(said.all()[2]["findings"].to_string().contains("ai-code-too-large"));
}

/// The lines where mails begin.
fn lines(text: &str) -> Vec<u64> {
    (1..).zip(text.lines()).filter(|(_, line)| *line == SEPARATOR.trim_end()).map(|(at, _)| at).collect()
}

#[test]
fn a_mail_at_the_bound_is_whole() {
    let folder = TempDir::new().unwrap();
    let head = format!("{SEPARATOR}From: a@example.org\nSubject: a\n\n");
    for (more, cut) in [(0, false), (1, true)] {
        let fill = "x".repeat(LONGEST_MAIL - head.len() - 1 + more);
        fs::write(folder.path().join("box"), format!("{head}{fill}\n{SEPARATOR}{}", mails()[1])).unwrap();
        let found = read(&folder.path().join("box"));
        assert_eq!(found.iter().map(|mail| mail.3).collect::<Vec<_>>(), [cut, false]);
        assert_eq!((found[0].2, found[1].1), (LONGEST_MAIL, 6));
    }
}

#[test]
fn what_could_be_read_of_a_cut_file_is_checked() {
    let folder = TempDir::new().unwrap();
    let text = mbox(&(0..200).flat_map(|_| mails()).collect::<Vec<_>>());
    fs::write(folder.path().join("whole"), mbox(&mails())).unwrap();
    for packer in ["gzip", "xz", "zstd"] {
        let packed = program(folder.path(), &[packer, "-c"], text.as_bytes());
        fs::write(folder.path().join("cut"), &packed[..packed.len() - 20]).unwrap();
        let said = checkprov(folder.path(), "cut whole", b"");
        assert_eq!(said.status, 2, "{packer}");
        assert_eq!(said.err.lines().count(), 1, "{packer}: {}", said.err);
        assert!(said.err.starts_with("checkprov: cut: its compressed data ends early"), "{}", said.err);
        let inputs = said.each("input");
        assert!(inputs.iter().filter(|input| *input == "whole").count() == 6, "{packer}");
        assert!(packer != "gzip" || inputs.iter().filter(|input| *input == "cut").count() > 600);
    }
}

#[test]
fn damage_is_told() {
    let folder = TempDir::new().unwrap();
    for packer in ["gzip", "xz", "zstd"] {
        let mut packed = program(folder.path(), &[packer, "-c"], mbox(&mails()).as_bytes());
        let middle = packed.len() / 2;
        packed[middle..middle + 8].fill(0xff);
        packed.extend_from_slice(&[0; 1 << 17]);
        let said = checkprov(folder.path(), "-", &packed);
        assert_eq!((said.status, said.err.lines().count()), (2, 1), "{packer}: {}", said.err);
        assert!(said.err.starts_with("checkprov: -: its compressed data is damaged"), "{}", said.err);
    }
}

#[test]
fn what_asks_for_too_much_memory_is_left() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("whole"), mbox(&mails())).unwrap();
    // From a pipe no one knows how little there is to come.
    for packer in ["xz -0 --lzma2=dict=192MiB,mf=hc3 -T1 -c", "zstd -1 --long=28 -c"] {
        let packed =
            program(folder.path(), &packer.split(' ').collect::<Vec<_>>(), mbox(&mails()).as_bytes());
        fs::write(folder.path().join("wide"), packed).unwrap();
        let said = checkprov(folder.path(), "wide whole", b"");
        let wanted = "checkprov: wide: uncompressing it takes more than 128 MiB of memory; ";
        assert!(said.err.starts_with(wanted) && said.err.lines().count() == 1, "{packer}: {}", said.err);
        assert_eq!((said.status, said.all().len()), (2, mails().len()), "{packer}");
    }
}

#[test]
fn what_grows_without_end_is_left() {
    let folder = TempDir::new().unwrap();
    for packer in ["gzip -c", "xz -0c", "zstd -c"] {
        let words: Vec<&str> = packer.split(' ').collect();
        bomb(folder.path(), &words);
        let blocks = Source::Path(folder.path().join("bomb")).blocks(Period::default(), &Meter::default());
        let (read, faults): (Vec<_>, Vec<_>) = blocks.partition(Result::is_ok);
        assert_eq!(read.iter().flatten().flat_map(Block::mails).count(), 2, "{packer}");
        let said: Vec<String> = faults.into_iter().map(|fault| fault.unwrap_err().to_string()).collect();
        assert_eq!(said.len(), 1, "{packer}");
        assert!(said[0].contains("it grows more than 256 times"), "{packer}: {}", said[0]);
    }
}

/// Two mails, and then 96 MiB of the same line.
fn bomb(folder: &Path, packer: &[&str]) {
    let file = fs::File::create(folder.join("bomb")).unwrap();
    let mut child =
        Command::new(packer[0]).args(&packer[1..]).stdin(Stdio::piped()).stdout(file).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(mbox(&mails()[..2]).as_bytes()).unwrap();
    let part = LINE.repeat(1 << 16);
    (0..96).for_each(|_| stdin.write_all(part.as_bytes()).unwrap());
    drop(stdin);
    assert!(child.wait().unwrap().success());
}
