//! Mails full of one thing, which is repeated.

/// A mail full of one thing: what comes first, what is repeated, what comes last.
pub(super) struct Full {
    pub(super) of: &'static str,
    front: &'static str,
    pub(super) again: &'static str,
    behind: &'static str,
}

const fn full(of: &'static str, front: &'static str, again: &'static str, behind: &'static str) -> Full {
    Full { of, front, again, behind }
}

pub(super) const MAILS: &[Full] = &[
    full("headers", "", "Subject: [PATCH] a\n", "\nx\n"),
    full("folded lines", "Subject: a\n", " b\n", "\nx\n"),
    full("encoded words", "Subject: ", "=?utf-8?q?=C3=BC?= ", "\n\nx\n"),
    full("open words", "Subject: ", "=?x", "\n\nx\n"),
    full("headers of open words", "", "Subject: =?x\n", "\nx\n"),
    full("boundaries without an end", "", "Content-Type: a;boundary=b\n", "\n--b\n\nx\n"),
    full(
        "lines that begin a boundary of many lines",
        "Content-Type: a; boundary=\"=?us-ascii?q?=0A--=0A--=0A--=0A--=0A--=0A--=0A--Z?=\"\n\n",
        "--\n",
        "x\n",
    ),
    full("utf-7", "Content-Type: text/plain; charset=utf-7\n\n", "+-", "\n---\n"),
    full("lines of utf-7", "Content-Type: text/plain; charset=utf-7\n\n", "+AGE-\n", "---\n"),
    full("control characters of latin-5", "Content-Type: a; charset=iso-8859-9\n\n", "\u{e0}", "\n---\n"),
    full("brackets", "Subject: ", "[", "\n\nx\n"),
    full("comments", "From: ", "((\\", "a@example.org\n\nx\n"),
    full(
        "parts",
        "Content-Type: multipart/mixed; boundary=b\n\n",
        "--b\nContent-Type: text/plain; charset=y\n\nx\n",
        "",
    ),
    full("closed parts", "Content-Type: multipart/mixed; boundary=b\n\n", "--b\n\nx\n--b--\n", ""),
    full("parts in parts", "", "Content-Type: multipart/mixed; boundary=b\n\n--b\n", "x\n"),
    full("flowed lines", "Content-Type: text/plain; format=flowed\n\n", "a \nb\n", ""),
    full("one flowed line", "Content-Type: text/plain; format=flowed; delsp=yes\n\n", " a \n", ""),
    full(
        "encoded flowed lines",
        "Content-Type: text/plain; format=flowed\nContent-Transfer-Encoding: quoted-printable\n\n",
        "=41 \n",
        "",
    ),
    full("soft breaks", "Content-Transfer-Encoding: quoted-printable\n\n", "=41=\n", ""),
    full("base64", "Content-Transfer-Encoding: base64\n\n", "c29tZSB0ZXh0Cg==\n", ""),
    full("in-body headers", "Subject: a\n\n", "From: a@example.org\n", "---\n"),
    full("folded in-body lines", "Subject: a\n\nSubject: b\n", " c\n", "---\n"),
    full("one long line", "Subject: a\n\n", "a b ", "\n"),
    full("empty lines", "Subject: a\n\nx\n", "\n", "Key: v\n"),
    full("tags", "Subject: a\n\nx\n\n", "Key: value\n", "---\n"),
    full("AI-use tags", "Subject: a\n\nx\n\n", "AI-used-for: code\n", "---\n"),
    full("AI-use tags above the others", "Subject: a\n\nx\n\n", "AI-used-for: code\n", "\nKey: v\n---\n"),
    full("AI-use tags below the message", "Subject: a\n\nx\n\nKey: v\n---\n", "AI-used-for: code\n", "---\n"),
    full("tags that are like one", "Subject: a\n\nx\n\n", "AI-use-for (code,\n", "---\n"),
    full("uses", "Subject: a\n\nx\n\nAI-used-for: ", "a, ", "\n---\n"),
    full("sign-offs", "Subject: a\n\nx\n\n", "Signed-off-by: a <a@example.org>\n", "---\n"),
    full("paragraphs", "Subject: a\n\n", "a (b,\n\n", "---\n"),
    full("folded tags", "Subject: a\n\nx\n\nKey: v\n", " w\n", "---\n"),
    full("comment lines", "Subject: a\n\nKey: v\n", "#\n", "---\n"),
    full("scissors", "Subject: a\n\n", "-- >8 --\n", "---\n"),
    full("dashes", "Subject: a\n\n---\n", "--- a\n", ""),
    full("files", "Subject: a\n\n---\n", "--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b\n", ""),
    full("hunks", "Subject: a\n\n---\n--- a/f\n+++ b/f\n", "@@ -1 +1 @@\n-a\n+b\n", ""),
    full(
        "hunk lines",
        "Subject: a\n\n---\n--- a/f\n+++ b/f\n@@ -1,99999999 +1,99999999 @@\n",
        "-a\n+b\n",
        "",
    ),
    full("renames", "Subject: a\n\n---\n", "diff --git a/f b/g\nrename from f\nrename to g\n", ""),
    full("git lines alone", "Subject: a\n\n---\n", "diff --git a/f b/f\n", ""),
    full("blanks in a git line", "Subject: a\n\n---\ndiff --git a/", "x ", "\n"),
    full("slashes in a git line", "Subject: a\n\n---\ndiff --git a/", "x b/", "\n"),
    full("a quoted name again and again", "Subject: a\n\n---\ndiff --git \"a/", "\\303", ""),
    full("modes", "Subject: a\n\n---\ndiff --git \"a/f\" \"b/f\"\n", "new file mode 100644\n", ""),
    full(
        "binary data",
        "Subject: a\n\n---\ndiff --git a/f b/f\nGIT binary patch\nliteral 1\n",
        "A00000\n",
        "\n",
    ),
    full("dates", "Subject: a\n\n---\n--- a", " 2026-01-01", "\n+++ b\n@@ -1 +1 @@\n-a\n+b\n"),
    full(
        "From lines",
        "From a Mon Jun  1 10:12:00 2026\n",
        "From a Mon Jun  1 10:12:00 2026\nSubject: x\n\nx\n",
        "",
    ),
    full("From lines that are none", "From a Mon Jun  1 10:12:00 2026\n", "From a\n", ""),
    full("references", "Subject: a\nReferences: ", "<a@example.org> ", "\n\nx\n"),
    full("text in latin-1", "Subject: a\nContent-Type: a; charset=iso-8859-1\n\n", "\u{e4}", "\n---\n"),
    full("flowed words", "Subject: a\nContent-Type: text/plain; format=flowed\n\n", "x \n\n", "---\n"),
    full(
        "declared files",
        "Subject: a\n\nx\n\nAI-used-for: code\n---\n",
        "--- a/f.c\n+++ b/f.c\n@@ -1 +1 @@\n-a\n+b\n",
        "",
    ),
    full(
        "declared hunks",
        "Subject: a\n\nx\n\nAI-used-for: code\n---\n--- a/f.c\n+++ b/f.c\n",
        "@@ -1,0 +1 @@\n+\n",
        "",
    ),
    full(
        "hunks declared mechanical",
        "Subject: a\n\nx\n\nAI-used-for: code (refactoring)\n---\n--- a/f.c\n+++ b/f.c\n",
        "@@ -1 +1 @@\n-a\n+b\n",
        "",
    ),
    full(
        "files declared mechanical",
        "Subject: a\n\nx\n\nAI-used-for: code (refactoring)\n---\n",
        "--- a/f.c\n+++ b/f.c\n@@ -1 +1 @@\n-a\n+b\n",
        "",
    ),
    full("one file name", "Subject: a\n\n---\ndiff --git a/f b/f\nrename from ", "x/y", "\nrename to f\n"),
    full(
        "control characters in names",
        "Subject: a\n\n---\n",
        "--- a/\u{1}\u{1}\u{1}\n+++ b/\u{1}\u{1}\u{1}\n@@ -0,0 +1 @@\n+\n",
        "",
    ),
    full(
        "control characters in tags",
        "Subject: a\n\nx\n\n",
        "AI-used-for: \u{1}\u{1}\u{1}\u{1}\u{1}\u{1}\n",
        "---\n",
    ),
    full("notes", "Subject: a\n\nx\n---\n", "a b\n", "--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b\n"),
    full("short lines above tags", "Subject: a\n\nx\n\n", "l\n", "\nAI-used-for: code\n\nKey: v\n---\n"),
];

impl Full {
    /// The mail, as long as that.
    pub(super) fn mail(&self, size: usize) -> Vec<u8> {
        [self.front, &self.again.repeat(size / self.again.len()), self.behind].concat().into_bytes()
    }
    /// The same as a patch that every rule is asked about, if it can be one.
    pub(super) fn patch(&self, size: usize) -> Vec<u8> {
        let mail = self.mail(size);
        let text = String::from_utf8_lossy(&mail).replacen("Subject: ", "Subject: [PATCH] ", 1);
        let has_head = ["Subject: ", "From "].iter().any(|start| text.contains(start));
        let head = if has_head { "" } else { "Subject: [PATCH] a\n" };
        let diff = if text.ends_with("---\n") { "--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b\n" } else { "" };
        [head, &text, diff].concat().into_bytes()
    }
}
