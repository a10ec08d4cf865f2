//! Small repositories with odd files and odd changes, mailed by `git format-patch` with odd options.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::random::Random;

const NAMES: &[&str] = &[
    "f.c",
    "a b.c",
    "dir/x.h",
    "dir/sub/deep.c",
    " lead.c",
    "trail ",
    "qu\"ote.c",
    "back\\slash.c",
    "tab\there",
    "ümlaut.c",
    "日本.txt",
    "b/a/b.c",
    "a/x b/a/x b",
    "dev/null",
    "new\nline",
    "-dash",
    "--- a",
    "@@",
    "diff --git a",
    "e'; x",
];

const SUBJECTS: &[&str] = &[
    "hw: fix it",
    "Re: nothing",
    "[hw] keep this",
    "größer: ändern",
    "日本語の件名",
    "a: b: c",
    "x",
    "fix \"quoted\" <words>",
    "subject that is so long that it is folded over more than one line of the mail, at least by the rule",
    "From: nobody",
    "=?utf-8?q?x?= as text",
];

const AUTHORS: &[&str] = &[
    "Ada Lindqvist <ada@example.org>",
    "Jürgen Müller <jm@example.org>",
    "Last, First <lf@example.org>",
    "山田 太郎 <taro@example.org>",
    "A. \"Nick\" Dev <nick@example.org>",
    "x <x@example.org>",
];

const PROSE: &[&str] = &[
    "Why.\n",
    "Long\nprose\nhere.\n",
    "---\nnot the end for git commit\n",
    "diff -u is mentioned\n",
    "From here on.\n",
    "  indented\n",
    "größer\n",
    ">From quoted\n",
    "AI-used-for: code\n",
    "# no comment\n",
    "Key: value\n folded\n",
    "-- \nsigned\n",
];

const TAGS: &[&str] = &[
    "AI-used-for: code (some\n explanation)\n",
    "Signed-off-by: Ada Lindqvist <ada@example.org>\n",
    "Fixes: 0123 (\"x\")\n",
    "Cc: Jürgen Müller <jm@example.org>\n",
    "Link: https://example.org/x\n",
    "[note]\n",
    "prose\n",
    "Empty:\n",
];

const LINES: &[&str] = &[
    "int x;\n",
    "\n",
    "-- \n",
    "--- a\n",
    "+++ b\n",
    "@@ -1 +1 @@\n",
    "diff --git a/x b/x\n",
    "\\ No newline\n",
    "\ttab\n",
    "trail  \n",
    "ä\n",
    "From x\n",
    "From a@example.org Mon Jun  1 10:12:00 2026\n",
    "cr\r\n",
    "=\n",
    "a = b;\n",
    "=3D\n",
    ".\n",
];

/// A repository that lives as long as this.
pub(crate) struct Repository {
    folder: TempDir,
}

impl Repository {
    /// One of so many commits, after a first one.
    pub(crate) fn grown(commits: usize, random: &mut Random) -> Self {
        let repository = Self { folder: TempDir::new().unwrap() };
        repository.git(&["init", "-q", "."]);
        let encoding = *random.pick(&["utf-8", "utf-8", "utf-8", "iso-8859-1"]);
        let settings = format!(
            "[user]\nname = Ada Lindqvist\nemail = ada@example.org\n[core]\nautocrlf = false\nsafecrlf = false\n\
             [gc]\nauto = 0\n[i18n]\ncommitEncoding = {encoding}\n[format]\nencodeEmailHeaders = {}\n",
            random.pick(&["true", "true", "false"])
        );
        std::fs::write(repository.folder.path().join(".git/config"), settings).unwrap();
        for _ in 0..4 {
            repository.write_file(random);
        }
        repository.commit("first\n", encoding, random);
        for _ in 0..commits {
            for _ in 0..=random.below(3) {
                repository.change(random);
            }
            repository.commit(&message(random), encoding, random);
        }
        repository
    }

    /// All its commits but the first, as one mailbox.
    pub(crate) fn mailed(&self, random: &mut Random) -> Vec<u8> {
        const OPTIONS: &[&str] = &[
            "--attach",
            "--inline",
            "--no-prefix",
            "--no-renames",
            "-M",
            "-C",
            "-U0",
            "-U1",
            "-U10",
            "--full-index",
            "-p",
            "--minimal",
            "--patience",
            "--no-binary",
            "--src-prefix=old/",
            "--no-signature",
            "-v3",
            "--rfc",
            "--cover-letter",
            "--find-copies-harder",
            "-B",
            "--from",
            "--zero-commit",
            "--signoff",
            "--no-stat",
            "--ignore-blank-lines",
            "-D",
        ];
        let mut words = vec!["format-patch", "--stdout", "--root"];
        for _ in 0..random.below(4) {
            words.push(*random.pick(OPTIONS));
        }
        words.push("HEAD~8..HEAD");
        self.git(&words)
    }

