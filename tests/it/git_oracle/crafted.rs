//! Makes mails of what decides how a mail is read: the headers about its content, boundaries, transfer encodings and
//! the names of files, each written in ways that people, programs and attackers write them.

use super::random::Random;

/// A mail that git may read as a patch.
pub(crate) fn mail(random: &mut Random) -> Vec<u8> {
    let rarity = *random.pick(&[1, 2, 4, 12, 40]);
    let random = &mut Odd { random, rarity };
    let mut mail = b"From: A. Dev <a@example.org>\nDate: Mon, 1 Jun 2026 10:12:00 +0200\n".to_vec();
    mail.extend_from_slice(random.mostly(&[&b"Subject: [PATCH] x\n"[..], b""]));
    let mut boundaries = Vec::new();
    let encoding = content(&mut mail, &mut boundaries, random);
    mail.extend_from_slice(random.mostly(&[&b"\n"[..], b" \n", b"\n\n", b"no header\n", b""]));
    if boundaries.is_empty() {
        encode(&text(random), encoding, &mut mail, random);
        return mail;
    }
    if random.is_odd() {
        mail.extend_from_slice(random.any(LINES).as_bytes());
    }
    for _ in 0..=random.below(4) {
        boundary_line(&boundaries, &mut mail, random);
        let encoding = content(&mut mail, &mut boundaries, random);
        mail.extend_from_slice(random.mostly(&[&b"\n"[..], b"", b"no header\n"]));
        encode(&text(random), encoding, &mut mail, random);
    }
    if random.is_odd() {
        mail.pop();
    }
    mail
}

/// Chance that does what is usual, and once in so many times what is not.
struct Odd<'r> {
    random: &'r mut Random,
    rarity: usize,
}

impl Odd<'_> {
    fn below(&mut self, end: usize) -> usize {
        self.random.below(end)
    }

    fn is_odd(&mut self) -> bool {
        self.random.once_in(self.rarity)
    }

    fn any<T: Copy>(&mut self, among: &[T]) -> T {
        *self.random.pick(among)
    }

    /// The first, or any.
    fn mostly<T: Copy>(&mut self, among: &[T]) -> T {
        if self.is_odd() { self.any(among) } else { among[0] }
    }
}

/// How a text is written, whatever a header says.
#[derive(Clone, Copy, PartialEq)]
enum Encoding {
    Plain,
    Base64,
    QuotedPrintable,
}

/// Writes headers about the content; the boundaries they name are added. Mostly what follows is encoded as they say.
fn content(mail: &mut Vec<u8>, boundaries: &mut Vec<Vec<u8>>, random: &mut Odd<'_>) -> Encoding {
    let mut encoding = Encoding::Plain;
    for _ in 0..random.below(3) {
        if random.below(2) == 0 {
            let start =
                random.mostly(&["Content-Type: ", "Content-Type:", "content-type: ", "Content-Type: \t"]);
            mail.extend_from_slice(start.as_bytes());
            content_type(mail, boundaries, random);
        } else {
            mail.extend_from_slice(b"Content-Transfer-Encoding: ");
            let (words, named) = random.any(TRANSFERS);
            mail.extend_from_slice(words.as_bytes());
            encoding = named;
        }
        let ends = ["\n", " \n", "\r\n", "\n \n", "; x\n", "\n\ty\n"];
        mail.extend_from_slice(random.mostly(&ends).as_bytes());
    }
    if random.is_odd() {
        return random.any(&[Encoding::Plain, Encoding::Base64, Encoding::QuotedPrintable]);
    }
    encoding
}

const TRANSFERS: &[(&str, Encoding)] = &[
    ("base64", Encoding::Base64),
    ("BASE64", Encoding::Base64),
    ("xbase64x", Encoding::Base64),
    ("=?us-ascii?q?base=36=34?=", Encoding::Base64),
    ("=?us-ascii?b?YmFzZTY0?=", Encoding::Base64),
    ("base64\0", Encoding::Base64),
    ("quoted-printable", Encoding::QuotedPrintable),
    ("Quoted-Printable base64", Encoding::Base64),
    ("quoted-\n printable", Encoding::Plain),
    ("8bit\0base64", Encoding::Plain),
    ("=?us-ascii?q?8bit=00?= base64", Encoding::Plain),
    ("=?us-ascii?q?base=0A64?=", Encoding::Plain),
    ("8bit", Encoding::Plain),
    ("", Encoding::Plain),
];

