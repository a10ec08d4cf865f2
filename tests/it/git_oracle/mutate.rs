//! Spoils mails a little, the way that brings rules of reading to light.

use super::random::Random;

/// Lines that mean something to git somewhere.
const LINES: &[&str] = &[
    "\n",
    " \n",
    "---\n",
    "--- \n",
    "--- a\n",
    "---",
    "-- \n",
    "-- >8 --\n",
    "--- a/f.c\n",
    "+++ b/f.c\n",
    "--- /dev/null\n",
    "+++ /dev/null\n",
    "@@ -1 +1 @@\n",
    "@@ -1,2 +1,3 @@ f\n",
    "@@ -0,0 +1 @@\n",
    "@@ -1 +0,0 @@\n",
    "-a\n",
    "+b\n",
    " c\n",
    "+b",
    "\\ No newline at end of file\n",
    "diff --git a/f.c b/f.c\n",
    "diff --git a/f b/g\n",
    "diff --git \"a/f\" b/f\n",
    "diff --git a/x y b/x y\n",
    "diff --cc f\n",
    "index 1234567..89abcde 100644\n",
    "index 12..34\n",
    "old mode 100644\n",
    "new mode 100755\n",
    "new file mode 100644\n",
    "deleted file mode 100644\n",
    "rename from f.c\n",
    "rename to g.c\n",
    "copy from f.c\n",
    "copy to g.c\n",
    "similarity index 90%\n",
    "Binary files a/f.c and b/f.c differ\n",
    "GIT binary patch\n",
    "literal 3\n",
    "delta 3\n",
    "KcmZQzWMT#Y01f~L\n",
    "Index: f.c\n",
    "From: B. Dev <b@example.org>\n",
    "Subject: other\n",
    "Subject: Re: [PATCH v2 1/2] =?utf-8?q?=C3=BC?= x\n",
    "Date: Tue, 2 Jun 2026 10:12:00 +0200\n",
    "[PATCH] other\n",
    ">From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\n",
    " folded\n",
    "\tfolded\n",
    "# comment\n",
    "Signed-off-by: A. Dev <a@example.org>\n",
    "signed-off-by: A. Dev <a@example.org>\n",
    "Key : value\n",
    "Key:\n",
    "Key: v\n",
    "(cherry picked from commit 1234567)\n",
    "Conflicts:\n",
    "# ------------------------ >8 ------------------------\n",
    "Content-Type: text/plain; charset=iso-8859-1\n",
    "Content-Type: text/plain; format=flowed; delsp=yes\n",
    "Content-Type: multipart/mixed; boundary=b\n",
    "Content-Type: text/plain; charset=utf-8; format=flowed\n",
    "--b\n",
    "--b--\n",
    "Content-Transfer-Encoding: base64\n",
    "Content-Transfer-Encoding: quoted-printable\n",
    "c29tZSB0ZXh0Cg==\n",
    "soft=\n",
    "=3D=20\n",
    "From a@example.org Mon Jun  1 10:12:00 2026\n",
    "text\n",
    "text \n",
    " text \n",
    "https://example.org/x\n",
];

const BYTES: &[u8] = b" \t\r\n\0\"'\\/<>()@:;,.=?-+#&%_[]0189aAzZ\x0b\x0c\x7f\x80\xa0\xc3\xbc\xe9\xff";

/// A mail with one to four faults.
pub(crate) fn spoiled(mail: &[u8], other: &[u8], random: &mut Random) -> Vec<u8> {
    let mut lines: Vec<Vec<u8>> = split(mail);
    for _ in 0..=random.below(4) {
        spoil(&mut lines, other, random);
        lines = split(&lines.concat());
    }
    lines.concat()
}

pub(crate) fn split(mail: &[u8]) -> Vec<Vec<u8>> {
    mail.split_inclusive(|&b| b == b'\n').map(<[u8]>::to_vec).collect()
}

fn spoil(lines: &mut Vec<Vec<u8>>, other: &[u8], random: &mut Random) {
    let at = random.below(lines.len());
    let insert = |lines: &mut Vec<Vec<u8>>, line: Vec<u8>| lines.insert(at.min(lines.len()), line);
    match random.below(12) {
        0..4 => insert(lines, random.pick(LINES).as_bytes().to_vec()),
        4 if at < lines.len() => drop(lines.remove(at)),
        5 if at < lines.len() => insert(lines, lines[at].clone()),
        6 if at + 1 < lines.len() => lines.swap(at, at + 1),
        7 => {
            let line = random.pick(&split(other)[..]).clone();
            insert(lines, line);
        }
        8 if at < lines.len() => {
            let length = random.below(lines[at].len() + 1);
            lines[at].truncate(length);
        }
        9 if random.once_in(4) => lines.truncate(at),
        _ if at < lines.len() => {
            let place = random.below(lines[at].len());
            let byte = *random.pick(BYTES);
            match random.below(3) {
                0 => lines[at].insert(place, byte),
                1 => lines[at][place] = byte,
                _ => drop(lines[at].remove(place)),
            }
        }
        _ => {}
    }
}

/// The shortest mail, as far as leaving out lines and then bytes goes, that still does what was found.
pub(crate) fn shortest(mail: &[u8], still: impl Fn(&[u8]) -> bool) -> Vec<u8> {
    let mut lines = split(mail);
    let mut step = lines.len().max(1);
    while step > 0 {
        let mut at = 0;
        while at < lines.len() {
            let mut fewer = lines.clone();
            fewer.drain(at..(at + step).min(lines.len()));
            if still(&fewer.concat()) { lines = fewer } else { at += step }
        }
        step /= 2;
    }
    lines.concat()
}