    fn git(&self, words: &[&str]) -> Vec<u8> {
        let done = super::git(self.folder.path(), words, b"");
        assert!(done.status.success(), "git {words:?}: {}", super::text(&done.stderr));
        done.stdout
    }

    fn commit(&self, message: &str, encoding: &str, random: &mut Random) {
        let encoded: Vec<u8> = match encoding {
            "utf-8" => message.as_bytes().to_vec(),
            _ => message.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect(),
        };
        self.git(&["add", "-A"]);
        let author = format!("--author={}", random.pick(AUTHORS));
        let author = if encoding == "utf-8" { author.as_str() } else { "--author=A. Dev <a@example.org>" };
        let words = [
            "commit",
            "-q",
            "--allow-empty",
            "--allow-empty-message",
            "--cleanup=verbatim",
            author,
            "-F",
            "-",
        ];
        let done = super::git(self.folder.path(), &words, &encoded);
        assert!(done.status.success(), "{}", super::text(&done.stderr));
    }

    /// The files of the work tree, in order.
    fn files(&self) -> Vec<PathBuf> {
        let mut files = Vec::new();
        let mut folders = vec![self.folder.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap()) {
                if entry.file_type().unwrap().is_file() {
                    files.push(entry.path());
                } else if entry.file_name() != ".git" {
                    folders.push(entry.path());
                }
            }
        }
        files.sort();
        files
    }

    /// Writes a file, unless a folder of that name or a file in its way is there.
    fn write_file(&self, random: &mut Random) {
        let path = self.folder.path().join(*random.pick(NAMES));
        place(&path, &content(random));
    }

    fn change(&self, random: &mut Random) {
        let files = self.files();
        if files.is_empty() || random.once_in(4) {
            return self.write_file(random);
        }
        let path = random.pick(&files);
        let Ok(old) = std::fs::read(path) else { return };
        match random.below(7) {
            0 => drop(std::fs::remove_file(path)),
            1 => {
                let new = self.folder.path().join(*random.pick(NAMES));
                if place(&new, &edited(&old, random)) {
                    drop(std::fs::remove_file(path));
                }
            }
            2 => drop(place(&self.folder.path().join(*random.pick(NAMES)), &old)),
            3 => turn_mode(path),
            _ => drop(std::fs::write(path, edited(&old, random))),
        }
    }
}

fn place(path: &Path, content: &[u8]) -> bool {
    let parent = path.parent().unwrap();
    std::fs::create_dir_all(parent).is_ok() && !path.exists() && std::fs::write(path, content).is_ok()
}

#[cfg(unix)]
fn turn_mode(path: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = path.metadata().unwrap().permissions().mode() ^ 0o111;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

#[cfg(not(unix))]
fn turn_mode(_: &Path) {}

fn content(random: &mut Random) -> Vec<u8> {
    match random.below(8) {
        0 => Vec::new(),
        1 => (0..random.below(300)).map(|_| random.below(256) as u8).chain([0]).collect(),
        _ => {
            let mut lines: Vec<u8> = (0..random.below(30)).flat_map(|_| random.pick(LINES).bytes()).collect();
            if random.once_in(4) {
                lines.extend_from_slice(b"no newline");
            }
            lines
        }
    }
}

fn edited(old: &[u8], random: &mut Random) -> Vec<u8> {
    let mut lines: Vec<&[u8]> = old.split_inclusive(|&b| b == b'\n').collect();
    for _ in 0..random.below(4) {
        let at = random.below(lines.len() + 1);
        match random.below(3) {
            0 if at < lines.len() => drop(lines.remove(at)),
            1 if at < lines.len() => lines[at] = random.pick(LINES).as_bytes(),
            _ if at == lines.len() && lines.last().is_some_and(|line| !line.ends_with(b"\n")) => {}
            _ => lines.insert(at, random.pick(LINES).as_bytes()),
        }
    }
    lines.concat()
}

fn message(random: &mut Random) -> String {
    let mut text = format!("{}\n", random.pick(SUBJECTS));
    for _ in 0..random.below(3) {
        text += "\n";
        text += *random.pick(PROSE);
    }
    text += "\n";
    for _ in 0..random.below(4) {
        text += *random.pick(TAGS);
    }
    text
}