fn content_type(mail: &mut Vec<u8>, boundaries: &mut Vec<Vec<u8>>, random: &mut Odd<'_>) {
    let kinds = ["text/plain", "multipart/mixed", "text/x-patch", "", "x\0", "\"q"];
    mail.extend_from_slice(random.mostly(&kinds).as_bytes());
    for _ in 0..random.below(3) {
        let signs = ["; ", ";", " ", "\t", ";\n ", ";\n\t", "", ";;", "\0"];
        mail.extend_from_slice(random.mostly(&signs).as_bytes());
        let (name, value): (&str, &[u8]) = match random.below(7) {
            0 => ("charset=", random.mostly(CHARSETS).as_bytes()),
            1 => ("format=", random.mostly(FORMATS)),
            2 => ("delsp=", random.mostly(&[&b"yes"[..], b"no", b"Yes"])),
            _ => {
                let names = ["boundary=", "BOUNDARY=", "xboundary=", "boundary =", "Boundary= "];
                (random.mostly(&names), random.mostly(BOUNDARIES))
            }
        };
        mail.extend_from_slice(name.as_bytes());
        let quotes = random.mostly(&[("\"", "\""), ("", ""), ("\"", ""), ("", "\""), ("'", "'")]);
        mail.extend_from_slice(quotes.0.as_bytes());
        mail.extend_from_slice(value);
        mail.extend_from_slice(quotes.1.as_bytes());
        if name.to_ascii_lowercase().ends_with("boundary=") {
            boundaries.push(meant(value));
        }
    }
}

const FORMATS: &[&[u8]] = &[b"flowed", b"FLOWED", b"fixed", b"flowed\0", b"=?us-ascii?q?flowed=0A?="];

const CHARSETS: &[&str] = &[
    "utf-8",
    "UTF-8",
    "utf8",
    "us-ascii",
    "iso-8859-1",
    "y",
    "",
    "windows-1252",
    "=?us-ascii?q?utf-8=00y?=",
    "utf-8\0y",
];

const BOUNDARIES: &[&[u8]] = &[
    b"b",
    b"b",
    b"bb",
    b"b--",
    b"",
    b"-",
    b" ",
    b"a b",
    b"a;b",
    b"a\tb",
    b"a\rb",
    b"b\0c",
    b"\0",
    b"\xc3\xbc",
    b"\xff",
    b"=",
    b"=_b",
    b"b=?x",
    b"'b'",
    b"b\\\"c",
    b"=?us-ascii?q?b?=",
    b"=?us-ascii?q?b=00c?=",
    b"=?us-ascii?q?b=0A?=",
    b"=?us-ascii?q?b=0Ac?=",
    b"=?us-ascii?q?=0Ab?=",
    b"=?us-ascii?q?b=0D?=",
    b"=?us-ascii?q?b=22c?=",
    b"=?us-ascii?q?b=3Bc?=",
    b"=?us-ascii?q?b_c?=",
    b"=?us-ascii?b?YmI=?=",
    b"=?iso-8859-1?q?=FC?=",
    b"=?us-ascii?q?b?= =?us-ascii?q?c?=",
    b"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
];

/// What a boundary as it is written may stand for.
fn meant(value: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(value);
    match text.strip_prefix("=?us-ascii?q?").and_then(|text| text.strip_suffix("?=")) {
        Some(word) => word
            .replace("=00", "\0")
            .replace("=0A", "\n")
            .replace("=0D", "\r")
            .replace("=22", "\"")
            .replace("=3B", ";")
            .replace('_', " ")
            .into_bytes(),
        None => value.to_vec(),
    }
}

/// A line that may begin or end a part.
fn boundary_line(boundaries: &[Vec<u8>], mail: &mut Vec<u8>, random: &mut Odd<'_>) {
    let boundary = &boundaries[random.below(boundaries.len())][..];
    // For C it ends at a NUL byte.
    let up_to_nul = boundary.split(|&b| b == 0).next().unwrap();
    let shorter = &boundary[..boundary.len().min(1)];
    mail.extend_from_slice(b"--");
    mail.extend_from_slice(random.mostly(&[up_to_nul, boundary, shorter]));
    let ends = ["\n", "--\n", "--\n", "--x\n", " \n", "\r\n", "x\n", "-\n", "\0\n"];
    mail.extend_from_slice(random.mostly(&ends).as_bytes());
}

