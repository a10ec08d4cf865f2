//! Runs the program, and makes mails for it.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

/// What a run said.
pub(crate) struct Said {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Said {
    /// The messages of a run in JSON Lines, without what tells inputs apart.
    pub(crate) fn messages(&self) -> Vec<Value> {
        let mut all = self.all();
        for message in &mut all {
            for key in ["input", "line"] {
                message.as_object_mut().unwrap().remove(key);
            }
            for inner in ["tags", "findings"] {
                for each in message[inner].as_array_mut().unwrap() {
                    for key in ["line", "help", "fix"] {
                        each.as_object_mut().unwrap().remove(key);
                    }
                }
            }
        }
        all
    }

    /// The messages as they were said.
    pub(crate) fn all(&self) -> Vec<Value> {
        let lines = self.out.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        lines.filter(|line| line["type"] == "message").collect()
    }

    /// One value of every message.
    pub(crate) fn each(&self, key: &str) -> Vec<Value> {
        self.all().iter().map(|message| message[key].clone()).collect()
    }
}

/// Runs checkprov in a folder; `words` are parted by blanks.
pub(crate) fn checkprov(folder: &Path, words: &str, input: &[u8]) -> Said {
    let mut child = Command::new(env!("CARGO_BIN_EXE_checkprov"))
        .args(["--policy", "qemu", "--format", "jsonl"])
        .args(words.split_ascii_whitespace())
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let output = std::thread::scope(|scope| {
        // It may end before it has read everything.
        scope.spawn(move || stdin.write_all(input));
        child.wait_with_output().unwrap()
    });
    Said {
        status: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Runs another program in a folder, and gives what it wrote.
pub(crate) fn program(folder: &Path, words: &[&str], input: &[u8]) -> Vec<u8> {
    let mut child = Command::new(words[0])
        .args(&words[1..])
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_AUTHOR_NAME", "Ada Lindqvist")
        .env("GIT_AUTHOR_EMAIL", "ada@example.org")
        .env("GIT_COMMITTER_NAME", "Ada Lindqvist")
        .env("GIT_COMMITTER_EMAIL", "ada@example.org")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let output = std::thread::scope(|scope| {
        scope.spawn(move || stdin.write_all(input));
        child.wait_with_output().unwrap()
    });
    assert!(output.status.success(), "{words:?}");
    output.stdout
}

/// A few mails of a list: patches clean and not, a cover, a reply, a line that begins with `From `.
pub(crate) fn mails() -> Vec<String> {
    let mail = |number: usize, subject: &str, body: &str| {
        format!(
            "From: Ada Lindqvist <ada@example.org>\nDate: Mon, {number} Jun 2026 10:12:00 +0200\n\
             Subject: {subject}\nMessage-ID: <{number}@example.org>\n\n{body}\n"
        )
    };
    let patch = |tags: &str, lines: usize| {
        let added = "+    line();\n".repeat(lines);
        format!(
            "From here on the link is left alone.\n\n{tags}---\n hw/net/e1000.c | {lines} +\n\n\
             diff --git a/hw/net/e1000.c b/hw/net/e1000.c\n--- a/hw/net/e1000.c\n+++ b/hw/net/e1000.c\n\
             @@ -1,1 +1,{} @@\n first();\n{added}-- \n2.47.3\n",
            lines + 1
        )
    };
    let signed = "Signed-off-by: Ada Lindqvist <ada@example.org>\n";
    vec![
        mail(1, "[PATCH 0/3] Leave links alone", "What this does.\n"),
        mail(2, "[PATCH 1/3] hw/net: leave the link alone", &patch(signed, 3)),
        mail(3, "[PATCH 2/3] hw/net: more", &patch(&format!("AI-used-for: code\n{signed}"), 30)),
        mail(4, "[PATCH 3/3] hw/net: no sign-off", &patch("", 2)),
        mail(5, "Re: [PATCH 1/3] hw/net: leave the link alone", "> From here on\n\nFrom here on, yes.\n"),
        mail(6, "[PATCH] hw/net: wrong tag", &patch(&format!("AI-used-for: magic\n{signed}"), 1)),
    ]
}

/// The mails as an mbox in which `From ` at the start of a line is left alone.
pub(crate) fn mbox(mails: &[String]) -> String {
    mails.iter().map(|mail| format!("From ada@example.org Mon Jun  1 10:12:00 2026\n{mail}\n")).collect()
}

/// The mails as public-inbox writes them.
pub(crate) fn mboxrd(mails: &[String]) -> String {
    let quoted = |line: &str| line.trim_start_matches('>').starts_with("From ");
    let lines = |mail: &str| -> String {
        let line = |line: &str| if quoted(line) { format!(">{line}") } else { line.to_owned() };
        mail.split_inclusive('\n').map(line).collect()
    };
    let mail = |mail: &String| format!("From mboxrd@z Thu Jan  1 00:00:00 1970\n{}\n", lines(mail));
    mails.iter().map(mail).collect()
}