/// The text of a body: a message, an end of it, files, and lines of any kind among them.
fn text(random: &mut Odd<'_>) -> Vec<u8> {
    let mut text = Vec::new();
    for _ in 0..random.below(3) {
        text.extend_from_slice(random.mostly(LINES).as_bytes());
    }
    if random.below(2) == 0 {
        text.extend_from_slice(b"\nSigned-off-by: A. Dev <a@example.org>\n---\n");
    }
    for _ in 0..random.below(4) {
        file(&mut text, random);
    }
    if random.is_odd() {
        text.extend_from_slice(random.any(LINES).as_bytes());
    }
    text
}

const LINES: &[&str] = &[
    "text\n",
    "text \n",
    " text\n",
    "\n",
    "-- \n",
    "-- \r\n",
    "---\n",
    "--b\n",
    "--\n",
    "From: B. Dev <b@example.org>\n",
    "Subject: y\n",
    " folded\n",
    ">From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\n",
    "a=b=\n",
    "=3D=20=\n",
    "\u{fc}\n",
    "nul\0byte\n",
    "cr\r\n",
    "diff --git a/p b/p\n",
    "diff -u a b\n",
    "Key: value\n",
    "+x\n",
    " x\n",
];

/// A changed file, with names that agree or do not.
fn file(text: &mut Vec<u8>, random: &mut Odd<'_>) {
    let name = random.any(NAMES);
    let other = if random.is_odd() { random.any(NAMES) } else { name };
    if random.below(2) == 0 {
        let names = [written(b"a/", name, random), b" ".to_vec(), written(b"b/", other, random)].concat();
        line(text, b"diff --git ", &names);
        for _ in 0..random.below(3) {
            let (words, is_name) = random.mostly(EXTENDED);
            let of = random.any(&[name, other]);
            let named = if is_name { written(b"", of, random) } else { Vec::new() };
            line(text, words.as_bytes(), &named);
        }
    }
    if !random.is_odd() || random.below(4) > 0 {
        const DATE: &str = "\t2026-06-01 10:12:00.000000000 +0200";
        let ends = ["", "\t", DATE, "  2026-06-01", "\t1970-01-01 00:00:00 +0000", " x", "\r", ".orig"];
        for (mark, prefix, name) in [("--- ", b"a/", name), ("+++ ", b"b/", other)] {
            let name = written(prefix, name, random);
            let name = random.mostly(&[&name[..], b"/dev/null"]).to_vec();
            line(text, mark.as_bytes(), &[&name, random.mostly(&ends).as_bytes()].concat());
        }
    }
    let hunk = if random.is_odd() { random.any(HUNKS) } else { random.any(&HUNKS[..2]) };
    text.extend_from_slice(hunk.as_bytes());
}

const EXTENDED: &[(&str, bool)] = &[
    ("index 1234567..89abcde 100644", false),
    ("index 12..34", false),
    ("old mode 100644", false),
    ("new mode 100755", false),
    ("new file mode 100644", false),
    ("deleted file mode 100644", false),
    ("new file mode ", false),
    ("similarity index 90%", false),
    ("rename from ", true),
    ("rename to ", true),
    ("copy from ", true),
    ("copy to ", true),
    ("rename old ", true),
    ("rename new ", true),
];

const HUNKS: &[&str] = &[
    "@@ -1 +1,2 @@\n one\n+two\n",
    "@@ -1 +1,2 @@\n one\n+two\n@@ -9,2 +9,2 @@ f\n-a\n-b\n+c\n+d\n",
    "@@ -0,0 +1 @@\n+one\n",
    "@@ -1 +0,0 @@\n-one\n",
    "@@ -1,3 +1,2 @@\n one=\n-two=20\n\n",
    "@@ -1 +1,2 @@\n one \n+two \n",
    "@@ -1,2 +1 @@\n one\n",
    "@@ -1 +1,2 @@\n one\n+--b\n",
    "@@ -1 +1 @@\n-one\n+two\n\\ No newline at end of file\n",
    "Binary files a/x and b/x differ\n",
    "",
];

const NAMES: &[&[u8]] = &[
    b"f.c",
    b"hw/f.c",
    b"hw/f.c.md",
    b"hw//f.c",
    b"f c",
    b"x /y",
    b"f\tc",
    b"f\0c",
    b"f\nc",
    b"f\\c",
    b"f\"c",
    b"f.c\r",
    b"\xc3\xbc.c",
    b"\xff.c",
    b"",
    b"/f",
    b"a/b/f",
    b"f.c b/f.c",
    b"2026-06-01",
    b"x\0/y.c",
];

/// A name as git writes it, quoted or not, whether or not it must be.
fn written(prefix: &[u8], name: &[u8], random: &mut Odd<'_>) -> Vec<u8> {
    let whole = [random.mostly(&[prefix, b""]), name].concat();
    let must_be = !name.iter().all(|&b| (b' '..0x7f).contains(&b) && b != b'"' && b != b'\\');
    match random.below(8) {
        0 if random.is_odd() => [b"\"", &whole[..], b"\""].concat(),
        1 if random.is_odd() => [b"\"", &whole[..]].concat(),
        2 => quoted(&whole, |_| false),
        3..6 if must_be => quoted(&whole, |byte| byte.is_ascii_graphic()),
        _ => whole,
    }
}

/// A name in quotes, with the bytes as numbers that are not `plain`.
fn quoted(name: &[u8], plain: impl Fn(u8) -> bool) -> Vec<u8> {
    let mut quoted = b"\"".to_vec();
    for &byte in name {
        match byte {
            b'"' | b'\\' => quoted.extend_from_slice(&[b'\\', byte]),
            b'\n' => quoted.extend_from_slice(b"\\n"),
            _ if plain(byte) => quoted.push(byte),
            _ => quoted.extend_from_slice(format!("\\{byte:03o}").as_bytes()),
        }
    }
    quoted.push(b'"');
    quoted
}

fn line(text: &mut Vec<u8>, words: &[u8], rest: &[u8]) {
    text.extend_from_slice(words);
    text.extend_from_slice(rest);
    text.push(b'\n');
}

/// Writes a text in an encoding, in lines of some length, and sometimes leaves a part of it as it is.
fn encode(text: &[u8], encoding: Encoding, mail: &mut Vec<u8>, random: &mut Odd<'_>) {
    let (before, rest) = text.split_at(if random.is_odd() { random.below(text.len()) } else { 0 });
    let (coded, after) = rest.split_at(if random.is_odd() { random.below(rest.len()) } else { rest.len() });
    mail.extend_from_slice(before);
    match encoding {
        Encoding::Plain => mail.extend_from_slice(coded),
        Encoding::Base64 => base64(coded, 4 * (1 + random.below(20)) + usize::from(random.is_odd()), mail),
        Encoding::QuotedPrintable => quoted_printable(coded, mail, random),
    }
    mail.extend_from_slice(after);
}

fn base64(text: &[u8], width: usize, mail: &mut Vec<u8>) {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut letters = Vec::new();
    for three in text.chunks(3) {
        let bits =
            three.iter().fold(0u32, |bits, &byte| bits << 8 | u32::from(byte)) << (8 * (3 - three.len()));
        let four = [18, 12, 6, 0].map(|shift| LETTERS[(bits >> shift & 63) as usize]);
        letters.extend_from_slice(&four[..=three.len()]);
        letters.extend_from_slice(&b"=="[..3 - three.len()]);
    }
    // git decodes each line by itself, so only lines of whole groups stay what they were.
    for line in letters.chunks(width) {
        mail.extend_from_slice(line);
        mail.push(b'\n');
    }
}

fn quoted_printable(text: &[u8], mail: &mut Vec<u8>, random: &mut Odd<'_>) {
    for &byte in text {
        match byte {
            b'=' => mail.extend_from_slice(b"=3D"),
            b'\n' if random.below(20) == 0 => mail.extend_from_slice(b"=0A"),
            b'\n' | b'!'..=b'~' | b' ' if random.below(40) > 0 => mail.push(byte),
            _ => mail.extend_from_slice(format!("={byte:02X}").as_bytes()),
        }
        if random.below(60) == 0 {
            mail.extend_from_slice(b"=\n");
        }
    }
}
